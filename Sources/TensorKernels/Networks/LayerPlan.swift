public import NeuralNetworks
public import Tensors

/// A layer ready to run, its weights packed for one instruction set.
///
/// Any region of its output can be computed from the parts of its inputs that the region reads; with the exact
/// algorithm the elements equal those of the whole layer bit for bit, at any number of threads.
public struct LayerPlan: Sendable {
    public let layer: Layer
    public let options: KernelOptions
    private let kernel: Kernel
    private let clamp: OutputClamp
    /// Of outputs and scratch memory.
    private let pool: StoragePool

    private enum Kernel: Sendable {
        case convolution(ConvolutionPlan)
        case depthwise(DepthwisePlan)
        case winograd(WinogradPlan)
        case pooling(PoolingPlan)
        case dense(DensePlan)
        case sparse(SparsePlan)
        case channelScale(ChannelScale)
        case withoutParameters
    }

    /// - Parameter activation: applied to the output at no further pass; ReLU and ReLU6 of convolutions only.
    /// - Throws: `KernelError` when the parameters do not fit the layer.
    public init(
        _ layer: Layer, parameters: LayerParameters = .none, options: KernelOptions = KernelOptions(),
        fusing activation: Activation? = nil
    ) throws(KernelError) {
        try self.init(layer, parameters: parameters, options: options, fusing: activation, pool: StoragePool())
    }

    /// Outputs and scratch memory come from a pool, which other plans may share.
    init(
        _ layer: Layer, parameters: LayerParameters, options: KernelOptions, fusing activation: Activation?,
        pool: StoragePool
    ) throws(KernelError) {
        self.layer = layer
        self.options = options
        self.pool = pool
        let kernels = try VectorKernels.kernels(options.instructionSet)
        if let activation {
            guard case .convolution = layer.operation, let clamp = OutputClamp(activation) else {
                throw .parameter(
                    what: "a fused activation", found: "\(activation)", allowed: "relu or relu6 after a convolution")
            }
            self.clamp = clamp
        } else {
            clamp = .none
        }
        switch layer.operation {
        case .convolution(let convolution):
            let input = layer.inputShapes[0]
            let shape = try ConvolutionShape(convolution, input: input, output: layer.output)
            let kernel = convolution.window.kernel
            let (weight, bias) = try Self.linear(
                parameters, layer,
                extents: [convolution.outputChannels, shape.inputsPerGroup, kernel.height, kernel.width])
            if shape.inputsPerGroup == 1 {
                self.kernel = .depthwise(DepthwisePlan(shape, weight: weight, bias: bias, kernels: kernels))
            } else if options.convolution == .winograd && WinogradPlan.applies(to: shape) {
                self.kernel = .winograd(WinogradPlan(shape, weight: weight, bias: bias, kernels: kernels))
            } else {
                self.kernel = .convolution(ConvolutionPlan(shape, weight: weight, bias: bias, kernels: kernels))
            }
        case .fullyConnected(let connected):
            if case .sparseWeights(let matrix, let bias) = parameters {
                guard matrix.rowCount == connected.outputs, matrix.columnCount == layer.inputShapes[0].elementCount
                else {
                    throw .extents(
                        what: "the weights of layer \"\(layer.name)\"", found: [matrix.rowCount, matrix.columnCount],
                        needed: "[\(connected.outputs), \(layer.inputShapes[0].elementCount)]")
                }
                kernel = .sparse(try SparsePlan(matrix, bias: bias, instructionSet: options.instructionSet))
                break
            }
            let (weight, bias) = try Self.linear(
                parameters, layer, extents: [connected.outputs, layer.inputShapes[0].elementCount])
            kernel = .dense(try DensePlan(weight: weight, bias: bias, instructionSet: options.instructionSet))
        case .pooling(let pooling):
            kernel = .pooling(try PoolingPlan(pooling, input: layer.inputShapes[0]))
        case .batchNormalization(let normalization):
            guard case .batchNormalization(let mean, let variance, let gamma, let beta) = parameters else {
                throw Self.missing(layer, "mean, variance, gamma and beta")
            }
            for tensor in [mean, variance, gamma, beta] where tensor.extents != [layer.output.channels] {
                throw .extents(
                    what: "a parameter of layer \"\(layer.name)\"", found: tensor.extents,
                    needed: "[\(layer.output.channels)]")
            }
            kernel = .channelScale(
                ChannelScale(
                    mean: mean, variance: variance, gamma: gamma, beta: beta, epsilon: normalization.epsilon))
        case .localResponseNormalization(let normalization):
            guard normalization.size > 0 else {
                throw .parameter(what: "the size", found: "\(normalization.size)", allowed: "1 or more")
            }
            kernel = .withoutParameters
        case .add, .concatenation, .activation, .softmax, .spaceToDepth:
            kernel = .withoutParameters
        }
    }

    /// A fully connected layer whose weights are packed already.
    init(_ layer: Layer, dense: DensePlan, options: KernelOptions, pool: StoragePool) {
        self.pool = pool
        self.layer = layer
        self.options = options
        kernel = .dense(dense)
        clamp = .none
    }

    private static func missing(_ layer: Layer, _ needed: String) -> KernelError {
        .parameter(what: "the parameters of layer \"\(layer.name)\"", found: "none of its kind", allowed: needed)
    }

    private static func linear(
        _ parameters: LayerParameters, _ layer: Layer, extents: [Int]
    ) throws(KernelError) -> (weight: Tensor, bias: Tensor?) {
        guard case .weights(let weight, let bias) = parameters else { throw missing(layer, "weights") }
        guard weight.extents == extents else {
            throw .extents(what: "the weights of layer \"\(layer.name)\"", found: weight.extents, needed: "\(extents)")
        }
        if let bias, bias.extents != [extents[0]] {
            throw .extents(what: "the bias of layer \"\(layer.name)\"", found: bias.extents, needed: "[\(extents[0])]")
        }
        return (weight, bias)
    }
}

// MARK: - Running

extension LayerPlan {
    /// The whole output.
    ///
    /// - Parameter inputs: whole feature maps `[channels, height, width]`.
    public func run(_ inputs: [Tensor]) throws(KernelError) -> Tensor {
        var parts: [FeatureMapPart] = []
        for input in inputs { parts.append(try FeatureMapPart(whole: input)) }
        return try run(parts, producing: Region(layer.output)).tensor
    }

    /// A region of the output.
    ///
    /// - Parameter inputs: for every input a part that covers `layer.inputRegion(of:input:)`.
    /// - Throws: `KernelError.uncoveredRegion` when a part does not.
    public func run(_ inputs: [FeatureMapPart], producing region: Region) throws(KernelError) -> FeatureMapPart {
        try check(inputs, region)
        let shape = region.shape
        let tensor = Tensor(extents: [shape.channels, shape.height, shape.width], pool: pool) { target in
            if region.isEmpty { return }
            compute(inputs, region, target.baseAddress!)
        }
        return FeatureMapPart(uncheckedRegion: region, tensor: tensor)
    }

    /// What a part of its input contributes to the outputs of a fully connected layer or a convolution, without the bias.
    ///
    /// - Throws: `KernelError` when the layer is of another kind or the part or region lies outside.
    public func partialSums(
        of input: FeatureMapPart, producing region: Region
    ) throws(KernelError) -> FeatureMapPart {
        guard Region(layer.inputShapes[0]).contains(input.region), Region(layer.output).contains(region) else {
            throw .uncoveredRegion(
                layer: layer.name, input: 0, found: "\(layer.inputShapes[0])", needed: "\(input.region)")
        }
        if case .convolution = layer.operation {
            // Convolutions are linear: zeros stand for what others contribute.
            let padded = FeatureMapPart.assembled([input], region: Region(layer.inputShapes[0]), elsewhere: 0)
            let contribution = try run([padded], producing: region)
            let bias = try outputOfZeros(region)
            return FeatureMapPart(
                uncheckedRegion: region,
                tensor: Tensor(region.shape) { target in
                    for place in target.indices { target[place] = contribution.tensor[place] - bias.tensor[place] }
                })
        }
        let dense = try densePlan()
        let tensor = Tensor(region.shape) { target in
            if region.isEmpty { return }
            dense.partialSums(
                of: input, in: layer.inputShapes[0], outputs: region.channels, threads: options.threads,
                output: target.baseAddress!)
        }
        return FeatureMapPart(uncheckedRegion: region, tensor: tensor)
    }

    /// A convolution's bias, over a region.
    private func outputOfZeros(_ region: Region) throws(KernelError) -> FeatureMapPart {
        let zeros = FeatureMapPart.assembled([], region: Region(layer.inputShapes[0]), elsewhere: 0)
        return try run([zeros], producing: region)
    }

    /// The outputs of a fully connected layer or a convolution from partial sums: the bias, then the sums in their order.
    ///
    /// - Throws: `KernelError` when the layer is of another kind or a sum does not cover the region.
    public func total(
        of sums: [FeatureMapPart], producing region: Region
    ) throws(KernelError) -> FeatureMapPart {
        for (index, sum) in sums.enumerated() where !sum.region.contains(region) {
            throw .uncoveredRegion(layer: layer.name, input: index, found: "\(sum.region)", needed: "\(region)")
        }
        let bias: [Float]
        if case .convolution = layer.operation {
            let map = try outputOfZeros(region).tensor
            bias = (0..<region.elementCount).map { map[$0] }
        } else {
            let dense = try densePlan()
            bias = region.channels.map { dense.bias($0) }
        }
        let tensor = Tensor(region.shape) { target in
            for place in target.indices { target[place] = bias[place] }
            for sum in sums {
                sum.cropped(to: region).withElements { elements in
                    for place in 0..<target.count { target[place] += elements.base[place] }
                }
            }
        }
        return FeatureMapPart(uncheckedRegion: region, tensor: tensor)
    }

    private func densePlan() throws(KernelError) -> DensePlan {
        guard case .dense(let plan) = kernel else {
            throw .parameter(what: "layer \"\(layer.name)\"", found: "another kind", allowed: "fully connected")
        }
        return plan
    }

    private func check(_ inputs: [FeatureMapPart], _ region: Region) throws(KernelError) {
        guard inputs.count == layer.inputs.count else {
            throw .parameter(
                what: "the number of inputs of layer \"\(layer.name)\"", found: "\(inputs.count)",
                allowed: "\(layer.inputs.count)")
        }
        guard Region(layer.output).contains(region) else {
            throw .uncoveredRegion(
                layer: layer.name, input: 0, found: "an output of \(layer.output)", needed: "\(region)")
        }
        for (index, input) in inputs.enumerated() {
            let needed = layer.inputRegion(of: region, input: index)
            guard input.region.contains(needed), Region(layer.inputShapes[index]).contains(input.region) else {
                throw .uncoveredRegion(
                    layer: layer.name, input: index, found: "\(input.region)", needed: "\(needed)")
            }
        }
    }

    private func compute(_ inputs: [FeatureMapPart], _ region: Region, _ target: UnsafeMutablePointer<Float>) {
        let threads = options.threads
        switch kernel {
        case .convolution(let plan):
            inputs[0].withElements {
                plan.run($0, producing: region, clamp: clamp, threads: threads, pool: pool, output: target)
            }
        case .depthwise(let plan):
            inputs[0].withElements {
                plan.run($0, producing: region, clamp: clamp, threads: threads, pool: pool, output: target)
            }
        case .winograd(let plan):
            inputs[0].withElements {
                plan.run($0, producing: region, clamp: clamp, threads: threads, pool: pool, output: target)
            }
        case .pooling(let plan):
            inputs[0].withElements { plan.run($0, producing: region, threads: threads, pool: pool, output: target) }
        case .dense(let plan):
            inputs[0].withElements { plan.run($0.base, outputs: region.channels, threads: threads, output: target) }
        case .sparse(let plan):
            inputs[0].withElements { elements in
                if region == Region(layer.output) { return plan.run(elements.base, threads: threads, output: target) }
                let whole = Tensor(layer.output) { plan.run(elements.base, threads: threads, output: $0.baseAddress!) }
                for channel in region.channels { target[channel - region.channels.lowerBound] = whole[channel] }
            }
        case .channelScale(let scale):
            inputs[0].cropped(to: region).withElements {
                scale.apply(
                    $0.base, channels: region.channels, positions: region.rows.count * region.columns.count,
                    output: target)
            }
        case .withoutParameters:
            computeWithoutParameters(inputs, region, target)
        }
    }

    private func computeWithoutParameters(
        _ inputs: [FeatureMapPart], _ region: Region, _ target: UnsafeMutablePointer<Float>
    ) {
        switch layer.operation {
        case .activation(let activation):
            inputs[0].cropped(to: region).withElements {
                activation.apply($0.base, count: region.elementCount, output: target)
            }
        case .add:
            for (index, input) in inputs.enumerated() {
                input.cropped(to: region).withElements { elements in
                    if index == 0 {
                        target.update(from: elements.base, count: region.elementCount)
                    } else {
                        for place in 0..<region.elementCount { target[place] += elements.base[place] }
                    }
                }
            }
        case .concatenation:
            concatenate(inputs, region, target)
        case .softmax:
            let whole = Region(
                channels: 0..<layer.output.channels, rows: region.rows, columns: region.columns)
            inputs[0].cropped(to: whole).withElements {
                softmaxChannels(
                    $0.base, channels: layer.output.channels, positions: region.rows.count * region.columns.count,
                    kept: region.channels, output: target)
            }
        case .localResponseNormalization(let normalization):
            inputs[0].withElements {
                normalization.apply($0, channels: layer.output.channels, region: region, output: target)
            }
        case .spaceToDepth(let block):
            inputs[0].withElements { spaceToDepth($0, block: block, region, target) }
        case .convolution, .pooling, .fullyConnected, .batchNormalization:
            preconditionFailure("has a kernel of its own")
        }
    }

    private func concatenate(
        _ inputs: [FeatureMapPart], _ region: Region, _ target: UnsafeMutablePointer<Float>
    ) {
        var offset = 0
        var place = target
        for (index, input) in inputs.enumerated() {
            let channels = layer.inputShapes[index].channels
            let wanted = region.channels.clamped(to: offset..<offset + channels)
            if !wanted.isEmpty {
                let inner = Region(
                    channels: wanted.lowerBound - offset..<wanted.upperBound - offset, rows: region.rows,
                    columns: region.columns)
                input.cropped(to: inner).withElements { place.update(from: $0.base, count: inner.elementCount) }
                place += inner.elementCount
            }
            offset += channels
        }
    }

    /// Output channel (y block + x) channels + c holds pixel (y, x) of every block of channel c, as ONNX's SpaceToDepth.
    private func spaceToDepth(
        _ map: MapElements, block: Int, _ region: Region, _ target: UnsafeMutablePointer<Float>
    ) {
        let channels = layer.inputShapes[0].channels
        var place = target
        for channel in region.channels {
            let (shift, source) = channel.quotientAndRemainder(dividingBy: channels)
            for row in region.rows {
                let from = map.element(
                    source, row * block + shift / block, region.columns.lowerBound * block + shift % block)
                for column in 0..<region.columns.count { place[column] = from[column &* block] }
                place += region.columns.count
            }
        }
    }
}
