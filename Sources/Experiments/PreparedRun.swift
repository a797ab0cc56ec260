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
    private let deviceRates: [DataRate]

    package init(_ scenario: Scenario, plans: PlanCache = PlanCache()) {
        self.scenario = scenario
        let cost = ComputeCost(trace: scenario.workload)
        deviceRates = scenario.cluster.devices.map(\.profile.wirelessRate.value)
        compiled = CompiledPlan(plans.plan(for: scenario), on: scenario.cluster, cost: cost)
        // Equal profiles take equal times: one run for each will do.
        var profiles: Set<DeviceProfile> = []
        let candidates = scenario.cluster.computing.filter {
            profiles.insert(scenario.cluster.devices[$0].profile).inserted
        }
        baseline = candidates.map { Self.timeAlone(of: $0, scenario: scenario, cost: cost, plans: plans) }.min()!
    }

    /// Runs a repetition; equal repetitions of different scenarios draw equal random numbers.
    package func run(repetition: Int) -> (timeline: Timeline, metrics: Metrics) {
        var seeds = RandomStream(seed: scenario.seed, consumer: "repetition", index: repetition)
        let simulation = PlanSimulation(
            compiled, medium: medium, variation: ComputeVariation(coefficient: scenario.computeVariation),
            seed: seeds.next())
        let timeline = simulation.run()
        return (timeline, Metrics(timeline, of: compiled))
    }

    package var medium: SharedChannel {
        SharedChannel(network: scenario.cluster.wireless, deviceRates: deviceRates)
    }

    private static func timeAlone(
        of device: Int, scenario: Scenario, cost: ComputeCost, plans: PlanCache
    ) -> TimeSpan {
        let cluster = scenario.cluster.alone(device)
        let alone = Partitioner(
            convolution: .singleDevice, fullyConnected: .singleDevice, pruned: scenario.pruned?.undivided)
        let plan = plans.plan(of: scenario.network, on: cluster, by: alone, delivery: .direct)
        return CompiledPlan(plan, on: cluster, cost: cost).computeTimes.reduce(.zero, +)
    }
}
