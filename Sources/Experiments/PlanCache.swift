import DeviceProfiles
import NeuralNetworks
import Partitioning
package import ScenarioFiles
package import Simulator
import Synchronization

/// Plans by all that they depend on, so that the points of a sweep that differ in rates alone share one.
package final class PlanCache: Sendable {
    /// What partitioner and planner look at; they know no rates.
    private struct Key: Hashable {
        var network: Network
        var capabilities: [Int]
        var deviceCount: Int
        var groupOwner: Int
        var source: Int
        var computing: [Int]
        var partitioner: Partitioner
        var delivery: Delivery
    }

    private let plans = Mutex<[Key: RunnablePlan]>([:])

    /// Partitions of sparse layers: points that differ in convolution schemes share them as well.
    private let sparsePartitions = SparsePartitionCache()

    package init() {}

    /// The plan of a scenario, made at the first call; another thread that asks meanwhile makes the same.
    package func plan(for scenario: Scenario) -> RunnablePlan {
        plan(
            of: scenario.network, on: scenario.cluster,
            by: Partitioner(
                convolution: scenario.convolution, fullyConnected: scenario.fullyConnected, pruned: scenario.pruned),
            delivery: scenario.delivery)
    }

    func plan(
        of network: Network, on cluster: Cluster, by partitioner: Partitioner, delivery: Delivery
    ) -> RunnablePlan {
        let key = Key(
            network: network, capabilities: cluster.devices.map(\.capability), deviceCount: cluster.devices.count,
            groupOwner: cluster.groupOwner, source: cluster.source, computing: cluster.computing,
            partitioner: partitioner, delivery: delivery)
        if let known = plans.withLock({ $0[key] }) { return known }
        let partition = partitioner.partition(network, on: cluster, cache: sparsePartitions)
        let plan = RunnablePlan(
            Planner(delivery: delivery).plan(partition, of: network, on: cluster),
            bytesPerElement: Network.bytesPerElement)
        plans.withLock { $0[key] = plan }
        return plan
    }
}
