import NeuralNetworks
import Tensors

@testable import TensorKernels

/// Random small layers, their parameters and inputs.
struct RandomLayers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func integer(_ range: ClosedRange<Int>) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return range.lowerBound + Int((state >> 33) % UInt64(range.count))
    }

    mutating func tensor(_ extents: [Int]) -> Tensor {
        SeededValues(seed: state, stream: integer(0...1000)).tensor(extents, scale: 1)
    }

    mutating func window() -> (kernel: Extent, stride: Extent, dilation: Extent, padding: Padding) {
        (
            Extent(height: integer(1...4), width: integer(1...5)),
            Extent(height: integer(1...3), width: integer(1...3)),
            Extent(height: integer(1...2), width: integer(1...3)),
            Padding(top: integer(0...3), bottom: integer(0...3), left: integer(0...3), right: integer(0...3))
        )
    }

    /// `nil` when the window does not fit.
    mutating func convolution() -> Layer? {
        let groups = [1, 1, 1, 2, 5][integer(0...4)]
        let perGroup = integer(1...9)
        let isSignal = integer(0...4) == 0
        let shape = TensorShape(
            channels: groups * perGroup, height: integer(1...60), width: isSignal ? 1 : integer(1...70))
        var (kernel, stride, dilation, padding) = window()
        if isSignal {
            (kernel.width, stride.width, dilation.width) = (1, 1, 1)
            (padding.left, padding.right) = (0, 0)
        }
        do {
            var builder = try NetworkBuilder(name: "random", input: shape)
            try builder.convolution(
                "layer", outputChannels: groups * integer(1...20), kernel: kernel, stride: stride,
                padding: .explicit(padding), dilation: dilation, groups: groups, bias: integer(0...1) == 0)
            return try builder.network().layers[0]
        } catch {
            return nil
        }
    }

    /// `nil` when the window does not fit or a window lies on padding alone.
    mutating func pooling() -> Layer? {
        let shape = TensorShape(channels: integer(1...5), height: integer(4...40), width: integer(4...40))
        var (kernel, stride, dilation, padding) = window()
        padding = Padding(
            top: min(padding.top, kernel.height / 2), bottom: min(padding.bottom, kernel.height / 2),
            left: min(padding.left, kernel.width / 2), right: min(padding.right, kernel.width / 2))
        let isMaximum = integer(0...1) == 0
        if !isMaximum { dilation = Extent(1) }
        do {
            var builder = try NetworkBuilder(name: "random", input: shape)
            try builder.pooling(
                "layer", kind: isMaximum ? .maximum : .average, kernel: kernel, stride: stride,
                padding: .explicit(padding), dilation: dilation, ceilMode: integer(0...1) == 0,
                countsPadding: integer(0...1) == 0)
            return try builder.network().layers[0]
        } catch {
            return nil
        }
    }

    mutating func layer(input: TensorShape, _ build: (inout NetworkBuilder) throws -> Void) throws -> Layer {
        var builder = try NetworkBuilder(name: "random", input: input)
        try build(&builder)
        return try builder.network().layers[0]
    }

    /// A non-empty box of an output.
    mutating func region(of shape: TensorShape) -> Region {
        func range(_ extent: Int) -> Range<Int> {
            let lower = integer(0...extent - 1)
            return lower..<lower + integer(1...extent - lower)
        }
        let channels = integer(0...1) == 0 ? 0..<shape.channels : range(shape.channels)
        return Region(channels: channels, rows: range(shape.height), columns: range(shape.width))
    }
}
