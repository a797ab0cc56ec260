import Foundation

/// A comparison for people, for programs and for CI servers.
package struct CurveComparisonReport: Sendable {
    private let comparison: CurveComparison
    private let baseline: String
    private let candidate: String
    /// Key columns in which the points differ; the others would say the same in every row.
    private let shownColumns: [Int]

    package init(_ comparison: CurveComparison, baseline: String, candidate: String) {
        self.comparison = comparison
        self.baseline = baseline
        self.candidate = candidate
        let differing = comparison.keyColumns.indices.filter { column in
            Set(comparison.rows.map { $0.key[column] }).count > 1
        }
        shownColumns = differing.isEmpty ? [0] : differing
    }

    private var regressions: [CurveComparison.Row] { comparison.rows.filter(\.verdict.isRegression) }
    private var newRows: [CurveComparison.Row] { comparison.rows.filter { $0.verdict == .new } }

    private func name(_ row: CurveComparison.Row) -> String {
        shownColumns.map { "\(comparison.keyColumns[$0])=\(row.key[$0])" }.joined(separator: ", ")
    }

    // MARK: Text

    /// A table of the differences and a line that sums up.
    package func text() -> String {
        var table = TextTable(
            columns: shownColumns.map { TextTable.Column(comparison.keyColumns[$0]) } + [
                .init("Figure"), .init("Baseline", .right), .init("Candidate", .right), .init("Change", .right),
                .init("Tolerance", .right), .init("Verdict"),
            ])
        for row in comparison.rows {
            let key = shownColumns.map { row.key[$0] }
            switch row.verdict {
            case .compared(let figures):
                for figure in figures where !figure.isWithin {
                    table.append(
                        key + [
                            figure.name, number(figure.baseline), number(figure.candidate), percent(figure.change),
                            percent(figure.tolerance, signed: false), verdict(figure),
                        ])
                }
            case .missing: table.append(key + ["", "", "", "", "", "missing in the candidate"])
            case .new: table.append(key + ["", "", "", "", "", "new"])
            case .failed(let message): table.append(key + ["", "", "", "", "", "failed: \(message)"])
            }
        }
        return (table.rows.isEmpty ? "" : table.render() + "\n") + summary + "\n"
    }

    private var summary: String {
        let compared = comparison.rows.count - newRows.count
        let agreeing = compared - regressions.count
        var text = "\(agreeing) of \(compared) points agree"
        if !newRows.isEmpty { text += ", \(newRows.count) new" }
        let largest = comparison.rows.compactMap { row -> Double? in
            guard case .compared(let figures) = row.verdict else { return nil }
            return figures.map { abs($0.change) }.max()
        }.max()
        if let largest { text += "; largest change \(percent(largest, signed: false))" }
        return text
    }

    private func verdict(_ figure: CurveComparison.Figure) -> String { figure.change < 0 ? "lower" : "higher" }

    private func number(_ value: Double) -> String { value.description }

    private func percent(_ share: Double, signed: Bool = true) -> String {
        guard share.isFinite else { return "from 0" }
        let decimals = abs(share) >= 0.001 || share == 0 ? 2 : 6
        return (signed && share > 0 ? "+" : "") + HumanFormat.percent(share, decimals: decimals)
    }

    // MARK: JSON

    package func json() -> JSONText {
        [
            "baseline": .string(baseline), "candidate": .string(candidate),
            "regression": .bool(comparison.hasRegression),
            "points": .array(comparison.rows.map(rowJSON)),
        ]
    }

    private func rowJSON(_ row: CurveComparison.Row) -> JSONText {
        let key = JSONText.object(
            zip(comparison.keyColumns, row.key).map { JSONText.Member($0, .string($1)) })
        switch row.verdict {
        case .compared(let figures):
            let list = figures.map { figure -> JSONText in
                [
                    "name": .string(figure.name), "baseline": .double(figure.baseline),
                    "candidate": .double(figure.candidate),
                    "change": figure.change.isFinite ? .double(figure.change) : .null,
                    "tolerance": .double(figure.tolerance), "within": .bool(figure.isWithin),
                ]
            }
            let verdict = row.verdict.isRegression ? "changed" : "same"
            return ["key": key, "verdict": .string(verdict), "figures": .array(list)]
        case .missing: return ["key": key, "verdict": "missing"]
        case .new: return ["key": key, "verdict": "new"]
        case .failed(let message): return ["key": key, "verdict": "failed", "message": .string(message)]
        }
    }

    // MARK: JUnit

    /// The XML that CI servers read: one test case a point.
    package func junit() -> String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        let counts = "tests=\"\(comparison.rows.count)\" failures=\"\(regressions.count)\" errors=\"0\""
        text += "<testsuites \(counts)>\n"
        text += "  <testsuite name=\"\(escaped(baseline))\" \(counts) skipped=\"\(newRows.count)\">\n"
        for row in comparison.rows {
            let head = "    <testcase classname=\"\(escaped(row.key[0]))\" name=\"\(escaped(name(row)))\""
            switch row.verdict {
            case .new: text += head + "><skipped message=\"not in the baseline\"/></testcase>\n"
            case _ where !row.verdict.isRegression: text += head + "/>\n"
            case .missing: text += head + "><failure message=\"missing in the candidate\"/></testcase>\n"
            case .failed(let message):
                text += head + "><failure message=\"\(escaped("cannot run: \(message)"))\"/></testcase>\n"
            case .compared(let figures):
                let message = figures.filter { !$0.isWithin }.map { figure in
                    "\(figure.name) \(figure.baseline) -> \(figure.candidate) (\(percent(figure.change)), tolerance "
                        + "\(percent(figure.tolerance, signed: false)))"
                }.joined(separator: "; ")
                text += head + "><failure message=\"\(escaped(message))\"/></testcase>\n"
            }
        }
        return text + "  </testsuite>\n</testsuites>\n"
    }

    private func escaped(_ text: String) -> String { XMLText.escaped(text) }
}
