import DeviceProfiles
import NeuralNetworks
import Partitioning
import ScenarioFiles
import Simulator
import Units

/// Why an observation was not simulated.
package struct NotSimulated: Error, Sendable, Hashable {
    package var reason: String
    /// Whether the study says so itself.
    package var isDeclared = false
}

/// What a run of an observation gave.
package struct PaperResult: Sendable {
    package var value: Double
    /// Devices that compute something.
    package var busyDevices: Int
}

extension PaperStudy {
    /// Simulates one observation by what its own fields say.
    package func simulate(_ observation: PaperObservation, plans: PlanCache) throws -> PaperResult {
        var settings: [(path: String, value: JSONNode)] = []
        var against: [(path: String, value: JSONNode)]?
        for member in observation.conditions where !fields.contains(where: { $0.key == member.key }) {
            throw NotSimulated(reason: "unknown field \"\(member.key)\"")
        }
        let speed = try firstSpeed(observation)
        for (key, rules) in fields {
            guard let value = observation.conditions.first(where: { $0.key == key })?.value else { continue }
            for rule in rules {
                switch rule {
                case .label: break
                case .names(let names):
                    guard let effect = names.first(where: { $0.name == value.plainText })?.effect else {
                        throw NotSimulated(reason: "unknown \(key) \"\(value.plainText)\"")
                    }
                    if let reason = effect.unsupported { throw NotSimulated(reason: reason, isDeclared: true) }
                    settings += effect.settings
                    if let other = effect.against { against = other }
                case .path(let path, let unit, let series):
                    settings.append((path, try Self.value(value, key: key, unit: unit, series: series, speed: speed)))
                case .points(let path, let points, let unit):
                    let number = FieldRule.interpolate(points, at: try Self.number(value, key))
                    settings.append((path, JSONNode(.string("\(number) \(unit)"))))
                case .speed(let reference):
                    settings += try speeds(value, key: key, reference: reference)
                case .hostCores(let cores):
                    let share = min(1, Double(cores) / max(1, try Self.number(value, key)))
                    settings += uniformSpeed(share)
                }
            }
        }
        let run = try prepared(settings, plans: plans)
        let reference = try against.map { try prepared(settings + $0, plans: plans) }
        let metrics = run.run(repetition: 0).metrics
        return PaperResult(
            value: try PaperMetric.value(
                observation, run: run, metrics: metrics, against: reference?.run(repetition: 0).metrics),
            busyDevices: metrics.computeByDevice.count { $0 > .zero })
    }

    private func prepared(_ settings: [(path: String, value: JSONNode)], plans: PlanCache) throws -> PreparedRun {
        var node = scenario
        do throws(InputError) {
            for (path, value) in settings { try node.set(path, to: value, file: file) }
            return PreparedRun(try ScenarioFile(root: node, path: file).scenario(), plans: plans)
        } catch {
            throw NotSimulated(reason: "not a scenario: \(error.message)")
        }
    }

    private static func number(_ value: JSONNode, _ key: String) throws -> Double {
        guard case .number(let number) = value.value, number.double > 0 else {
            throw NotSimulated(reason: "\(key) is \(value.plainText), not a positive number")
        }
        return number.double
    }

    private static func value(
        _ value: JSONNode, key: String, unit: String?, series: DataRate?, speed: Double
    ) throws -> JSONNode {
        guard let unit else { return value }
        let number = try number(value, key)
        guard let series else { return JSONNode(.string("\(number) \(unit)")) }
        guard let rate = DataRate(parsing: "\(number) \(unit)") else {
            throw NotSimulated(reason: "\(key) is no data rate: \(number) \(unit)")
        }
        let both = 1 / (1 / rate.bitsPerSecond + 1 / (series.bitsPerSecond * speed))
        return JSONNode(.string("\(both) bit/s"))
    }

    // MARK: Speeds

    /// The speed of the first device that an observation names a clock for; 1 without clocks.
    private func firstSpeed(_ observation: PaperObservation) throws -> Double {
        for (key, rules) in fields {
            guard let value = observation.conditions.first(where: { $0.key == key })?.value else { continue }
            for case .speed(let reference) in rules {
                if case .array(let clocks) = value.value, let first = clocks.first {
                    return try Self.number(first, key) / reference
                }
                return try Self.number(value, key) / reference
            }
        }
        return 1
    }

    private var ownerComputes: Bool {
        if case .bool(false)? = scenario.value(at: "cluster.groupOwner.computes")?.value { return false }
        return true
    }

    private func uniformSpeed(_ speed: Double) -> [(path: String, value: JSONNode)] {
        let node = JSONNode(.number(JSONNumber(speed)))
        let owner = ownerComputes ? [("cluster.groupOwner.device.speed", node)] : []
        return owner + [("cluster.workers.device.speed", node)]
    }

    private func speeds(
        _ value: JSONNode, key: String, reference: Double
    ) throws -> [(path: String, value: JSONNode)] {
        guard case .array(let clocks) = value.value else {
            return uniformSpeed(try Self.number(value, key) / reference)
        }
        guard !clocks.isEmpty, let worker = scenario.value(at: "cluster.workers") else {
            throw NotSimulated(reason: "\(key) names no device, or the study has no workers")
        }
        var settings: [(path: String, value: JSONNode)] = []
        var rest = try clocks.map { JSONNode(.number(JSONNumber(try Self.number($0, key) / reference))) }
        settings.append(("cluster.devices", JSONNode(.number(JSONNumber(clocks.count)))))
        if ownerComputes { settings.append(("cluster.groupOwner.device.speed", rest.removeFirst())) }
        let workers = try rest.map { speed in
            var device = worker
            do {
                try device.set("device.speed", to: speed, file: file)
                try device.set("count", to: JSONNode(.number(JSONNumber(1))), file: file)
            } catch { throw NotSimulated(reason: "cluster.workers.device is no object with a profile") }
            return device
        }
        settings.append(("cluster.workers", JSONNode(.array(workers))))
        return settings
    }
}
