public import Foundation
public import NeuralNetworks
public import TensorFiles
import Tensors

/// The weights of a whole network in files: one safetensors file, or a folder of NPY files.
///
/// Names are those of PyTorch's modules: `LAYER.weight` (of convolutions `[outputs, inputs / groups, kernel height,
/// kernel width]`, of fully connected layers `[outputs, inputs]`) and, where the layer has one, `LAYER.bias`
/// `[outputs]`; of batch normalizations `LAYER.weight`, `LAYER.bias`, `LAYER.running_mean` and `LAYER.running_var`, all
/// `[channels]`. In a folder `.npy` follows, and a name with a slash lies in a folder of its own. All are float32.
public enum WeightFiles {
    /// Why files do not hold the weights of a network.
    public enum Problem: Error, Sendable, Equatable, CustomStringConvertible {
        /// There is no such file or folder, or it cannot be read.
        case unreadable(path: String, reason: String)
        case missing([String])
        /// What the network has no use for.
        case unknown([String])
        case shape(name: String, found: [Int], needed: [Int])
        /// An element that is infinite or not a number, by its place in row-major order.
        case notFinite(name: String, element: Int)
        /// An entry, or the whole file where there is no name.
        case malformed(name: String?, TensorFileError)

        public var description: String {
            switch self {
            case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
            case .missing(let names): "missing: \(names.joined(separator: ", "))"
            case .unknown(let names): "the network has no \(names.joined(separator: ", "))"
            case .shape(let name, let found, let needed): "\(name) has the shape \(found), not \(needed)"
            case .notFinite(let name, let element): "element \(element) of \(name) is not a finite number"
            case .malformed(let name, let error): (name.map { "\($0): " } ?? "") + "\(error)"
            }
        }
    }

    /// Reads all weights of a network.
    ///
    /// - Parameter url: a folder, or a file by the name of *.safetensors.
    /// - Returns: one entry a layer.
    public static func parameters(of network: Network, from url: URL) throws(Problem) -> [LayerParameters] {
        let source = try Source(url)
        let entries = network.layers.map(Self.entries)
        let needed = entries.joined().map(\.name)
        let present = Set(source.names)
        let missing = needed.filter { !present.contains($0) }
        if !missing.isEmpty { throw .missing(missing) }
        let unknown = present.subtracting(needed).sorted()
        if !unknown.isEmpty { throw .unknown(unknown) }
        var parameters: [LayerParameters] = []
        for (layer, entries) in zip(network.layers, entries) {
            var tensors: [Role: Tensor] = [:]
            for entry in entries { tensors[entry.role] = try source.tensor(entry) }
            parameters.append(Self.parameters(of: layer, tensors))
        }
        return parameters
    }

    /// What a network's files are called, and their shapes, in the order of the layers.
    public static func shapes(of network: Network) -> [(name: String, shape: [Int])] {
        network.layers.flatMap { entries(of: $0).map { ($0.name, $0.shape) } }
    }

    // MARK: Layers

    private enum Role: String {
        case weight, bias
        case mean = "running_mean"
        case variance = "running_var"
    }

    private struct Entry {
        let name: String
        let role: Role
        let shape: [Int]
    }

    private static func entries(of layer: Layer) -> [Entry] {
        func entry(_ role: Role, _ shape: [Int]) -> Entry {
            Entry(name: "\(layer.name).\(role.rawValue)", role: role, shape: shape)
        }
        switch layer.operation {
        case .convolution(let convolution):
            let kernel = convolution.window.kernel
            let weight = entry(
                .weight,
                [
                    convolution.outputChannels, layer.inputShapes[0].channels / convolution.groups, kernel.height,
                    kernel.width,
                ])
            return [weight] + (convolution.hasBias ? [entry(.bias, [convolution.outputChannels])] : [])
        case .fullyConnected(let connected):
            let weight = entry(.weight, [connected.outputs, layer.inputShapes[0].elementCount])
            return [weight] + (connected.hasBias ? [entry(.bias, [connected.outputs])] : [])
        case .batchNormalization:
            return [Role.weight, .bias, .mean, .variance].map { entry($0, [layer.output.channels]) }
        default:
            return []
        }
    }

    private static func parameters(of layer: Layer, _ tensors: [Role: Tensor]) -> LayerParameters {
        if case .batchNormalization = layer.operation {
            return .batchNormalization(
                mean: tensors[.mean]!, variance: tensors[.variance]!, gamma: tensors[.weight]!, beta: tensors[.bias]!)
        }
        return tensors[.weight].map { .weights($0, bias: tensors[.bias]) } ?? .none
    }

    // MARK: Files

    private enum Source {
        case safetensors(SafetensorsFile)
        case folder(URL, names: [String])

        init(_ url: URL) throws(Problem) {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
                throw .unreadable(path: url.path, reason: "no such file or folder")
            }
            guard isFolder.boolValue else {
                do throws(TensorFileError) {
                    self = .safetensors(try SafetensorsFile(contentsOf: url))
                } catch {
                    if case .unreadable(let path, let reason) = error { throw .unreadable(path: path, reason: reason) }
                    throw .malformed(name: nil, error)
                }
                return
            }
            guard let files = try? FileManager.default.subpathsOfDirectory(atPath: url.path) else {
                throw .unreadable(path: url.path, reason: "the folder cannot be listed")
            }
            let suffix = ".npy"
            let names = files.filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }
            self = .folder(url, names: names.sorted())
        }

        var names: [String] {
            switch self {
            case .safetensors(let file): file.names
            case .folder(_, let names): names
            }
        }

        func tensor(_ entry: Entry) throws(Problem) -> Tensor {
            let tensor: Tensor
            do throws(TensorFileError) {
                switch self {
                case .safetensors(let file):
                    let (shape, elements) = try file.tensor(named: entry.name)
                    tensor = Tensor(extents: shape, values: elements)
                case .folder(let url, _):
                    tensor = try Tensor(npy: url.appendingPathComponent(entry.name + ".npy"))
                }
            } catch {
                if case .unreadable(let path, let reason) = error { throw .unreadable(path: path, reason: reason) }
                throw .malformed(name: entry.name, error)
            }
            guard tensor.extents == entry.shape else {
                throw .shape(name: entry.name, found: tensor.extents, needed: entry.shape)
            }
            let bad = tensor.withUnsafeBuffer { elements in elements.firstIndex { !$0.isFinite } }
            if let bad { throw .notFinite(name: entry.name, element: bad) }
            return tensor
        }
    }
}
