/// A table of a page: sortable, numbers in handy units, aligned to the right.
struct ReportTable {
    private let caption: String
    private let columns: [ColumnMeaning]
    /// A number for sorting where there is one, and the text.
    private let rows: [[(number: Double?, text: String)]]
    /// Texts of more characters may take several lines.
    private static let wrappedLength = 28

    /// Some columns of a file, and so many rows at most.
    init(_ table: FigureTable, columns: [Int], rowLimit: Int) {
        caption = table.name
        let shown = table.rows.indices.prefix(rowLimit)
        let meanings = columns.map { column in
            ColumnMeaning(table.header[column], values: shown.compactMap { table.number(row: $0, column) })
        }
        self.columns = meanings
        rows = shown.map { row in
            zip(columns, meanings).map { column, meaning in
                let number = table.number(row: row, column)
                return (number, number.map { HumanFormat.significant($0 / meaning.factor) } ?? table.rows[row][column])
            }
        }
    }

    /// A table of ours.
    init(_ table: CSVTable, caption: String) {
        self.caption = caption
        func number(_ cell: CSVCell) -> Double? {
            switch cell {
            case .int(let value): Double(value)
            case .double(let value): value
            default: nil
            }
        }
        let meanings = table.columns.indices.map { column in
            // The ends of an interval have the unit of its middle.
            var name = table.columns[column]
            for suffix in ["_low", "_high"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
            let source = table.columns.firstIndex(of: name) ?? column
            let meaning = ColumnMeaning(name, values: table.rows.compactMap { number($0[source]) })
            return name == table.columns[column] ? meaning : meaning.renamed(table.columns[column])
        }
        columns = meanings
        rows = table.rows.map { row in
            zip(row, meanings).map { cell, meaning in
                if let value = number(cell) { return (value, HumanFormat.significant(value / meaning.factor)) }
                if case .string(let text) = cell { return (nil, text) }
                return (nil, "")
            }
        }
    }

    /// The HTML.
    var text: String {
        let isNumeric = columns.indices.map { column in
            rows.contains { $0[column].number != nil }
                && rows.allSatisfy { $0[column].number != nil || $0[column].text.isEmpty }
        }
        let head = zip(columns, isNumeric).map { meaning, isNumeric in
            "<th scope=\"col\"\(isNumeric ? " class=\"n\"" : "") title=\"\(XMLText.escaped(meaning.name))\">"
                + "<button type=\"button\">\(XMLText.escaped(meaning.caption))</button></th>"
        }
        let body = rows.map { row in
            let cells = zip(row, isNumeric).map { cell, isNumeric in
                let value = isNumeric ? cell.number.map { " data-v=\"\($0.description)\"" } ?? "" : ""
                let kind = isNumeric ? " class=\"n\"" : cell.text.count > Self.wrappedLength ? " class=\"t\"" : ""
                return "<td\(kind)\(value)>\(XMLText.escaped(cell.text))</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        return """
            <div class="scroll" tabindex="0" role="region" aria-label="\(XMLText.escaped(caption))"><table>
            <thead><tr>\(head.joined())</tr></thead>
            <tbody>
            \(body.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }
}
