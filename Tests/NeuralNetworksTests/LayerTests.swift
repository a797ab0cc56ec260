import NeuralNetworks
import Tensors
import TestSupport
import Testing
import Units

/// One element of a map.
private struct Element: Hashable {
    var channel: Int
    var row: Int
    var column: Int
}

/// A small network with one layer of every operation, under every option that changes which inputs are read.
private func everyOperation() throws -> Network {
    var builder = try NetworkBuilder(name: "every", input: TensorShape(channels: 6, height: 9, width: 8))
    let input = NetworkBuilder.input
    var ends: [Int] = []
    ends.append(
        try builder.convolution(
            "grouped",
            from: input,
            outputChannels: 6,
            kernel: Extent(height: 3, width: 2),
            stride: Extent(height: 2, width: 1),
            padding: .same,
            groups: 3
        )
    )
    ends.append(
        try builder.convolution("pointwise", from: input, outputChannels: 5, kernel: Extent(1), stride: Extent(2))
    )
    ends.append(
        try builder.convolution(
            "depthwise",
            from: input,
            outputChannels: 12,
            kernel: Extent(3),
            padding: .all(1),
            groups: 6,
            bias: false
        )
    )
    ends.append(
        try builder.pooling(
            "pool",
            from: input,
            kernel: Extent(3),
            stride: Extent(2),
            padding: .all(1),
            ceilMode: true
        )
    )
    let relu = try builder.activation("relu", from: input)
    let normalized = try builder.batchNormalization("bn", from: input)
    ends.append(try builder.add("sum", [relu, normalized, input]))
    ends.append(try builder.localResponseNormalization("lrn5", from: input))
    ends.append(try builder.localResponseNormalization("lrn4", from: input, LocalResponseNormalization(size: 4)))
    ends.append(try builder.softmax("softmax", from: input))
    let wide = try builder.convolution("wide", from: input, outputChannels: 4, kernel: Extent(1))
    ends.append(try builder.concatenation("concat", [wide, relu, input]))
    let even = try builder.pooling(
        "even",
        from: input,
        kernel: Extent(height: 2, width: 1),
        stride: Extent(1),
        padding: .none
    )
    ends.append(try builder.spaceToDepth("reorg", from: even, block: 2))
    let flat = try ends.enumerated().map { try builder.fullyConnected("fc\($0.offset)", from: $0.element, outputs: 3) }
    try builder.add("end", flat)
    return try builder.network()
}

/// The elements of input `index` that an output element depends on, straight from the definition of the operation.
private func dependencies(of element: Element, in layer: Layer, input index: Int) -> [Element] {
    let shape = layer.inputShapes[index]
    func window(_ window: Window, channels: Range<Int>) -> [Element] {
        var elements: [Element] = []
        for channel in channels {
            for y in 0..<window.kernel.height {
                for x in 0..<window.kernel.width {
                    let row = element.row * window.stride.height - window.padding.top + y * window.dilation.height
                    let column = element.column * window.stride.width - window.padding.left + x * window.dilation.width
                    guard (0..<shape.height).contains(row), (0..<shape.width).contains(column) else { continue }
                    elements.append(Element(channel: channel, row: row, column: column))
                }
            }
        }
        return elements
    }
    func pixel(channels: Range<Int>) -> [Element] {
        channels.map { Element(channel: $0, row: element.row, column: element.column) }
    }
    switch layer.operation {
    case .convolution(let convolution):
        let outputsPerGroup = convolution.outputChannels / convolution.groups
        let inputsPerGroup = shape.channels / convolution.groups
        let group = element.channel / outputsPerGroup
        return window(convolution.window, channels: group * inputsPerGroup..<(group + 1) * inputsPerGroup)
    case .pooling(let pooling):
        return window(pooling.window, channels: element.channel..<element.channel + 1)
    case .fullyConnected:
        return elements(of: Region(shape))
    case .add, .activation, .batchNormalization:
        return [element]
    case .localResponseNormalization(let normalization):
        // size channels, as many below as above; the odd one of an even size below
        let first = element.channel - normalization.size / 2
        return pixel(channels: first..<first + normalization.size).filter { (0..<shape.channels).contains($0.channel) }
    case .softmax:
        return pixel(channels: 0..<shape.channels)
    case .concatenation:
        let channel = element.channel - layer.inputShapes[..<index].reduce(0) { $0 + $1.channels }
        return (0..<shape.channels).contains(channel) ? pixel(channels: channel..<channel + 1) : []
    case .spaceToDepth(let block):
        // Any pixel of the block, since orders of the output channels differ between frameworks.
        return elements(
            of: Region(
                channels: 0..<shape.channels,
                rows: element.row * block..<(element.row + 1) * block,
                columns: element.column * block..<(element.column + 1) * block
            )
        )
    }
}

private func elements(of region: Region) -> [Element] {
    region.channels.flatMap { channel in
        region.rows.flatMap { row in
            region.columns.map { Element(channel: channel, row: row, column: $0) }
        }
    }
}

private func hull(_ elements: some Sequence<Element>) -> Region {
    elements.reduce(Region.empty) {
        $0.hull(
            Region(
                channels: $1.channel..<$1.channel + 1,
                rows: $1.row..<$1.row + 1,
                columns: $1.column..<$1.column + 1
            )
        )
    }
}

private func randomRegion(in shape: TensorShape, using generator: inout SeededGenerator) -> Region {
    func range(_ extent: Int) -> Range<Int> {
        let lower = Int.random(in: 0..<extent, using: &generator)
        return lower..<Int.random(in: lower + 1...extent, using: &generator)
    }
    return Region(channels: range(shape.channels), rows: range(shape.height), columns: range(shape.width))
}

@Suite struct LayerInputRegionTests {
    @Test(arguments: 0..<8)
    func `an output region reads the hull of what its elements depend on`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for layer in try everyOperation().layers {
            let region = randomRegion(in: layer.output, using: &generator)
            for index in layer.inputs.indices {
                let expected = hull(elements(of: region).lazy.flatMap { dependencies(of: $0, in: layer, input: index) })
                #expect(
                    layer.inputRegion(of: region, input: index) == expected,
                    "\(layer.name), input \(index), region \(region)"
                )
            }
        }
    }

    @Test func `a whole output reads the whole input and an empty one nothing`() throws {
        for layer in try everyOperation().layers {
            for index in layer.inputs.indices {
                #expect(layer.inputRegion(of: .empty, input: index) == .empty)
                // A 1x1 window of stride 2 leaves out the last row and column.
                guard layer.name != "pointwise" else { continue }
                #expect(layer.inputRegion(of: Region(layer.output), input: index) == Region(layer.inputShapes[index]))
            }
        }
    }

    @Test func `a grouped convolution reads the channels of the groups it touches`() throws {
        let layer = try #require(everyOperation().layers.first { $0.name == "grouped" })
        // 6 outputs and 6 inputs in 3 groups: outputs 1 and 2 belong to groups 0 and 1.
        let region = Region(channels: 1..<3, rows: 0..<1, columns: 0..<1)
        #expect(layer.inputRegion(of: region).channels == 0..<4)
    }

    @Test func `a concatenation reads nothing of an input whose channels are not asked for`() throws {
        let layer = try #require(everyOperation().layers.first { $0.name == "concat" })
        // Channels 0 ..< 4 are "wide", 4 ..< 10 "relu", 10 ..< 16 the input.
        let region = Region(channels: 3..<6, rows: 2..<4, columns: 1..<8)
        #expect(layer.inputRegion(of: region, input: 0) == Region(channels: 3..<4, rows: 2..<4, columns: 1..<8))
        #expect(layer.inputRegion(of: region, input: 1) == Region(channels: 0..<2, rows: 2..<4, columns: 1..<8))
        #expect(layer.inputRegion(of: region, input: 2) == .empty)
    }
}

@Suite struct LayerCostTests {
    private static func layer(_ name: String) throws -> Layer {
        try #require(everyOperation().layers.first { $0.name == name })
    }

    @Test(arguments: 0..<8)
    func `operations of a disjoint cover add up to the layer's`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for layer in try everyOperation().layers {
            let whole = Region(layer.output)
            let part = randomRegion(in: layer.output, using: &generator)
            let cover = [part] + whole.subtracting(part)
            #expect(cover.reduce(MACCount.zero) { $0 + layer.macs(of: $1) } == layer.macs, "\(layer.name), \(part)")
        }
    }

    @Test func `parameters of a cut along the channels add up, tiles of the map repeat them`() throws {
        for layer in try everyOperation().layers {
            let shape = layer.output
            let byChannel = (0..<shape.channels).map {
                Region(channels: $0..<$0 + 1, rows: 0..<shape.height, columns: 0..<shape.width)
            }
            #expect(byChannel.reduce(0) { $0 + layer.parameterCount(of: $1) } == layer.parameterCount)
            let firstRow = Region(channels: 0..<shape.channels, rows: 0..<1, columns: 0..<shape.width)
            #expect(layer.parameterCount(of: firstRow) == layer.parameterCount)
            #expect(layer.parameterCount(of: .empty) == 0)
            #expect(layer.macs(of: .empty) == .zero)
        }
    }

    @Test func `a grouped convolution has the taps of one group`() throws {
        // 6 / 3 input channels * 3 * 2 taps = 12; 6 x 5 x 8 outputs
        let layer = try Self.layer("grouped")
        #expect(layer.output == TensorShape(channels: 6, height: 5, width: 8))
        #expect(layer.macs == MACCount(12 * 6 * 5 * 8))
        #expect(layer.parameterCount == 6 * (12 + 1))
        #expect(layer.weightBytes(of: Region(layer.output)) == ByteCount(4 * 6 * 13))
    }

    @Test func `a convolution without bias has its weights alone`() throws {
        #expect(try Self.layer("depthwise").parameterCount == 12 * 9)
    }

    @Test func `partial sums of a fully connected layer add up, each with the bias`() throws {
        let layer = try Self.layer("fc0")
        let input = Region(layer.inputShapes[0])
        let part = Region(channels: 0..<2, rows: 1..<4, columns: 0..<8)
        let parts = [part] + input.subtracting(part)
        let output = Region(layer.output)
        #expect(parts.reduce(MACCount.zero) { $0 + layer.macs(of: output, summing: $1) } == layer.macs)
        let parameters = parts.reduce(0) { $0 + layer.parameterCount(of: output, summing: $1) }
        #expect(parameters == layer.parameterCount + (parts.count - 1) * 3)
    }

    @Test func `batch normalization learns two values a channel and stores four`() throws {
        let layer = try Self.layer("bn")
        #expect(layer.parameterCount == 12)
        #expect(layer.weightBytes(of: Region(layer.output)) == ByteCount(4 * 6 * 4))
        #expect(layer.macs == .zero)
    }

    @Test func `activations are four bytes an element`() {
        #expect(Layer.activationBytes(of: Region(channels: 1..<3, rows: 0..<4, columns: 0..<5)) == ByteCount(160))
    }

    @Test(arguments: ["pool", "relu", "sum", "lrn5", "softmax", "concat", "reorg"])
    func `an operation without weights costs no parameters and no operations`(name: String) throws {
        let layer = try Self.layer(name)
        #expect(layer.parameterCount == 0)
        #expect(layer.macs == .zero)
        #expect(layer.weightBytes(of: Region(layer.output)) == .zero)
    }
}

@Suite struct LayerClassificationTests {
    @Test func `kernel classes follow the window and the channels of a group`() throws {
        let layers = try everyOperation().layers
        let classes = Dictionary(uniqueKeysWithValues: layers.map { ($0.name, $0.kernelClass) })
        // Two input channels a group leave nothing to reuse either.
        #expect(classes["grouped"] == .depthwiseConvolution)
        #expect(classes["depthwise"] == .depthwiseConvolution)
        #expect(classes["wide"] == .pointwiseConvolution)
        #expect(classes["fc0"] == .fullyConnected)
        for name in ["pool", "relu", "bn", "sum", "lrn5", "softmax", "concat", "reorg"] {
            #expect(classes[name] == .elementwise)
        }
    }

    @Test func `a 3x3 convolution in groups of many channels is a plain convolution`() throws {
        var builder = try NetworkBuilder(name: "n", input: TensorShape(channels: 8, height: 4, width: 4))
        try builder.convolution("c", outputChannels: 8, kernel: Extent(3), groups: 2)
        #expect(try builder.network().layers[0].kernelClass == .convolution)
    }

    @Test func `pointwise layers are pixelwise, but not the other way round`() throws {
        let layers = try everyOperation().layers
        #expect(layers.filter(\.isPointwise).map(\.name) == ["relu", "bn"])
        #expect(layers.filter(\.isPixelwise).map(\.name) == ["relu", "bn", "lrn5", "lrn4", "softmax"])
    }

    @Test func `only convolutions and pools have a window and a stride`() throws {
        for layer in try everyOperation().layers {
            switch layer.operation {
            case .convolution(let convolution): #expect(layer.window == convolution.window)
            case .pooling(let pooling): #expect(layer.window == pooling.window)
            default: #expect(layer.window == nil)
            }
            #expect(layer.stride == layer.window?.stride ?? Extent(1))
            #expect(layer.isPooling == ["pool", "even"].contains(layer.name))
            #expect(layer.isFullyConnected == layer.name.hasPrefix("fc"))
        }
    }
}
