package import Experiments
import ScenarioFiles

/// What moving single parameters does, as a table and as a tornado chart.
package struct SensitivityReport: Sendable {
    private let sensitivity: Sensitivity

    package init(_ sensitivity: Sensitivity) { self.sensitivity = sensitivity }

    package func text() -> String {
        var table = TextTable(
            title: "\(sensitivity.title): \(HumanFormat.factor(sensitivity.base.speedup)), "
                + HumanFormat.seconds(sensitivity.base.latencySeconds),
            columns: [
                .init("Parameter"), .init("Low", .right), .init("High", .right), .init("Speed-up", .right),
                .init("", .right), .init("Latency", .right), .init("", .right),
            ])
        for entry in sensitivity.entries {
            table.append([
                entry.path, entry.low.plainText, entry.high.plainText, HumanFormat.factor(entry.atLow.speedup),
                HumanFormat.factor(entry.atHigh.speedup), HumanFormat.seconds(entry.atLow.latencySeconds),
                HumanFormat.seconds(entry.atHigh.latencySeconds),
            ])
        }
        return table.render()
    }

    package func json() -> JSONText {
        func figures(_ figures: Sensitivity.Figures) -> JSONText {
            ["speedup": .double(figures.speedup), "latency_s": .double(figures.latencySeconds)]
        }
        return [
            "base": figures(sensitivity.base),
            "parameters": .array(
                sensitivity.entries.map {
                    [
                        "path": .string($0.path), "low": .string($0.low.plainText), "high": .string($0.high.plainText),
                        "at_low": figures($0.atLow), "at_high": figures($0.atHigh),
                    ]
                }),
        ]
    }

    package func image() -> String {
        SVGTornadoChart(
            title: sensitivity.title, subtitle: "Speed-up when one parameter moves from its low to its high value",
            axis: .init("Speed-up"),
            centre: sensitivity.base.speedup,
            bars: sensitivity.entries.map {
                .init(
                    name: $0.path, low: $0.atLow.speedup, high: $0.atHigh.speedup, lowName: $0.low.plainText,
                    highName: $0.high.plainText)
            }
        ).render()
    }
}
