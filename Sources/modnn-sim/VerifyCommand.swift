import CommandLineOptions
import Execution
import Experiments
import Foundation
import NeuralNetworks
import Partitioning
import Reporting
import ScenarioFiles
import TensorKernels

/// Computes partitioned networks for real.
struct VerifyCommand {
    private let command: ParsedCommand
    private let seed: UInt64
    private let kernels: KernelOptions

    init(_ command: ParsedCommand, seed: UInt64, kernels: KernelOptions) {
        self.command = command
        self.seed = seed
        self.kernels = kernels
    }

    func run() throws -> ExitCode {
        command.flag("all") ? try verifyAll() : try verifyOne()
    }

    private func verifyOne() throws -> ExitCode {
        let options = try PartitionOptions(command, seed: seed)
        if command.string("weights") != nil, options.pruned != nil {
            throw command.error("options '--weights' and '--density' exclude each other")
        }
        let preview = options.preview
        let plan = preview.plan.isDynamic ? preview.plan.fixing(.dealt(preview.plan)) : preview.plan
        let layers = try layers(of: options.network, divisions: preview.divisions)
        let progress = ProgressLine("verify", quiet: command.flag("quiet"))
        let verification = try PlanVerification(plan, layers: layers, input: input(of: options.network)) {
            progress.show($0, of: $1)
        }
        progress.end()
        let heading = options.heading + (preview.plan.isDynamic ? ", tasks dealt in turn" : "")
        let report = PlanVerificationReport(verification, plan: plan, heading: heading)
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return verification.isEqual ? .success : .checkFailed
    }

    /// Every scheme and delivery on 1, 2 ... workers.
    private func verifyAll() throws -> ExitCode {
        let excluded = [
            "scheme", "grid", "group-every", "distribution", "fully-connected", "density", "delivery",
        ].first { command.string($0) != nil }
        if let excluded { throw command.error("options '--all' and '--\(excluded)' exclude each other") }
        if command.flag("data-reuse") { throw command.error("options '--all' and '--data-reuse' exclude each other") }
        let network = try command.network()
        let capabilities = try PartitionOptions.capabilities(command)
        let layers = try layers(of: network, divisions: [])
        let input = input(of: network)
        let variants = PlanSurvey.variants
        let progress = ProgressLine("verify", quiet: command.flag("quiet"))
        var survey = PlanSurvey(variants.map(\.label))
        var done = 0
        for (row, variant) in variants.enumerated() {
            for delivery in Delivery.allCases {
                for workers in 1...capabilities.count {
                    let plan = PartitionPreview(
                        network: network, capabilities: Array(capabilities.prefix(workers)),
                        convolution: variant.convolution, fullyConnected: variant.fullyConnected, delivery: delivery
                    ).plan
                    let fixed =
                        plan.isDynamic ? [true, false].map { plan.fixing(.dealt(plan, reusing: $0)) } : [plan]
                    for plan in Set(fixed) {
                        survey.add(
                            try PlanVerification(plan, layers: layers, input: input), of: plan, row: row,
                            delivery: delivery, workers: workers)
                    }
                    done += 1
                    progress.show(done, of: variants.count * Delivery.allCases.count * capabilities.count)
                }
            }
        }
        progress.end()
        let report = PlanSurveyReport(
            survey, heading: "\(network.name) at \(network.input) on 1 to \(capabilities.count) workers")
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return survey.differences.isEmpty ? .success : .checkFailed
    }

    private func input(of network: Network) -> Tensor { SeededParameters(seed: seed).input(network.input) }

    /// With made-up weights or with those of the option "weights".
    private func layers(of network: Network, divisions: [SparseLayerDivision]) throws -> NetworkLayers {
        guard let path = command.string("weights") else {
            return try NetworkLayers(network, seed: seed, divisions: divisions, options: kernels)
        }
        do {
            let parameters = try WeightFiles.parameters(of: network, from: URL(fileURLWithPath: path))
            return try NetworkLayers(network, parameters: parameters, options: kernels)
        } catch let problem as WeightFiles.Problem {
            if case .unreadable = problem {
                throw InputError(kind: .missing, file: path, problem: "\(problem)")
            }
            throw InputError(file: path, problem: "weights of \(network.name): \(problem)")
        }
    }
}
