package import Experiments
import ScenarioFiles

/// Published beside simulated values: tables, CSV and one chart a figure.
package struct PaperValidationReport: Sendable {
    private let papers: [PaperValidation.Paper]

    package init(_ papers: [PaperValidation.Paper]) { self.papers = papers }

    package var isPassed: Bool { papers.allSatisfy(\.isPassed) }

    // MARK: Text

    package func text() -> String {
        papers.map { paper in
            let bars = bars(of: paper)
            return "\(paper.title)\n\n" + table(of: paper).render() + "\n"
                + (bars.rows.isEmpty ? "" : bars.render() + "\n")
        }.joined() + summary().render()
    }

    /// The same as a page that a site of repositories shows.
    package func markdown() -> String {
        papers.reduce("# Published results beside simulated ones\n\n" + summary().renderMarkdown()) { page, paper in
            let bars = bars(of: paper)
            return page + "\n## \(paper.name)\n\n\(paper.title)\n\n" + table(of: paper).renderMarkdown()
                + (bars.rows.isEmpty ? "" : "\n" + bars.renderMarkdown())
        }
    }

    private func table(of paper: PaperValidation.Paper) -> TextTable {
        var table = TextTable(
            columns: [
                .init("Observation"), .init("Metric"), .init("Published", .right), .init("Simulated", .right),
                .init("Error", .right), .init("Fitted"),
            ])
        for row in paper.rows {
            let unit = row.observation.unit.map { " " + $0 } ?? ""
            let isBound = row.observation.metric == "speedupBelow"
            table.append([
                row.observation.label(), row.observation.metric,
                (isBound ? "below " : "") + HumanFormat.fixed(row.observation.value, decimals: 3) + unit,
                row.value.map { HumanFormat.fixed($0, decimals: 3) + unit } ?? "not simulated",
                isBound ? "" : row.error.map { HumanFormat.percent($0) } ?? "",
                row.reason ?? (row.isCalibration ? "yes" : ""),
            ])
        }
        return table
    }

    private func bars(of paper: PaperValidation.Paper) -> TextTable {
        var table = TextTable(columns: [.init("Bar"), .init("Found"), .init("Asked"), .init("")])
        for bar in paper.bars {
            table.append([bar.name, bar.found, bar.asked, bar.isMet ? "met" : bar.isRequired ? "MISSED" : "not met"])
        }
        return table
    }

    /// One line a paper.
    package func summary() -> TextTable {
        var table = TextTable(columns: [
            .init("Paper"), .init("Observations", .right), .init("Simulated", .right), .init("Mean error", .right),
            .init("Not fitted to", .right), .init("Bars met", .right),
        ])
        for paper in papers {
            let met = paper.bars.count(where: \.isMet)
            table.append([
                paper.name, "\(paper.rows.count)", "\(paper.rows.count { $0.value != nil })",
                paper.meanError().map { HumanFormat.percent($0) } ?? "",
                paper.meanError { !$0.isCalibration }.map { HumanFormat.percent($0) } ?? "",
                "\(met) of \(paper.bars.count)",
            ])
        }
        return table
    }

    // MARK: Files

    /// `papers.csv` and `papers.md`, the table of one paper each, and the charts: names below the output folder and
    /// contents.
    package func files() -> [(name: String, text: String)] {
        var files = [("papers.csv", csv(papers)), ("papers.md", markdown())]
        for paper in papers {
            files.append(("papers/\(paper.name).csv", csv([paper])))
            for figure in PaperFigure.figures(of: paper) {
                files.append(("papers/\(figure.name).svg", figure.chart.render()))
            }
        }
        return files
    }

    private func csv(_ papers: [PaperValidation.Paper]) -> String {
        var table = CSVTable(columns: [
            "paper", "observation", "metric", "unit", "published", "simulated", "error", "fitted", "note",
        ])
        for paper in papers {
            for row in paper.rows {
                table.append([
                    .string(paper.name), .string(row.observation.label()), .string(row.observation.metric),
                    row.observation.unit.map { .string($0) } ?? .missing, .double(row.observation.value),
                    .optional(row.value), .optional(row.error), .bool(row.isCalibration),
                    row.reason.map { .string($0) } ?? .missing,
                ])
            }
        }
        return table.text
    }

    package func json() -> JSONText {
        .array(
            papers.map { paper in
                [
                    "paper": .string(paper.name), "passed": .bool(paper.isPassed),
                    "rows": .array(
                        paper.rows.map { row in
                            [
                                "observation": .string(row.observation.label()),
                                "metric": .string(row.observation.metric),
                                "published": .double(row.observation.value),
                                "simulated": row.value.map { .double($0) } ?? .null,
                                "error": row.error.map { .double($0) } ?? .null, "fitted": .bool(row.isCalibration),
                                "reason": row.reason.map { .string($0) } ?? .null,
                            ]
                        }),
                    "bars": .array(
                        paper.bars.map {
                            [
                                "name": .string($0.name), "found": .string($0.found), "asked": .string($0.asked),
                                "met": .bool($0.isMet), "required": .bool($0.isRequired),
                            ]
                        }),
                ]
            })
    }
}
