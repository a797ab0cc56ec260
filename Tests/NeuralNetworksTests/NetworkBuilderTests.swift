import NeuralNetworks
import Tensors
import Testing

@Suite struct NetworkBuilderTests {
    private static func builder(
        channels: Int = 6,
        height: Int = 8,
        width: Int = 9
    ) throws -> NetworkBuilder {
        try NetworkBuilder(name: "n", input: TensorShape(channels: channels, height: height, width: width))
    }

    /// The text of the error that adding to a 6x8x9 input throws.
    private static func refusal(_ body: (inout NetworkBuilder) throws -> Void) throws -> String? {
        var builder = try builder()
        do {
            try body(&builder)
            return nil
        } catch let error as NetworkError {
            return error.description
        }
    }

    // MARK: Shapes

    @Test func `methods return the number of the tensor they compute`() throws {
        var builder = try Self.builder()
        #expect(builder.last == NetworkBuilder.input)
        #expect(builder.shape(ofTensor: 0).description == "6x8x9")
        let convolution = try builder.convolution(
            "c",
            outputChannels: 4,
            kernel: Extent(height: 3, width: 2),
            stride: Extent(2),
            padding: .explicit(Padding(top: 1, bottom: 0, left: 0, right: 0))
        )
        // (8 + 1 - 3) / 2 + 1 = 4, (9 - 2) / 2 + 1 = 4
        #expect(convolution == 1)
        #expect(builder.shape(ofTensor: 1).description == "4x4x4")
        #expect(try builder.spaceToDepth("s", block: 2) == 2)
        #expect(builder.shape(ofTensor: 2).description == "16x2x2")
        #expect(try builder.globalPooling("g") == 3)
        #expect(builder.shape(ofTensor: 3).description == "16x1x1")
        #expect(try builder.fullyConnected("f", outputs: 10) == 4)
        #expect(builder.shape(ofTensor: builder.last).description == "10x1x1")
    }

    @Test func `a pool strides by its kernel unless told otherwise`() throws {
        var builder = try Self.builder()
        try builder.pooling("p", kernel: Extent(height: 2, width: 3))
        #expect(builder.shape(ofTensor: 1).description == "6x4x3")
        try builder.pooling("q", kernel: Extent(2), stride: Extent(1))
        #expect(builder.shape(ofTensor: 2).description == "6x3x2")
    }

    @Test func `a 1-D convolution lies along the height`() throws {
        var builder = try Self.builder(channels: 2, height: 100, width: 1)
        try builder.convolution(
            "c",
            outputChannels: 3,
            kernel: Extent(height: 5, width: 1),
            stride: Extent(height: 2, width: 1),
            dilation: Extent(height: 2, width: 1)
        )
        // span (5 - 1) * 2 + 1 = 9; (100 - 9) / 2 + 1 = 46
        #expect(builder.shape(ofTensor: 1).description == "3x46x1")
    }

    @Test func `a concatenation adds up channels`() throws {
        var builder = try Self.builder()
        let one = try builder.convolution("c", outputChannels: 4, kernel: Extent(1))
        try builder.concatenation("j", [one, NetworkBuilder.input, one])
        #expect(builder.shape(ofTensor: builder.last).description == "14x8x9")
    }

    // MARK: Errors

    @Test(arguments: [
        (TensorShape(channels: 3, height: 0, width: 4), "shape 3x0x4 has an extent that is not positive"),
        (TensorShape(channels: -1, height: 2, width: 4), "shape -1x2x4 has an extent that is not positive"),
        (TensorShape(channels: 3, height: 2, width: 0), "shape 3x2x0 has an extent that is not positive"),
        (TensorShape(channels: 2, height: 1 << 20, width: 1 << 10), "shape 2x1048576x1024 has 2^31 elements or more"),
        (
            TensorShape(channels: .max, height: .max, width: .max),
            "shape \(Int.max)x\(Int.max)x\(Int.max) has 2^31 elements or more"
        ),
    ])
    func `an input without extent or beyond 32-bit bounds is refused`(shape: TensorShape, message: String) {
        let error = #expect(throws: NetworkError.self) { try NetworkBuilder(name: "n", input: shape) }
        #expect(error?.layer == "input")
        #expect(error?.message == message)
    }

    @Test func `an error prints the layer and what is wrong with it`() throws {
        let error = #expect(throws: NetworkError.self) {
            var builder = try Self.builder()
            try builder.fullyConnected("fc6", outputs: 0)
        }
        #expect(error?.layer == "fc6")
        #expect(error?.message == "outputs must be positive")
        #expect(error?.description == "layer \"fc6\": outputs must be positive")
    }

    @Test func `a network without layers is refused`() throws {
        #expect(try Self.refusal { _ = try $0.network() } == "layer \"input\": the network has no layers")
    }

    @Test func `a layer that nobody reads is refused`() throws {
        let message = try Self.refusal {
            try $0.activation("a")
            try $0.activation("b", from: NetworkBuilder.input)
            _ = try $0.network()
        }
        #expect(message == "layer \"a\": its output is read by no layer")
    }

    @Test func `a name that is taken or reserved is refused`() throws {
        let message = try Self.refusal {
            try $0.activation("a")
            try $0.softmax("a")
        }
        #expect(message == "layer \"a\": the name is used twice")
        #expect(try Self.refusal { try $0.softmax("input") } == "layer \"input\": the name is used twice")
    }

    @Test func `channels that groups do not divide are refused`() throws {
        let positive = "layer \"c\": output channels and groups must be positive"
        #expect(try Self.refusal { try $0.convolution("c", outputChannels: 0, kernel: Extent(1)) } == positive)
        #expect(
            try Self.refusal { try $0.convolution("c", outputChannels: 4, kernel: Extent(1), groups: 0) } == positive
        )
        #expect(
            try Self.refusal { try $0.convolution("c", outputChannels: 8, kernel: Extent(1), groups: 4) }
                == "layer \"c\": 4 groups do not divide 6 input and 8 output channels"
        )
        #expect(
            try Self.refusal { try $0.convolution("c", outputChannels: 8, kernel: Extent(1), groups: 3) }
                == "layer \"c\": 3 groups do not divide 6 input and 8 output channels"
        )
    }

    @Test func `a window of impossible size is refused`() throws {
        let huge = Extent(height: 1, width: 1 << 20)
        #expect(
            try Self.refusal { try $0.pooling("p", kernel: Extent(height: 0, width: 1)) }
                == "layer \"p\": kernel must be positive and below 2^20"
        )
        #expect(
            try Self.refusal { try $0.convolution("c", outputChannels: 1, kernel: huge) }
                == "layer \"c\": kernel must be positive and below 2^20"
        )
        #expect(
            try Self.refusal { try $0.pooling("p", kernel: Extent(1), stride: Extent(0)) }
                == "layer \"p\": stride must be positive and below 2^20"
        )
        #expect(
            try Self.refusal { try $0.pooling("p", kernel: Extent(1), dilation: Extent(-1)) }
                == "layer \"p\": dilation must be positive and below 2^20"
        )
        for side in [-1, 1 << 20] {
            #expect(
                try Self.refusal { try $0.convolution("c", outputChannels: 1, kernel: Extent(1), padding: .all(side)) }
                    == "layer \"c\": padding must not be negative and below 2^20"
            )
        }
    }

    @Test func `a kernel larger than its padded input is refused`() throws {
        #expect(
            try Self.refusal { try $0.convolution("c", outputChannels: 4, kernel: Extent(height: 9, width: 3)) }
                == "layer \"c\": a kernel of 9x3 does not fit its input 6x8x9"
        )
        #expect(
            try Self.refusal { try $0.pooling("p", kernel: Extent(3), dilation: Extent(5)) }
                == "layer \"p\": a kernel of 3x3 does not fit its input 6x8x9"
        )
        #expect(
            try Self.refusal {
                try $0.convolution("c", outputChannels: 4, kernel: Extent(height: 9, width: 3), padding: .all(1))
            } == nil
        )
    }

    @Test func `a sum of unequal shapes or of one input is refused`() throws {
        let message = try Self.refusal {
            let one = try $0.convolution("c", outputChannels: 4, kernel: Extent(1))
            try $0.add("s", [one, NetworkBuilder.input])
        }
        #expect(message == "layer \"s\": a sum needs two or more inputs of equal shape, not [4x8x9, 6x8x9]")
        #expect(
            try Self.refusal { try $0.add("s", [0]) }
                == "layer \"s\": a sum needs two or more inputs of equal shape, not [6x8x9]"
        )
        #expect(
            try Self.refusal { try $0.add("s", []) }
                == "layer \"s\": a sum needs two or more inputs of equal shape, not []"
        )
    }

    @Test func `a concatenation of unequal extents or of one input is refused`() throws {
        let message = try Self.refusal {
            let one = try $0.pooling("p", kernel: Extent(2))
            try $0.concatenation("j", [one, NetworkBuilder.input])
        }
        #expect(message == "layer \"j\": a concatenation needs two or more inputs of equal extent, not [6x4x4, 6x8x9]")
        #expect(
            try Self.refusal { try $0.concatenation("j", [0]) }
                == "layer \"j\": a concatenation needs two or more inputs of equal extent, not [6x8x9]"
        )
    }

    @Test func `other parameters out of range are refused`() throws {
        #expect(
            try Self.refusal { try $0.localResponseNormalization("l", LocalResponseNormalization(size: 0)) }
                == "layer \"l\": size must be positive"
        )
        #expect(
            try Self.refusal { try $0.spaceToDepth("s", block: 2) }
                == "layer \"s\": blocks of 2 do not divide the input 6x8x9"
        )
        #expect(
            try Self.refusal { try $0.spaceToDepth("s", block: 0) }
                == "layer \"s\": blocks of 0 do not divide the input 6x8x9"
        )
    }

    @Test func `an output beyond 32-bit bounds is refused`() throws {
        #expect(
            try Self.refusal { try $0.convolution("c", outputChannels: 1 << 28, kernel: Extent(1)) }
                == "layer \"c\": its output 268435456x8x9 has 2^31 elements or more"
        )
    }
}
