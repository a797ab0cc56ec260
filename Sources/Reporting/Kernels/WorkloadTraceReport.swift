package import Foundation
package import NeuralNetworks
import Partitioning
package import TensorKernels
import Tensors
import Units

/// Measured times of a network's layers, as a table and as the trace that scenarios replay.
package struct WorkloadTraceReport: Sendable {
    private struct Row {
        var whole: LayerTiming
        var strips: [LayerTiming]
    }

    private let rows: [Row]
    private let network: Network
    private let options: KernelOptions
    private let clock: LayerTiming.Clock
    private let repetitions: Int
    private let date: Date

    /// - Parameter timings: of every layer and of its strips, in the order of the network.
    package init(
        _ timings: [LayerTiming], network: Network, options: KernelOptions, clock: LayerTiming.Clock, repetitions: Int,
        date: Date
    ) {
        // One row a step of the network: plans run a layer and what is folded into it as one.
        rows = NetworkStep.steps(of: network).compactMap { step in
            let names = Set(step.layers.map { network.layers[$0].name })
            let heights = Dictionary(grouping: timings.filter { names.contains($0.layer) }, by: \.rows)
            let sums = heights.values.map { $0.dropFirst().reduce($0[0]) { $0.followed(by: $1) } }
                .sorted { $0.rows < $1.rows }
            return sums.last.map { Row(whole: $0, strips: sums.dropLast()) }
        }
        self.network = network
        self.options = options
        self.clock = clock
        self.repetitions = repetitions
        self.date = date
    }

    package func text() -> String {
        var table = TextTable(
            title: "\(network.name) at \(network.input), \(options.instructionSet.rawValue), "
                + "\(options.convolution.rawValue) convolutions, \(options.threads) "
                + (options.threads == 1 ? "thread" : "threads"),
            columns: [
                .init("Layer"), .init("Rows", .right), .init("Median", .right), .init("Quartiles", .right),
                .init("GMAC/s", .right), .init("Of the whole layer's rate", .right),
            ])
        for row in rows {
            for timing in [row.whole] + row.strips {
                let ratio = timing.rate.macsPerSecond / row.whole.rate.macsPerSecond
                table.append([
                    timing.rows == row.whole.rows ? timing.layer : "", "\(timing.rows)",
                    HumanFormat.seconds(timing.median.seconds),
                    "\(HumanFormat.seconds(timing.lowerQuartile.seconds)) to "
                        + HumanFormat.seconds(timing.upperQuartile.seconds),
                    timing.macs.count > 0 ? HumanFormat.fixed(timing.rate.macsPerSecond / 1e9, decimals: 2) : "",
                    timing.macs.count > 0 && timing.rows < row.whole.rows
                        ? HumanFormat.percent(ratio, decimals: 0) : "",
                ])
            }
        }
        table.appendFooter([
            "sum", "", HumanFormat.seconds(rows.reduce(0) { $0 + $1.whole.median.seconds }), "", "", "",
        ])
        return table.render()
    }

    /// The trace, in the form that a scenario's "workload" names.
    package func json() -> JSONText {
        [
            "network": .string(network.name),
            "input": [.int(network.input.channels), .int(network.input.height), .int(network.input.width)],
            "source": .string(
                "measured with modnn-sim kernels measure: medians of \(repetitions) runs, "
                    + (clock == .processor ? "processor time" : "time of day")),
            "machine": .string(Machine.summary), "date": .string(Self.day(date)),
            "instructionSet": .string(options.instructionSet.rawValue),
            "convolution": .string(options.convolution.rawValue), "threads": .int(options.threads),
            "layers": .array(rows.map(Self.layer)),
        ]
    }

    private static func layer(_ row: Row) -> JSONText {
        var members: [JSONText.Member] = [.init("layer", .string(row.whole.layer))] + times(row.whole)
        if !row.strips.isEmpty {
            members.append(
                .init("strips", .array(row.strips.map { .object([.init("rows", .int($0.rows))] + times($0)) })))
        }
        return .object(members)
    }

    private static func times(_ timing: LayerTiming) -> [JSONText.Member] {
        func text(_ span: TimeSpan) -> JSONText {
            .string("\(HumanFormat.fixed(Double(span.nanoseconds) / 1000, decimals: 1)) us")
        }
        return [
            .init("time", text(timing.median)), .init("lowerQuartile", text(timing.lowerQuartile)),
            .init("upperQuartile", text(timing.upperQuartile)),
        ]
    }

    private static func day(_ date: Date) -> String {
        date.formatted(.iso8601.year().month().day())
    }
}
