import Dispatch
package import ScenarioFiles
import Synchronization

/// All points and repetitions of a scenario file.
package struct Sweep: Sendable {
    package let file: ScenarioFile
    private let scenarios: [Scenario]
    private let plans = PlanCache()

    /// Reads the scenarios of all points, so that a mistake in any of them shows before anything runs.
    package init(_ file: ScenarioFile) throws(InputError) {
        self.file = file
        var scenarios: [Scenario] = []
        for point in 0..<file.pointCount { scenarios.append(try file.scenario(at: point)) }
        self.scenarios = scenarios
    }

    package var runCount: Int { scenarios.reduce(0) { $0 + $1.repetitions } }

    /// Runs everything on several threads; the order of the records is that of the points, then the repetitions,
    /// whatever the threads do.
    package func run(jobs: Int) -> [RunRecord] {
        let next = Atomic<Int>(0)
        let results = Mutex<[[RunRecord]]>(Array(repeating: [], count: scenarios.count))
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, scenarios.count))) { _ in
            while true {
                let point = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if point >= scenarios.count { return }
                let records = records(at: point)
                results.withLock { $0[point] = records }
            }
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    private func records(at point: Int) -> [RunRecord] {
        let run = PreparedRun(scenarios[point], plans: plans)
        let axisValues = file.assignments(at: point)
        return (0..<scenarios[point].repetitions).map { repetition in
            RunRecord(
                run, axisValues: axisValues, repetition: repetition, metrics: run.run(repetition: repetition).metrics,
                load: run.runLoad(repetition: repetition)?.metrics)
        }
    }
}
