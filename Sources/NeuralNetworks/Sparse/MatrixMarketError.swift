/// What is wrong with a MatrixMarket file, and where.
public struct MatrixMarketError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Problem: Sendable, Hashable {
        /// The first line is not `%%MatrixMarket matrix coordinate <field> general`.
        case badHeader(String)
        /// A field, format or symmetry that is not read here; what is.
        case unsupported(found: String, allowed: [String])
        /// The line after the comments is not three counts: rows, columns, entries.
        case badSize(String)
        /// An entry line that is not "row column" or "row column value".
        case badEntry(String)
        case rowOutOfRange(Int, count: Int)
        case columnOutOfRange(Int, count: Int)
        case valueNotFinite(String)
        /// The position is 1-based.
        case duplicateEntry(row: Int, column: Int)
        case tooFewEntries(found: Int, expected: Int)
        case tooManyEntries(expected: Int)
    }

    public var problem: Problem
    /// 1-based; for missing entries the last line.
    public var line: Int

    public init(_ problem: Problem, line: Int) {
        self.problem = problem
        self.line = line
    }

    public var description: String { "line \(line): \(text)" }

    /// The problem without the line.
    public var text: String {
        switch problem {
        case .badHeader(let found):
            "expected \"%%MatrixMarket matrix coordinate real general\", found \"\(found)\""
        case .unsupported(let found, let allowed):
            "\"\(found)\" is not supported; use \(allowed.joined(separator: " or "))"
        case .badSize(let found): "expected the counts of rows, columns and entries, found \"\(found)\""
        case .badEntry(let found): "expected an entry \"row column value\", found \"\(found)\""
        case .rowOutOfRange(let row, let count): "row \(row) is not in 1...\(count)"
        case .columnOutOfRange(let column, let count): "column \(column) is not in 1...\(count)"
        case .valueNotFinite(let found): "\"\(found)\" is not a finite value"
        case .duplicateEntry(let row, let column): "the entry (\(row), \(column)) occurs twice"
        case .tooFewEntries(let found, let expected): "the file ends after \(found) of \(expected) entries"
        case .tooManyEntries(let expected): "there are more than the announced \(expected) entries"
        }
    }
}
