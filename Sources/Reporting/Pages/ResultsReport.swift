import Foundation
package import ScenarioFiles

/// The CSV files of a folder as one page that needs nothing else.
package struct ResultsReport: Sendable {
    /// One CSV file.
    struct Section: Sendable {
        var table: FigureTable
        /// Means of repetitions in `NAME.summary.csv`, if there are any.
        var means: FigureTable?
        /// The sidecar `NAME.meta.json`, if there is one.
        var provenance: JSONNode?
        /// The first tells how good, the second why.
        var figures: [(name: String, figure: Figure)]
    }

    let title: String
    let sections: [Section]
    /// What the user should know: files that were left out.
    package let remarks: [String]

    /// Reads `*.csv` and their sidecars in the order of their names. An error if the folder or all CSV files in it are
    /// missing or are no CSV.
    package init(folder: String, title: String? = nil) throws(InputError) {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw InputError(kind: .missing, file: folder, problem: "no such folder")
        }
        let files = names.filter { $0.hasSuffix(".csv") && !$0.hasPrefix(".") }.sorted()
        guard !files.isEmpty else {
            throw InputError(kind: .missing, file: folder, problem: "no CSV file in this folder")
        }
        var sections: [Section] = []
        var remarks: [String] = []
        var firstFailure: InputError?
        for file in files {
            let table: FigureTable
            do throws(InputError) {
                table = try FigureTable(path: "\(folder)/\(file)")
            } catch {
                // One file that is no table is no reason to show none.
                firstFailure = firstFailure ?? error
                remarks.append("\(error); left out")
                continue
            }
            if let index = sections.firstIndex(where: { $0.table.name + RepetitionsTable.fileSuffix == table.name }) {
                sections[index].means = table
                continue
            }
            var provenance: JSONNode?
            let sidecar = "\(table.name).meta.json"
            if names.contains(sidecar) {
                do throws(InputError) {
                    provenance = try JSONReader.read("\(folder)/\(sidecar)")
                } catch {
                    remarks.append("\(error); left out")
                }
            }
            sections.append(Section(table: table, provenance: provenance, figures: Self.figures(of: table)))
        }
        if let firstFailure, sections.isEmpty { throw firstFailure }
        self.sections = sections
        self.remarks = remarks
        let path = URL(fileURLWithPath: folder).standardizedFileURL.lastPathComponent
        self.title = title ?? path.capitalizedFirst
    }

    /// Those of the speed-up and the breakdown that the table has the columns for; for tables of other kinds what they
    /// suggest themselves.
    private static func figures(of table: FigureTable) -> [(name: String, figure: Figure)] {
        var requests: [(String, FigureRequest)] = []
        var first = FigureRequest()
        if FigureColumns.loadLatencies.allSatisfy(table.header.contains) {
            requests.append(("latency", first))
        } else {
            if table.header.contains("speedup") { first.y = ["speedup"] }
            requests.append((first.y.first ?? "overview", first))
            // The efficiency is the same without the trend that all curves share.
            if table.header.contains("efficiency"), let figure = try? Figure(first, of: table), figure.isCrowded {
                var second = FigureRequest()
                second.y = ["efficiency"]
                requests.append(("efficiency", second))
            }
            var breakdown = FigureRequest()
            breakdown.kind = .stacked
            requests.append(("breakdown", breakdown))
        }
        return requests.compactMap { name, request in
            // A table that cannot be drawn is still a table.
            guard var figure = try? Figure(request, of: table) else { return nil }
            // The section says which table it is.
            figure.title = figure.plainTitle
            // One bar alone says less than the table.
            return figure.points.count > 1 ? (name, figure) : nil
        }
    }

    /// What the page holds, for programs.
    package func summary(file: String) -> JSONText {
        [
            "file": .string(file), "title": .string(title),
            "sections": .array(
                sections.map { section in
                    [
                        "csv": .string(section.table.path), "rows": .int(section.table.rows.count),
                        "figures": .array(section.figures.map { .string($0.name) }),
                        "provenance": .bool(section.provenance != nil),
                    ]
                }),
        ]
    }
}
