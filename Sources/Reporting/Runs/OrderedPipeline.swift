import Dispatch
import Synchronization

/// Makes values on several threads and hands them over one at a time, in their order, while others are being made.
enum OrderedPipeline {
    /// Values by thread that may wait for their turn.
    private static let waitingValues = 4

    /// - Parameters:
    ///   - count: the number of values.
    ///   - jobs: threads, the calling one among them.
    ///   - make: makes the value of an index; on any thread, several at a time.
    ///   - take: gets one value after the other; on any thread, one at a time.
    /// - Throws: what `make` threw for the lowest index, or what `take` threw before.
    static func run<Value: Sendable>(
        count: Int, jobs: Int, make: @Sendable (_ index: Int) throws -> Value, take: @Sendable (Value) throws -> Void
    ) throws {
        let state = Mutex(State<Value>(count: count))
        let threads = max(1, min(jobs, count))
        // Dispatch wants semaphores back with no less than they began with.
        let room = DispatchSemaphore(value: 0)
        for _ in 0..<(Self.waitingValues * threads) { room.signal() }
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while true {
                room.wait()
                guard let index = state.withLock({ $0.nextToMake() }) else { break }
                let value = Result { try make(index) }
                state.withLock { $0.made[index] = value }
                // Whoever finds the next value in line takes it; what comes in meanwhile is taken by the same thread.
                while let value = state.withLock({ $0.beginTaking() }) {
                    do {
                        try take(value.get())
                        state.withLock { $0.endTaking() }
                    } catch {
                        state.withLock { $0.failure = error }
                        break
                    }
                    room.signal()
                }
                if state.withLock({ $0.failure != nil }) { break }
            }
            // The others find nothing left either.
            room.signal()
        }
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    private struct State<Value: Sendable> {
        let count: Int
        /// Values that are made or being made.
        private var begun = 0
        private var taken = 0
        private var isTaking = false
        /// What waits for its turn.
        var made: [Int: Result<Value, any Error>] = [:]
        var failure: (any Error)?

        init(count: Int) { self.count = count }

        mutating func nextToMake() -> Int? {
            guard begun < count, failure == nil else { return nil }
            begun += 1
            return begun - 1
        }

        /// The next value in line if it is there and nobody takes one.
        mutating func beginTaking() -> Result<Value, any Error>? {
            guard !isTaking, let value = made.removeValue(forKey: taken) else { return nil }
            isTaking = true
            return value
        }

        mutating func endTaking() {
            taken += 1
            isTaking = false
        }
    }
}
