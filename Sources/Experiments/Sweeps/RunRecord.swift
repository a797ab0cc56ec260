import DeviceProfiles
import NeuralNetworks
import Partitioning
package import ScenarioFiles
package import Simulator
package import Units

/// One run of one point, or a point that cannot run: a row of the results.
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
    /// Of one request alone.
    package var metrics: RunFigures
    /// Of all requests together, if the scenario has a load.
    package var load: LoadMetrics?
    /// Why the point could not run; names and figures are then empty.
    package var failure: String?

    package init(
        _ run: PreparedRun, axisValues: [JSONNode] = [], repetition: Int, metrics: Metrics, load: LoadMetrics? = nil
    ) {
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
        self.metrics = RunFigures(metrics)
        self.load = load
    }

    /// A point that cannot run.
    init(failure: String, scenario: String, axisValues: [JSONNode]) {
        self.scenario = scenario
        network = ""
        convolution = ""
        fullyConnected = ""
        delivery = ""
        devices = 0
        repetition = 0
        seed = 0
        self.axisValues = axisValues
        baseline = .zero
        metrics = .zero
        self.failure = failure
    }

    /// The value of an axis as it is called in tables: schemes by their labels.
    package func label(of axis: SweepAxis, at index: Int) -> String {
        switch axis.path {
        case "convolution" where failure == nil: convolution
        case "fullyConnected" where failure == nil: fullyConnected
        case "network" where failure == nil: network
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

/// The figures of a run that results show; what belongs to single layers and devices is left out, so that many fit into
/// memory.
package struct RunFigures: Sendable, Hashable {
    package var latency: TimeSpan
    package var compute: TimeSpan
    package var wakeUp: TimeSpan
    package var transmission: TimeSpan
    package var messages: Int
    package var sentBytes: ByteCount
    package var redundantMACs: MACCount
    package var peakMemory: ByteCount
    package var streamedBytes: ByteCount
    /// Of all devices together; `nil` unless it is known of each.
    package var energy: Energy?
    package var processorEnergy: Energy?
    package var radioEnergy: Energy?
    /// Of the battery that suffers most.
    package var batteryShare: Double?

    /// MoDNN's delivery time: waking up and transmitting.
    package var delivery: TimeSpan { wakeUp + transmission }

    /// Of no run.
    static let zero = RunFigures(
        latency: .zero, compute: .zero, wakeUp: .zero, transmission: .zero, messages: 0, sentBytes: .zero,
        redundantMACs: .zero, peakMemory: .zero, streamedBytes: .zero)
}

extension RunFigures {
    init(_ metrics: Metrics) {
        self.init(
            latency: metrics.latency, compute: metrics.compute, wakeUp: metrics.wakeUp,
            transmission: metrics.transmission, messages: metrics.messages, sentBytes: metrics.sentBytes,
            redundantMACs: metrics.redundantMACs, peakMemory: metrics.peakMemory, streamedBytes: metrics.streamedBytes,
            energy: metrics.energy, processorEnergy: metrics.processorEnergy, radioEnergy: metrics.radioEnergy,
            batteryShare: metrics.batteryShare)
    }
}
