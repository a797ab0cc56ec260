import CommandLineOptions
import DeviceProfiles
import Experiments
import NeuralNetworks
import Partitioning
import Tensors

/// The options that describe a partition: the same for all commands that make one.
struct PartitionOptions {
    /// - Parameter matrixSchemes: further names that the option "scheme" takes where a matrix can be divided too.
    static func specification(matrixSchemes: [String] = []) -> [OptionSpecification] {
        [
            .value("network", "NAME", .oneOf(NetworkCatalogue.names), help: "A network of the catalogue."),
            .value("input", "CxHxW", help: "Another input shape, such as 3x64x64.", defaultText: "the network's own"),
            .value("workers", "K", help: "Number of workers.", defaultText: "the number of capabilities, or 4"),
            .value("capabilities", "LIST", help: "Relative speeds, such as 4,3,2,1.", defaultText: "all equal"),
            .value(
                "scheme", "NAME", .oneOf(ConvolutionScheme.all.map(\.scheme.name) + matrixSchemes),
                help: matrixSchemes.isEmpty
                    ? "How layers on feature maps are divided."
                    : "How layers on feature maps, or a matrix, are divided.",
                defaultText: matrixSchemes.isEmpty ? "bodp" : "bodp, or best"),
            .value("grid", "ROWSxCOLUMNS", help: "Tiles of a grid scheme.", defaultText: "as many as workers"),
            .value(
                "group-every", "N", help: "End a fused group at every N-th layer with a stride.",
                defaultText: "one group"),
            .value(
                "distribution", "NAME", .oneOf(ConvolutionScheme.Distribution.allCases.map(\.rawValue)),
                help: "Whether fused tiles have their devices beforehand or devices take them.",
                defaultText: ConvolutionScheme.Distribution.workSharing.rawValue),
            .flag("data-reuse", help: "With work stealing: tiles use again what their neighbours computed."),
            .value(
                "fully-connected", "NAME",
                .oneOf(FullyConnectedScheme.allCases.map(\.name) + SparseScheme.allCases.map(\.name)),
                help:
                    "How fully connected layers are divided; from \(SparseScheme.allCases[0].name) on with --density.",
                defaultText: "by-outputs"),
            .value(
                "density", "SHARE[,SHARE...]",
                help: "Prune fully connected layers to this share of random weights, of all or of each.",
                defaultText: "dense layers"),
            .value(
                "delivery", "NAME", .oneOf(Delivery.allCases.map(\.rawValue)), help: "Which way data takes.",
                defaultText: "direct"),
        ]
    }

    var network: Network
    var capabilities: [Int]
    var convolution: ConvolutionScheme
    var fullyConnected: FullyConnectedScheme
    var pruned: PrunedLayers?
    var delivery: Delivery

    /// - Parameter seed: of sparse patterns and the searches that divide them.
    init(_ command: ParsedCommand, seed: UInt64 = 1) throws(UsageError) {
        capabilities = try Self.capabilities(command)
        guard let scheme = ConvolutionScheme.named(command.string("scheme") ?? "bodp") else {
            throw command.error("scheme \(command.string("scheme")!) needs '--matrix'")
        }
        convolution = scheme
        if let text = command.string("grid") {
            guard convolution.method == .cut, convolution.shape == .grid else {
                throw command.error("scheme \(convolution.name) has no grid")
            }
            guard let grid = ConvolutionScheme.grid(parsing: text) else {
                throw command.invalidValue(of: "grid", expected: "rows x columns such as 3x3")
            }
            convolution.grid = grid
        }
        if let every = try command.int("group-every", in: 1...1000) {
            guard convolution.fusion != .none else {
                throw command.error("scheme \(convolution.name) does not fuse layers")
            }
            convolution.fusion = .everyStridedLayers(every)
        }
        if let name = command.string("distribution") {
            guard convolution.shape == .grid, convolution.fusion != .none else {
                throw command.error("scheme \(convolution.name) has no fused tiles to distribute")
            }
            convolution.distribution = ConvolutionScheme.Distribution(rawValue: name)!
        }
        if command.flag("data-reuse") {
            guard convolution.distribution == .workStealing else {
                throw command.error("option '--data-reuse' needs '--distribution work-stealing'")
            }
            convolution.reusesData = true
        }
        fullyConnected = FullyConnectedScheme(rawValue: command.string("fully-connected") ?? "by-outputs") ?? .byOutputs
        delivery = Delivery(rawValue: command.string("delivery") ?? "direct")!
        network = try command.network()
        pruned = try Self.pruned(command, network, workers: capabilities.count, seed: seed)
    }

    /// The sparse layers of the options "fully-connected" and "density".
    private static func pruned(
        _ command: ParsedCommand, _ network: Network, workers: Int, seed: UInt64
    ) throws(UsageError) -> PrunedLayers? {
        let name = command.string("fully-connected") ?? FullyConnectedScheme.byOutputs.name
        let scheme = SparseScheme(rawValue: name)
        guard let text = command.string("density") else {
            if scheme != nil {
                throw command.error("'--fully-connected \(name)' divides sparse layers: add '--density'")
            }
            return nil
        }
        guard scheme != nil || name == FullyConnectedScheme.singleDevice.name else {
            let names = SparseScheme.allCases.map(\.name) + [FullyConnectedScheme.singleDevice.name]
            throw command.error(
                "'--fully-connected \(name)' divides dense layers; with '--density' it is one of "
                    + names.joined(separator: ", "))
        }
        if let scheme, scheme.isSearch, workers > SparsePartitioner.largestWorkerCount {
            throw command.error(
                "\(scheme.name) divides among at most \(SparsePartitioner.largestWorkerCount) workers")
        }
        let layers = network.layers.filter(\.isFullyConnected)
        guard !layers.isEmpty else { throw command.error("\(network.name) has no fully connected layers to prune") }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        var densities = parts.compactMap { Double($0) }
        if densities.count == 1 { densities = Array(repeating: densities[0], count: layers.count) }
        guard densities.allSatisfy((1e-9...1).contains), parts.count == 1 || parts.count == layers.count,
            densities.count == layers.count
        else {
            let names = layers.map(\.name).joined(separator: ", ")
            throw command.invalidValue(
                of: "density", expected: "a share above 0 and up to 1, or one for each of \(names)")
        }
        let pruned = PrunedLayers(
            patterns: PrunedLayers.uniformPatterns(densities: densities, seed: seed), scheme: scheme,
            settings: SparsePartitioner(seed: seed))
        if let oversize = pruned.oversize(in: network, workerCount: workers) {
            throw command.error(
                "layer \(oversize.layer) is too large to be divided as a sparse one: \(oversize.value) "
                    + "\(oversize.limit.unit), at most \(oversize.limit.largest)")
        }
        return pruned
    }

    /// The relative speeds of the options "workers" and "capabilities".
    static func capabilities(_ command: ParsedCommand) throws(UsageError) -> [Int] {
        let workers = try command.int("workers", in: 1...Cluster.largestDeviceCount)
        let capabilities =
            try command.ints("capabilities", in: 1...1_000_000) ?? Array(repeating: 1, count: workers ?? 4)
        if let workers, capabilities.count != workers {
            throw command.error("\(workers) workers need \(workers) capabilities, not \(capabilities.count)")
        }
        return capabilities
    }

    var heading: String {
        "\(network.name) at \(network.input) on \(capabilities.count) workers "
            + "(\(capabilities.map(String.init).joined(separator: ":"))), \(convolution.label), \(delivery.rawValue)"
            + (pruned.map { ", sparse layers \($0.scheme?.name ?? FullyConnectedScheme.singleDevice.name)" } ?? "")
    }

    var preview: PartitionPreview {
        PartitionPreview(
            network: network, capabilities: capabilities, convolution: convolution, fullyConnected: fullyConnected,
            pruned: pruned, delivery: delivery)
    }
}

extension ParsedCommand {
    /// The network of the options "network" and "input".
    func network() throws(UsageError) -> Network {
        guard let name = string("network") else {
            throw error("option '--network' is missing; 'modnn-sim list networks' shows the names")
        }
        var input: TensorShape?
        if let text = string("input") {
            let extents = text.split(separator: "x", omittingEmptySubsequences: false).compactMap { Int($0) }
            guard extents.count == 3, extents.allSatisfy((1...100_000).contains), extents.reduce(1, *) <= 1 << 30 else {
                throw invalidValue(of: "input", expected: "channels x height x width such as 3x64x64")
            }
            input = TensorShape(channels: extents[0], height: extents[1], width: extents[2])
        }
        do {
            return try NetworkCatalogue.entry(named: name)!.network(input: input)
        } catch let problem {
            throw error("option '--input': \(problem)")
        }
    }
}
