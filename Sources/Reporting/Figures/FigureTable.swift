package import ScenarioFiles
import Suggestions

/// A CSV file whose columns are known by name and whose numbers can be read.
package struct FigureTable: Sendable {
    /// The path as the user gave it.
    package let path: String
    package let header: [String]
    package let rows: [[String]]
    /// The bytes of the file, for pages that carry them along.
    package let text: String

    /// Reads a file. An error of kind `missing` if there is none, of kind `invalid` if it is not CSV.
    package init(path: String) throws(InputError) {
        let text = try TextFile.read(path, expected: "a CSV file")
        try self.init(text: text, path: path)
    }

    /// Reads a text; the path is the name that errors give it.
    package init(text: String, path: String) throws(InputError) {
        do throws(CSVError) {
            let reader = try CSVReader(text)
            self.path = path
            header = reader.header
            rows = reader.rows
            self.text = text
        } catch {
            throw InputError(file: path, problem: "\(error)")
        }
    }

    private init(path: String, header: [String], rows: [[String]], text: String) {
        self.path = path
        self.header = header
        self.rows = rows
        self.text = text
    }

    /// The name of the file without folder and ending.
    package var name: String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".csv") ? String(file.dropLast(4)) : file
    }

    /// The place of a column.
    func index(of column: String) throws(FigureError) -> Int {
        if let index = header.firstIndex(of: column) { return index }
        let nearest = nearestName(to: column, in: header)
        throw FigureError(
            "'\(path)' has no column '\(column)'"
                + (nearest.map { "; did you mean '\($0)'?" } ?? "; it has \(header.joined(separator: ", "))"))
    }

    /// Only the rows that have this text in a column.
    package func filtered(_ column: String, is value: String) throws(FigureError) -> FigureTable {
        let index = try index(of: column)
        let kept = rows.filter { row in
            row[index] == value || Double(value).map { Double(row[index]) == $0 } ?? false
        }
        guard !kept.isEmpty else {
            let values = distinct(index)
            let nearest = nearestName(to: value, in: values)
            throw FigureError(
                "no row of '\(path)' has '\(value)' in '\(column)'"
                    + (nearest.map { "; did you mean '\($0)'?" }
                        ?? "; there is \(values.prefix(12).joined(separator: ", "))"))
        }
        return FigureTable(path: path, header: header, rows: kept, text: text)
    }

    /// The different texts of a column in the order in which they first appear.
    func distinct(_ column: Int) -> [String] {
        var seen: Set<String> = []
        return rows.map { $0[column] }.filter { seen.insert($0).inserted }
    }

    /// Whether all values of a column are finite numbers or missing, and at least one is there.
    func isNumeric(_ column: Int) -> Bool {
        var found = false
        for row in rows where !row[column].isEmpty {
            guard Self.number(row[column]) != nil else { return false }
            found = true
        }
        return found
    }

    /// The number in a cell; `nil` for a missing value or a text.
    func number(row: Int, _ column: Int) -> Double? { Self.number(rows[row][column]) }

    private static func number(_ text: String) -> Double? { Double(text).flatMap { $0.isFinite ? $0 : nil } }
}

/// What cannot be drawn, and what to ask for instead.
package struct FigureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence.
    package let description: String
    /// Whether other options would not help: the file has nothing to draw.
    package let isAboutFile: Bool

    init(_ description: String, isAboutFile: Bool = false) {
        self.description = description
        self.isAboutFile = isAboutFile
    }
}
