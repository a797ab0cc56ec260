package import Experiments
package import ScenarioFiles
import Simulator
import Synchronization

/// Writes the results of a finished sweep, portion by portion, so that their number is not bounded by the memory.
package struct ResultsWriter {
    private let sweep: Sweep
    /// The scenario of the results.
    package var file: ScenarioFile { sweep.file }
    private let record: Source

    /// Fetches the record of a repetition of a point, from any thread; `nil` for those of a point that cannot run but
    /// the first.
    package typealias Source =
        @Sendable (_ point: Int, _ repetition: Int, _ axisValues: [JSONNode]) throws(InputError) -> RunRecord?

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
    ///
    /// - Parameter jobs: threads that read records and make lines of them; the files do not depend on it.
    package func write(to path: String, jobs: Int) throws -> Output {
        let files = Mutex(try ResultFiles(sweep.file, path: path))
        let slotCount = sweep.slotCount
        try OrderedPipeline.run(count: (slotCount + Self.portionSlots - 1) / Self.portionSlots, jobs: jobs) { index in
            let start = index * Self.portionSlots
            return try portion(start..<min(start + Self.portionSlots, slotCount))
        } take: { portion in
            try files.withLock { try $0.append(portion) }
        }
        return try files.withLock { try $0.commit() }
    }

    /// The files in the making, and what is told of them.
    private struct ResultFiles: ~Copyable {
        private let axes: [SweepAxis]
        private let path: String
        private var results: AtomicFileWriter
        /// `nil` if nothing is repeated.
        private var means: AtomicFileWriter?
        private let meansTable: CSVTable
        private var output: Output
        /// The last point so far, which may go on.
        private var point: (index: Int, records: [RunRecord])?

        init(_ file: ScenarioFile, path: String) throws {
            axes = file.axes
            self.path = path
            output = Output(files: [path + ".csv"], summary: SweepSummary(file), runs: 0, failures: 0)
            meansTable = CSVTable(columns: RepetitionsTable.columns(axes))
            let table = CSVTable(columns: ResultsTable.columns(axes, hasLoad: file.hasLoad))
            let results = try Self.begin(table, path + ".csv")
            let isRepeated = file.greatestRepetitionCount > 1
            means = isRepeated ? try Self.begin(meansTable, path + RepetitionsTable.fileSuffix + ".csv") : nil
            self.results = results
        }

        private static func begin(_ table: CSVTable, _ path: String) throws(OutputError) -> AtomicFileWriter {
            var file = try AtomicFileWriter(path)
            try file.append(table.headerLine)
            return file
        }

        mutating func append(_ portion: Portion) throws {
            try results.append(portion.lines)
            for (index, records) in portion.points {
                output.runs += records.count
                if point?.index == index {
                    point!.records += records
                } else {
                    try finishPoint()
                    point = (index, records)
                }
            }
        }

        private mutating func finishPoint() throws {
            guard let (index, records) = point else { return }
            if let failure = records.first(where: { $0.failure != nil }) {
                output.failures += 1
                output.firstFailure = output.firstFailure ?? failure
            } else {
                try means?.append(meansTable.line(RepetitionsTable.row(records, axes: axes)))
            }
            if index < ResultsWriter.shownPoints {
                output.summary.add(records)
            } else {
                output.summary.omittedPoints += 1
            }
        }

        /// Puts all files into their places.
        mutating func commit() throws -> Output {
            try finishPoint()
            try results.commit()
            if means != nil {
                try means?.commit()
                output.files.append(path + RepetitionsTable.fileSuffix + ".csv")
            }
            if let image = output.summary.image() {
                try AtomicFile.write(image, to: path + ".svg")
                output.files.append(path + ".svg")
            }
            return output
        }
    }

    // MARK: Portions

    /// Consecutive slots of the sweep.
    private struct Portion {
        var lines = ""
        var points: [(index: Int, records: [RunRecord])] = []
    }

    /// Enough to keep a thread busy for some milliseconds, and little memory.
    private static let portionSlots = 1024

    private func portion(_ slots: Range<Int>) throws(InputError) -> Portion {
        let (axes, hasLoad) = (sweep.file.axes, sweep.file.hasLoad)
        let table = CSVTable(columns: ResultsTable.columns(axes, hasLoad: hasLoad))
        let repetitions = sweep.file.greatestRepetitionCount
        var portion = Portion()
        var slot = slots.lowerBound
        while slot < slots.upperBound {
            let point = slot / repetitions
            let values = sweep.file.assignments(at: point)
            let axisCells = ResultsTable.axisCells(values, axes: axes)
            let end = min(slots.upperBound, (point + 1) * repetitions)
            let first = slot - point * repetitions
            let last = min(end - point * repetitions, sweep.file.repetitionCount(at: point))
            var records: [RunRecord] = []
            for repetition in first..<max(first, last) {
                guard let record = try record(point, repetition, values) else { continue }
                records.append(record)
                portion.lines += table.line(
                    ResultsTable.row(record, axes: axes, axisCells: axisCells, hasLoad: hasLoad))
            }
            if !records.isEmpty { portion.points.append((point, records)) }
            slot = end
        }
        return portion
    }
}
