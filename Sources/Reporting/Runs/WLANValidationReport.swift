import DeviceProfiles
package import Experiments

/// What a comparison of the Wi-Fi models with measurements found.
package struct WLANValidationReport: Sendable {
    private let validation: WLANValidation

    package init(_ validation: WLANValidation) { self.validation = validation }

    // MARK: Text

    package func text() -> String {
        let noun = validation.runs == 1 ? "run" : "runs"
        var table = TextTable(
            title: "Fidelity \(validation.fidelity.rawValue), \(validation.runs) \(noun) a case; errors are relative",
            columns: [
                .init("Set"), .init("Quantity"), .init("Transport"), .init("Cases", .right), .init("Mean", .right),
                .init("Median", .right), .init("95 %", .right), .init("Largest", .right), .init("Within", .right),
                .init("CPU gain", .right),
            ])
        for group in groups {
            table.append(cells(of: group, name: group[0].kind.rawValue, quantity: group[0].main.name))
        }
        for transport in WLANTransport.allCases {
            let all = validation.cases.filter { $0.transport == transport }
            if !all.isEmpty { table.appendFooter(cells(of: all, name: "all", quantity: "")) }
        }
        return table.render() + "\n" + verdict
    }

    /// Cases of one kind and transport.
    private var groups: [[WLANValidation.Case]] {
        var groups: [[WLANValidation.Case]] = []
        for kind in WLANReferenceTable.Kind.allCases {
            for transport in WLANTransport.allCases {
                let group = validation.cases.filter { $0.kind == kind && $0.transport == transport }
                if !group.isEmpty { groups.append(group) }
            }
        }
        return groups
    }

    private func cells(of cases: [WLANValidation.Case], name: String, quantity: String) -> [String] {
        let errors = cases.compactMap { $0.main.error.map(abs) }.sorted()
        let percent = { (value: Double) in HumanFormat.percent(value, decimals: 2) }
        let rank = { (share: Double) in errors[min(errors.count - 1, Int(Double(errors.count) * share))] }
        let gain =
            cases.reduce(0) { $0 + $1.referenceProcessorSeconds }
            / max(1e-9, cases.reduce(0) { $0 + $1.processorSeconds })
        return [
            name, quantity, cases[0].transport.rawValue, "\(cases.count)",
            percent(errors.reduce(0, +) / Double(max(1, errors.count))), percent(rank(0.5)), percent(rank(0.95)),
            percent(errors.last ?? 0), "\(cases.count(where: \.isWithinLimits))/\(cases.count)",
            HumanFormat.fixed(gain, decimals: 0, grouped: true) + "x",
        ]
    }

    private var verdict: String {
        let bars = WLANValidation.Bars.of(validation.fidelity)
        let percent = { (value: Double) in HumanFormat.percent(value, decimals: 2) }
        var lines: [String] = []
        for (transport, bar) in [(WLANTransport.udp, bars.meanUDP), (.tcp, bars.meanTCP)] {
            guard let error = validation.meanError(transport) else { continue }
            lines.append("\(transport.rawValue) mean error \(percent(error)), at most \(percent(bar))")
        }
        let share = validation.shareWithinLimits
        let limit = bars.shareWithinLimits.map { ", at least \(percent($0))" } ?? ""
        lines.append("within 10 % (udp) or 15 % (tcp), or 0.1 ms: \(percent(share))\(limit)")
        if let error = validation.meanRadioError, let bar = bars.radio {
            lines.append("radio times, mean difference over delivery time: \(percent(error)), at most \(percent(bar))")
        }
        return lines.joined(separator: "\n") + "\n" + (validation.passes ? "passed\n" : "failed\n")
    }

    // MARK: Programs

    package func json() -> JSONText {
        let sets = groups.map { group -> JSONText in
            let errors = group.compactMap { $0.main.error.map(abs) }.sorted()
            return [
                "set": .string(group[0].kind.rawValue), "quantity": .string(group[0].main.name),
                "transport": .string(group[0].transport.rawValue), "cases": .int(group.count),
                "mean_error": .double(errors.reduce(0, +) / Double(max(1, errors.count))),
                "largest_error": .double(errors.last ?? 0), "within": .int(group.count(where: \.isWithinLimits)),
            ]
        }
        return [
            "fidelity": .string(validation.fidelity.rawValue), "runs": .int(validation.runs), "sets": .array(sets),
            "mean_error_udp": validation.meanError(.udp).map { .double($0) } ?? .null,
            "mean_error_tcp": validation.meanError(.tcp).map { .double($0) } ?? .null,
            "share_within_limits": .double(validation.shareWithinLimits),
            "mean_radio_error": validation.meanRadioError.map { .double($0) } ?? .null,
            "passed": .bool(validation.passes),
        ]
    }

    /// One row a quantity of a case; processor times are left out, so that equal runs give equal bytes.
    package func table() -> CSVTable {
        var table = CSVTable(
            columns: ["table", "line", "set"] + WLANReferenceTable.Row.identifyingColumns + [
                "quantity", "is_judged", "reference", "model", "relative_error", "is_within_limits",
            ])
        for item in validation.cases {
            for (index, quantity) in item.quantities.enumerated() {
                let isMain = index == item.mainIndex
                let head: [CSVCell] = [.string(item.table), .int(item.line), .string(item.kind.rawValue)]
                let tail: [CSVCell] = [
                    .string(quantity.name), .bool(isMain), .double(quantity.reference), .double(quantity.model),
                    quantity.error.map { .double($0) } ?? .missing, isMain ? .bool(item.isWithinLimits) : .missing,
                ]
                table.append(head + item.identity.map { $0.isEmpty ? .missing : .string($0) } + tail)
            }
        }
        return table
    }

    /// Model against measurement: goodputs and delivery times, a panel each.
    package func image() -> String {
        let series = { (isGoodput: Bool) in
            groups.filter { ($0[0].main.name == "goodput_mbps") == isGoodput }.map { group in
                SVGScatterPlot.Series(
                    group[0].kind.rawValue.reduce(into: "") {
                        $0 += $1.isUppercase ? " " + $1.lowercased() : String($1)
                    }
                        + " " + group[0].transport.rawValue.uppercased(),
                    group.map { (x: $0.main.reference, y: $0.main.model) })
            }
        }
        return SVGScatterPlot(
            title: "Wi-Fi model (\(validation.fidelity.rawValue)) against ns-3",
            subtitle: "\(validation.cases.count) cases, means; on the line they agree, dotted lines are 10 % off",
            panels: [
                .init(title: "Goodput", unit: "Mbit/s", series: series(true)),
                .init(title: "Delivery time", unit: "s", series: series(false)),
            ]
        ).render()
    }
}
