import DeviceProfiles
import Execution
import Partitioning
package import ScenarioFiles
package import Simulator
package import Units

/// A scenario made ready to run: partitioned, planned, costed, and its baseline known.
package struct PreparedRun: Sendable {
    package let scenario: Scenario
    package let compiled: CompiledPlan
    /// Latency of the fastest computing device alone, with input and output at hand.
    package let baseline: TimeSpan
    /// The plans of the load's sources.
    let sourcePlans: [CompiledPlan]
    private let deviceRates: [DataRate]

    package init(_ scenario: Scenario, plans: PlanCache = PlanCache()) {
        self.scenario = scenario
        let cost = ComputeCost(trace: scenario.workload, taskOverhead: scenario.taskOverhead)
        deviceRates = scenario.cluster.devices.map(\.profile.wirelessRate.value)
        compiled = CompiledPlan(plans.plan(for: scenario), on: scenario.cluster, cost: cost)
        sourcePlans = Self.sourcePlans(of: scenario, first: compiled, cost: cost, plans: plans)
        // Equal profiles take equal times: one run for each will do.
        var profiles: Set<DeviceProfile> = []
        let candidates = scenario.cluster.computing.filter {
            profiles.insert(scenario.cluster.devices[$0].profile).inserted
        }
        baseline = candidates.map { Self.timeAlone(of: $0, scenario: scenario, cost: cost, plans: plans) }.min()!
    }

    /// Runs a repetition; equal repetitions of different scenarios draw equal random numbers.
    package func run(repetition: Int) -> (timeline: Timeline, metrics: Metrics) {
        let variation = ComputeVariation(coefficient: scenario.computeVariation)
        let seed = seed(of: repetition)
        let timeline =
            compiled.plan.isDynamic
            ? RequestSimulation.timeline(of: compiled, medium: medium, variation: variation, seed: seed)
            : PlanSimulation(compiled, medium: medium, variation: variation, seed: seed).run()
        return (timeline, Metrics(timeline, of: compiled))
    }

    func seed(of repetition: Int) -> UInt64 {
        var seeds = RandomStream(seed: scenario.seed, consumer: "repetition", index: repetition)
        return seeds.next()
    }

    package var medium: SharedChannel {
        SharedChannel(network: scenario.cluster.wireless, deviceRates: deviceRates)
    }

    private static func timeAlone(
        of device: Int, scenario: Scenario, cost: ComputeCost, plans: PlanCache
    ) -> TimeSpan {
        let cluster = scenario.cluster.alone(device)
        let alone = Partitioner(convolution: .singleDevice, fullyConnected: .singleDevice)
        let plan = plans.plan(of: scenario.network, on: cluster, by: alone, delivery: .direct)
        return CompiledPlan(plan, on: cluster, cost: cost).computeTimes.reduce(.zero, +)
    }
}
