import DeviceProfiles
package import Execution
package import NeuralNetworks
package import Partitioning
import Units

/// A partition and its plan without a clock: who owns, needs and sends what.
///
/// Device 0 is a Group Owner that computes nothing; it holds the input and wants the output.
package struct PartitionPreview: Sendable {
    package let network: Network
    package let partition: Partition
    package let plan: ExecutionPlan
    package let statistics: PlanStatistics
    /// Who multiplies with which weight of sparse layers; empty if all are dense.
    package let divisions: [SparseLayerDivision]

    /// - Parameter pruned: sparse fully connected layers; `fullyConnected` does not concern them.
    /// - Precondition: at least one capability, all positive; of sparse layers one pattern for every fully connected one.
    package init(
        network: Network, capabilities: [Int], convolution: ConvolutionScheme, fullyConnected: FullyConnectedScheme,
        pruned: PrunedLayers? = nil, delivery: Delivery
    ) {
        let cluster = Self.cluster(capabilities: capabilities)
        self.network = network
        let partitioner = Partitioner(convolution: convolution, fullyConnected: fullyConnected, pruned: pruned)
        let cache = SparsePartitionCache()
        partition = partitioner.partition(network, on: cluster, cache: cache)
        divisions = partitioner.sparseDivisions(of: network, on: cluster, cache: cache)
        plan = Planner(delivery: delivery).plan(partition, of: network, on: cluster)
        statistics = plan.statistics(bytesPerElement: Network.bytesPerElement)
    }

    /// Workers of the given capabilities behind a Group Owner. Without a clock, the profile plays a part only where rates
    /// decide: in schemes that weigh computing against sending, and in how sparse weights are stored.
    static func cluster(capabilities: [Int]) -> Cluster {
        let profile = DeviceCatalogue.profiles[0]
        let devices = (0...capabilities.count).map { index in
            Device(
                name: index == 0 ? "group-owner" : "worker-\(index)", profile: profile,
                capability: index == 0 ? 1 : capabilities[index - 1])
        }
        return Cluster(
            devices: devices, groupOwner: 0, source: 0, computing: Array(1...capabilities.count),
            wireless: WirelessNetwork(rate: DataRate(bitsPerSecond: 1e6)))
    }
}
