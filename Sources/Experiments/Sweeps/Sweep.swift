import Dispatch
package import ScenarioFiles
import Synchronization

/// All points and repetitions of a scenario file, or those of a shard.
package struct Sweep: Sendable {
    package let file: ScenarioFile
    package let shard: SweepShard
    private let plans = PlanCache()

    /// Most values of an axis that are tried beforehand.
    private static let sampleLimit = 2000

    /// Tries every value of every axis, so that a mistake in any of them shows before anything runs. What fails only
    /// together with other values is recorded as a point that cannot run; all points are not an alternative then.
    package init(_ file: ScenarioFile, shard: SweepShard = .whole) throws(InputError) {
        self.file = file
        self.shard = shard
        var firstFailure: InputError?
        var someRun = false
        let points = file.pointsOfEveryValue
        let step = max(1, points.count / Self.sampleLimit)
        for position in stride(from: 0, to: points.count, by: step) {
            do {
                _ = try file.scenario(at: points[position])
                someRun = true
            } catch {
                if error.isAboutOneValue { throw error }
                firstFailure = firstFailure ?? error
            }
        }
        if let firstFailure, !someRun { throw firstFailure }
    }

    /// The runs of the whole sweep if every point can run.
    package var runCount: Int { file.runCount }

    /// Places for the results: one for every repetition of every point, in order.
    package var slotCount: Int { file.pointCount * file.greatestRepetitionCount }

    package func slot(point: Int, repetition: Int) -> Int { point * file.greatestRepetitionCount + repetition }

    /// Runs everything in memory; the order of the records is that of the points, then the repetitions.
    package func run(jobs: Int) -> [RunRecord] {
        let results = Mutex<[RunRecord?]>(Array(repeating: nil, count: slotCount))
        run(
            jobs: jobs, isFinished: { _ in false },
            store: { record, slot throws(Never) in results.withLock { $0[slot] = record } })
        return results.withLock { $0.compactMap(\.self) }
    }

    /// Runs what is not finished on several threads, in about the order of the points.
    ///
    /// - Parameters:
    ///   - isFinished: whether the result of a slot is known already.
    ///   - store: takes a result, on any thread; its error ends the sweep.
    package func run<Failure>(
        jobs: Int, progress: SweepProgress = SweepProgress(), isFinished: @Sendable (Int) -> Bool,
        store: @Sendable (RunRecord, Int) throws(Failure) -> Void
    ) throws(Failure) {
        let chunk = min(file.greatestRepetitionCount, Self.repetitionsAtOnce)
        let chunksOfPoint = (file.greatestRepetitionCount + chunk - 1) / chunk
        let chunkCount = file.pointCount * chunksOfPoint
        let next = Atomic<Int>(0)
        let failure = Mutex<Failure?>(nil)
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, chunkCount))) { _ in
            var preparation: (point: Int, run: Result<PreparedRun, InputError>)?
            while !progress.isStopped {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if number >= chunkCount { return }
                let point = number / chunksOfPoint
                let start = number % chunksOfPoint * chunk
                let end = min(start + chunk, file.repetitionCount(at: point))
                let repetitions = (start..<max(start, end)).filter {
                    shard.owns(point: point, repetition: $0, of: file)
                        && !isFinished(slot(point: point, repetition: $0))
                }
                guard let first = repetitions.first else { continue }
                if preparation?.point != point { preparation = (point, prepared(point)) }
                do throws(Failure) {
                    switch preparation!.run {
                    case .failure(let error):
                        // A point that cannot run has one record, whatever its repetitions.
                        guard first == 0 else { continue }
                        try store(failed(point, error), slot(point: point, repetition: 0))
                        progress.count(failed: true)
                    case .success(let run):
                        let axisValues = file.assignments(at: point)
                        for repetition in repetitions where !progress.isStopped {
                            let record = Self.record(of: run, axisValues: axisValues, repetition: repetition)
                            try store(record, slot(point: point, repetition: repetition))
                            progress.count(failed: false)
                        }
                    }
                } catch {
                    failure.withLock { $0 = $0 ?? error }
                    progress.stop()
                }
            }
        }
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    /// So many that preparing a point costs little, so few that one point keeps all threads busy.
    private static let repetitionsAtOnce = 16

    /// The run of a point, or why there is none.
    package func prepared(_ point: Int) -> Result<PreparedRun, InputError> {
        do throws(InputError) {
            return .success(PreparedRun(try file.scenario(at: point), plans: plans))
        } catch {
            return .failure(error)
        }
    }

    private static func record(of run: PreparedRun, axisValues: [JSONNode], repetition: Int) -> RunRecord {
        RunRecord(
            run, axisValues: axisValues, repetition: repetition, metrics: run.run(repetition: repetition).metrics,
            load: run.runLoad(repetition: repetition)?.metrics)
    }

    /// A run as in a sweep, with all that is done with its record but for the disk.
    package func rehearse(_ run: PreparedRun, point: Int, repetition: Int) -> RunRecord {
        let axisValues = file.assignments(at: point)
        let record = Self.record(of: run, axisValues: axisValues, repetition: repetition)
        let line = JournalContent.line(slot: slot(point: point, repetition: repetition), text: record.journalText)
        return JournalContent.record(line: line, axisValues: axisValues)!
    }

    private func failed(_ point: Int, _ error: InputError) -> RunRecord {
        RunRecord(failure: error.placeless, scenario: file.name ?? "", axisValues: file.assignments(at: point))
    }
}
