package import Experiments
package import ScenarioFiles
import Simulator
import Units

/// The CSV of a sweep: tidy, one row a run.
package enum ResultsTable {
    /// The columns that every file has; definitions are in the README.
    package static let standardColumns = [
        "scenario", "network", "convolution", "fully_connected", "delivery", "devices", "repetition", "seed",
        "latency_s", "speedup", "efficiency", "compute_s", "wake_up_s", "transmission_s", "delivery_s", "messages",
        "sent_bytes", "redundant_macs", "peak_memory_bytes", "streamed_bytes",
        "energy_j", "processor_energy_j", "radio_energy_j", "battery_share",
    ]

    /// Axes that a standard column shows already.
    private static let coveredPaths: Set<String> = [
        "name", "network", "convolution", "fullyConnected", "cluster.devices", "cluster.wireless.delivery", "seed",
    ]

    package static func make(_ records: [RunRecord], axes: [SweepAxis]) -> CSVTable {
        let extra = axes.indices.filter { !coveredPaths.contains(axes[$0].path) }
        let hasLoad = records.contains { $0.load != nil }
        var table = CSVTable(
            columns: standardColumns + extra.map { axes[$0].columnName } + (hasLoad ? LoadColumns.names : []))
        for record in records {
            let metrics = record.metrics
            let standard: [CSVCell] = [
                .string(record.scenario), .string(record.network), .string(record.convolution),
                .string(record.fullyConnected), .string(record.delivery), .int(record.devices),
                .int(record.repetition), .int(Int(record.seed)), .double(metrics.latency.seconds),
                .double(record.speedup), .double(record.efficiency), .double(metrics.compute.seconds),
                .double(metrics.wakeUp.seconds), .double(metrics.transmission.seconds),
                .double(metrics.delivery.seconds), .int(metrics.messages), .int(metrics.sentBytes.bytes),
                .int(metrics.redundantMACs.count), .int(metrics.peakMemory.bytes), .int(metrics.streamedBytes.bytes),
                cell(metrics.energy?.joules), cell(metrics.processorEnergy?.joules), cell(metrics.radioEnergy?.joules),
                cell(metrics.batteryShare),
            ]
            table.append(
                standard + extra.map { cell(record.axisValues[$0], axis: axes[$0]) }
                    + (hasLoad ? LoadColumns.cells(record.load) : []))
        }
        return table
    }

    private static func cell(_ figure: Double?) -> CSVCell { figure.map { .double($0) } ?? .missing }

    private static func cell(_ value: JSONNode, axis: SweepAxis) -> CSVCell {
        switch value.value {
        case .string(let text):
            if let dimension = axis.dimension, let quantity = Quantity(parsing: text, as: dimension) {
                return .double(quantity.baseValue)
            }
            return .string(text)
        case .number(let number): return number.int.map { .int($0) } ?? .double(number.double)
        case .bool(let value): return .bool(value)
        case .null: return .missing
        case .array, .object: return .string(value.canonicalText)
        }
    }
}
