import NeuralNetworks
import Tensors
import Testing
import Units

@Suite struct NetworkTests {
    /// input -> c -> r -> sum(r, c, c) -> fc
    private static func network() throws -> Network {
        var builder = try NetworkBuilder(name: "n", input: TensorShape(channels: 2, height: 3, width: 3))
        let convolution = try builder.convolution(
            "c",
            outputChannels: 4,
            kernel: Extent(3),
            padding: .all(1),
            bias: false
        )
        try builder.batchNormalization("b")
        let relu = try builder.activation("r")
        try builder.add("s", [relu, convolution, convolution])
        try builder.fullyConnected("f", outputs: 5)
        return try builder.network()
    }

    @Test func `tensors are the input and the output of every layer`() throws {
        let network = try Self.network()
        #expect(network.tensorCount == 6)
        #expect(network.outputTensor == 5)
        #expect(
            (0..<6).map { network.shape(ofTensor: $0).description }
                == ["2x3x3", "4x3x3", "4x3x3", "4x3x3", "4x3x3", "5x1x1"]
        )
    }

    @Test func `consumers are listed once each, in order`() throws {
        #expect(try Self.network().consumers == [[0], [1, 3], [2], [3], [4], []])
    }

    @Test func `totals add up the layers`() throws {
        let network = try Self.network()
        // Convolution 4 * 3 * 3 outputs of 2 * 9 taps; fully connected 5 outputs of 36 inputs.
        #expect(network.macs == MACCount(36 * 18 + 5 * 36))
        // 4 * 18 weights, 2 * 4 scales and shifts, 5 * (36 + 1)
        #expect(network.parameterCount == 72 + 8 + 185)
        // Mean and variance of the batch normalization come on top.
        #expect(network.weightBytes == ByteCount(4 * (72 + 16 + 185)))
    }

    @Test func `a prefix is the first layers as a network`() throws {
        let network = try Self.network()
        let prefix = network.prefix(3)
        #expect(prefix.layers.map(\.name) == ["c", "b", "r"])
        #expect(prefix.outputTensor == 3)
        #expect(prefix.input == network.input)
        #expect(network.prefix(network.layers.count) == network)
    }
}
