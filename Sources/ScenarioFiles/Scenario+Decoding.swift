import DeviceProfiles
import Foundation
import NeuralNetworks
import Partitioning
import Units

extension Scenario {
    /// Keys that concern the document and not what runs.
    static let documentKeys = ["$schema", "title", "description", "sweep", "freeParameters"]

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
            let scenario = Scenario(
                name: name, network: network, cluster: cluster, delivery: delivery,
                convolution: try SchemeDescription.convolution(reader.optional("convolution")),
                fullyConnected: fullyConnected.scheme, pruned: fullyConnected.pruned,
                workload: try reader.optional("workload").map { (value) throws(InputError) in
                    try WorkloadDescription.decode(value, network: network, folder: folder)
                },
                computeVariation: try reader.double("computeVariation", in: 0...0.5, default: 0),
                repetitions: try reader.int("repetitions", in: 1...1_000_000, default: 1),
                seed: seed)
            guard scenario.longestTask <= Self.taskLimit else {
                throw root.error(
                    "a device or the channel is busy for \(Int(scenario.longestTask / 3600)) hours with one inference",
                    expected: "at most 24: a faster one or a smaller network")
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
    static func convolution(_ value: ValueReader?) throws(InputError) -> ConvolutionScheme {
        guard let value else { return .bodp }
        let names = ConvolutionScheme.all.map(\.scheme.name)
        if case .string = value.node.value { return .named(try value.choice(of: names))! }
        guard case .object = value.node.value else {
            throw value.mismatch(expected: "the name of a scheme, or an object with \"scheme\" and its parameters")
        }
        return try value.object { (reader) throws(InputError) in
            var scheme = ConvolutionScheme.named(try reader.choice("scheme", of: names))!
            scheme.cutRule = try reader.choice("cutRule", default: scheme.cutRule)
            switch scheme.fusion {
            case .none: break
            case .all, .everyStridedLayers:
                if let count = reader.optional("groupEvery") {
                    scheme.fusion = .everyStridedLayers(try count.int(in: 1...1000))
                }
            }
            if scheme.shape == .grid, let grid = reader.optional("grid") {
                scheme.grid = try grid.parsed(
                    expected: "rows x columns such as \"3x3\"", as: ConvolutionScheme.grid(parsing:))
            }
            return scheme
        }
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
