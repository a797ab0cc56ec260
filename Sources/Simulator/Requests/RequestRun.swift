public import Units

/// What became of the requests of a load.
public struct RequestRun: Sendable, Hashable {
    /// In the order of their arrival.
    public internal(set) var requests: [Request] = []
    public internal(set) var computeByDevice: [TimeSpan]
    /// Sums over all messages.
    public internal(set) var wakeUp = TimeSpan.zero
    public internal(set) var transmission = TimeSpan.zero
    public internal(set) var messages = 0
    public internal(set) var sentBytes = ByteCount.zero
    /// Requests under way, integrated over time; request-seconds.
    public internal(set) var requestSeconds = 0.0
    public internal(set) var mostInFlight = 0
    /// When the last request was answered.
    public internal(set) var end = Instant.start

    public struct Request: Sendable, Hashable, BitwiseCopyable {
        /// Number of its source among those of the load.
        public var source: Int32
        public var arrival: Instant
        public var answer: Instant

        public var latency: TimeSpan { answer - arrival }
    }
}

/// Where and how the tasks of pools ran.
public struct TaskRecord: Sendable, Hashable {
    /// Device of every place; `ExecutionPlan.undecided` for ways that were not taken.
    public internal(set) var placeDevices: [Int]
    /// Operations that were not needed: of other ways, and messages that would have stayed on their device.
    public internal(set) var isSkipped: [Bool]
}
