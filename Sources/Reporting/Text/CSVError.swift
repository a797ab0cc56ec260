/// A place in a CSV text that cannot be read, and why.
package struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Hashable, Sendable {
        /// The text has no header.
        case missingHeader
        /// Two columns have the same name.
        case repeatedColumn(String)
        /// A quoted field does not end; the position is that of its opening quote.
        case unterminatedQuote
        /// A quote stands inside a field that does not begin with one.
        case strayQuote
        /// A closing quote is followed by something else than a comma or a line end.
        case textAfterQuote
        /// A row has more or fewer fields than the header.
        case wrongFieldCount(found: Int, expected: Int)
    }

    /// What is wrong.
    package let reason: Reason
    /// The line in the text, from 1; line feeds inside quotes count.
    package let line: Int
    /// The place in the line, from 1, counted in Unicode scalars.
    package let column: Int

    /// One sentence that begins with the position.
    package var description: String {
        "line \(line), column \(column): \(explanation)"
    }

    private var explanation: String {
        switch reason {
        case .missingHeader: "the header with the column names is missing"
        case .repeatedColumn(let name): "the column '\(name)' appears twice"
        case .unterminatedQuote: "the quoted field that begins here does not end"
        case .strayQuote: "a quote inside a field that is not quoted; quote the field and double the quote"
        case .textAfterQuote: "a comma or a line end must follow a closing quote"
        case .wrongFieldCount(let found, let expected): "found \(found) fields, the header has \(expected)"
        }
    }
}
