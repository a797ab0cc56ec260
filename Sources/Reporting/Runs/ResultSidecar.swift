package import ScenarioFiles

/// Where a result comes from, in a file beside it: what is volatile stays out of the result itself.
package struct ResultSidecar: Sendable {
    /// Version and revision of the program.
    package var version: String
    package var revision: String
    package var scenario: ScenarioFile
    package var command: [String]
    package var runs: Int
    package var failures: Int
    /// Runs that were there before, of a sweep that was interrupted.
    package var resumed: Int
    /// "3/16" for a part of a sweep.
    package var shard: String?
    package var files: [String]
    package var environment: RunEnvironment

    package init(
        version: String, revision: String, scenario: ScenarioFile, command: [String], runs: Int, failures: Int,
        resumed: Int, shard: String? = nil, files: [String], environment: RunEnvironment
    ) {
        self.version = version
        self.revision = revision
        self.scenario = scenario
        self.command = command
        self.runs = runs
        self.failures = failures
        self.resumed = resumed
        self.shard = shard
        self.files = files
        self.environment = environment
    }

    /// The path of the sidecar of a result.
    package static func path(ofResult path: String) -> String {
        (path.hasSuffix(".csv") ? String(path.dropLast(4)) : path) + ".meta.json"
    }

    package func json() throws(InputError) -> JSONText {
        let resolved = try scenario.resolved()
        return [
            "format": "modnn-sim provenance 1",
            "program": [
                "name": "modnn-sim", "version": .string(version), "revision": .string(revision),
            ],
            "command": .array(command.map { .string($0) }),
            "scenario": [
                "path": .string(scenario.path), "sha256": .string(try scenario.digest()),
                "seed": resolved["seed"].map { JSONText($0) } ?? 0, "resolved": JSONText(resolved),
            ],
            "result": [
                "runs": .int(runs), "failed_points": .int(failures), "resumed_runs": .int(resumed),
                "shard": shard.map { .string($0) } ?? .null, "files": .array(files.map { .string($0) }),
            ],
            "environment": environment.json,
        ]
    }

    /// The scenario that a sidecar recorded, without any reference to other files.
    package static func scenario(in path: String) throws(InputError) -> ScenarioFile {
        let node = try JSONReader.read(path)
        guard let resolved = node["scenario"]?["resolved"] else {
            throw InputError(
                file: path, problem: "it records no scenario", expected: "what sweep wrote beside a result")
        }
        return try ScenarioFile(root: resolved, path: path)
    }
}

/// The machine and the time of a run.
package struct RunEnvironment: Sendable {
    package var host: String
    package var operatingSystem: String
    package var architecture: String
    package var processor: String
    package var cores: Int
    package var jobs: Int
    /// ISO 8601 in UTC.
    package var started: String
    package var duration: Double
    package var processorTime: Double
    package var peakMemoryBytes: Int

    package init(
        host: String, operatingSystem: String, architecture: String, processor: String, cores: Int, jobs: Int,
        started: String, duration: Double, processorTime: Double, peakMemoryBytes: Int
    ) {
        self.host = host
        self.operatingSystem = operatingSystem
        self.architecture = architecture
        self.processor = processor
        self.cores = cores
        self.jobs = jobs
        self.started = started
        self.duration = duration
        self.processorTime = processorTime
        self.peakMemoryBytes = peakMemoryBytes
    }

    fileprivate var json: JSONText {
        [
            "host": .string(host), "operating_system": .string(operatingSystem),
            "architecture": .string(architecture), "processor": .string(processor), "cores": .int(cores),
            "jobs": .int(jobs), "started": .string(started), "duration_s": .double(duration),
            "processor_time_s": .double(processorTime), "peak_memory_bytes": .int(peakMemoryBytes),
        ]
    }
}

extension JSONText {
    /// What was read, to be written: members in their order.
    package init(_ node: JSONNode) {
        switch node.value {
        case .null: self = .null
        case .bool(let flag): self = .bool(flag)
        case .number(let number): self = number.int.map { .int($0) } ?? .double(number.double)
        case .string(let text): self = .string(text)
        case .array(let elements): self = .array(elements.map { JSONText($0) })
        case .object(let members): self = .object(members.map { Member($0.key, JSONText($0.value)) })
        }
    }
}
