import NeuralNetworks
import Tensors

/// The network of a scenario: a name of the catalogue, a variation of one, or layers.
enum NetworkDescription {
    static func decode(_ value: ValueReader) throws(InputError) -> Network {
        switch value.node.value {
        case .string:
            let name = try value.choice(of: NetworkCatalogue.names)
            return try build(value) { () throws(NetworkError) in try NetworkCatalogue.network(named: name)! }
        case .object(let members):
            return members.contains { $0.key == "layers" } ? try layered(value) : try variation(value)
        default:
            throw value.mismatch(expected: "the name of a network, or an object that describes one")
        }
    }

    /// Errors of the builder become errors at the value.
    private static func build<Result>(
        _ value: ValueReader, _ body: () throws(NetworkError) -> Result
    ) throws(InputError) -> Result {
        do {
            return try body()
        } catch {
            throw value.error(error.description)
        }
    }

    // MARK: Variations of the catalogue

    private static func variation(_ value: ValueReader) throws(InputError) -> Network {
        try value.object { (reader) throws(InputError) in
            let name = try reader.choice("catalogue", of: NetworkCatalogue.names)
            let shape = try reader.optional("input").map { (value) throws(InputError) in try Self.shape(value) }
            let kept = try reader.double("filtersKept", in: 0.001...1, default: 1)
            let network = try build(value) { () throws(NetworkError) in
                let whole = try NetworkCatalogue.network(named: name, input: shape)!
                return kept == 1 ? whole : try whole.keepingFilters(kept)
            }
            guard let through = reader.optional("through") else { return network }
            let last = try through.choice(of: network.layers.map(\.name))
            var count = network.layers.firstIndex { $0.name == last }! + 1
            // What is computed in the same go belongs to the layer.
            while count < network.layers.count, network.layers[count].isPixelwise,
                network.layers[count].inputs == [count]
            {
                count += 1
            }
            return network.prefix(count)
        }
    }

    /// `[channels, height, width]`, `[channels, length]` or `[elements]`.
    static func shape(_ value: ValueReader) throws(InputError) -> TensorShape {
        let extents = try value.array { (element) throws(InputError) in try element.int(in: 1...1_000_000) }
        switch extents.count {
        case 1: return TensorShape(vector: extents[0])
        case 2: return TensorShape(channels: extents[0], height: extents[1], width: 1)
        case 3: return TensorShape(channels: extents[0], height: extents[1], width: extents[2])
        default:
            throw value.error(
                found: "\(extents.count) extents",
                expected: "[channels, height, width], [channels, length] or [elements]")
        }
    }

    // MARK: Layers

    private enum LayerType: String, CaseIterable {
        case convolution, convolution1D, maximumPooling, averagePooling, globalAveragePooling, fullyConnected, add
        case concatenation, relu, relu6, leakyReLU, sigmoid, tanh, batchNormalization, localResponseNormalization
        case softmax, spaceToDepth
    }

    private static func layered(_ value: ValueReader) throws(InputError) -> Network {
        try value.object { (reader) throws(InputError) in
            let name = try ScenarioName.decode(reader.required("name", expected: "a name for the network"))
            let input = try Self.shape(reader.required("input", expected: "[channels, height, width]"))
            var builder = try build(value) { () throws(NetworkError) in
                try NetworkBuilder(name: name, input: input)
            }
            var tensors = ["input": NetworkBuilder.input]
            for layer in try reader.array("layers") {
                let (layerName, tensor) = try addLayer(layer, to: &builder, tensors: tensors)
                tensors[layerName] = tensor
            }
            let finished = builder
            return try build(value) { () throws(NetworkError) in try finished.network() }
        }
    }

    private static func addLayer(
        _ value: ValueReader, to builder: inout NetworkBuilder, tensors: [String: Int]
    ) throws(InputError) -> (String, Int) {
        let number = builder.last + 1
        var updated = builder
        let result = try value.object { (reader) throws(InputError) in
            let type: LayerType = try reader.choice("type")
            let name = try reader.parsed("name", expected: "a name on one line", default: "layer\(number)") { name in
                name.isEmpty || name.contains(where: \.isNewline) ? nil : name
            }
            let sources = try sources(reader.optional("from"), tensors: tensors) ?? [updated.last]
            let tensor = try add(type, name: name, sources: sources, reader: &reader, value: value, to: &updated)
            return (name, tensor)
        }
        builder = updated
        return result
    }

    private static func sources(
        _ value: ValueReader?, tensors: [String: Int]
    ) throws(InputError) -> [Int]? {
        guard let value else { return nil }
        let names = tensors.sorted { $0.value < $1.value }.map(\.key)
        if case .string = value.node.value { return [tensors[try value.choice(of: names)]!] }
        return try value.array { (element) throws(InputError) in tensors[try element.choice(of: names)]! }
    }

    private static func add(
        _ type: LayerType, name: String, sources: [Int], reader: inout ObjectReader, value: ValueReader,
        to builder: inout NetworkBuilder
    ) throws(InputError) -> Int {
        if type != .add && type != .concatenation && sources.count != 1 {
            throw value.error(found: "\(sources.count) inputs", expected: "one for a layer of type \(type.rawValue)")
        }
        let source = sources.first
        var copy = builder
        defer { builder = copy }
        switch type {
        case .convolution, .convolution1D:
            let isSignal = type == .convolution1D
            let outputs = try reader.int("outputs", in: 1...1_000_000)
            let kernel = try extent(reader.required("kernel", expected: "an extent"), isSignal: isSignal)
            let stride = try optionalExtent(reader.optional("stride"), isSignal: isSignal) ?? Extent(1)
            let dilation = try optionalExtent(reader.optional("dilation"), isSignal: isSignal) ?? Extent(1)
            let padding = try padding(reader.optional("padding"), isSignal: isSignal)
            let groups = try reader.int("groups", in: 1...1_000_000, default: 1)
            let bias = try reader.bool("bias", default: true)
            return try build(value) { () throws(NetworkError) in
                try copy.convolution(
                    name, from: source, outputChannels: outputs, kernel: kernel, stride: stride, padding: padding,
                    dilation: dilation, groups: groups, bias: bias)
            }
        case .maximumPooling, .averagePooling:
            // A signal is one pixel wide.
            let isSignal = builder.shape(ofTensor: sources[0]).width == 1
            let kernel = try extent(reader.required("kernel", expected: "an extent"), isSignal: isSignal)
            let stride = try optionalExtent(reader.optional("stride"), isSignal: isSignal)
            let padding = try padding(reader.optional("padding"), isSignal: isSignal)
            let ceilMode = try reader.bool("ceilMode", default: false)
            return try build(value) { () throws(NetworkError) in
                try copy.pooling(
                    name, from: source, kind: type == .maximumPooling ? .maximum : .average, kernel: kernel,
                    stride: stride, padding: padding, ceilMode: ceilMode)
            }
        case .globalAveragePooling:
            return try build(value) { () throws(NetworkError) in try copy.globalPooling(name, from: source) }
        case .fullyConnected:
            let outputs = try reader.int("outputs", in: 1...100_000_000)
            let bias = try reader.bool("bias", default: true)
            return try build(value) { () throws(NetworkError) in
                try copy.fullyConnected(name, from: source, outputs: outputs, bias: bias)
            }
        case .add: return try build(value) { () throws(NetworkError) in try copy.add(name, sources) }
        case .concatenation:
            return try build(value) { () throws(NetworkError) in try copy.concatenation(name, sources) }
        case .relu, .relu6, .sigmoid, .tanh, .leakyReLU:
            let activation: Activation =
                switch type {
                case .relu: .relu
                case .relu6: .relu6
                case .sigmoid: .sigmoid
                case .tanh: .tanh
                default: .leakyReLU(slope: Float(try reader.double("slope", in: 0...1, default: 0.1)))
                }
            return try build(value) { () throws(NetworkError) in
                try copy.activation(name, from: source, activation)
            }
        case .batchNormalization:
            return try build(value) { () throws(NetworkError) in try copy.batchNormalization(name, from: source) }
        case .localResponseNormalization:
            let size = try reader.int("size", in: 1...1_000_000, default: 5)
            return try build(value) { () throws(NetworkError) in
                try copy.localResponseNormalization(name, from: source, LocalResponseNormalization(size: size))
            }
        case .softmax: return try build(value) { () throws(NetworkError) in try copy.softmax(name, from: source) }
        case .spaceToDepth:
            let block = try reader.int("block", in: 1...1000)
            return try build(value) { () throws(NetworkError) in
                try copy.spaceToDepth(name, from: source, block: block)
            }
        }
    }

    /// A number for both directions or `[height, width]`; for a signal a number.
    private static func extent(_ value: ValueReader, isSignal: Bool) throws(InputError) -> Extent {
        let range = 1...100_000
        if case .array = value.node.value, !isSignal {
            let both = try value.array { (element) throws(InputError) in try element.int(in: range) }
            guard both.count == 2 else {
                throw value.error(found: "\(both.count) numbers", expected: "[height, width]")
            }
            return Extent(height: both[0], width: both[1])
        }
        let length = try value.int(in: range)
        return isSignal ? Extent(height: length, width: 1) : Extent(length)
    }

    private static func optionalExtent(_ value: ValueReader?, isSignal: Bool) throws(InputError) -> Extent? {
        guard let value else { return nil }
        return try extent(value, isSignal: isSignal)
    }

    /// "same", a number for all sides, `[low, high]` for both directions, or `[top, bottom, left, right]`.
    private static func padding(_ value: ValueReader?, isSignal: Bool) throws(InputError) -> PaddingRule {
        guard let value else { return .none }
        let range = 0...100_000
        switch value.node.value {
        case .string:
            _ = try value.choice(of: ["same"])
            return .same
        case .array:
            let sides = try value.array { (element) throws(InputError) in try element.int(in: range) }
            switch (sides.count, isSignal) {
            case (2, true): return .explicit(Padding(top: sides[0], bottom: sides[1], left: 0, right: 0))
            case (2, false):
                return .explicit(Padding(top: sides[0], bottom: sides[1], left: sides[0], right: sides[1]))
            case (4, false):
                return .explicit(Padding(top: sides[0], bottom: sides[1], left: sides[2], right: sides[3]))
            default:
                throw value.error(
                    found: "\(sides.count) numbers", expected: "[low, high] or [top, bottom, left, right]")
            }
        default:
            let all = try value.int(in: range)
            return .explicit(Padding(top: all, bottom: all, left: isSignal ? 0 : all, right: isSignal ? 0 : all))
        }
    }
}
