import NeuralNetworks
import Tensors

/// Small networks whose shapes fit badly: odd extents, dropped rows, fewer rows than devices, branches.
enum TestNetworks {
    static let names = [
        "chain", "wide", "shallow", "residual", "inception", "signal", "grouped", "dilated", "pass-through",
        "two-heads", "vectors",
    ]

    static func named(_ name: String) throws -> Network {
        let all = [
            try chain, try wide, try shallow, try residual, try inception, try signal, try grouped, try dilated,
            try passThrough, try twoHeads, try vectors,
        ]
        return all.first { $0.name == name }!
    }

    private static func network(_ name: String, _ input: TensorShape, _ build: (inout NetworkBuilder) throws -> Void)
        throws -> Network
    {
        var builder = try NetworkBuilder(name: name, input: input)
        try build(&builder)
        return try builder.network()
    }

    private static func map(_ channels: Int, _ height: Int, _ width: Int) -> TensorShape {
        TensorShape(channels: channels, height: height, width: width)
    }

    static var chain: Network {
        get throws {
            try network("chain", map(2, 11, 7)) { builder in
                try builder.convolution("conv1", outputChannels: 3, kernel: Extent(3), padding: .all(1))
                try builder.batchNormalization("bn1")
                try builder.activation("relu1")
                try builder.convolution("conv2", outputChannels: 2, kernel: Extent(5), padding: .same)
                try builder.activation("relu2")
                // 11x7 becomes 5x3: the last row and column are dropped.
                try builder.pooling("pool2", kernel: Extent(2))
                try builder.convolution(
                    "conv3", outputChannels: 4, kernel: Extent(3), stride: Extent(2), padding: .same)
                try builder.fullyConnected("fc4", outputs: 7)
                try builder.activation("relu4")
                try builder.fullyConnected("fc5", outputs: 3)
                try builder.softmax("prob")
            }
        }
    }

    /// Columns are cut.
    static var wide: Network {
        get throws {
            try network("wide", map(2, 4, 13)) { builder in
                try builder.convolution(
                    "conv1", outputChannels: 2, kernel: Extent(height: 1, width: 5), stride: Extent(height: 1, width: 2)
                )
                try builder.pooling("pool1", kernel: Extent(3), stride: Extent(2), ceilMode: true)
                try builder.convolution("conv2", outputChannels: 3, kernel: Extent(2), padding: .same)
                try builder.fullyConnected("fc3", outputs: 5)
            }
        }
    }

    /// Fewer rows than devices, then one.
    static var shallow: Network {
        get throws {
            try network("shallow", map(3, 5, 5)) { builder in
                try builder.convolution("conv1", outputChannels: 2, kernel: Extent(3), padding: .all(1))
                try builder.pooling("pool1", kernel: Extent(2))
                try builder.convolution("conv2", outputChannels: 2, kernel: Extent(3), padding: .all(1))
                try builder.globalPooling("pool2")
                try builder.fullyConnected("fc", outputs: 2)
            }
        }
    }

    /// A residual block with a strided 1x1 shortcut that leaves rows out.
    static var residual: Network {
        get throws {
            try network("residual", map(2, 12, 10)) { builder in
                try builder.convolution("conv1", outputChannels: 2, kernel: Extent(3), padding: .all(1))
                let input = try builder.activation("relu1")
                try builder.convolution(
                    "conv2", outputChannels: 3, kernel: Extent(3), stride: Extent(2), padding: .all(1))
                try builder.activation("relu2")
                let residual = try builder.convolution("conv3", outputChannels: 3, kernel: Extent(3), padding: .all(1))
                let shortcut = try builder.convolution(
                    "shortcut", from: input, outputChannels: 3, kernel: Extent(1), stride: Extent(2))
                try builder.add("add", [residual, shortcut])
                try builder.activation("relu3")
                try builder.convolution("conv4", outputChannels: 3, kernel: Extent(3), padding: .all(1))
                try builder.globalPooling("pool")
                try builder.fullyConnected("fc", outputs: 4)
            }
        }
    }

    /// Four branches joined along the channels, normalization across channels, a softmax over a map.
    static var inception: Network {
        get throws {
            try network("inception", map(2, 9, 9)) { builder in
                try builder.convolution("conv1", outputChannels: 4, kernel: Extent(3), padding: .all(1))
                try builder.localResponseNormalization("norm1", .init(size: 3))
                let input = try builder.pooling("pool1", kernel: Extent(3), stride: Extent(2), ceilMode: true)
                let one = try builder.convolution("one", from: input, outputChannels: 2, kernel: Extent(1))
                try builder.convolution("reduce3", from: input, outputChannels: 1, kernel: Extent(1))
                let three = try builder.convolution("three", outputChannels: 2, kernel: Extent(3), padding: .all(1))
                try builder.convolution("reduce5", from: input, outputChannels: 1, kernel: Extent(1))
                let five = try builder.convolution("five", outputChannels: 1, kernel: Extent(5), padding: .all(2))
                try builder.pooling("pool", from: input, kernel: Extent(3), stride: Extent(1), padding: .all(1))
                let projected = try builder.convolution("project", outputChannels: 1, kernel: Extent(1))
                try builder.concatenation("join", [one, three, five, projected])
                try builder.localResponseNormalization("norm2", .init(size: 4))
                try builder.convolution("conv2", outputChannels: 3, kernel: Extent(1))
                try builder.softmax("prob")
            }
        }
    }

    /// One dimension: 17 samples.
    static var signal: Network {
        get throws {
            try network("signal", map(2, 17, 1)) { builder in
                try builder.convolution("conv1", outputChannels: 3, kernel: Extent(height: 4, width: 1), padding: .same)
                try builder.pooling("pool1", kernel: Extent(height: 3, width: 1), stride: Extent(height: 2, width: 1))
                try builder.convolution(
                    "conv2", outputChannels: 2, kernel: Extent(height: 3, width: 1), padding: .same,
                    dilation: Extent(height: 2, width: 1))
                try builder.fullyConnected("fc", outputs: 3)
                try builder.activation("tanh", .tanh)
            }
        }
    }

    /// Two groups and overlapping pools, as in AlexNet, and a depthwise convolution.
    static var grouped: Network {
        get throws {
            try network("grouped", map(2, 15, 15)) { builder in
                try builder.convolution("conv1", outputChannels: 4, kernel: Extent(3), stride: Extent(2))
                try builder.activation("relu1")
                try builder.localResponseNormalization("norm1")
                try builder.convolution("conv2", outputChannels: 6, kernel: Extent(3), padding: .all(1), groups: 2)
                try builder.pooling("pool2", kernel: Extent(3), stride: Extent(2))
                try builder.convolution("depthwise", outputChannels: 6, kernel: Extent(3), padding: .all(1), groups: 6)
                try builder.fullyConnected("fc6", outputs: 5)
                try builder.activation("relu6")
                try builder.fullyConnected("fc7", outputs: 4)
                try builder.softmax("prob")
            }
        }
    }

    /// Kernels wider than the strips and strides wider than the kernels.
    static var dilated: Network {
        get throws {
            try network("dilated", map(1, 14, 12)) { builder in
                try builder.convolution("conv1", outputChannels: 2, kernel: Extent(3), dilation: Extent(4))
                try builder.convolution("conv2", outputChannels: 1, kernel: Extent(1), stride: Extent(3))
                try builder.convolution("conv3", outputChannels: 1, kernel: Extent(7), padding: .all(3))
            }
        }
    }

    /// YOLOv2's pass-through: blocks of pixels moved into channels, joined with the coarser map.
    static var passThrough: Network {
        get throws {
            try network("pass-through", map(1, 8, 12)) { builder in
                let fine = try builder.convolution("conv1", outputChannels: 2, kernel: Extent(3), padding: .all(1))
                try builder.pooling("pool1", kernel: Extent(2))
                let coarse = try builder.convolution("conv2", outputChannels: 2, kernel: Extent(3), padding: .all(1))
                let moved = try builder.spaceToDepth("reorder", from: fine, block: 2)
                try builder.concatenation("join", [moved, coarse])
                try builder.convolution("conv3", outputChannels: 2, kernel: Extent(3), padding: .all(1))
            }
        }
    }

    /// A classifier on a map in the middle, of which the layers behind it read only every second row.
    static var twoHeads: Network {
        get throws {
            try network("two-heads", map(1, 8, 8)) { builder in
                let middle = try builder.convolution("conv1", outputChannels: 2, kernel: Extent(3), padding: .all(1))
                try builder.convolution("conv2", outputChannels: 2, kernel: Extent(1), stride: Extent(2))
                let early = try builder.fullyConnected("early", from: middle, outputs: 3)
                let late = try builder.fullyConnected("late", from: 2, outputs: 3)
                try builder.add("add", [early, late])
                try builder.softmax("prob")
            }
        }
    }

    /// Vectors only: everything that may stand behind a fully connected layer.
    static var vectors: Network {
        get throws {
            try network("vectors", TensorShape(vector: 9)) { builder in
                try builder.fullyConnected("fc1", outputs: 8)
                let first = try builder.batchNormalization("bn1")
                try builder.fullyConnected("fc2", outputs: 8)
                try builder.localResponseNormalization("norm2")
                let sum = try builder.add("add", [first, builder.last])
                let more = try builder.fullyConnected("fc3", from: sum, outputs: 3)
                try builder.concatenation("join", [sum, more])
                try builder.convolution("conv", outputChannels: 5, kernel: Extent(1))
                try builder.softmax("prob")
                try builder.fullyConnected("fc4", outputs: 2)
            }
        }
    }
}
