import CommandLineOptions
import DeviceProfiles
import Experiments
import Foundation
import NeuralNetworks
import Partitioning
import Reporting
import ScenarioFiles

extension Command {
    /// Partitions the sparse matrix of a file.
    static func partitionMatrix(_ command: ParsedCommand, capabilities: [Int]) throws -> ExitCode {
        for name in ["network", "grid", "group-every", "fully-connected", "density", "delivery"]
        where command.string(name) != nil {
            throw command.error("option '--\(name)' does not go with '--matrix'")
        }
        let name = command.string("scheme") ?? SparseScheme.best.name
        guard let scheme = SparseScheme(rawValue: name) else {
            throw command.invalidValue(
                of: "scheme",
                expected: "for a matrix one of " + SparseScheme.allCases.map(\.name).joined(separator: ", "))
        }
        if scheme.isSearch, capabilities.count > SparsePartitioner.largestWorkerCount {
            throw command.error(
                "scheme \(scheme.name) divides among at most \(SparsePartitioner.largestWorkerCount) workers")
        }
        let path = command.string("matrix")!
        let matrix = try SparseMatrixFile.read(path)
        let limits = LoadLimits(capabilities: capabilities, nonZeroCount: matrix.nonZeroCount)
        let progress = ProgressLine("searching", quiet: command.flag("quiet"))
        let partition = scheme.partition(matrix, limits: limits) { progress.show(share: $0) }
        progress.end()
        let profile = DeviceCatalogue.profile(named: command.string("device") ?? matrixDevice)!
        let report = SparsePartitionReport(
            name: path, scheme: scheme, matrix: matrix, limits: limits, partition: partition, profile: profile)
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        if let file = command.string("svg") {
            let metrics = SparseMetrics(partition, of: matrix, limits: limits)
            let image = SparseMatrixImage(
                matrix, partition: partition,
                title:
                    "\(URL(fileURLWithPath: path).lastPathComponent) among \(limits.workerCount) workers, \(scheme.name)",
                subtitle: "\(matrix.rowCount) x \(matrix.columnCount), \(HumanFormat.count(matrix.nonZeroCount)) "
                    + "non-zeros, rows and columns by the worker that keeps x and y; "
                    + "\(HumanFormat.count(metrics.volume)) words in \(metrics.messages) messages, balance "
                    + HumanFormat.fixed(metrics.balance, decimals: 3))
            try AtomicFile.write(image.svg(), to: file)
            Console.note("wrote \(file)", quiet: command.flag("quiet"))
        }
        return .success
    }

    /// The device whose rates say how a matrix is stored, unless another is named.
    static let matrixDevice = "nexus-5"

    static func validateSparse(_ command: ParsedCommand) throws -> ExitCode {
        let jobs = try command.jobs()
        let isQuiet = command.flag("quiet")
        let validation = try SparseValidation.validate(folder: command.argument("DIR")!, jobs: jobs) { done, all in
            if done.isMultiple(of: 16), done < all { Console.note("\(done) of \(all) cases", quiet: isQuiet) }
        }
        let report = SparseValidationReport(validation)
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return validation.checks.allSatisfy(\.isMet) ? .success : .checkFailed
    }
}

extension CommandSpecification {
    /// `validate sparse`.
    static let validateSparse = CommandSpecification(
        name: "sparse", summary: "compare the schemes for sparse layers with other partitioners",
        discussion: """
            Reads peers.csv of the folder (words, messages and balance of other partitioners by matrix, capabilities \
            and method), the matrices it names, and tiny_exact.json with proven optima. Runs every scheme on every \
            case and prints words relative to MoDNN's method and to Mt-KaHyPar, and what has to hold.
            """,
        arguments: [ArgumentSpecification("DIR", help: "A folder of reference files.", kind: .folder)],
        options: [
            .value(
                "jobs", short: "j", "COUNT", help: "Threads; the results do not depend on it.", defaultText: "all cores"
            )
        ],
        examples: [
            CommandExample(
                "modnn-sim validate sparse reference/sparse --jobs 2", "A folder of matrices and peers' results.")
        ])

    /// What `partition` takes for a matrix instead of a network.
    static let matrixOptions: [OptionSpecification] = [
        .value(
            "matrix", "FILE", .file,
            help: "A sparse matrix of inputs x outputs instead of a network: MatrixMarket, or triples as .npy arrays."),
        .value("svg", "FILE", .file, help: "Draw the re-ordered matrix, coloured by worker."),
        .value(
            "device", "NAME", .oneOf(DeviceCatalogue.names),
            help: "The device of all workers of a matrix: its rates say which blocks are stored densely.",
            defaultText: Command.matrixDevice),
    ]
}
