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
        "energy_j", "processor_energy_j", "radio_energy_j", "battery_share", "status", "message",
    ]

    /// The columns that hold figures; the others say what ran.
    package static let figureColumns = [
        "latency_s", "speedup", "efficiency", "compute_s", "wake_up_s", "transmission_s", "delivery_s", "messages",
        "sent_bytes", "redundant_macs", "peak_memory_bytes", "streamed_bytes", "energy_j", "processor_energy_j",
        "radio_energy_j", "battery_share",
    ]

    /// Axes that a standard column shows already.
    private static let coveredPaths: Set<String> = [
        "name", "network", "convolution", "fullyConnected", "cluster.devices", "cluster.wireless.delivery", "seed",
    ]

    package static func make(_ records: [RunRecord], axes: [SweepAxis]) -> CSVTable {
        let hasLoad = records.contains { $0.load != nil }
        var table = CSVTable(columns: columns(axes, hasLoad: hasLoad))
        for record in records { table.append(row(record, axes: axes, hasLoad: hasLoad)) }
        return table
    }

    /// The header of a sweep with these axes.
    package static func columns(_ axes: [SweepAxis], hasLoad: Bool) -> [String] {
        standardColumns + extraAxes(axes).map { axes[$0].columnName } + (hasLoad ? LoadColumns.names : [])
    }

    /// The row of a run.
    package static func row(_ record: RunRecord, axes: [SweepAxis], hasLoad: Bool) -> [CSVCell] {
        row(record, axes: axes, axisCells: axisCells(record.axisValues, axes: axes), hasLoad: hasLoad)
    }

    /// The row of a run whose swept values are cells already, as they are the same for all repetitions of a point.
    static func row(_ record: RunRecord, axes: [SweepAxis], axisCells: [CSVCell], hasLoad: Bool) -> [CSVCell] {
        var row = record.failure.map { failedRow(record, axes: axes, failure: $0) } ?? standardRow(record)
        row += axisCells
        if hasLoad { row += LoadColumns.cells(record.load) }
        return row
    }

    /// The cells of the swept values that have columns of their own.
    static func axisCells(_ values: [JSONNode], axes: [SweepAxis]) -> [CSVCell] {
        extraAxes(axes).map { cell(values[$0], axis: axes[$0]) }
    }

    /// The cells of what ran and with which devices, of every column before the figures.
    static func subject(_ record: RunRecord) -> [CSVCell] {
        [
            .string(record.scenario), .string(record.network), .string(record.convolution),
            .string(record.fullyConnected), .string(record.delivery), .int(record.devices),
        ]
    }

    static func extraAxes(_ axes: [SweepAxis]) -> [Int] {
        axes.indices.filter { !coveredPaths.contains(axes[$0].path) }
    }

    private static func standardRow(_ record: RunRecord) -> [CSVCell] {
        let metrics = record.metrics
        return subject(record) + [
            .int(record.repetition), .int(Int(record.seed)), .double(metrics.latency.seconds),
            .double(record.speedup), .double(record.efficiency), .double(metrics.compute.seconds),
            .double(metrics.wakeUp.seconds), .double(metrics.transmission.seconds),
            .double(metrics.delivery.seconds), .int(metrics.messages), .int(metrics.sentBytes.bytes),
            .int(metrics.redundantMACs.count), .int(metrics.peakMemory.bytes), .int(metrics.streamedBytes.bytes),
            .optional(metrics.energy?.joules), .optional(metrics.processorEnergy?.joules),
            .optional(metrics.radioEnergy?.joules), .optional(metrics.batteryShare), .string("ok"), .missing,
        ]
    }

    /// Of a point that cannot run only the swept values are known.
    private static func failedRow(_ record: RunRecord, axes: [SweepAxis], failure: String) -> [CSVCell] {
        let columnsOfPaths = [
            "network": "network", "convolution": "convolution", "fullyConnected": "fully_connected",
            "cluster.devices": "devices", "cluster.wireless.delivery": "delivery", "seed": "seed",
        ]
        var row = [CSVCell](repeating: .missing, count: standardColumns.count)
        func set(_ column: String, _ cell: CSVCell) { row[standardColumns.firstIndex(of: column)!] = cell }
        for (axis, value) in zip(axes, record.axisValues) {
            if let column = columnsOfPaths[axis.path] { set(column, cell(value, axis: axis)) }
        }
        set("scenario", .string(record.scenario))
        set("status", .string("failed"))
        set("message", .string(failure))
        return row
    }

    static func cell(_ value: JSONNode, axis: SweepAxis) -> CSVCell {
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
