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

    /// The text, or as much of its beginning as fits together with an ellipsis.
    static func truncated(_ text: String, fontSize: Double, maximumWidth: Double) -> String {
        guard width(text, fontSize: fontSize) > maximumWidth else { return text }
        var beginning = text
        while !beginning.isEmpty, width(beginning + "…", fontSize: fontSize) > maximumWidth { beginning.removeLast() }
        return beginning + "…"
    }

    private static let reserve = 1.08

    private static func advance(_ character: Character) -> Double {
        switch character {
        case "i", "j", "l", "t", "f", "I", ".", ",", ":", ";", "'", "|", "!", "/", " ", "(", ")", "[", "]": 0.29
        case "r", "-", "\"": 0.34
        case "m", "w", "M", "W", "%", "…", "—": 0.90
        case "A"..."Z", "+", "=", "<", ">", "&": 0.69
        case let other where other.isASCII: 0.556
        // Accents and Greek are as wide as ASCII; East Asian scripts and emoji fill a square.
        case let other where other.unicodeScalars.allSatisfy { $0.value < 0x2000 }: 0.62
        default: 1
        }
    }
}
