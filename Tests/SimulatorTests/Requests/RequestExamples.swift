import DeviceProfiles
import Execution
import Simulator
import Units

extension ExecutionPlan {
    /// One computation on a device, on data that are there and stay there.
    static func single(macs: Int, on device: Int = 0, devices: Int = 1) -> ExecutionPlan {
        var builder = PlanBuilder.maps(2, devices: devices)
        if device != 0 {
            builder.addTransfer(
                step: 0, source: 0, destination: device, purpose: .scatter, slices: [.rows(0..<6, of: 0)])
        }
        builder.compute(0, at: device, macs: macs, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        if device != 0 {
            builder.addTransfer(
                step: 1, source: device, destination: 0, purpose: .gather, slices: [.rows(0..<6, of: 1)])
        }
        return builder.finish()
    }
}

/// A load of sources with these arrivals, all at device 0, one plan each.
func serve(
    _ plans: [CompiledPlan], _ arrivals: [ArrivalProcess], requests: Int, duration: TimeSpan? = nil,
    variation: ComputeVariation = .none, seed: UInt64 = 0
) -> (run: RequestRun, load: RequestLoad) {
    let load = RequestLoad(
        sources: arrivals.map { .init(device: 0, arrivals: $0) }, requestLimit: requests, duration: duration)
    let simulation = RequestSimulation(
        load, plans: plans, medium: plans[0].cluster.channel, variation: variation, seed: seed)
    return (simulation.finish().run, load)
}

extension RequestRun {
    var arrivals: [Int64] { requests.map(\.arrival.nanoseconds) }
    var answers: [Int64] { requests.map(\.answer.nanoseconds) }
    var totalLatency: Double { requests.reduce(0) { $0 + $1.latency.seconds } }
}
