public import Tensors

extension NetworkCatalogue.Entry {
    static let googLeNet = Self(
        name: "googlenet",
        title: "GoogLeNet",
        citation: "Szegedy et al., Going deeper with convolutions, CVPR 2015, doi:10.1109/CVPR.2015.7298594",
        defaultInput: TensorShape(channels: 3, height: 224, width: 224),
        note: "Caffe's bvlc_googlenet: biases, no batch normalization, no auxiliary classifiers",
        build: Network.googLeNet
    )
}

extension Network {
    /// Nine inception modules; input `[3, 224, 224]`, output `[1000, 1, 1]`.
    ///
    /// The paper's Table 1, layer for layer `models/bvlc_googlenet/deploy.prototxt` of BVLC Caffe; the pool before the
    /// classifier covers the whole map. torchvision's GoogLeNet differs: batch normalization, and 3x3 in place of the
    /// 5x5 convolutions.
    public static func googLeNet(input: TensorShape) throws(NetworkError) -> Network {
        var builder = try NetworkBuilder(name: "googlenet", input: input)
        func pool(_ name: String) throws(NetworkError) {
            try builder.pooling(name, kernel: Extent(3), stride: Extent(2), ceilMode: true)
        }
        try builder.convolution(
            "conv1/7x7_s2",
            outputChannels: 64,
            kernel: Extent(7),
            stride: Extent(2),
            padding: .all(3)
        )
        try builder.activation("conv1/relu_7x7")
        try pool("pool1/3x3_s2")
        try builder.localResponseNormalization("pool1/norm1")
        try builder.rectified("conv2", "3x3_reduce", outputChannels: 64, side: 1)
        try builder.rectified("conv2", "3x3", outputChannels: 192, side: 3)
        try builder.localResponseNormalization("conv2/norm2")
        try pool("pool2/3x3_s2")
        try builder.inception("inception_3a", InceptionWidths(64, (96, 128), (16, 32), 32))
        try builder.inception("inception_3b", InceptionWidths(128, (128, 192), (32, 96), 64))
        try pool("pool3/3x3_s2")
        try builder.inception("inception_4a", InceptionWidths(192, (96, 208), (16, 48), 64))
        try builder.inception("inception_4b", InceptionWidths(160, (112, 224), (24, 64), 64))
        try builder.inception("inception_4c", InceptionWidths(128, (128, 256), (24, 64), 64))
        try builder.inception("inception_4d", InceptionWidths(112, (144, 288), (32, 64), 64))
        try builder.inception("inception_4e", InceptionWidths(256, (160, 320), (32, 128), 128))
        try pool("pool4/3x3_s2")
        try builder.inception("inception_5a", InceptionWidths(256, (160, 320), (32, 128), 128))
        try builder.inception("inception_5b", InceptionWidths(384, (192, 384), (48, 128), 128))
        try builder.globalPooling("pool5")
        try builder.fullyConnected("loss3/classifier", outputs: 1000)
        try builder.softmax("prob")
        return try builder.network()
    }
}

/// A row of the paper's Table 1: output channels of a module's convolutions.
private struct InceptionWidths {
    var direct: Int
    var three: (reduced: Int, output: Int)
    var five: (reduced: Int, output: Int)
    var projected: Int

    init(_ direct: Int, _ three: (Int, Int), _ five: (Int, Int), _ projected: Int) {
        self.direct = direct
        self.three = three
        self.five = five
        self.projected = projected
    }
}

extension NetworkBuilder {
    /// A convolution that keeps the extent, and its ReLU.
    @discardableResult
    fileprivate mutating func rectified(
        _ module: String,
        _ part: String,
        from tensor: Int? = nil,
        outputChannels: Int,
        side: Int
    ) throws(NetworkError) -> Int {
        try convolution(
            "\(module)/\(part)",
            from: tensor,
            outputChannels: outputChannels,
            kernel: Extent(side),
            padding: .all(side / 2)
        )
        return try activation("\(module)/relu_\(part)")
    }

    /// Four branches over the same map, joined along the channels.
    fileprivate mutating func inception(_ name: String, _ widths: InceptionWidths) throws(NetworkError) {
        let input = last
        let direct = try rectified(name, "1x1", outputChannels: widths.direct, side: 1)
        try rectified(name, "3x3_reduce", from: input, outputChannels: widths.three.reduced, side: 1)
        let three = try rectified(name, "3x3", outputChannels: widths.three.output, side: 3)
        try rectified(name, "5x5_reduce", from: input, outputChannels: widths.five.reduced, side: 1)
        let five = try rectified(name, "5x5", outputChannels: widths.five.output, side: 5)
        try pooling("\(name)/pool", from: input, kernel: Extent(3), stride: Extent(1), padding: .all(1))
        let projected = try rectified(name, "pool_proj", outputChannels: widths.projected, side: 1)
        try concatenation("\(name)/output", [direct, three, five, projected])
    }
}
