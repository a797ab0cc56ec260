/// One value in a `CSVTable`.
package enum CSVCell: Hashable, Sendable {
    /// Text; quoted where RFC 4180 asks for it, and when it is empty, which tells it from a missing value.
    case string(String)
    /// A whole number.
    case int(Int)
    /// A finite number, written in the fewest digits that read back as the same number.
    case double(Double)
    /// `true` or `false`.
    case bool(Bool)
    /// No value: an empty field, which is neither 0 nor NaN.
    case missing

    /// A number, or a missing value for `nil`.
    package static func optional(_ value: Double?) -> CSVCell {
        value.map { .double($0) } ?? .missing
    }

    /// A whole number, or a missing value for `nil`.
    package static func optional(_ value: Int?) -> CSVCell {
        value.map { .int($0) } ?? .missing
    }

    /// The field as it stands in the file. A number must be finite: infinity and NaN have no common spelling in CSV.
    var field: String {
        switch self {
        case .string(let text): Self.quotedIfNeeded(text)
        case .int(let value): String(value)
        case .double(let value): Self.shortest(value)
        case .bool(let value): value ? "true" : "false"
        case .missing: ""
        }
    }

    /// The text, in quotes where it would be read otherwise without them.
    static func quotedIfNeeded(_ text: String) -> String {
        // Bytes, because "\r\n" is one `Character` that equals neither of its halves.
        let needsQuotes = text.isEmpty || text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        guard needsQuotes else { return text }
        var result = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { result.unicodeScalars.append("\"") }
            result.unicodeScalars.append(scalar)
        }
        result.unicodeScalars.append("\"")
        return result
    }

    private static func shortest(_ value: Double) -> String {
        precondition(value.isFinite, "CSV cannot hold \(value); use a missing value")
        return value.description
    }
}
