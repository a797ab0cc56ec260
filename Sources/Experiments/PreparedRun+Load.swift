import DeviceProfiles
import Partitioning
import ScenarioFiles
package import Simulator

extension PreparedRun {
    /// Runs all requests of the scenario's load; `nil` if it has none.
    package func runLoad(repetition: Int) -> (run: RequestRun, metrics: LoadMetrics)? {
        guard let load = scenario.load else { return nil }
        let seeds = seeds(of: repetition)
        let run =
            switch scenario.cluster.wireless.fidelity {
            case .ideal: requests(load, on: medium, seed: seeds.computing)
            case .fluid: requests(load, on: lan(WLANFluidChannel.self, seed: seeds.wireless), seed: seeds.computing)
            case .txop: requests(load, on: lan(WLANChannel.self, seed: seeds.wireless), seed: seeds.computing)
            }
        let occupies = scenario.cluster.wireless.wakeUpOccupiesChannel
        return (run, LoadMetrics(run, of: load, wakeUpOccupiesChannel: occupies))
    }

    private func requests<Medium: WirelessMedium & ~Copyable>(
        _ load: RequestLoad, on medium: consuming Medium, seed: UInt64
    ) -> RequestRun {
        RequestSimulation(
            load, plans: sourcePlans, medium: medium,
            variation: ComputeVariation(coefficient: scenario.computeVariation), seed: seed
        ).finish().run
    }

    /// Plans for every source of the load, one each; of data parallelism one for every device that computes.
    static func sourcePlans(
        of scenario: Scenario, first: CompiledPlan, cost: ComputeCost, plans: PlanCache
    ) -> [CompiledPlan] {
        guard let load = scenario.load else { return [] }
        let computing = scenario.cluster.computing
        let turns = scenario.convolution.method == .dataParallel ? computing.map { [$0] } : [computing]
        return load.sources.flatMap { source in
            turns.map { devices in
                if source.device == scenario.cluster.source, devices == computing { return first }
                var scenario = scenario
                scenario.cluster.source = source.device
                scenario.cluster.computing = devices
                return CompiledPlan(plans.plan(for: scenario), on: scenario.cluster, cost: cost)
            }
        }
    }
}
