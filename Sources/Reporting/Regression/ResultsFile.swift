/// A CSV of results as it was read.
package struct ResultsFile: Sendable {
    package let path: String
    package let table: CSVReader

    /// What is wrong with a file of results.
    package struct Problem: Error, Sendable, CustomStringConvertible {
        package var path: String
        package var message: String

        package init(path: String, message: String) {
            self.path = path
            self.message = message
        }

        package var description: String { "\(path): \(message)" }
    }

    /// Reads a text.
    package init(_ text: String, path: String) throws(Problem) {
        self.path = path
        if text.first(where: { !$0.isWhitespace }) == "{" {
            throw Problem(path: path, message: "this is JSON, expected a CSV of results")
        }
        do {
            table = try CSVReader(text)
        } catch {
            throw Problem(path: path, message: error.description)
        }
    }

    /// Rows that agree in the key columns, in the order in which the first of each stands.
    struct Point {
        var key: [String]
        /// Means over the rows.
        var means: [Double]
        var failure: String?
    }

    func points(_ keyColumns: [String], figures: [String]) throws(Problem) -> [Point] {
        let keyIndices = keyColumns.map { table.columnIndex($0)! }
        let figureIndices = figures.map { table.columnIndex($0)! }
        let status = table.columnIndex("status")
        let message = table.columnIndex("message")
        let repetition = table.columnIndex("repetition")
        var seen: [[String]: Int] = [:]
        var positions: [[String]: Int] = [:]
        var points: [Point] = []
        var counts: [Int] = []
        for (number, row) in table.rows.enumerated() {
            let key = keyIndices.map { row[$0] }
            if let repetition, let first = seen.updateValue(number, forKey: key + [row[repetition]]) {
                throw Problem(path: path, message: "rows \(first + 1) and \(number + 1) are the same run")
            }
            var failure: String?
            var values = [Double](repeating: 0, count: figures.count)
            if let status, row[status] == "failed" {
                failure = message.map { row[$0] } ?? "failed"
            } else {
                for (place, index) in figureIndices.enumerated() {
                    guard let value = Double(row[index]), value.isFinite else {
                        throw Problem(
                            path: path,
                            message: "row \(number + 1), column '\(figures[place])': '\(row[index])' is no number")
                    }
                    values[place] = value
                }
            }
            if let position = positions[key] {
                for place in values.indices { points[position].means[place] += values[place] }
                counts[position] += 1
                points[position].failure = points[position].failure ?? failure
            } else {
                positions[key] = points.count
                points.append(Point(key: key, means: values, failure: failure))
                counts.append(1)
            }
        }
        for position in points.indices {
            for place in points[position].means.indices { points[position].means[place] /= Double(counts[position]) }
        }
        return points
    }
}
