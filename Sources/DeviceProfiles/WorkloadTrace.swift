public import Units

/// Measured times of a network's layers on one machine.
public struct WorkloadTrace: Sendable, Hashable {
    /// The network that was run.
    public var network: String
    /// Profile name of the device that was measured, where there is a profile of it.
    public var device: String?
    /// Where the measurement comes from.
    public var source: String
    /// Time of whole layers by layer name; a layer's time includes the activations and normalizations behind it.
    public var layerTimes: [String: TimeSpan]
    /// Times of strips of layers by layer name, thinnest first.
    public var strips: [String: [StripTime]]
    /// Multiply-accumulates over time of all measured layers of a kernel class: what another device is compared with.
    public var rates: [KernelClass: ComputeRate]
    /// Activations read and written over time of the measured layers without multiplications.
    public var elementwiseRate: DataRate?

    public init(
        network: String, device: String?, source: String, layerTimes: [String: TimeSpan],
        strips: [String: [StripTime]] = [:], rates: [KernelClass: ComputeRate] = [:], elementwiseRate: DataRate? = nil
    ) {
        self.network = network
        self.device = device
        self.source = source
        self.layerTimes = layerTimes
        self.strips = strips
        self.rates = rates
        self.elementwiseRate = elementwiseRate
    }

    /// Time of a part of a layer on the measured machine; nil for layers that were not measured.
    ///
    /// Thin strips are less efficient than whole layers, so between measured strips the time runs along a straight line.
    /// A part thinner than the thinnest strip stays on the line of the two thinnest, but takes at least its share of the
    /// thinnest. Without strips a part takes its share of the layer.
    ///
    /// - Parameter share: of the layer's work, from 0 to 1; more where work is done twice.
    public func time(ofShare share: Double, ofLayer name: String) -> TimeSpan? {
        guard let whole = layerTimes[name] else { return nil }
        let strips = strips[name] ?? []
        guard share < 1, share > 0, let thinnest = strips.first else { return TimeSpan(seconds: whole.seconds * share) }
        let points = strips + [StripTime(share: 1, time: whole)]
        let upper = max(1, points.firstIndex { $0.share >= share }!)
        let (left, right) = (points[upper - 1], points[upper])
        let slope = (right.time.seconds - left.time.seconds) / (right.share - left.share)
        let onLine = left.time.seconds + slope * (share - left.share)
        guard share < thinnest.share else { return TimeSpan(seconds: onLine) }
        return TimeSpan(seconds: max(onLine, thinnest.time.seconds * share / thinnest.share))
    }
}

/// Measured time of a strip of a layer.
public struct StripTime: Sendable, Hashable {
    /// Rows of the strip over rows of the layer's output, above 0 and below 1.
    public var share: Double
    public var time: TimeSpan

    public init(share: Double, time: TimeSpan) {
        self.share = share
        self.time = time
    }
}
