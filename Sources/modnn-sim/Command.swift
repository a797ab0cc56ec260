import CommandLineOptions
import DeviceProfiles
import Experiments
import Foundation
import NeuralNetworks
import Partitioning
import Reporting
import ScenarioFiles
import Suggestions

/// The commands: options in, text out.
enum Command {
    static func run(_ command: ParsedCommand) throws -> ExitCode {
        switch command.name {
        case "run": try runScenario(command)
        case "sweep": try sweep(command)
        case "partition": try partition(command)
        case "validate conv": try validateConvolutions(command)
        case "validate wlan": try validateWireless(command)
        case "list": list(command)
        case "": throw command.error("which command?")
        default: throw command.error("'\(command.name)' needs one of its subcommands")
        }
    }

    // MARK: Scenarios

    private static func scenarioFile(_ command: ParsedCommand) throws -> ScenarioFile {
        var overrides: [ScenarioOverride] = []
        for text in command.strings("set") {
            guard let override = ScenarioOverride(text) else {
                throw command.error("option '--set' takes PATH=VALUE such as cluster.devices=3, not '\(text)'")
            }
            overrides.append(override)
        }
        return try ScenarioFile(path: command.argument("SCENARIO")!, overrides: overrides)
    }

    private static func runScenario(_ command: ParsedCommand) throws -> ExitCode {
        let file = try scenarioFile(command)
        let details = Set(
            (command.string("detail") ?? "").split(separator: ",").compactMap { RunReport.Detail(rawValue: String($0)) }
        )
        let repetition = try command.int("repetition", in: 0...1_000_000_000) ?? 0
        let report = RunReport(PreparedRun(try file.scenario()), repetition: repetition)
        if command.flag("json") {
            Console.print(report.json(details: details).rendered(pretty: true) + "\n")
        } else {
            Console.print(report.text(details: details))
        }
        if file.pointCount > 1 {
            Console.note(
                "one run as written; the sweep of \(file.pointCount) points is left out (modnn-sim sweep)",
                quiet: command.flag("quiet"))
        }
        return .success
    }

    private static func sweep(_ command: ParsedCommand) throws -> ExitCode {
        let file = try scenarioFile(command)
        let jobs = try command.int("jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
        let output = command.string("output") ?? "results"
        let sweep = try Sweep(file)
        let records = sweep.run(jobs: jobs)
        let table = ResultsTable.make(records, axes: file.axes)
        let summary = SweepSummary(records, file: file)
        let path = "\(output)/\(records[0].scenario)"
        try AtomicFile.write(table.text, to: path + ".csv")
        var written = [path + ".csv"]
        if let image = summary.image() {
            try AtomicFile.write(image, to: path + ".svg")
            written.append(path + ".svg")
        }
        if command.flag("json") {
            let document: JSONText = [
                "scenario": .string(records[0].scenario), "runs": .int(records.count),
                "files": .array(written.map { .string($0) }),
            ]
            Console.print(document.rendered(pretty: true) + "\n")
        } else {
            Console.print(summary.table())
            if let chart = summary.chart(width: Console.width, ascii: Console.prefersASCII) {
                Console.print("\n" + chart)
            }
        }
        Console.note("wrote \(written.joined(separator: " and "))", quiet: command.flag("quiet"))
        return .success
    }

    // MARK: Partitions

    private static func partition(_ command: ParsedCommand) throws -> ExitCode {
        guard let name = command.string("network") else {
            throw command.error("option '--network' is missing; 'modnn-sim list networks' shows the names")
        }
        let workers = try command.int("workers", in: 1...10_000)
        let capabilities =
            try command.ints("capabilities", in: 1...1_000_000) ?? Array(repeating: 1, count: workers ?? 4)
        if let workers, capabilities.count != workers {
            throw command.error("\(workers) workers need \(workers) capabilities, not \(capabilities.count)")
        }
        var scheme = ConvolutionScheme.named(command.string("scheme") ?? "bodp")!
        if let text = command.string("grid") {
            guard scheme.shape == .grid else { throw command.error("scheme \(scheme.name) has no grid") }
            guard let grid = ConvolutionScheme.grid(parsing: text) else {
                throw command.invalidValue(of: "grid", expected: "rows x columns such as 3x3")
            }
            scheme.grid = grid
        }
        if let every = try command.int("group-every", in: 1...1000) {
            guard scheme.fusion != .none else { throw command.error("scheme \(scheme.name) does not fuse layers") }
            scheme.fusion = .everyStridedLayers(every)
        }
        let fullyConnected = FullyConnectedScheme(rawValue: command.string("fully-connected") ?? "by-outputs")!
        let delivery = Delivery(rawValue: command.string("delivery") ?? "direct")!
        let network = try NetworkCatalogue.network(named: name)!
        let preview = PartitionPreview(
            network: network, capabilities: capabilities, convolution: scheme, fullyConnected: fullyConnected,
            delivery: delivery)
        let report = PartitionReport(
            preview,
            heading: "\(network.name) at \(network.input) on \(capabilities.count) workers "
                + "(\(capabilities.map(String.init).joined(separator: ":"))), \(scheme.label), \(delivery.rawValue)")
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return .success
    }

    // MARK: Validation

    private static func validateConvolutions(_ command: ParsedCommand) throws -> ExitCode {
        let results = try ConvolutionValidation.validate(folder: command.argument("DIR")!)
        let report = ConvolutionValidationReport(results)
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return results.allSatisfy(\.differences.isEmpty) ? .success : .checkFailed
    }

    // MARK: Lists

    private static func list(_ command: ParsedCommand) -> ExitCode {
        let listing: Listing =
            switch command.argument("WHAT")! {
            case "networks": .networks
            case "devices": .devices
            default: .schemes
            }
        Console.print(command.flag("json") ? listing.json().rendered(pretty: true) + "\n" : listing.text())
        return .success
    }
}
