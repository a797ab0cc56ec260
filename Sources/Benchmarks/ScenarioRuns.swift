import DeviceProfiles
import Execution
import Foundation
import NeuralNetworks
import Partitioning
import Simulator
import Units

/// Whole runs of the main job: VGG-16 on LG Nexus 5 phones under BODP.
enum ScenarioRuns {
    /// Four phones, plan reused, metrics included; events are operations of the plan. Check: the latency in seconds.
    static func measure(runs: Int) -> Measurement {
        let compiled = compile(devices: 4, scheme: .bodp)
        let rates = compiled.cluster.devices.map(\.profile.wirelessRate.value)
        return Measurement.of {
            var latency = 0.0
            for run in 0..<runs { latency += simulate(compiled, rates: rates, seed: UInt64(run)).latency.seconds }
            return (runs * compiled.plan.operations.count, latency / Double(runs))
        }
    }

    /// One run on many devices from the network to the metrics: a 2-D grid, so that most of them have work.
    /// Events are operations of the plan. Check: the latency in seconds.
    static func measureScale(devices: Int) -> Measurement {
        Measurement.of {
            let compiled = compile(devices: devices, scheme: .grid2D)
            let rates = compiled.cluster.devices.map(\.profile.wirelessRate.value)
            let metrics = simulate(compiled, rates: rates, seed: 0)
            return (compiled.plan.operations.count, metrics.latency.seconds)
        }
    }

    private static func compile(devices count: Int, scheme: ConvolutionScheme) -> CompiledPlan {
        let profile = DeviceCatalogue.profile(named: "nexus-5")!
        let devices = (0..<count).map { Device(name: "device-\($0)", profile: profile, capability: 700) }
        let cluster = Cluster(
            devices: devices, groupOwner: 0, source: 0, computing: Array(devices.indices),
            wireless: WirelessNetwork(
                rate: DataRate(bitsPerSecond: 200e6), wakeUp: TimeSpan(nanoseconds: 3_000_000)))
        // The input of the catalogue's own size always fits.
        let network = try! NetworkCatalogue.network(named: "vgg16")!
        let partition = Partitioner(convolution: scheme, fullyConnected: .byOutputs).partition(network, on: cluster)
        let plan = Planner(delivery: .relay).plan(partition, of: network, on: cluster)
        return CompiledPlan(plan, on: cluster, cost: ComputeCost(), bytesPerElement: Network.bytesPerElement)
    }

    private static func simulate(_ compiled: CompiledPlan, rates: [DataRate], seed: UInt64) -> Metrics {
        let channel = SharedChannel(network: compiled.cluster.wireless, deviceRates: rates)
        let simulation = PlanSimulation(compiled, medium: channel, seed: seed)
        return Metrics(simulation.run(), of: compiled)
    }
}
