public import NeuralNetworks
public import Tensors

/// Made-up weights that keep activations finite: He et al., Delving deep into rectifiers, ICCV 2015,
/// doi:10.1109/ICCV.2015.123, uniform with variance 2 / inputs.
///
/// They depend on the seed and the layer's place in the network alone.
public struct SeededParameters: Sendable {
    public let seed: UInt64

    public init(seed: UInt64) { self.seed = seed }

    /// - Parameter index: the layer's place in its network.
    public func parameters(of layer: Layer, at index: Int) -> LayerParameters {
        let values = values(at: index)
        let biases = SeededValues(seed: ~seed, stream: index)
        func bias(_ count: Int, _ exists: Bool) -> Tensor? { exists ? biases.tensor([count], scale: 0.05) : nil }
        switch layer.operation {
        case .convolution(let convolution):
            let kernel = convolution.window.kernel
            let extents = [
                convolution.outputChannels, layer.inputShapes[0].channels / convolution.groups, kernel.height,
                kernel.width,
            ]
            let scale = Self.scale(inputs: extents[1] * extents[2] * extents[3])
            return .weights(
                values.tensor(extents, scale: scale), bias: bias(extents[0], convolution.hasBias))
        case .fullyConnected(let connected):
            let inputs = layer.inputShapes[0].elementCount
            return .weights(
                values.tensor([connected.outputs, inputs], scale: Self.scale(inputs: inputs)),
                bias: bias(connected.outputs, connected.hasBias))
        case .batchNormalization:
            let channels = layer.output.channels
            return .batchNormalization(
                mean: values.tensor([channels], scale: 0.1),
                variance: values.tensor([channels], from: channels, scale: 0.5, offset: 1),
                gamma: values.tensor([channels], from: 2 * channels, scale: 0.25, offset: 1),
                beta: values.tensor([channels], from: 3 * channels, scale: 0.1))
        default:
            return .none
        }
    }

    /// A fully connected layer's weights at the entries of a matrix: the matrix's own values, or those that the dense
    /// layer has there.
    ///
    /// - Parameters:
    ///   - index: the layer's place in its network.
    ///   - matrix: rows are inputs, columns outputs.
    ///   - isIncluded: whether an entry, by its number, is among those that are wanted.
    func compressedRows(
        of layer: Layer, at index: Int, on matrix: SparseMatrix, where isIncluded: (Int) -> Bool = { _ in true }
    ) -> CompressedRows {
        let dense = values(at: index)
        let inputs = layer.inputShapes[0].elementCount
        let scale = Self.scale(inputs: inputs)
        return CompressedRows(
            matrix,
            value: { entry, input, output in
                matrix.values.map { $0[entry] } ?? dense[output &* inputs &+ input] * scale
            }, where: isIncluded)
    }

    /// A fully connected layer's bias `[outputs]`, if it has one.
    func bias(of layer: Layer, at index: Int) -> Tensor? {
        guard case .fullyConnected(let connected) = layer.operation, connected.hasBias else { return nil }
        return SeededValues(seed: ~seed, stream: index).tensor([connected.outputs], scale: 0.05)
    }

    /// An input with elements uniform in -1 ..< 1.
    public func input(_ shape: TensorShape) -> Tensor {
        SeededValues(seed: seed, stream: -1).tensor([shape.channels, shape.height, shape.width], scale: 1)
    }

    /// A layer ready to run; a fully connected layer's weights are packed as they are made.
    func plan(
        _ layer: Layer, at index: Int, options: KernelOptions, fusing activation: Activation?, pool: StoragePool
    ) throws(KernelError) -> LayerPlan {
        guard case .fullyConnected(let connected) = layer.operation else {
            return try LayerPlan(
                layer, parameters: parameters(of: layer, at: index), options: options, fusing: activation,
                pool: pool)
        }
        let values = values(at: index)
        let inputs = layer.inputShapes[0].elementCount
        let scale = Self.scale(inputs: inputs)
        let dense = DensePlan(
            inputCount: inputs, outputCount: connected.outputs, bias: bias(of: layer, at: index),
            kernels: try .kernels(options.instructionSet)
        ) { row, target, step in
            let first = row &* inputs
            for column in 0..<inputs { target[column &* step] = values[first &+ column] * scale }
        }
        return LayerPlan(layer, dense: dense, options: options, pool: pool)
    }

    private func values(at index: Int) -> SeededValues { SeededValues(seed: seed, stream: index) }

    /// Half the width of a uniform distribution of variance 2 / inputs.
    private static func scale(inputs: Int) -> Float { (6 / Float(max(inputs, 1))).squareRoot() }
}
