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
    /// The cells of a Wi-Fi network; `nil` for the ideal channel.
    private let placement: WLANPlacement?

    package init(_ scenario: Scenario, plans: PlanCache = PlanCache()) {
        self.scenario = scenario
        let cost = ComputeCost(trace: scenario.workload, taskOverhead: scenario.taskOverhead)
        deviceRates = scenario.cluster.devices.map(\.profile.wirelessRate.value)
        let cluster = scenario.cluster
        placement = cluster.wireless.lan.map { lan in
            do throws(WLANError) {
                return try WLANPlacement(lan, devices: cluster.devices, groupOwner: cluster.groupOwner)
            } catch {
                preconditionFailure("a scenario's Wi-Fi is checked when it is read: \(error)")
            }
        }
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
        let seeds = seeds(of: repetition)
        let timeline =
            switch scenario.cluster.wireless.fidelity {
            case .ideal: simulate(medium, seed: seeds.computing)
            case .fluid: simulate(lan(WLANFluidChannel.self, seed: seeds.wireless), seed: seeds.computing)
            case .txop: simulate(lan(WLANChannel.self, seed: seeds.wireless), seed: seeds.computing)
            }
        return (timeline, Metrics(timeline, of: compiled))
    }

    private func simulate<Medium: WirelessMedium & ~Copyable>(_ medium: consuming Medium, seed: UInt64) -> Timeline {
        let variation = ComputeVariation(coefficient: scenario.computeVariation)
        if compiled.plan.isDynamic {
            return RequestSimulation.timeline(of: compiled, medium: medium, variation: variation, seed: seed)
        }
        return PlanSimulation(compiled, medium: medium, variation: variation, seed: seed).run()
    }

    /// A seed for each source of randomness of a repetition.
    func seeds(of repetition: Int) -> (computing: UInt64, wireless: UInt64) {
        var seeds = RandomStream(seed: scenario.seed, consumer: "repetition", index: repetition)
        let computing = seeds.next()
        return (computing, seeds.next())
    }

    func lan<Cell: WLANCell & ~Copyable>(_ cell: Cell.Type, seed: UInt64) -> WLANMedium<Cell> {
        guard let placement,
            let medium = try? WLANMedium<Cell>(scenario.cluster.wireless, placement: placement, seed: seed)
        else { preconditionFailure("a scenario's Wi-Fi is checked when it is read") }
        return medium
    }

    /// The ideal channel.
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
