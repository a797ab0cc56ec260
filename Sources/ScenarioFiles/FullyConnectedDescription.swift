import DeviceProfiles
import Foundation
import NeuralNetworks
import Partitioning
import Tensors
import Units

/// How fully connected layers are divided, and their non-zeros if they are sparse.
///
/// The name of a scheme, or an object with `scheme`. Non-zeros come from one of `density` (a number, or one for every
/// layer: uniformly random positions), `matrices` (files, one for every layer) and `pruned` (`weights`, dense `.npy`
/// files, and `density`: the weights of largest magnitude stay). Files are named relative to the document, or with the
/// digest of what they must hold (`PinnedFile`).
struct FullyConnectedDescription {
    var network: Network
    var cluster: Cluster
    /// Of random patterns and searches.
    var seed: UInt64
    /// Where the paths of the document start.
    var folder: URL

    static let densityRange = 1e-9...1.0
    static let sparseNames = SparseScheme.allCases.map(\.name) + [FullyConnectedScheme.singleDevice.name]
    private static let sources = ["density", "matrices", "pruned"]

    private var layers: [Layer] { network.layers.filter(\.isFullyConnected) }

    func decode(_ value: ValueReader?) throws(InputError) -> (scheme: FullyConnectedScheme, pruned: PrunedLayers?) {
        guard let value else { return (.byOutputs, nil) }
        switch value.node.value {
        case .string: return (try denseScheme(value), nil)
        case .object: break
        default: throw value.mismatch(expected: "the name of a scheme, or an object with \"scheme\"")
        }
        return try value.object { (reader) throws(InputError) in
            var given: [(name: String, value: ValueReader)] = []
            for name in Self.sources {
                if let source = reader.optional(name) { given.append((name, source)) }
            }
            guard let source = given.first else {
                if let scheme = reader.optional("scheme") { return (try denseScheme(scheme), nil) }
                return (try reader.choice("scheme"), nil)
            }
            guard given.count == 1 else {
                throw given[1].value.error(
                    "the non-zeros are given twice", expected: "one of density, matrices, pruned")
            }
            let scheme = try reader.required("scheme", expected: oneOf(Self.sparseNames))
            let division = SparseScheme(rawValue: try scheme.choice(of: Self.sparseNames))
            if let division, division.isSearch, cluster.computing.count > SparsePartitioner.largestWorkerCount {
                throw scheme.error(
                    "\(division.name) divides among at most \(SparsePartitioner.largestWorkerCount) devices",
                    found: "\(cluster.computing.count) devices")
            }
            guard !layers.isEmpty else { throw value.error("\(network.name) has no fully connected layers") }
            let patterns =
                switch source.name {
                case "density": try uniformPatterns(source.value)
                case "matrices": try matrices(source.value)
                default: try prunedWeights(source.value)
                }
            let pruned = PrunedLayers(
                patterns: patterns, scheme: division, settings: SparsePartitioner(cost: cost, seed: seed))
            if let oversize = pruned.oversize(in: network, workerCount: cluster.computing.count) {
                throw source.value.error(
                    "layer \(oversize.layer) is too large to be divided as a sparse one",
                    found: "\(oversize.value) \(oversize.limit.unit)", expected: "at most \(oversize.limit.largest)")
            }
            return (.singleDevice, pruned)
        }
    }

    private func denseScheme(_ value: ValueReader) throws(InputError) -> FullyConnectedScheme {
        if case .string(let name) = value.node.value, let scheme = SparseScheme(rawValue: name) {
            throw value.error(
                "\(scheme.name) divides sparse layers",
                expected: "an object with \"scheme\" and one of \"density\", \"matrices\" and \"pruned\"")
        }
        return try value.choice()
    }

    /// One number for all layers or one for each.
    private func densities(_ value: ValueReader) throws(InputError) -> [Double] {
        let range = Self.densityRange
        guard case .array = value.node.value else {
            return Array(repeating: try value.double(in: range), count: layers.count)
        }
        var densities: [Double] = []
        for element in try list(value) { densities.append(try element.double(in: range)) }
        return densities
    }

    private func uniformPatterns(_ value: ValueReader) throws(InputError) -> [PrunedLayers.Pattern] {
        PrunedLayers.uniformPatterns(densities: try densities(value), seed: seed)
    }

    private func matrices(_ value: ValueReader) throws(InputError) -> [PrunedLayers.Pattern] {
        var patterns: [PrunedLayers.Pattern] = []
        for (element, layer) in zip(try list(value), layers) {
            let matrix = try file(element) { (path) throws(InputError) in try SparseMatrixFile.read(path) }
            try check(matrix.rowCount, matrix.columnCount, layer, element)
            patterns.append(.matrix(matrix))
        }
        return patterns
    }

    private func prunedWeights(_ value: ValueReader) throws(InputError) -> [PrunedLayers.Pattern] {
        try value.object { (reader) throws(InputError) in
            let files = try list(reader.required("weights", expected: "a list of .npy files"))
            let densities = try densities(reader.required("density", expected: "a number, or one for every layer"))
            var patterns: [PrunedLayers.Pattern] = []
            for (index, element) in files.enumerated() {
                let (rows, columns, weights) = try file(element) { (path) throws(InputError) in
                    try SparseMatrixFile.readDense(path)
                }
                try check(rows, columns, layers[index], element)
                let count = Int((densities[index] * Double(weights.count)).rounded())
                patterns.append(
                    .matrix(SparseMatrix(pruning: weights, rowCount: rows, columnCount: columns, keeping: count)))
            }
            return patterns
        }
    }

    private func list(_ value: ValueReader) throws(InputError) -> [ValueReader] {
        let elements = try value.array()
        guard elements.count == layers.count else {
            let names = layers.map(\.name).joined(separator: ", ")
            throw value.error(
                found: "\(elements.count) elements", expected: "one for every fully connected layer (\(names))")
        }
        return elements
    }

    private func file<Content>(
        _ value: ValueReader, _ read: (String) throws(InputError) -> Content
    ) throws(InputError) -> Content {
        let path = try PinnedFile.path(value, folder: folder)
        do { return try read(path) } catch {
            if error.kind == .missing { throw value.error(error.problem, found: "\"\(path)\"", expected: "a file") }
            throw error
        }
    }

    private func check(_ rows: Int, _ columns: Int, _ layer: Layer, _ value: ValueReader) throws(InputError) {
        let inputs = layer.inputShapes[0].elementCount
        let outputs = layer.output.elementCount
        guard rows == inputs, columns == outputs else {
            throw value.error(
                "the matrix does not fit layer \(layer.name)", found: "\(rows) x \(columns)",
                expected: "\(inputs) inputs x \(outputs) outputs")
        }
    }

    /// A message costs as many words as could be sent during its wake-up and overhead.
    private var cost: SparseCost {
        let rates = cluster.devices.map(\.profile.wirelessRate.value.bitsPerSecond)
        let rate = min(cluster.wireless.rate.bitsPerSecond, rates.min()!)
        let perMessage = cluster.wireless.wakeUp.seconds + cluster.wireless.messageOverhead.seconds
        return SparseCost(perWord: 1, perMessage: perMessage * rate / Double(8 * Network.bytesPerElement))
    }
}
