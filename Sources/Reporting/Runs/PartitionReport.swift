import Execution
package import Experiments
import NeuralNetworks
import Partitioning
import Tensors
import Units

/// Who owns, needs and sends what, for people and for programs.
package struct PartitionReport: Sendable {
    private let preview: PartitionPreview
    private let heading: String
    private let steps: [Step]

    /// Wider tables than this do not help anybody.
    private static let columnLimit = 8

    private struct Step {
        var name: String
        var output: TensorShape
        /// Of a sparse layer, whose places have non-zeros instead of regions.
        var sparse: SparseParts?
        var parts: [(place: Int, own: Region, need: [Region], macs: Int)] = []
        var transfers: [Transfer] = []
        var redundantMACs = 0

        var sentBytes: Int { transfers.reduce(0) { $0 + $1.bytes.bytes } }
    }

    package init(_ preview: PartitionPreview, heading: String) {
        self.preview = preview
        self.heading = heading
        let plan = preview.plan
        var steps = plan.steps.map { step in
            Step(
                name: step.name,
                output: preview.network.shape(ofTensor: step.layers.last.map { $0 + 1 } ?? plan.outputTensor))
        }
        for (index, step) in preview.partition.stages.flatMap(\.steps).enumerated() {
            steps[index].sparse = step.sparse
            steps[index].redundantMACs = preview.partition.redundantMACs(of: step, in: preview.network).count
        }
        for operation in plan.operations {
            let step = Int(operation.step)
            switch operation.action {
            case .compute(let computation):
                if steps[step].sparse != nil { continue }
                steps[step].parts.append(
                    (
                        Int(computation.place), plan.writes(of: operation).first!.region,
                        plan.reads(of: operation).map(\.region), computation.macs.count
                    ))
            case .transfer(let transfer): steps[step].transfers.append(transfer)
            case .join: break
            }
        }
        self.steps = steps
    }

    private var workers: Range<Int> { 1..<preview.plan.placeDevices.count }

    package func text() -> String {
        let shown = workers.prefix(Self.columnLimit)
        var table = TextTable(
            columns: [.init("Layer"), .init("Output")] + shown.map { .init(name(ofPlace: $0)) }
                + [.init("Messages", .right), .init("Bytes", .right), .init("Redundant", .right)])
        for step in steps {
            let macs = step.parts.reduce(0) { $0 + $1.macs }
            table.append(
                [step.name, "\(step.output)"]
                    + shown.map { place in
                        let nonZeros = step.sparse?.parts.filter { $0.place == place } ?? []
                        let regions = step.parts.filter { $0.place == place }
                        return
                            (nonZeros.map { "\(HumanFormat.count($0.nonZeroCount)) non-zeros" }
                            + regions.map { describe($0.own, of: step.output) }).joined(separator: "; ")
                    } + [
                        HumanFormat.count(step.transfers.count), HumanFormat.count(step.sentBytes),
                        step.redundantMACs == 0
                            ? "" : HumanFormat.percent(Double(step.redundantMACs) / Double(macs - step.redundantMACs)),
                    ])
        }
        let statistics = preview.statistics
        table.appendFooter(
            ["sum", ""] + shown.map { _ in "" }
                + [HumanFormat.count(statistics.messages), HumanFormat.count(statistics.sentBytes.bytes), redundancy])
        var lines = [heading, "", table.render()]
        if workers.count > shown.count { lines.append("... and \(workers.count - shown.count) more workers\n") }
        lines.append("MACs        " + shares(of: statistics.macsByDevice.map(\.count)))
        lines.append("weights     " + shares(of: statistics.weightBytesByDevice.map(\.bytes)))
        lines.append(
            "A blank cell is an idle worker; the last row of layers, \"output\", is the way back to the Group Owner.\n")
        return lines.joined(separator: "\n")
    }

    private var redundancy: String {
        HumanFormat.percent(
            Double(preview.plan.redundantMACs.count) / Double(max(1, preview.network.macs.count)))
    }

    /// Shares of the workers' devices, the largest first if there are many.
    private func shares(of amounts: [Int]) -> String {
        let workers = amounts.dropFirst()
        let sum = Double(max(1, workers.reduce(0, +)))
        let shown = workers.prefix(Self.columnLimit).map { HumanFormat.percent(Double($0) / sum) }
        return shown.joined(separator: "  ") + (workers.count > shown.count ? "  ..." : "")
    }

    private func name(ofPlace place: Int) -> String {
        place < preview.plan.deviceCount ? "Worker \(place)" : "Tile \(place - preview.plan.deviceCount + 1)"
    }

    /// What is cut: rows, columns, channels, or several of them.
    private func describe(_ region: Region, of shape: TensorShape) -> String {
        var parts: [String] = []
        func add(_ what: String, _ range: Range<Int>, _ extent: Int) {
            if range.count == extent { return }
            parts.append(
                range.count == 1
                    ? "\(what) \(range.lowerBound)" : "\(what)s \(range.lowerBound)-\(range.upperBound - 1)")
        }
        add("channel", region.channels, shape.channels)
        add("row", region.rows, shape.height)
        add("column", region.columns, shape.width)
        return parts.isEmpty ? "all" : parts.joined(separator: " ")
    }

    package func json() -> JSONText {
        let statistics = preview.statistics
        return [
            "network": .string(preview.network.name), "messages": .int(statistics.messages),
            "sent_bytes": .int(statistics.sentBytes.bytes),
            "redundant_macs": .int(preview.plan.redundantMACs.count),
            "macs": .array(statistics.macsByDevice.dropFirst().map { .int($0.count) }),
            "weight_bytes": .array(statistics.weightBytesByDevice.dropFirst().map { .int($0.bytes) }),
            "layers": .array(steps.map(json)),
        ]
    }

    private func json(_ step: Step) -> JSONText {
        [
            "layer": .string(step.name),
            "output": .array([.int(step.output.channels), .int(step.output.height), .int(step.output.width)]),
            "parts": .array(
                step.sparse?.parts.map(json)
                    ?? step.parts.map { part in
                        [
                            "worker": .int(preview.plan.placeDevices[part.place]), "own": json(part.own),
                            "need": .array(part.need.map(json)), "macs": .int(part.macs),
                        ]
                    }),
            "transfers": .array(
                step.transfers.map { transfer in
                    [
                        "from": .int(preview.plan.placeDevices[Int(transfer.source)]),
                        "to": .int(preview.plan.placeDevices[Int(transfer.destination)]),
                        "purpose": .string(transfer.purpose.rawValue), "bytes": .int(transfer.bytes.bytes),
                    ]
                }), "redundant_macs": .int(step.redundantMACs),
        ]
    }

    /// A place's non-zeros, and the inputs and outputs of those that it stores densely.
    private func json(_ part: SparseParts.Part) -> JSONText {
        [
            "worker": .int(preview.plan.placeDevices[part.place]), "non_zeros": .int(part.nonZeroCount),
            "macs": .int(part.storage.macs.count), "weight_bytes": .int(part.storage.bytes.bytes),
            "dense_block": part.storage.block.map { .array([.int($0.inputs.count), .int($0.outputs.count)]) }
                ?? .null,
        ]
    }

    /// `[channel begin, channel end, row begin, row end, column begin, column end]`
    private func json(_ region: Region) -> JSONText {
        .array(
            [region.channels, region.rows, region.columns].flatMap { [.int($0.lowerBound), .int($0.upperBound)] })
    }
}
