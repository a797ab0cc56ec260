public import Units

/// Measured times of a network's layers on one device.
public struct WorkloadTrace: Sendable, Hashable {
    /// The network that was run.
    public var network: String
    /// Profile name of the device that was measured.
    public var device: String
    /// Where the measurement comes from.
    public var source: String
    /// Time of whole layers by layer name; a layer's time includes the activations and normalizations behind it.
    public var layerTimes: [String: TimeSpan]

    public init(network: String, device: String, source: String, layerTimes: [String: TimeSpan]) {
        self.network = network
        self.device = device
        self.source = source
        self.layerTimes = layerTimes
    }
}
