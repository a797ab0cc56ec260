public import Tensors

/// Why a layer cannot stand where it was put.
public struct NetworkError: Error, Sendable, Hashable, CustomStringConvertible {
    public var layer: String
    public var message: String

    public init(layer: String, message: String) {
        self.layer = layer
        self.message = message
    }

    public var description: String { "layer \"\(layer)\": \(message)" }
}

/// Builds a network layer by layer and works out the shapes.
///
/// Every method adds a layer and returns the number of the tensor that it computes.
public struct NetworkBuilder: Sendable {
    /// The number of the network's input.
    public static let input = 0

    private let name: String
    private let inputShape: TensorShape
    private var layers: [Layer] = []
    private var names: Set<String> = []

    /// Errors name the layer "input" when an extent is not positive.
    public init(name: String, input: TensorShape) throws(NetworkError) {
        guard input.channels > 0, input.height > 0, input.width > 0 else {
            throw NetworkError(layer: "input", message: "shape \(input) has an extent that is not positive")
        }
        guard Self.isAddressable(input) else {
            throw NetworkError(layer: "input", message: "shape \(input) has 2^31 elements or more")
        }
        self.name = name
        inputShape = input
    }

    public func shape(ofTensor tensor: Int) -> TensorShape { tensor == 0 ? inputShape : layers[tensor - 1].output }

    /// The tensor computed last.
    public var last: Int { layers.count }

    /// The finished network.
    public func network() throws(NetworkError) -> Network {
        guard !layers.isEmpty else { throw NetworkError(layer: "input", message: "the network has no layers") }
        let consumed = Set(layers.flatMap(\.inputs))
        if let unused = (1..<layers.count).first(where: { !consumed.contains($0) }) {
            throw NetworkError(layer: layers[unused - 1].name, message: "its output is read by no layer")
        }
        return Network(name: name, input: inputShape, layers: layers)
    }

    @discardableResult
    public mutating func convolution(
        _ layerName: String, from tensor: Int? = nil, outputChannels: Int, kernel: Extent, stride: Extent = Extent(1),
        padding: PaddingRule = .none, dilation: Extent = Extent(1), groups: Int = 1, bias: Bool = true
    ) throws(NetworkError) -> Int {
        let source = tensor ?? last
        let shape = shape(ofTensor: source)
        guard outputChannels > 0, groups > 0 else {
            throw NetworkError(layer: layerName, message: "output channels and groups must be positive")
        }
        guard shape.channels % groups == 0, outputChannels % groups == 0 else {
            throw NetworkError(
                layer: layerName,
                message: "\(groups) groups do not divide \(shape.channels) input and \(outputChannels) output channels")
        }
        let window = try resolvedWindow(layerName, kernel, stride, dilation, padding, shape)
        let output = try outputShape(layerName, channels: outputChannels, window: window, ceilMode: false, input: shape)
        try checkWork(layerName, output, taps: [shape.channels / groups, kernel.height, kernel.width])
        return try append(
            layerName,
            .convolution(Convolution(outputChannels: outputChannels, window: window, groups: groups, hasBias: bias)),
            [source], output)
    }

    @discardableResult
    public mutating func pooling(
        _ layerName: String, from tensor: Int? = nil, kind: Pooling.Kind = .maximum, kernel: Extent,
        stride: Extent? = nil, padding: PaddingRule = .none, dilation: Extent = Extent(1), ceilMode: Bool = false,
        countsPadding: Bool = false
    ) throws(NetworkError) -> Int {
        let source = tensor ?? last
        let shape = shape(ofTensor: source)
        let window = try resolvedWindow(layerName, kernel, stride ?? kernel, dilation, padding, shape)
        let output = try outputShape(
            layerName, channels: shape.channels, window: window, ceilMode: ceilMode, input: shape)
        return try append(
            layerName,
            .pooling(Pooling(kind: kind, window: window, ceilMode: ceilMode, countsPadding: countsPadding)), [source],
            output)
    }

    /// Pools the whole map into one pixel.
    @discardableResult
    public mutating func globalPooling(
        _ layerName: String, from tensor: Int? = nil, kind: Pooling.Kind = .average
    ) throws(NetworkError) -> Int {
        let shape = shape(ofTensor: tensor ?? last)
        return try pooling(
            layerName, from: tensor, kind: kind, kernel: Extent(height: shape.height, width: shape.width))
    }

    @discardableResult
    public mutating func fullyConnected(
        _ layerName: String, from tensor: Int? = nil, outputs: Int, bias: Bool = true
    ) throws(NetworkError) -> Int {
        guard outputs > 0 else { throw NetworkError(layer: layerName, message: "outputs must be positive") }
        let output = TensorShape(vector: outputs)
        try checkWork(layerName, output, taps: [shape(ofTensor: tensor ?? last).elementCount])
        return try append(
            layerName, .fullyConnected(FullyConnected(outputs: outputs, hasBias: bias)), [tensor ?? last],
            output)
    }

    @discardableResult
    public mutating func add(_ layerName: String, _ tensors: [Int]) throws(NetworkError) -> Int {
        let shapes = tensors.map(shape(ofTensor:))
        guard tensors.count >= 2, shapes.allSatisfy({ $0 == shapes[0] }) else {
            throw NetworkError(
                layer: layerName, message: "a sum needs two or more inputs of equal shape, not \(shapes)")
        }
        return try append(layerName, .add, tensors, shapes[0])
    }

    @discardableResult
    public mutating func concatenation(_ layerName: String, _ tensors: [Int]) throws(NetworkError) -> Int {
        let shapes = tensors.map(shape(ofTensor:))
        guard tensors.count >= 2, shapes.allSatisfy({ $0.height == shapes[0].height && $0.width == shapes[0].width })
        else {
            throw NetworkError(
                layer: layerName, message: "a concatenation needs two or more inputs of equal extent, not \(shapes)")
        }
        var output = shapes[0]
        output.channels = shapes.reduce(0) { $0 + $1.channels }
        return try append(layerName, .concatenation, tensors, output)
    }

    @discardableResult
    public mutating func activation(
        _ layerName: String, from tensor: Int? = nil, _ activation: Activation = .relu
    ) throws(NetworkError) -> Int {
        try sameShape(layerName, tensor, .activation(activation))
    }

    @discardableResult
    public mutating func batchNormalization(
        _ layerName: String, from tensor: Int? = nil, epsilon: Float = 1e-5
    ) throws(NetworkError) -> Int {
        try sameShape(layerName, tensor, .batchNormalization(BatchNormalization(epsilon: epsilon)))
    }

    @discardableResult
    public mutating func localResponseNormalization(
        _ layerName: String, from tensor: Int? = nil, _ parameters: LocalResponseNormalization = .init()
    ) throws(NetworkError) -> Int {
        guard parameters.size > 0 else { throw NetworkError(layer: layerName, message: "size must be positive") }
        return try sameShape(layerName, tensor, .localResponseNormalization(parameters))
    }

    @discardableResult
    public mutating func softmax(_ layerName: String, from tensor: Int? = nil) throws(NetworkError) -> Int {
        try sameShape(layerName, tensor, .softmax)
    }

    @discardableResult
    public mutating func spaceToDepth(
        _ layerName: String, from tensor: Int? = nil, block: Int
    ) throws(NetworkError) -> Int {
        let source = tensor ?? last
        let shape = shape(ofTensor: source)
        guard block > 0, shape.height % block == 0, shape.width % block == 0 else {
            throw NetworkError(layer: layerName, message: "blocks of \(block) do not divide the input \(shape)")
        }
        return try append(
            layerName, .spaceToDepth(block: block), [source],
            TensorShape(
                channels: shape.channels * block * block, height: shape.height / block, width: shape.width / block))
    }
}

extension NetworkBuilder {
    private mutating func sameShape(
        _ layerName: String, _ tensor: Int?, _ operation: Operation
    ) throws(NetworkError) -> Int {
        let source = tensor ?? last
        return try append(layerName, operation, [source], shape(ofTensor: source))
    }

    private mutating func append(
        _ layerName: String, _ operation: Operation, _ inputs: [Int], _ output: TensorShape
    ) throws(NetworkError) -> Int {
        guard names.insert(layerName).inserted, layerName != "input" else {
            throw NetworkError(layer: layerName, message: "the name is used twice")
        }
        guard Self.isAddressable(output) else {
            throw NetworkError(layer: layerName, message: "its output \(output) has 2^31 elements or more")
        }
        layers.append(
            Layer(
                name: layerName, operation: operation, inputs: inputs, inputShapes: inputs.map(shape(ofTensor:)),
                output: output))
        return layers.count
    }

    /// Region bounds are 32 bits wide, and products of three must not overflow.
    private static func isAddressable(_ shape: TensorShape) -> Bool {
        let limit = 1 << 31
        guard shape.channels < limit, shape.height < limit, shape.width < limit else { return false }
        let plane = shape.height * shape.width
        return plane < limit && plane * shape.channels < limit
    }

    /// Sums over layers and devices must not overflow.
    private func checkWork(_ layerName: String, _ output: TensorShape, taps: [Int]) throws(NetworkError) {
        let macs = [output.channels, output.height, output.width].reduce(1.0) { $0 * Double($1) }
        guard taps.reduce(macs, { $0 * Double($1) }) < 0x1p48 else {
            throw NetworkError(layer: layerName, message: "it takes 2^48 multiply-accumulates or more")
        }
    }

    private func resolvedWindow(
        _ layerName: String, _ kernel: Extent, _ stride: Extent, _ dilation: Extent, _ rule: PaddingRule,
        _ input: TensorShape
    ) throws(NetworkError) -> Window {
        let limit = 1 << 20
        for (what, extent) in [("kernel", kernel), ("stride", stride), ("dilation", dilation)] {
            guard (1..<limit).contains(extent.height), (1..<limit).contains(extent.width) else {
                throw NetworkError(layer: layerName, message: "\(what) must be positive and below 2^20")
            }
        }
        switch rule {
        case .explicit(let padding):
            for side in [padding.top, padding.bottom, padding.left, padding.right] {
                guard (0..<limit).contains(side) else {
                    throw NetworkError(layer: layerName, message: "padding must not be negative and below 2^20")
                }
            }
            return Window(kernel: kernel, stride: stride, dilation: dilation, padding: padding)
        case .same:
            let vertical = Window.samePadding(
                input: input.height, kernel: kernel.height, stride: stride.height, dilation: dilation.height)
            let horizontal = Window.samePadding(
                input: input.width, kernel: kernel.width, stride: stride.width, dilation: dilation.width)
            return Window(
                kernel: kernel, stride: stride, dilation: dilation,
                padding: Padding(
                    top: vertical.low, bottom: vertical.high, left: horizontal.low, right: horizontal.high))
        }
    }

    private func outputShape(
        _ layerName: String, channels: Int, window: Window, ceilMode: Bool, input: TensorShape
    ) throws(NetworkError) -> TensorShape {
        let height = window.vertical.outputCount(input: input.height, ceilMode: ceilMode)
        let width = window.horizontal.outputCount(input: input.width, ceilMode: ceilMode)
        guard height > 0, width > 0 else {
            throw NetworkError(
                layer: layerName,
                message: "a kernel of \(window.kernel.height)x\(window.kernel.width) does not fit its input \(input)")
        }
        return TensorShape(channels: channels, height: height, width: width)
    }
}
