import Dispatch
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
        let axes = sweep.file.axes
        var output = Output(files: [path + ".csv"], summary: SweepSummary(sweep.file), runs: 0, failures: 0)
        var results = try AtomicFileWriter(path + ".csv")
        try results.append(CSVTable(columns: ResultsTable.columns(axes, hasLoad: sweep.file.hasLoad)).headerLine)

        let isRepeated = sweep.file.greatestRepetitionCount > 1
        let means = CSVTable(columns: RepetitionsTable.columns(axes))
        var meansFile: AtomicFileWriter?
        if isRepeated {
            meansFile = try AtomicFileWriter(path + ".summary.csv")
            try meansFile?.append(means.headerLine)
        }
        var point: (index: Int, records: [RunRecord])?
        func finishPoint() throws {
            guard let (index, records) = point else { return }
            if let failure = records.first(where: { $0.failure != nil }) {
                output.failures += 1
                output.firstFailure = output.firstFailure ?? failure
            } else if isRepeated {
                try meansFile?.append(means.line(RepetitionsTable.row(records, axes: axes)))
            }
            if index < Self.shownPoints { output.summary.add(records) } else { output.summary.omittedPoints += 1 }
        }
        var start = 0
        while start < sweep.slotCount {
            let batch = stride(from: start, to: sweep.slotCount, by: Self.portionSlots).prefix(4 * jobs).map {
                $0..<min($0 + Self.portionSlots, sweep.slotCount)
            }
            for portion in portions(batch, jobs: jobs) {
                let portion = try portion.get()
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
            start = batch.last!.upperBound
        }
        try finishPoint()
        try results.commit()
        if isRepeated {
            try meansFile?.commit()
            output.files.append(path + ".summary.csv")
        }
        if let image = output.summary.image() {
            try AtomicFile.write(image, to: path + ".svg")
            output.files.append(path + ".svg")
        }
        return output
    }

    // MARK: Portions

    /// Consecutive slots of the sweep.
    private struct Portion {
        var lines = ""
        var points: [(index: Int, records: [RunRecord])] = []
    }

    /// Enough to keep a thread busy for some milliseconds, and little memory.
    private static let portionSlots = 1024

    /// Portions in their order, made at the same time.
    private func portions(_ ranges: [Range<Int>], jobs: Int) -> [Result<Portion, InputError>] {
        let next = Atomic<Int>(0)
        let portions = Mutex<[Result<Portion, InputError>?]>(Array(repeating: nil, count: ranges.count))
        DispatchQueue.concurrentPerform(iterations: min(jobs, ranges.count)) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < ranges.count else { return }
                let portion: Result<Portion, InputError>
                do throws(InputError) {
                    portion = .success(try self.portion(ranges[index]))
                } catch {
                    portion = .failure(error)
                }
                portions.withLock { $0[index] = portion }
            }
        }
        return portions.withLock { $0.compactMap(\.self) }
    }

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
