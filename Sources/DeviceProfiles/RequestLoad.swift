public import Units

/// What a cluster is asked to do: inferences requested by several devices, one after another or all at once.
public struct RequestLoad: Sendable, Hashable {
    /// Devices that hold the inputs and ask for inferences, each with its own arrivals; not empty.
    public var sources: [Source]
    /// Requests of all sources together after which no more come.
    public var requestLimit: Int
    /// Time after which no more come.
    public var duration: TimeSpan?
    /// First requests whose latencies are not counted, as the cluster is still empty when they come.
    public var warmUp: Int

    public init(sources: [Source], requestLimit: Int, duration: TimeSpan? = nil, warmUp: Int = 0) {
        precondition(!sources.isEmpty, "a load needs a source")
        self.sources = sources
        self.requestLimit = requestLimit
        self.duration = duration
        self.warmUp = warmUp
    }

    /// A device and when it asks.
    public struct Source: Sendable, Hashable {
        public var device: Int
        public var arrivals: ArrivalProcess

        public init(device: Int, arrivals: ArrivalProcess) {
            self.device = device
            self.arrivals = arrivals
        }
    }
}

/// When a source asks for inferences.
public enum ArrivalProcess: Sendable, Hashable {
    /// At the start and then at equal intervals.
    case periodic(interval: TimeSpan)
    /// Independent exponential times between requests, the first one included.
    case poisson(meanInterval: TimeSpan)
    /// At given times, in ascending order.
    case trace([Instant])
    /// At the start and then a while after the answer to the last request.
    case closed(thinkTime: TimeSpan)
}
