public import Tensors
public import Units

/// A feed-forward network: layers in topological order, batch 1, float32.
public struct Network: Sendable, Hashable {
    public var name: String
    public var input: TensorShape
    /// Every layer reads tensors with smaller numbers only.
    public private(set) var layers: [Layer]

    public static let bytesPerElement = 4

    /// - Precondition: at least one layer, in topological order, as `NetworkBuilder` makes them.
    init(name: String, input: TensorShape, layers: [Layer]) {
        precondition(!layers.isEmpty)
        self.name = name
        self.input = input
        self.layers = layers
    }

    /// Tensors are numbered: 0 is the input, `n + 1` the output of layer `n`.
    public var tensorCount: Int { layers.count + 1 }

    public func shape(ofTensor tensor: Int) -> TensorShape { tensor == 0 ? input : layers[tensor - 1].output }

    /// The tensor that the network computes.
    public var outputTensor: Int { layers.count }

    /// For every tensor the layers that read it, in order.
    public var consumers: [[Int]] {
        var consumers = [[Int]](repeating: [], count: tensorCount)
        for (index, layer) in layers.enumerated() {
            for tensor in layer.inputs where consumers[tensor].last != index { consumers[tensor].append(index) }
        }
        return consumers
    }

    public var macs: MACCount { layers.reduce(.zero) { $0 + $1.macs } }
    public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }
    public var weightBytes: ByteCount { layers.reduce(.zero) { $0 + $1.weightBytes(of: Region($1.output)) } }

    /// The first `count` layers as a network of its own.
    ///
    /// - Precondition: 1 ... number of layers.
    public func prefix(_ count: Int) -> Network {
        Network(name: name, input: input, layers: Array(layers[..<count]))
    }
}
