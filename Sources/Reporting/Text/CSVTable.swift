/// A table with declared columns that becomes CSV text after RFC 4180, with line feeds as line ends.
///
/// The header is always written. Equal tables give equal bytes.
package struct CSVTable: Hashable, Sendable {
    /// The column names from left to right; a name carries its unit, as in `latency_s`.
    package let columns: [String]
    /// The rows in the order of the file, one cell for each column.
    package private(set) var rows: [[CSVCell]] = []

    /// Creates a table without rows. Names must be distinct and not empty, and there must be one at least.
    package init(columns: [String]) {
        precondition(!columns.isEmpty, "a CSV table needs a column")
        precondition(!columns.contains(""), "a CSV column needs a name")
        precondition(Set(columns).count == columns.count, "CSV columns have distinct names: \(columns)")
        self.columns = columns
    }

    /// Adds a row, which must have one cell for each column.
    package mutating func append(_ row: [CSVCell]) {
        check(row)
        rows.append(row)
    }

    /// The whole file: header and rows.
    package var text: String {
        var result = headerLine
        for row in rows { result += line(row) }
        return result
    }

    /// The first line of the file with its line feed, for writers that append row by row.
    package var headerLine: String {
        columns.map(CSVCell.quotedIfNeeded).joined(separator: ",") + "\n"
    }

    /// The line of one row with its line feed, for writers that append row by row. The row is not added.
    package func line(_ row: [CSVCell]) -> String {
        check(row)
        // Many readers skip an empty line; a row whose only value is missing has to survive that.
        if row == [.missing] { return "\"\"\n" }
        var line = ""
        for (index, cell) in row.enumerated() {
            if index > 0 { line += "," }
            line += cell.field
        }
        return line + "\n"
    }

    private func check(_ row: [CSVCell]) {
        precondition(row.count == columns.count, "a row of \(row.count) cells in a CSV table of \(columns)")
    }
}
