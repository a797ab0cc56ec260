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

    /// - Precondition: at least one capability, all positive.
    package init(
        network: Network, capabilities: [Int], convolution: ConvolutionScheme, fullyConnected: FullyConnectedScheme,
        delivery: Delivery
    ) {
        let cluster = Self.cluster(capabilities: capabilities)
        self.network = network
        partition = Partitioner(convolution: convolution, fullyConnected: fullyConnected)
            .partition(network, on: cluster)
        plan = Planner(delivery: delivery).plan(partition, of: network, on: cluster)
        statistics = plan.statistics(bytesPerElement: Network.bytesPerElement)
    }

    /// Workers of the given capabilities behind a Group Owner; profile and network play no part without a clock.
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
