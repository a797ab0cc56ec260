public import DeviceProfiles
import Units

/// The figures of a load: what was answered how fast.
public struct LoadMetrics: Sendable, Hashable {
    public var sources: Int
    /// Requests that the latencies count: those after the warm-up.
    public var requests: Int
    /// Answers per second from the first arrival to the last answer, those of the warm-up included.
    public var throughput: Double
    /// Of the requests that arrived after the warm-up, in seconds from arrival to answer; quantiles lie on the straight
    /// line between neighbouring observations.
    public var meanLatency: Double
    public var medianLatency: Double
    public var latency95: Double
    public var latency99: Double
    public var largestLatency: Double
    /// Requests under way, over the whole run.
    public var meanInFlight: Double
    public var mostInFlight: Int
    /// Busy time of the device that computes longest, over the time from the first arrival to the last answer.
    public var deviceUtilization: Double
    /// Airtime over the same time.
    public var channelUtilization: Double

    /// - Parameter wakeUpOccupiesChannel: whether waking radios counts as airtime.
    public init(_ run: RequestRun, of load: RequestLoad, wakeUpOccupiesChannel: Bool) {
        sources = load.sources.count
        let warmUp = min(load.warmUp, run.requests.count)
        let latencies = run.requests[warmUp...].map(\.latency.seconds).sorted()
        requests = latencies.count
        meanLatency = latencies.isEmpty ? 0 : latencies.reduce(0, +) / Double(latencies.count)
        medianLatency = Self.quantile(0.5, of: latencies)
        latency95 = Self.quantile(0.95, of: latencies)
        latency99 = Self.quantile(0.99, of: latencies)
        largestLatency = latencies.last ?? 0
        let start = run.requests.first?.arrival ?? .start
        let time = (run.end - start).seconds
        throughput = Self.ratio(Double(run.requests.count), time)
        meanInFlight = Self.ratio(run.requestSeconds, time)
        mostInFlight = run.mostInFlight
        deviceUtilization = Self.ratio((run.computeByDevice.max() ?? .zero).seconds, time)
        let airtime = run.transmission + (wakeUpOccupiesChannel ? run.wakeUp : .zero)
        channelUtilization = Self.ratio(airtime.seconds, time)
    }

    private static func ratio(_ value: Double, _ time: Double) -> Double { time > 0 ? value / time : 0 }

    /// Linear interpolation between order statistics: Hyndman and Fan's definition 7 (1996, doi 10.2307/2684934).
    ///
    /// - Parameter sorted: in ascending order.
    static func quantile(_ probability: Double, of sorted: [Double]) -> Double {
        guard let last = sorted.indices.last else { return 0 }
        let position = probability * Double(last)
        let index = Int(position)
        if index >= last { return sorted[last] }
        return sorted[index] + (position - Double(index)) * (sorted[index + 1] - sorted[index])
    }
}
