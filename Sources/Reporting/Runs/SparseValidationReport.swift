package import Experiments
import Partitioning

/// How the schemes for sparse layers compare with other partitioners.
package struct SparseValidationReport: Sendable {
    private let validation: SparseValidation

    package init(_ validation: SparseValidation) { self.validation = validation }

    package func text() -> String {
        var table = TextTable(
            columns: [
                .init("Capabilities"), .init("Scheme"), .init("Cases", .right), .init("Within limits", .right),
                .init("/ mscc_fgcp", .right), .init("/ mtk_fine_q", .right), .init("/ best peer", .right),
                .init("Messages", .right), .init("CPU seconds", .right),
            ])
        func ratio(_ value: Double?) -> String { value.map { HumanFormat.fixed($0, decimals: 3) } ?? "" }
        for summary in validation.summaries {
            table.append([
                summary.hasEqualCapabilities ? "equal" : "unequal", summary.scheme.name, "\(summary.caseCount)",
                "\(summary.withinLimitsCount)", ratio(summary.ratioToCoClustering), ratio(summary.ratioToHypergraph),
                ratio(summary.ratioToBestPeer), "\(summary.messages)", HumanFormat.fixed(summary.seconds, decimals: 2),
            ])
        }
        var text = table.render()
        text += "\nRatios are geometric means of the words sent: mscc_fgcp is MoDNN's method, mtk_fine_q Mt-KaHyPar"
        text += " (fine-grain model, QUALITY).\n\n"
        var checks = TextTable(columns: [.init("Check"), .init("Found"), .init("")])
        for check in validation.checks { checks.append([check.name, check.found, check.isMet ? "met" : "MISSED"]) }
        return text + checks.render()
    }

    package func json() -> JSONText {
        func number(_ value: Double?) -> JSONText { value.map { .double($0) } ?? .null }
        return [
            "summaries": .array(
                validation.summaries.map { summary in
                    [
                        "equal_capabilities": .bool(summary.hasEqualCapabilities),
                        "scheme": .string(summary.scheme.name), "cases": .int(summary.caseCount),
                        "within_limits": .int(summary.withinLimitsCount),
                        "ratio_to_mscc_fgcp": number(summary.ratioToCoClustering),
                        "ratio_to_mtk_fine_q": number(summary.ratioToHypergraph),
                        "ratio_to_best_peer": number(summary.ratioToBestPeer), "messages": .int(summary.messages),
                        "cpu_seconds": .double(summary.seconds),
                    ]
                }),
            "checks": .array(
                validation.checks.map {
                    ["check": .string($0.name), "found": .string($0.found), "met": .bool($0.isMet)]
                }),
            "cases": .array(
                validation.rows.map { row in
                    [
                        "matrix": .string(row.matrix), "capabilities": .array(row.capabilities.map { .int($0) }),
                        "scheme": .string(row.scheme.name), "words": .int(row.metrics.volume),
                        "messages": .int(row.metrics.messages), "balance": .double(row.metrics.balance),
                        "within_limits": .bool(row.metrics.isWithinLimits), "cpu_seconds": .double(row.seconds),
                    ]
                }),
        ]
    }
}
