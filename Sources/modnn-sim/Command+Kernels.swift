import CommandLineOptions
import Experiments
import Foundation
import NeuralNetworks
import Reporting
import ScenarioFiles
import TensorKernels

extension Command {
    private static func threads(_ command: ParsedCommand) throws -> Int { try command.int("threads", in: 1...256) ?? 1 }

    private static func seed(_ command: ParsedCommand) throws -> UInt64 {
        UInt64(try command.int("seed", in: 0 ... .max) ?? 1)
    }

    /// The instruction set asked for; an error if the machine lacks it.
    private static func instructionSet(_ command: ParsedCommand) throws -> InstructionSet? {
        guard let name = command.string("instruction-set"), let set = InstructionSet(rawValue: name) else { return nil }
        guard InstructionSet.available.contains(set) else {
            let available = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
            throw command.error("this machine has no \(name); it has \(available)")
        }
        return set
    }

    static func verify(_ command: ParsedCommand) throws -> ExitCode {
        let kernels = KernelOptions(
            instructionSet: try instructionSet(command) ?? .best, threads: try threads(command))
        return try VerifyCommand(command, seed: try seed(command), kernels: kernels).run()
    }

    static func verifyKernels(_ command: ParsedCommand) throws -> ExitCode {
        let index = URL(fileURLWithPath: command.argument("INDEX")!)
        let sets = try instructionSet(command).map { [$0] } ?? InstructionSet.available
        let threads = try threads(command)
        let progress = ProgressLine("verify", quiet: command.flag("quiet"))
        var results: [GoldenVerificationReport.Variant] = []
        for set in sets {
            for algorithm in KernelOptions.ConvolutionAlgorithm.allCases {
                progress.show(results.count, of: sets.count * KernelOptions.ConvolutionAlgorithm.allCases.count)
                let options = KernelOptions(instructionSet: set, threads: threads, convolution: algorithm)
                do {
                    results.append(
                        .init(options: options, verification: try GoldenVerification(index: index, options: options)))
                } catch {
                    if case .unreadable = error {
                        throw InputError(
                            kind: .missing, file: command.argument("INDEX")!, problem: "\(error)",
                            expected: "a list of cases, index.json")
                    }
                    throw InputError(file: command.argument("INDEX")!, problem: "\(error)")
                }
            }
        }
        progress.end()
        let report = GoldenVerificationReport(results)
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return results.allSatisfy(\.verification.failed.isEmpty) ? .success : .checkFailed
    }

    static func measureKernels(_ command: ParsedCommand) throws -> ExitCode {
        let network = try command.network()
        let threads = try threads(command)
        let clock =
            command.string("clock").flatMap(LayerTiming.Clock.init(rawValue:)) ?? (threads == 1 ? .processor : .wall)
        let options = KernelOptions(
            instructionSet: try instructionSet(command) ?? .best, threads: threads,
            convolution: command.string("algorithm").flatMap(KernelOptions.ConvolutionAlgorithm.init(rawValue:))
                ?? .exact)
        let repetitions = try command.int("repetitions", in: 1...1000) ?? 9
        let progress = ProgressLine("measure", quiet: command.flag("quiet"))
        let timings = try LayerTiming.measure(
            network, strips: command.flag("strips") ? LayerTiming.doublingHeights : [], repetitions: repetitions,
            clock: clock, seed: try seed(command), options: options
        ) { progress.show($0.done, of: $0.count, left: $0.estimatedTimeLeft) }
        progress.end()
        let report = WorkloadTraceReport(
            timings, network: network, options: options, clock: clock, repetitions: repetitions, date: Date())
        if let path = command.string("output") {
            try AtomicFile.write(report.json().rendered(pretty: true) + "\n", to: path)
            Console.note("wrote \(path)", quiet: command.flag("quiet"))
        }
        if command.flag("json") {
            Console.print(report.json().rendered(pretty: true) + "\n")
        } else {
            Console.print(report.text())
        }
        return .success
    }
}
