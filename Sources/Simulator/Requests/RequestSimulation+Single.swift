import DeviceProfiles
import Units

extension RequestSimulation where Medium: ~Copyable {
    /// Runs one request alone.
    public static func timeline(
        of compiled: CompiledPlan, medium: consuming Medium, variation: ComputeVariation = .none, seed: UInt64 = 0
    ) -> Timeline {
        let load = RequestLoad(
            sources: [.init(device: compiled.cluster.source, arrivals: .trace([.start]))], requestLimit: 1)
        let simulation = RequestSimulation(
            load, plans: [compiled], medium: medium, variation: variation, seed: seed, recordsTimeline: true)
        return simulation.finish().timeline!
    }
}
