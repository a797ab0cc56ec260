import DeviceProfiles
import NeuralNetworks
import Partitioning
package import ScenarioFiles
package import Simulator
package import Units

/// One run of one point: a row of the results.
package struct RunRecord: Sendable {
    package var scenario: String
    package var network: String
    package var convolution: String
    package var fullyConnected: String
    package var delivery: String
    /// Devices that compute.
    package var devices: Int
    package var repetition: Int
    package var seed: UInt64
    /// Values of the swept axes, in their order.
    package var axisValues: [JSONNode]
    package var baseline: TimeSpan
    package var metrics: Metrics

    package init(_ run: PreparedRun, axisValues: [JSONNode] = [], repetition: Int, metrics: Metrics) {
        let scenario = run.scenario
        self.scenario = scenario.name
        network = scenario.network.name
        convolution = scenario.convolution.label
        fullyConnected = scenario.fullyConnectedName
        delivery = scenario.delivery.rawValue
        devices = scenario.cluster.computing.count
        self.repetition = repetition
        seed = scenario.seed
        self.axisValues = axisValues
        baseline = run.baseline
        self.metrics = metrics
    }

    /// The value of an axis as it is called in tables: schemes by their labels.
    package func label(of axis: SweepAxis, at index: Int) -> String {
        switch axis.path {
        case "convolution": convolution
        case "fullyConnected": fullyConnected
        case "network": network
        default: axisValues[index].plainText
        }
    }

    /// Baseline over latency; what rounds to no time at all counts as a nanosecond.
    package var speedup: Double {
        let shortest = TimeSpan(nanoseconds: 1)
        return max(baseline, shortest) / max(metrics.latency, shortest)
    }
    /// Speed-up by computing device.
    package var efficiency: Double { speedup / Double(devices) }
}
