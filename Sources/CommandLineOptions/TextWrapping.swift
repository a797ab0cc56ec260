/// Breaks text at spaces.
enum TextWrapping {
    /// The lines of a text, none wider than a limit unless a single word is.
    static func lines(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let line = lines.last, line.count + 1 + word.count <= width {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    /// The lines of paragraphs separated by empty lines; lines that begin with a space stay as they are.
    static func paragraphs(_ text: String, width: Int) -> [String] {
        guard !text.isEmpty else { return [] }
        var result: [String] = []
        var pending: [Substring] = []
        func flush() {
            result += lines(pending.joined(separator: " "), width: width)
            pending = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty || line.hasPrefix(" ") {
                flush()
                result.append(String(line))
            } else {
                pending.append(line)
            }
        }
        flush()
        return result
    }
}
