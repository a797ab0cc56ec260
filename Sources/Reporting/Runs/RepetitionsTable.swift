import Experiments
import ScenarioFiles
import Simulator
import Units

/// The CSV of points that run several times: one row a point, means with half their 95 % intervals.
enum RepetitionsTable {
    /// Behind the name of the file of the runs.
    static let fileSuffix = ".summary"

    private static let figures: [(name: String, value: @Sendable (RunRecord) -> Double)] = [
        ("latency_s", { $0.metrics.latency.seconds }),
        ("speedup", { $0.speedup }),
        ("efficiency", { $0.efficiency }),
        ("compute_s", { $0.metrics.compute.seconds }),
        ("delivery_s", { $0.metrics.delivery.seconds }),
    ]

    static func columns(_ axes: [SweepAxis]) -> [String] {
        ResultsTable.standardColumns.prefix(6) + ["seed", "repetitions"]
            + figures.flatMap { ["\($0.name)_mean", "\($0.name)_ci95"] }
            + ResultsTable.extraAxes(axes).map { axes[$0].columnName }
    }

    /// - Parameter records: the runs of one point, at least one.
    static func row(_ records: [RunRecord], axes: [SweepAxis]) -> [CSVCell] {
        let statistics = figures.flatMap { figure in
            let statistics = SampleStatistics(records.map(figure.value))
            return [CSVCell.double(statistics.mean), .optional(statistics.interval)]
        }
        let values = ResultsTable.axisCells(records[0].axisValues, axes: axes)
        return ResultsTable.subject(records[0]) + [.int(Int(records[0].seed)), .int(records.count)] + statistics
            + values
    }
}
