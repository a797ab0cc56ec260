import DeviceProfiles
import Foundation
import NeuralNetworks
import Partitioning
import Units

extension Scenario {
    /// Keys that concern the document and not what runs.
    static let documentKeys = ["$schema", "extends", "title", "description", "sweep", "freeParameters", "sensitivity"]

    /// How often a point may run.
    static let repetitionRange = 1...1_000_000

    /// The scenario of a document without a sweep.
    ///
    /// - Parameter folder: where the paths of the document start.
    init(_ root: ValueReader, folder: URL) throws(InputError) {
        self = try root.object { (reader) throws(InputError) in
            for key in Self.documentKeys { reader.ignore(key) }
            if let version = reader.optional("version") { _ = try version.int(in: 1...1) }
            let name = try ScenarioName.decode(reader.required("name", expected: "a name such as \"modnn-vgg16\""))
            let network = try NetworkDescription.decode(
                reader.required("network", expected: "the name of a network, or an object that describes one"))
            let (cluster, delivery) = try ClusterDescription.decode(
                reader.required("cluster", expected: "an object with groupOwner, workers and wireless"))
            let seed = UInt64(try reader.int("seed", in: 0 ... .max, default: 0))
            let fullyConnected = try FullyConnectedDescription(
                network: network, cluster: cluster, seed: seed, folder: folder
            ).decode(reader.optional("fullyConnected"))
            var scenario = Scenario(
                name: name, network: network, cluster: cluster, delivery: delivery,
                convolution: try SchemeDescription.convolution(reader.optional("convolution")),
                fullyConnected: fullyConnected.scheme, pruned: fullyConnected.pruned,
                workload: try reader.optional("workload").map { (value) throws(InputError) in
                    try WorkloadDescription.decode(value, network: network, folder: folder)
                },
                computeVariation: try reader.double("computeVariation", in: 0...0.5, default: 0),
                taskOverhead: try reader.parsed(
                    "taskOverhead", expected: "a time up to a minute such as \"250 ms\"", default: .zero
                ) { text in TimeSpan(parsing: text).flatMap { $0.seconds <= 60 ? $0 : nil } },
                load: try reader.optional("load").map { (value) throws(InputError) in
                    try LoadDescription.decode(value, cluster: cluster)
                },
                repetitions: try reader.int("repetitions", in: Self.repetitionRange, default: 1),
                seed: seed)
            guard scenario.longestTask <= Self.taskLimit else {
                throw root.error(
                    "a device or the channel is busy for \(Int(scenario.longestTask / 3600)) hours with one inference",
                    expected: "at most 24: a faster one or a smaller network")
            }
            if let load = scenario.load {
                scenario.cluster.source = load.sources[0].device
                guard Double(load.requestLimit) * scenario.longestTask <= Self.loadLimit else {
                    throw root.error(
                        "\(load.requestLimit) requests may take more than a year", expected: "fewer or shorter ones")
                }
            }
            return scenario
        }
    }
}

/// Names become file names and CSV cells.
enum ScenarioName {
    static func decode(_ value: ValueReader) throws(InputError) -> String {
        try value.parsed(expected: "a name of letters, digits, \"-\", \"_\" and \".\", not beginning with \".\"") {
            name in
            let allowed = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
            return allowed && !name.isEmpty && name.first != "." && name.count <= 100 ? name : nil
        }
    }
}

/// Partition schemes, by name or with parameters.
enum SchemeDescription {
    static let groupRange = 1...1000
    static let tiledLayerRange = 0...100_000

    /// What a scheme may be told beside its name.
    enum Parameter: String, CaseIterable { case cutRule, groupEvery, tiledLayers, grid, distribution, dataReuse }

    /// The parameters that mean something for a scheme.
    static func parameters(of scheme: ConvolutionScheme) -> [Parameter] {
        Parameter.allCases.filter { parameter in
            switch parameter {
            case .cutRule: true
            case .groupEvery: scheme.fusion != .none
            case .tiledLayers: [.layerOutputs, .fusedPairs].contains(scheme.method)
            case .grid: scheme.method == .cut && scheme.shape == .grid
            case .distribution, .dataReuse: scheme.shape == .grid && scheme.fusion != .none
            }
        }
    }

    static func convolution(_ value: ValueReader?) throws(InputError) -> ConvolutionScheme {
        guard let value else { return .bodp }
        let names = ConvolutionScheme.all.map(\.scheme.name)
        if case .string = value.node.value { return .named(try value.choice(of: names))! }
        guard case .object = value.node.value else {
            throw value.mismatch(expected: "the name of a scheme, or an object with \"scheme\" and its parameters")
        }
        return try value.object { (reader) throws(InputError) in
            var scheme = ConvolutionScheme.named(try reader.choice("scheme", of: names))!
            for parameter in parameters(of: scheme) {
                guard let value = reader.optional(parameter.rawValue) else { continue }
                try set(parameter, value, of: &scheme)
            }
            return scheme
        }
    }

    private static func set(
        _ parameter: Parameter, _ value: ValueReader, of scheme: inout ConvolutionScheme
    ) throws(InputError) {
        switch parameter {
        case .cutRule: scheme.cutRule = try value.choice()
        case .groupEvery: scheme.fusion = .everyStridedLayers(try value.int(in: groupRange))
        case .tiledLayers: scheme.tiledLayers = try value.int(in: tiledLayerRange)
        case .grid:
            scheme.grid = try value.parsed(
                expected: "rows x columns such as \"3x3\"", as: ConvolutionScheme.grid(parsing:))
        case .distribution: scheme.distribution = try value.choice()
        case .dataReuse:
            scheme.reusesData = try value.bool()
            guard !scheme.reusesData || scheme.distribution == .workStealing else {
                throw value.error(
                    "data are reused between tiles that are taken one after the other",
                    expected: "\"distribution\": \"work-stealing\"")
            }
        }
    }
}

extension ValueReader {
    /// The file that a value names, relative to the document that the value stands in: a scenario that was extended may
    /// lie in another folder than the one that extends it.
    func url(_ path: String, folder: URL) -> URL {
        let folder = node.location?.file.map { URL(fileURLWithPath: $0).deletingLastPathComponent() } ?? folder
        return URL(fileURLWithPath: path, relativeTo: folder)
    }
}

extension URL {
    /// Short if it lies below the current folder, as error messages show it.
    var relativePathFromCurrentFolder: String {
        let current = FileManager.default.currentDirectoryPath + "/"
        let path = standardizedFileURL.path
        return path.hasPrefix(current) ? String(path.dropFirst(current.count)) : path
    }
}
