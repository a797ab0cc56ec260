import NeuralNetworks
import Tensors

/// Which elements depend on which, written down from the definition of every layer, without the arithmetic of regions.
struct ElementGraph {
    let network: Network
    /// For every layer and every element of its output the elements of its inputs that it reads.
    private let sources: [[[Source]]]

    struct Source {
        var tensor: Int
        var element: Int
    }

    init(_ network: Network) {
        self.network = network
        sources = network.layers.map { layer in
            Self.indices(of: Region(layer.output), in: layer.output).map { element in
                let plane = layer.output.height * layer.output.width
                let (channel, rest) = element.quotientAndRemainder(dividingBy: plane)
                let (row, column) = rest.quotientAndRemainder(dividingBy: layer.output.width)
                return Self.sources(of: layer, channel, row, column)
            }
        }
    }

    /// Numbers of the elements of a box: (channel x height + row) x width + column.
    static func indices(of region: Region, in shape: TensorShape) -> [Int] {
        var result: [Int] = []
        result.reserveCapacity(region.elementCount)
        for channel in region.channels {
            for row in region.rows {
                for column in region.columns { result.append((channel * shape.height + row) * shape.width + column) }
            }
        }
        return result
    }

    /// What elements of a step's output read, through the layers that are folded into it.
    func reads(of elements: [Int], layers: [Int]) -> [Source] {
        var wanted = elements
        for layer in layers.dropFirst().reversed() {
            var isWanted = [Bool](repeating: false, count: network.layers[layer].inputShapes[0].elementCount)
            for element in wanted { for source in sources[layer][element] { isWanted[source.element] = true } }
            wanted = isWanted.indices.filter { isWanted[$0] }
        }
        return wanted.flatMap { sources[layers[0]][$0] }
    }

    private static func sources(of layer: Layer, _ channel: Int, _ row: Int, _ column: Int) -> [Source] {
        var result: [Source] = []
        func read(_ input: Int, _ channel: Int, _ row: Int, _ column: Int) {
            let shape = layer.inputShapes[input]
            guard (0..<shape.channels).contains(channel), (0..<shape.height).contains(row),
                (0..<shape.width).contains(column)
            else { return }
            result.append(
                Source(tensor: layer.inputs[input], element: (channel * shape.height + row) * shape.width + column))
        }
        func slide(_ window: Window, over channels: Range<Int>) {
            for source in channels {
                for tap in 0..<window.kernel.height * window.kernel.width {
                    let (down, right) = tap.quotientAndRemainder(dividingBy: window.kernel.width)
                    read(
                        0, source, row * window.stride.height + down * window.dilation.height - window.padding.top,
                        column * window.stride.width + right * window.dilation.width - window.padding.left)
                }
            }
        }
        let input = layer.inputShapes[0]
        switch layer.operation {
        case .convolution(let convolution):
            let group = channel * convolution.groups / convolution.outputChannels
            let count = input.channels / convolution.groups
            slide(convolution.window, over: group * count..<group * count + count)
        case .pooling(let pooling): slide(pooling.window, over: channel..<channel + 1)
        case .fullyConnected:
            for element in 0..<input.elementCount { result.append(Source(tensor: layer.inputs[0], element: element)) }
        case .add: for number in layer.inputs.indices { read(number, channel, row, column) }
        case .concatenation:
            var first = 0
            for (number, shape) in layer.inputShapes.enumerated() {
                read(number, channel - first, row, column)
                first += shape.channels
            }
        case .activation, .batchNormalization: read(0, channel, row, column)
        case .localResponseNormalization(let normalization):
            for offset in 0..<normalization.size { read(0, channel - normalization.size / 2 + offset, row, column) }
        case .softmax: for source in 0..<input.channels { read(0, source, row, column) }
        case .spaceToDepth(let block):
            // Which of the block's pixels becomes which channel is a convention; all channels together read the block.
            for source in 0..<input.channels {
                for pixel in 0..<block * block {
                    read(0, source, row * block + pixel / block, column * block + pixel % block)
                }
            }
        }
        return result
    }
}

/// A set of elements of a tensor.
struct ElementSet {
    let shape: TensorShape
    private(set) var holds: [Bool]

    init(_ shape: TensorShape) {
        self.shape = shape
        holds = Array(repeating: false, count: shape.elementCount)
    }

    var isEmpty: Bool { !holds.contains(true) }

    mutating func insert(_ element: Int) { holds[element] = true }
    mutating func insert(_ region: Region) {
        for element in ElementGraph.indices(of: region, in: shape) { holds[element] = true }
    }

    /// The smallest box around the elements, found by looking at each of them.
    func boundingBox() -> Region {
        var low = [Int.max, Int.max, Int.max]
        var high = [-1, -1, -1]
        for element in holds.indices where holds[element] {
            let (rest, column) = element.quotientAndRemainder(dividingBy: shape.width)
            let (channel, row) = rest.quotientAndRemainder(dividingBy: shape.height)
            for (axis, value) in [channel, row, column].enumerated() {
                low[axis] = min(low[axis], value)
                high[axis] = max(high[axis], value)
            }
        }
        if high[0] < 0 { return .empty }
        return Region(channels: low[0]..<high[0] + 1, rows: low[1]..<high[1] + 1, columns: low[2]..<high[2] + 1)
    }
}
