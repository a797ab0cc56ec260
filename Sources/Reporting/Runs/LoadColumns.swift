import Simulator

/// The columns of scenarios with a load, behind all others.
enum LoadColumns {
    static let names = [
        "sources", "requests", "throughput_per_s", "load_latency_mean_s", "load_latency_p50_s", "load_latency_p95_s",
        "load_latency_p99_s", "load_latency_max_s", "in_flight_mean", "in_flight_max", "device_utilization",
        "channel_utilization",
    ]

    static func cells(_ load: LoadMetrics?) -> [CSVCell] {
        guard let load else { return names.map { _ in .missing } }
        return [
            .int(load.sources), .int(load.requests), .double(load.throughput), .double(load.meanLatency),
            .double(load.medianLatency), .double(load.latency95), .double(load.latency99),
            .double(load.largestLatency), .double(load.meanInFlight), .int(load.mostInFlight),
            .double(load.deviceUtilization), .double(load.channelUtilization),
        ]
    }
}
