/// A table of plain text with aligned columns, for a terminal or for Markdown.
///
/// Widths are counted in `Character`s, so that `µ` or `é` take one place. Characters that a terminal draws two places
/// wide (East Asian scripts, emoji) are not catered for.
package struct TextTable: Sendable {
    /// The side to which the cells of a column, and its title, are set.
    package enum Alignment: Sendable {
        /// For text.
        case left
        /// For numbers.
        case right
    }

    /// The head of one column.
    package struct Column: Sendable {
        /// The text above the cells; it names the unit where there is one.
        package let title: String
        /// The side to which title and cells are set.
        package let alignment: Alignment

        /// Creates a column; text usually stands left, numbers right.
        package init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// A line above the table, if any.
    package let title: String?
    /// The columns from left to right.
    package let columns: [Column]
    /// The rows from top to bottom, one cell for each column.
    package private(set) var rows: [[String]] = []
    /// Rows under a second rule, such as sums.
    package private(set) var footerRows: [[String]] = []

    /// Creates a table without rows. There must be at least one column.
    package init(title: String? = nil, columns: [Column]) {
        precondition(!columns.isEmpty, "a table needs a column")
        self.title = title
        self.columns = columns
    }

    /// Adds a row below the others; it must have one cell for each column, each of a single line.
    package mutating func append(_ row: [String]) {
        check(row)
        rows.append(row)
    }

    /// Adds a row below the rule at the end; it must have one cell for each column, each of a single line.
    package mutating func appendFooter(_ row: [String]) {
        check(row)
        footerRows.append(row)
    }

    /// The table for a terminal: two spaces between columns, a thin rule under the header and above the footer,
    /// no spaces at the ends of lines, a line feed after each line.
    package func render() -> String {
        let widths = columnWidths(of: [columns.map(\.title)] + rows + footerRows)
        let rule = String(repeating: "─", count: widths.reduce(0, +) + 2 * (widths.count - 1))
        var lines: [String] = []
        if let title { lines += [title, ""] }
        lines += [line(columns.map(\.title), widths), rule]
        lines += rows.map { line($0, widths) }
        if !footerRows.isEmpty {
            lines.append(rule)
            lines += footerRows.map { line($0, widths) }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The table in the dialect of Markdown that GitHub and DocC read, padded so that its source is readable as well.
    ///
    /// Markdown knows no footer; footer rows come last and are set in bold.
    package func renderMarkdown() -> String {
        let header = columns.map { Self.escapedForMarkdown($0.title) }
        let body =
            rows.map { $0.map(Self.escapedForMarkdown) }
            + footerRows.map { row in
                row.map { $0.isEmpty ? "" : "**\(Self.escapedForMarkdown($0))**" }
            }
        // A delimiter cell has three characters at least.
        let widths = columnWidths(of: [header] + body).map { max($0, 3) }
        let delimiters = zip(columns, widths).map { column, width in
            switch column.alignment {
            case .left: String(repeating: "-", count: width)
            case .right: String(repeating: "-", count: width - 1) + ":"
            }
        }
        var lines: [String] = []
        if let title { lines += ["**\(Self.escapedForMarkdown(title))**", ""] }
        for cells in [header, delimiters] + body {
            lines.append("| " + padded(cells, widths).joined(separator: " | ") + " |")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func check(_ row: [String]) {
        precondition(row.count == columns.count, "a row of \(row.count) cells in a table of \(columns.count) columns")
        precondition(!row.contains { $0.contains(where: \.isNewline) }, "a table cell has one line")
    }

    private func columnWidths(of lines: [[String]]) -> [Int] {
        columns.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    }

    private func padded(_ cells: [String], _ widths: [Int]) -> [String] {
        columns.indices.map { column in
            let cell = cells[column]
            let space = String(repeating: " ", count: widths[column] - cell.count)
            return columns[column].alignment == .left ? cell + space : space + cell
        }
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        let text = padded(cells, widths).joined(separator: "  ")
        let end = text.lastIndex { $0 != " " }
        return end.map { String(text[...$0]) } ?? ""
    }

    private static func escapedForMarkdown(_ text: String) -> String {
        var result = ""
        for character in text {
            if "|*_`\\<".contains(character) { result.append("\\") }
            result.append(character)
        }
        return result
    }
}
