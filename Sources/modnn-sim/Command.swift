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
        case "sweep": try SweepCommand(command).run()
        case "merge": try MergeCommand.run(command)
        case "check": try CheckCommand.run(command)
        case "describe": try DescribeCommand.run(command)
        case "validate scenario": try ScenarioCommands.validate(command)
        case "schema": try ScenarioCommands.schema(command)
        case "completions": completions(command)
        case "partition": try partition(command)
        case "verify": try verify(command)
        case "kernels verify": try verifyKernels(command)
        case "kernels measure": try measureKernels(command)
        case "validate conv": try validateConvolutions(command)
        case "validate sparse": try validateSparse(command)
        case "validate wlan": try validateWireless(command)
        case "validate papers": try validatePapers(command)
        case "sensitivity": try sensitivity(command)
        case "calibrate": try calibrate(command)
        case "list": list(command)
        case "plot": try plot(command)
        case "timeline": try timeline(command)
        case "report": try report(command)
        case "": throw command.error("which command?")
        default: throw command.error("'\(command.name)' needs one of its subcommands")
        }
    }

    // MARK: Scenarios

    static func scenarioFile(_ command: ParsedCommand) throws -> ScenarioFile { try ScenarioOptions.file(command) }

    private static func runScenario(_ command: ParsedCommand) throws -> ExitCode {
        let file = try ScenarioOptions.file(command)
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

    // MARK: Partitions

    private static func partition(_ command: ParsedCommand) throws -> ExitCode {
        if command.string("matrix") != nil {
            return try partitionMatrix(command, capabilities: PartitionOptions.capabilities(command))
        }
        for name in ["svg", "device"] where command.string(name) != nil {
            throw command.error("option '--\(name)' needs '--matrix'")
        }
        let options = try PartitionOptions(command)
        let report = PartitionReport(options.preview, heading: options.heading)
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

    private static func completions(_ command: ParsedCommand) -> ExitCode {
        let shell = CompletionShell(rawValue: command.argument("SHELL")!)!
        Console.print(shell.script(for: .modnnSim))
        return .success
    }
}

extension ParsedCommand {
    /// The threads of the option "jobs"; all cores without it.
    func jobs() throws(UsageError) -> Int {
        try int("jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
    }
}
