/// The header and the rows of a CSV text, all of them as strings.
///
/// Reads what `CSVTable` writes, and what spreadsheets make of it: fields quoted after RFC 4180, lines that end in LF
/// or CRLF, with or without a line end after the last row, with or without a byte order mark.
package struct CSVReader: Hashable, Sendable {
    /// The column names; they are distinct.
    package let header: [String]
    /// The rows, each with one field for each column. Missing values and empty strings are both empty.
    package let rows: [[String]]

    /// Reads a text in one pass; throws at the first place that is not CSV or not rectangular.
    package init(_ text: String) throws(CSVError) {
        var scanner = Scanner(text: text)
        guard let names = try scanner.nextRecord(), names != [""] else {
            throw CSVError(reason: .missingHeader, line: 1, column: 1)
        }
        var seen: Set<String> = []
        for name in names where !seen.insert(name).inserted {
            throw CSVError(reason: .repeatedColumn(name), line: 1, column: 1)
        }
        var rows: [[String]] = []
        while let fields = try scanner.nextRecord() {
            guard fields.count == names.count else {
                throw CSVError(
                    reason: .wrongFieldCount(found: fields.count, expected: names.count),
                    line: scanner.recordLine,
                    column: 1
                )
            }
            rows.append(fields)
        }
        self.header = names
        self.rows = rows
    }

    /// The place of the column with this name, if there is one.
    package func columnIndex(_ name: String) -> Int? {
        header.firstIndex(of: name)
    }
}

/// Walks over the bytes of a text: all characters that matter in CSV are ASCII, and "\r\n" is one `Character`.
private struct Scanner {
    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    private var column = 1
    /// The line on which the last record began.
    private(set) var recordLine = 1

    init(text: String) {
        bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private var isAtLineEnd: Bool {
        current == .lineFeed
            || current == .carriageReturn && position + 1 < bytes.count && bytes[position + 1] == .lineFeed
    }

    private mutating func advance() {
        if bytes[position] == .lineFeed {
            line += 1
            column = 1
        } else if bytes[position] & 0b1100_0000 != 0b1000_0000 {
            // Continuation bytes of UTF-8 do not begin a scalar.
            column += 1
        }
        position += 1
    }

    private func error(_ reason: CSVError.Reason) -> CSVError {
        CSVError(reason: reason, line: line, column: column)
    }

    /// The fields up to the next line end outside quotes, or `nil` at the end of the text.
    mutating func nextRecord() throws(CSVError) -> [String]? {
        guard position < bytes.count else { return nil }
        recordLine = line
        var fields: [String] = []
        while true {
            fields.append(current == .quote ? try quotedField() : try plainField())
            if current == .comma {
                advance()
            } else {
                if current == .carriageReturn { advance() }
                if current == .lineFeed { advance() }
                return fields
            }
        }
    }

    private mutating func plainField() throws(CSVError) -> String {
        let start = position
        while let byte = current, byte != .comma, !isAtLineEnd {
            if byte == .quote { throw error(.strayQuote) }
            advance()
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func quotedField() throws(CSVError) -> String {
        let unterminated = error(.unterminatedQuote)
        var content: [UInt8] = []
        advance()
        while let byte = current {
            advance()
            if byte != .quote {
                content.append(byte)
            } else if current == .quote {
                content.append(.quote)
                advance()
            } else if current == nil || current == .comma || isAtLineEnd {
                return String(decoding: content, as: UTF8.self)
            } else {
                throw error(.textAfterQuote)
            }
        }
        throw unterminated
    }
}

extension UInt8 {
    fileprivate static let lineFeed: UInt8 = 0x0A
    fileprivate static let carriageReturn: UInt8 = 0x0D
    fileprivate static let quote: UInt8 = 0x22
    fileprivate static let comma: UInt8 = 0x2C
}
