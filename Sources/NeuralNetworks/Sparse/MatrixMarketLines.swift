/// Walks over the lines and words of a MatrixMarket file.
struct MatrixMarketLines {
    private let bytes: [UInt8]
    private var lineStart = 0
    private var lineEnd = 0
    private var nextLine = 0
    private var position = 0
    /// 1-based number of the current line.
    private(set) var number = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Moves to the next line that is not empty and, unless asked for, no comment.
    ///
    /// - Returns: false at the end of the file.
    mutating func advance(keepingComments: Bool = false) -> Bool {
        while nextLine < bytes.count {
            lineStart = nextLine
            lineEnd = lineStart
            while lineEnd < bytes.count, bytes[lineEnd] != UInt8(ascii: "\n") { lineEnd += 1 }
            nextLine = lineEnd + 1
            number += 1
            position = lineStart
            skipBlanks()
            if position < lineEnd, keepingComments || bytes[position] != UInt8(ascii: "%") { return true }
        }
        number = max(1, number)
        return false
    }

    /// The current line, shortened to a length that fits a message.
    var text: String {
        var line = String(decoding: bytes[lineStart..<min(lineEnd, lineStart + 80)], as: UTF8.self)
        while line.last?.isWhitespace == true { line.removeLast() }
        return line
    }

    var isAtEnd: Bool {
        mutating get {
            skipBlanks()
            return position == lineEnd
        }
    }

    /// The next word as a whole number of at most twelve digits, or nil.
    mutating func nextInteger() -> Int? {
        skipBlanks()
        var value = 0
        var digits = 0
        let isNegative = position < lineEnd && bytes[position] == UInt8(ascii: "-")
        if isNegative { position += 1 }
        while position < lineEnd, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position] {
            value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
            digits += 1
            position += 1
            if digits > 12 { return nil }
        }
        guard digits > 0, position == lineEnd || Self.isBlank(bytes[position]) else { return nil }
        return isNegative ? -value : value
    }

    /// The next word; empty at the end of the line.
    mutating func nextWord() -> String {
        skipBlanks()
        let start = position
        while position < lineEnd, !Self.isBlank(bytes[position]) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func skipBlanks() {
        while position < lineEnd, Self.isBlank(bytes[position]) { position += 1 }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
