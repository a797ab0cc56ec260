package import Experiments
package import ScenarioFiles
import Simulator
import Units

/// Writes the results of a finished sweep, record by record, so that their number is not bounded by the memory.
package struct ResultsWriter {
    private let sweep: Sweep
    /// The scenario of the results.
    package var file: ScenarioFile { sweep.file }
    private let record: Source

    /// Fetches the record of a repetition of a point; `nil` for those of a point that cannot run but the first.
    package typealias Source = (_ point: Int, _ repetition: Int) throws(InputError) -> RunRecord?

    /// Points that the summary for people shows at most.
    private static let shownPoints = 5000

    package init(_ sweep: Sweep, record: @escaping Source) {
        self.sweep = sweep
        self.record = record
    }

    /// What was written and what to show.
    package struct Output {
        package var files: [String]
        package var summary: SweepSummary
        package var runs: Int
        package var failures: Int
        /// The first point that cannot run, and why.
        package var firstFailure: RunRecord?
    }

    /// Writes `<path>.csv`; `<path>.summary.csv` if there are repetitions; `<path>.svg` if there is an axis for one.
    package func write(to path: String) throws -> Output {
        let axes = sweep.file.axes
        var output = Output(files: [], summary: SweepSummary([], file: sweep.file), runs: 0, failures: 0)
        var shown: [RunRecord] = []
        let hasLoad = sweep.file.hasLoad
        let columns = ResultsTable.columns(axes, hasLoad: hasLoad)
        let table = CSVTable(columns: columns)
        try writeTable(path + ".csv", header: table.headerLine) { records in
            output.runs += records.count
            if let failure = records.first(where: { $0.failure != nil }) {
                output.failures += 1
                output.firstFailure = output.firstFailure ?? failure
            }
            if output.runs <= Self.shownPoints * max(1, sweep.file.greatestRepetitionCount) { shown += records }
            return records.map { table.line(ResultsTable.row($0, axes: axes, hasLoad: hasLoad)) }.joined()
        }
        output.files.append(path + ".csv")
        if sweep.file.greatestRepetitionCount > 1 {
            let table = CSVTable(columns: RepetitionsTable.columns(axes))
            try writeTable(path + ".summary.csv", header: table.headerLine) { records in
                records[0].failure == nil ? table.line(RepetitionsTable.row(records, axes: axes)) : ""
            }
            output.files.append(path + ".summary.csv")
        }
        output.summary = SweepSummary(
            shown, file: sweep.file, omittedPoints: max(0, sweep.file.pointCount - Self.shownPoints))
        if let image = output.summary.image() {
            try AtomicFile.write(image, to: path + ".svg")
            output.files.append(path + ".svg")
        }
        return output
    }

    private func writeTable(
        _ path: String, header: String, lines: ([RunRecord]) -> String
    ) throws {
        var point = -1
        try AtomicFile.write(to: path) { () throws(InputError) -> String? in
            defer { point += 1 }
            if point < 0 { return header }
            if point == sweep.file.pointCount { return nil }
            let records = try records(at: point)
            return records.isEmpty ? "" : lines(records)
        }.get()
    }

    private func records(at point: Int) throws(InputError) -> [RunRecord] {
        var records: [RunRecord] = []
        for repetition in 0..<sweep.file.repetitionCount(at: point) {
            if let record = try record(point, repetition) { records.append(record) }
        }
        return records
    }
}
