import DeviceProfiles
import NeuralNetworks
import ScenarioFiles
import Simulator
import Units

/// What published values are compared with.
enum PaperMetric {
    /// Metrics and the unit that their values have.
    private static let units: [(metric: String, units: [String])] = [
        ("latency", ["s"]), ("communicated", ["MiB"]), ("redundantComputeFactor", ["x"]), ("speedup", ["x"]),
        ("speedupBelow", ["x"]), ("dataDeliveryTimeReduction", ["fraction"]), ("computeTimeSaved", ["fraction"]),
        ("communicationTimeSaved", ["fraction"]),
    ]

    /// The simulated value of an observation's metric.
    ///
    /// - Parameter against: the run to compare with, for metrics of what is saved.
    static func value(
        _ observation: PaperObservation, run: PreparedRun, metrics: Metrics, against: Metrics?
    ) throws -> Double {
        guard let known = units.first(where: { $0.metric == observation.metric }) else {
            throw NotSimulated(reason: "unknown metric \"\(observation.metric)\"")
        }
        if let unit = observation.unit, !known.units.contains(unit) {
            throw NotSimulated(reason: "\(observation.metric) in \"\(unit)\", not \(known.units[0])")
        }
        switch observation.metric {
        case "latency": return metrics.latency.seconds
        case "communicated": return metrics.sentBytes.mebibytes
        case "redundantComputeFactor":
            return 1 + Double(metrics.redundantMACs.count) / Double(run.scenario.network.macs.count)
        case "speedup", "speedupBelow": return run.baseline.seconds / metrics.latency.seconds
        default: break
        }
        guard let against else {
            throw NotSimulated(reason: "the study does not say what \(observation.metric) compares with")
        }
        func saved(_ time: (Metrics) -> TimeSpan) throws -> Double {
            guard time(against) > .zero else { throw NotSimulated(reason: "there is nothing to save") }
            return 1 - time(metrics).seconds / time(against).seconds
        }
        switch observation.metric {
        case "computeTimeSaved": return try saved(\.compute)
        case "communicationTimeSaved": return try saved(\.transmission)
        default: return try saved(\.delivery)
        }
    }
}
