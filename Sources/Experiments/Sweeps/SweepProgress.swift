import Synchronization

/// How far a sweep is, and the wish that it ends; shared by its threads and whoever watches them.
package final class SweepProgress: Sendable {
    private let finishedCount = Atomic<Int>(0)
    private let failedCount = Atomic<Int>(0)
    private let isStopping = Atomic<Bool>(false)

    package init() {}

    /// Runs that ended since the start, points that cannot run included.
    package var finished: Int { finishedCount.load(ordering: .relaxed) }
    /// Points that cannot run.
    package var failed: Int { failedCount.load(ordering: .relaxed) }

    func count(failed: Bool) {
        finishedCount.wrappingAdd(1, ordering: .relaxed)
        if failed { failedCount.wrappingAdd(1, ordering: .relaxed) }
    }

    /// Asks for no more runs to begin.
    package func stop() { isStopping.store(true, ordering: .relaxed) }
    package var isStopped: Bool { isStopping.load(ordering: .relaxed) }
}
