public import Tensors
public import Units

/// One node of a network: an operation with its resolved shapes.
public struct Layer: Sendable, Hashable {
    public var name: String
    public var operation: Operation
    /// Tensor numbers: 0 is the network's input, `n + 1` the output of layer `n`.
    public var inputs: [Int]
    public var inputShapes: [TensorShape]
    public var output: TensorShape
}

// MARK: - What a region needs

extension Layer {
    /// The part of input number `index` that an output region reads; padding is clipped away.
    ///
    /// Receptive-field arithmetic of a window: rows [a, b) read rows [a s - p, (b - 1) s - p + (k - 1) d + 1).
    /// A grouped convolution reads the channels of the groups that it touches.
    public func inputRegion(of region: Region, input index: Int = 0) -> Region {
        if region.isEmpty { return .empty }
        let shape = inputShapes[index]
        switch operation {
        case .convolution(let convolution):
            let outputsPerGroup = convolution.outputChannels / convolution.groups
            let inputsPerGroup = shape.channels / convolution.groups
            let firstGroup = region.channels.lowerBound / outputsPerGroup
            let lastGroup = (region.channels.upperBound - 1) / outputsPerGroup
            return convolution.window.inputRegion(
                of: region, channels: firstGroup * inputsPerGroup..<(lastGroup + 1) * inputsPerGroup, input: shape)
        case .pooling(let pooling):
            return pooling.window.inputRegion(of: region, channels: region.channels, input: shape)
        case .fullyConnected:
            return Region(shape)
        case .add, .activation, .batchNormalization:
            return region
        case .localResponseNormalization(let normalization):
            // An even size reaches one channel further down, as in PyTorch.
            let lower = max(region.channels.lowerBound - normalization.size / 2, 0)
            let upper = min(region.channels.upperBound + (normalization.size - 1) / 2, shape.channels)
            return Region(channels: lower..<upper, rows: region.rows, columns: region.columns)
        case .softmax:
            return Region(channels: 0..<shape.channels, rows: region.rows, columns: region.columns)
        case .concatenation:
            let offset = inputShapes[..<index].reduce(0) { $0 + $1.channels }
            let channels = region.channels.clamped(to: offset..<offset + shape.channels)
            return Region(
                channels: channels.lowerBound - offset..<channels.upperBound - offset, rows: region.rows,
                columns: region.columns)
        case .spaceToDepth(let block):
            return Region(
                channels: 0..<shape.channels, rows: region.rows.lowerBound * block..<region.rows.upperBound * block,
                columns: region.columns.lowerBound * block..<region.columns.upperBound * block)
        }
    }
}

extension Window {
    func inputRegion(of region: Region, channels: Range<Int>, input: TensorShape) -> Region {
        Region(
            channels: channels, rows: vertical.inputs(of: region.rows, extent: input.height),
            columns: horizontal.inputs(of: region.columns, extent: input.width))
    }
}

// MARK: - What a region costs

extension Layer {
    /// Multiply-accumulates of an output region, taps on padding included; only convolutions and fully connected
    /// layers count, as in the published figures.
    ///
    /// - Parameter inputRegion: the inputs that are summed, of a convolution whole channels; all by default.
    public func macs(of region: Region, summing inputRegion: Region? = nil) -> MACCount {
        switch operation {
        case .convolution(let convolution):
            let taps =
                (inputRegion?.channels.count ?? inputShapes[0].channels / convolution.groups)
                * convolution.window.kernel.height * convolution.window.kernel.width
            return MACCount(region.elementCount * taps)
        case .fullyConnected:
            return MACCount(region.elementCount * (inputRegion?.elementCount ?? inputShapes[0].elementCount))
        default:
            return .zero
        }
    }

    /// Multiply-accumulates of the whole layer.
    public var macs: MACCount { macs(of: Region(output)) }

    /// Learned parameters that produce the output channels of `region` (batch normalization: scale and shift).
    public func parameterCount(of region: Region, summing inputRegion: Region? = nil) -> Int {
        if region.isEmpty { return 0 }
        let channels = region.channels.count
        switch operation {
        case .convolution(let convolution):
            let taps =
                (inputRegion?.channels.count ?? inputShapes[0].channels / convolution.groups)
                * convolution.window.kernel.height * convolution.window.kernel.width
            return channels * (taps + (convolution.hasBias ? 1 : 0))
        case .fullyConnected(let fullyConnected):
            let inputs = inputRegion?.elementCount ?? inputShapes[0].elementCount
            return channels * (inputs + (fullyConnected.hasBias ? 1 : 0))
        case .batchNormalization:
            return 2 * channels
        default:
            return 0
        }
    }

    /// Learned parameters of the whole layer.
    public var parameterCount: Int { parameterCount(of: Region(output)) }

    /// Bytes of float32 weights that an output region needs; batch normalization stores mean and variance as well.
    public func weightBytes(of region: Region, summing inputRegion: Region? = nil) -> ByteCount {
        var values = parameterCount(of: region, summing: inputRegion)
        if case .batchNormalization = operation { values *= 2 }
        return ByteCount(values * Network.bytesPerElement)
    }

    /// Bytes of float32 activations of a region.
    public static func activationBytes(of region: Region) -> ByteCount {
        ByteCount(region.elementCount * Network.bytesPerElement)
    }
}

// MARK: - Classification

extension Layer {
    public var kernelClass: KernelClass {
        switch operation {
        case .convolution(let convolution):
            // A group of one or two channels leaves nothing to reuse.
            if convolution.groups > 1 && inputShapes[0].channels / convolution.groups <= 2 {
                return .depthwiseConvolution
            }
            return convolution.window.kernel == Extent(1) ? .pointwiseConvolution : .convolution
        case .fullyConnected: return .fullyConnected
        default: return .elementwise
        }
    }

    /// Whether every output element depends on the same element of the input alone.
    public var isPointwise: Bool {
        switch operation {
        case .activation, .batchNormalization: true
        default: false
        }
    }

    /// Whether an output pixel depends on the same pixel of its only input, over any channels, at no MACs.
    public var isPixelwise: Bool {
        switch operation {
        case .localResponseNormalization, .softmax: true
        default: isPointwise
        }
    }

    /// The stride of a convolution or pooling layer, else 1.
    public var stride: Extent { window?.stride ?? Extent(1) }

    /// The sliding window of a convolution or pooling layer.
    public var window: Window? {
        switch operation {
        case .convolution(let convolution): convolution.window
        case .pooling(let pooling): pooling.window
        default: nil
        }
    }

    public var isPooling: Bool {
        if case .pooling = operation { true } else { false }
    }

    public var isFullyConnected: Bool {
        if case .fullyConnected = operation { true } else { false }
    }
}
