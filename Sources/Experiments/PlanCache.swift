import DeviceProfiles
import Execution
import NeuralNetworks
import Partitioning
package import ScenarioFiles
package import Simulator
import Synchronization

/// Plans by all that they depend on, so that the points of a sweep that differ in rates alone share one.
package final class PlanCache: Sendable {
    /// What partitioner and planner look at; only some methods look at rates.
    private struct Key: Hashable {
        var network: Network
        var capabilities: [Int]
        var deviceCount: Int
        var groupOwner: Int
        var source: Int
        var computing: [Int]
        var partitioner: Partitioner
        var delivery: Delivery
        var rates: Cluster?
    }

    private struct Store {
        var plans: [Key: RunnablePlan] = [:]
        /// Oldest first; those before `oldest` are gone.
        var keys: [Key] = []
        var oldest = 0
        var weight = 0

        /// Forgets the oldest plans if there are too many.
        mutating func add(_ plan: RunnablePlan, for key: Key) {
            guard plans.updateValue(plan, forKey: key) == nil else { return }
            keys.append(key)
            weight += PlanCache.weight(plan, key)
            while weight > PlanCache.weightLimit, oldest < keys.count - 1 {
                if let old = plans.removeValue(forKey: keys[oldest]) { weight -= PlanCache.weight(old, keys[oldest]) }
                oldest += 1
                if oldest > keys.count / 2 {
                    keys.removeFirst(oldest)
                    oldest = 0
                }
            }
        }
    }

    private let store = Mutex(Store())

    /// Operations and layers of all plans together; about 100 bytes each.
    private static let weightLimit = 400_000

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
            partitioner: partitioner, delivery: delivery,
            rates: partitioner.convolution.method.dependsOnRates ? cluster : nil)
        if let known = store.withLock({ $0.plans[key] }) { return known }
        let partition = partitioner.partition(network, on: cluster, cache: sparsePartitions)
        let plan = RunnablePlan(
            Planner(delivery: delivery).plan(partition, of: network, on: cluster),
            bytesPerElement: Network.bytesPerElement)
        store.withLock { $0.add(plan, for: key) }
        return plan
    }

    private static func weight(_ plan: RunnablePlan, _ key: Key) -> Int {
        plan.plan.operations.count + 4 * key.network.layers.count
    }
}
