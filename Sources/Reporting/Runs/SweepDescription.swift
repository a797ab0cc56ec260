import DeviceProfiles
package import Experiments
import NeuralNetworks
import Partitioning
package import ScenarioFiles
import Simulator
import Units

/// What a sweep would run, in words and numbers, from a sample of its points.
package struct SweepDescription {
    private let file: ScenarioFile
    private var lines: [(String, String)] = []
    private var subject: [(name: String, macs: Int, parameters: Int)] = []
    private var devices: Set<Int> = []
    private var schemes: [String] = []
    private var messages: [Int] = []
    private var bytes: [Int] = []
    private var latencies: [Double] = []
    private var failures: [String] = []
    package private(set) var pointsTried = 0
    private var estimate: (seconds: Double, jobs: Int)?

    package init(_ file: ScenarioFile) { self.file = file }

    /// Takes a point of the sample and runs it once.
    package mutating func add(_ preparation: Result<PreparedRun, InputError>) {
        switch preparation {
        case .failure(let error): failures.append(error.placeless)
        case .success(let run):
            let scenario = run.scenario
            let network = scenario.network
            let name = "\(network.name) at \(network.input)"
            if !subject.contains(where: { $0.name == name }) {
                subject.append((name, network.macs.count, network.parameterCount))
            }
            devices.insert(scenario.cluster.computing.count)
            let scheme = "\(scenario.convolution.label), \(scenario.fullyConnected.name), \(scenario.delivery.rawValue)"
            if !schemes.contains(scheme) { schemes.append(scheme) }
            let metrics = run.run(repetition: 0).metrics
            messages.append(metrics.messages)
            bytes.append(metrics.sentBytes.bytes)
            latencies.append(metrics.latency.seconds)
        }
        pointsTried += 1
    }

    /// Estimates the time of the whole.
    ///
    /// - Parameters:
    ///   - point: what preparing a point takes.
    ///   - run: what a run of it takes.
    package mutating func setTime(point: Duration, run: Duration, jobs: Int) {
        let seconds = (point * file.pointCount + run * file.runCount) / .seconds(1)
        estimate = (seconds / Double(jobs), jobs)
    }

    private var sample: String {
        pointsTried == file.pointCount ? "all points" : "\(pointsTried) of \(HumanFormat.count(file.pointCount)) points"
    }

    package func text() -> String {
        var lines: [(String, String)] = []
        let repetitions = file.greatestRepetitionCount
        let points = "\(HumanFormat.count(file.pointCount)) point\(file.pointCount == 1 ? "" : "s")"
        lines.append(
            (
                "runs",
                repetitions == 1
                    ? "\(HumanFormat.count(file.runCount)), one a point"
                    : "\(HumanFormat.count(file.runCount)): \(points), up to \(HumanFormat.count(repetitions)) "
                        + "repetitions"
            ))
        for axis in file.axes {
            let values = axis.values
            let shown = values.prefix(values.count > 7 ? 6 : 7).map(\.plainText).joined(separator: ", ")
            let rest = values.count > 7 ? ", ... \(values[values.count - 1].plainText)" : ""
            let zipped = file.axes.contains { $0.group == axis.group && $0.path != axis.path }
            lines.append(
                ("axis", "\(axis.path): \(values.count) values\(zipped ? " (zipped)" : ""): \(shown)\(rest)"))
        }
        for network in subject {
            lines.append(
                (
                    "network",
                    "\(network.name): \(HumanFormat.count(network.macs)) MACs, "
                        + "\(HumanFormat.count(network.parameters)) parameters"
                ))
        }
        lines.append(("schemes", schemes.prefix(8).joined(separator: "; ") + (schemes.count > 8 ? "; ..." : "")))
        lines.append(("devices", range(devices.sorted()) { HumanFormat.count($0) } + " compute"))
        lines.append(("messages", range(messages.sorted()) { HumanFormat.count($0) } + " a run"))
        lines.append(("sent", range(bytes.sorted()) { HumanFormat.bytes($0) } + " a run"))
        lines.append(("latency", range(latencies.sorted()) { HumanFormat.seconds($0) } + " a run, simulated"))
        if !failures.isEmpty {
            lines.append(("cannot run", "\(failures.count) of the points tried: \(failures[0])"))
        }
        if let estimate {
            lines.append(
                (
                    "time",
                    "about \(HumanFormat.duration(estimate.seconds)) with \(estimate.jobs) "
                        + "job\(estimate.jobs == 1 ? "" : "s"), from \(sample)"
                ))
        }
        let width = lines.map(\.0.count).max()!
        let title = (file.title ?? file.name ?? file.path) + "\n\n"
        return title
            + lines.map { $0 + String(repeating: " ", count: width - $0.count + 2) + $1 + "\n" }.joined()
    }

    private func range<Value: Equatable>(_ values: [Value], _ text: (Value) -> String) -> String {
        guard let first = values.first, let last = values.last else { return "none" }
        return first == last ? text(first) : "\(text(first)) to \(text(last))"
    }

    package func json() -> JSONText {
        [
            "scenario": file.name.map { .string($0) } ?? .null, "points": .int(file.pointCount),
            "runs": .int(file.runCount),
            "axes": .array(
                file.axes.map { axis in
                    [
                        "path": .string(axis.path), "group": .int(axis.group),
                        "values": .array(axis.values.map { JSONText($0) }),
                    ]
                }),
            "networks": .array(
                subject.map {
                    ["network": .string($0.name), "macs": .int($0.macs), "parameters": .int($0.parameters)]
                }),
            "schemes": .array(schemes.map { .string($0) }),
            "devices": .array(devices.sorted().map { .int($0) }),
            "sample": [
                "points": .int(pointsTried), "cannot_run": .int(failures.count), "messages": extremes(messages),
                "sent_bytes": extremes(bytes),
                "latency_s": .array([latencies.min(), latencies.max()].compactMap { $0.map { .double($0) } }),
            ],
            "estimated_time_s": estimate.map { .double($0.seconds) } ?? .null,
            "jobs": estimate.map { .int($0.jobs) } ?? .null,
        ]
    }

    private func extremes(_ values: [Int]) -> JSONText {
        .array([values.min(), values.max()].compactMap { $0.map { .int($0) } })
    }
}
