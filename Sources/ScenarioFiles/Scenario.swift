public import DeviceProfiles
public import NeuralNetworks
public import Partitioning

/// Everything that one run needs, all names resolved.
public struct Scenario: Sendable, Hashable {
    public var name: String
    public var network: Network
    public var cluster: Cluster
    public var delivery: Delivery
    public var convolution: ConvolutionScheme
    /// For dense layers; sparse ones are divided as `pruned` says.
    public var fullyConnected: FullyConnectedScheme
    public var pruned: PrunedLayers?
    /// Measured times to replay.
    public var workload: WorkloadTrace?
    /// Standard deviation over mean of compute times, 0 ... 0.5.
    public var computeVariation: Double
    public var repetitions: Int
    public var seed: UInt64

    /// The scheme for fully connected layers as scenarios name it.
    public var fullyConnectedName: String {
        guard let pruned else { return fullyConnected.name }
        return pruned.scheme?.name ?? FullyConnectedScheme.singleDevice.name
    }
}

/// A parameter that was fitted, and to what.
public struct FreeParameter: Sendable, Hashable {
    /// Key path in the scenario.
    public var path: String
    /// The observation that fixed it.
    public var fixedBy: String
}
