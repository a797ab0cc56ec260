/// Estimates of how wide text is in a sans-serif font, for layouts that are made before a font is known.
///
/// The widths are those of Helvetica (Adobe font metrics, in thousandths of the font size) in five classes, with a
/// reserve for wider fonts such as Segoe UI or DejaVu Sans.
enum TextMetrics {
    /// About the width of a line of text, rather too much than too little, in the unit of the font size.
    static func width(_ text: String, fontSize: Double) -> Double {
        text.reduce(0) { $0 + advance($1) } * fontSize * reserve
    }

    /// Breaks text at spaces into lines that are not wider than a limit; a longer word gets a line of its own.
    static func lines(_ text: String, fontSize: Double, maximumWidth: Double) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let line = lines.last, width("\(line) \(word)", fontSize: fontSize) <= maximumWidth {
                lines[lines.count - 1] = "\(line) \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// Breaks text as `lines`, but at most at so many places, and behind punctuation too where there is no space; what
    /// still does not fit ends with an ellipsis.
    static func label(_ text: String, fontSize: Double, maximumWidth: Double, lineLimit: Int) -> [String] {
        var lines: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            let line = String(rest)
            guard lines.count < lineLimit - 1, width(line, fontSize: fontSize) > maximumWidth,
                let end = breakPlace(in: rest, fontSize: fontSize, maximumWidth: maximumWidth)
            else {
                lines.append(truncated(line, fontSize: fontSize, maximumWidth: maximumWidth))
                break
            }
            let head = rest[..<end]
            lines.append(String(head.last == " " ? head.dropLast() : head))
            rest = rest[end...]
        }
        return lines
    }

    /// The last place in a text that is too wide where a line may end.
    private static func breakPlace(in text: Substring, fontSize: Double, maximumWidth: Double) -> Substring.Index? {
        var (place, used) = (Substring.Index?.none, 0.0)
        for index in text.indices {
            used += width(String(text[index]), fontSize: fontSize)
            if used > maximumWidth { break }
            let next = text.index(after: index)
            if " ;,(+/".contains(text[index]), next < text.endIndex { place = next }
        }
        return place
    }

    /// The text, or as much of its beginning and its end as fits together with an ellipsis: names often differ at the
    /// end.
    static func truncated(_ text: String, fontSize: Double, maximumWidth: Double) -> String {
        guard width(text, fontSize: fontSize) > maximumWidth else { return text }
        let characters = Array(text)
        var kept = characters.count - 1
        while true {
            // A third of what is kept is the end.
            let result = String(characters.prefix(kept - kept / 3)) + "…" + String(characters.suffix(kept / 3))
            if kept == 0 || width(result, fontSize: fontSize) <= maximumWidth { return result }
            kept -= 1
        }
    }

    private static let reserve = 1.08

    private static func advance(_ character: Character) -> Double {
        switch character {
        case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ": 0.29
        case "r", "t", "f", "-", "/", "(", ")", "[", "]", "\"": 0.36
        case "m", "w", "M", "W", "%", "…", "—": 0.90
        case "A"..."Z", "+", "=", "<", ">", "&": 0.69
        case let other where other.isASCII: 0.556
        // Accents and Greek are as wide as ASCII; East Asian scripts and emoji fill a square.
        case let other where other.unicodeScalars.allSatisfy { $0.value < 0x2000 }: 0.62
        default: 1
        }
    }
}
