extension LoadMetrics {
    /// Figures that were written down before.
    package init(
        sources: Int, requests: Int, throughput: Double, meanLatency: Double, medianLatency: Double,
        latency95: Double, latency99: Double, largestLatency: Double, meanInFlight: Double, mostInFlight: Int,
        deviceUtilization: Double, channelUtilization: Double
    ) {
        self.sources = sources
        self.requests = requests
        self.throughput = throughput
        self.meanLatency = meanLatency
        self.medianLatency = medianLatency
        self.latency95 = latency95
        self.latency99 = latency99
        self.largestLatency = largestLatency
        self.meanInFlight = meanInFlight
        self.mostInFlight = mostInFlight
        self.deviceUtilization = deviceUtilization
        self.channelUtilization = channelUtilization
    }
}
