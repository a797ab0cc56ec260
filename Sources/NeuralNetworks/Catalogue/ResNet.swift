public import Tensors

extension NetworkCatalogue.Entry {
    static let resNet18 = resNet(
        "resnet18",
        "ResNet-18",
        note: "basic blocks, projection shortcuts where the shape changes",
        Network.resNet18
    )
    static let resNet34 = resNet(
        "resnet34",
        "ResNet-34",
        note: "basic blocks, projection shortcuts where the shape changes",
        Network.resNet34
    )
    static let resNet50 = resNet(
        "resnet50",
        "ResNet-50",
        note: "bottlenecks with the stride in the 3x3 convolution (\"v1.5\", torchvision)",
        Network.resNet50
    )

    private static func resNet(
        _ name: String,
        _ title: String,
        note: String,
        _ build: @escaping @Sendable (TensorShape) throws(NetworkError) -> Network
    ) -> Self {
        Self(
            name: name,
            title: title,
            citation: "He, Zhang, Ren, Sun, Deep residual learning for image recognition, CVPR 2016, "
                + "doi:10.1109/CVPR.2016.90",
            defaultInput: TensorShape(channels: 3, height: 224, width: 224),
            note: note,
            build: build
        )
    }
}

/// He et al.'s Table 1 as `torchvision.models.resnet18` ... `resnet50` build it; input `[3, 224, 224]`, output
/// `[1000, 1, 1]`.
///
/// Layers are named like torchvision's parameters ("layer3.0.conv2"), so that weights match by name; its shared
/// `relu` modules are numbered.
extension Network {
    /// Basic blocks: 2, 2, 2, 2.
    public static func resNet18(input: TensorShape) throws(NetworkError) -> Network {
        try resNet(name: "resnet18", blocks: [2, 2, 2, 2], bottleneck: false, input: input)
    }

    /// Basic blocks: 3, 4, 6, 3.
    public static func resNet34(input: TensorShape) throws(NetworkError) -> Network {
        try resNet(name: "resnet34", blocks: [3, 4, 6, 3], bottleneck: false, input: input)
    }

    /// Bottlenecks: 3, 4, 6, 3.
    ///
    /// A stage's stride is in its first 3x3 convolution as in torchvision and NVIDIA's "ResNet-50 v1.5"; the paper
    /// has it in the 1x1 convolution before, with the same parameters and fewer multiply-accumulates.
    public static func resNet50(input: TensorShape) throws(NetworkError) -> Network {
        try resNet(name: "resnet50", blocks: [3, 4, 6, 3], bottleneck: true, input: input)
    }

    /// - Parameter blocks: their number in each of the four stages.
    private static func resNet(
        name: String,
        blocks: [Int],
        bottleneck: Bool,
        input: TensorShape
    ) throws(NetworkError) -> Network {
        var builder = try NetworkBuilder(name: name, input: input)
        try builder.normalized("", "conv1", "bn1", outputChannels: 64, side: 7, stride: 2)
        try builder.activation("relu")
        try builder.pooling("maxpool", kernel: Extent(3), stride: Extent(2), padding: .all(1))
        for (index, (channels, count)) in zip([64, 128, 256, 512], blocks).enumerated() {
            for number in 0..<count {
                let prefix = "layer\(index + 1).\(number)."
                let stride = index > 0 && number == 0 ? 2 : 1
                try builder.residualBlock(prefix, channels: channels, stride: stride, bottleneck: bottleneck)
            }
        }
        try builder.globalPooling("avgpool")
        try builder.fullyConnected("fc", outputs: 1000)
        try builder.softmax("prob")
        return try builder.network()
    }
}

extension NetworkBuilder {
    /// A convolution without bias, padded by half its kernel, and its batch normalization.
    @discardableResult
    fileprivate mutating func normalized(
        _ prefix: String,
        _ convolutionName: String,
        _ normalizationName: String,
        from tensor: Int? = nil,
        outputChannels: Int,
        side: Int,
        stride: Int = 1
    ) throws(NetworkError) -> Int {
        try convolution(
            prefix + convolutionName,
            from: tensor,
            outputChannels: outputChannels,
            kernel: Extent(side),
            stride: Extent(stride),
            padding: .all(side / 2),
            bias: false
        )
        return try batchNormalization(prefix + normalizationName)
    }

    /// The paper's Fig. 5: two 3x3 convolutions, or 1x1, 3x3 and a fourfold wider 1x1 (a bottleneck), plus shortcut.
    fileprivate mutating func residualBlock(
        _ prefix: String,
        channels: Int,
        stride: Int,
        bottleneck: Bool
    ) throws(NetworkError) {
        let input = last
        let outputChannels = bottleneck ? 4 * channels : channels
        let residual: Int
        if bottleneck {
            try normalized(prefix, "conv1", "bn1", outputChannels: channels, side: 1)
            try activation(prefix + "relu1")
            try normalized(prefix, "conv2", "bn2", outputChannels: channels, side: 3, stride: stride)
            try activation(prefix + "relu2")
            residual = try normalized(prefix, "conv3", "bn3", outputChannels: outputChannels, side: 1)
        } else {
            try normalized(prefix, "conv1", "bn1", outputChannels: channels, side: 3, stride: stride)
            try activation(prefix + "relu1")
            residual = try normalized(prefix, "conv2", "bn2", outputChannels: outputChannels, side: 3)
        }
        var shortcut = input
        if stride != 1 || shape(ofTensor: input).channels != outputChannels {
            shortcut = try normalized(
                prefix,
                "downsample.0",
                "downsample.1",
                from: input,
                outputChannels: outputChannels,
                side: 1,
                stride: stride
            )
        }
        try add(prefix + "add", [residual, shortcut])
        try activation(prefix + (bottleneck ? "relu3" : "relu2"))
    }
}
