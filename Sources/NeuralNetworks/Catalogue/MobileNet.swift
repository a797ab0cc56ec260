public import Tensors

extension NetworkCatalogue.Entry {
    static let mobileNetV1 = Self(
        name: "mobilenet-v1",
        title: "MobileNet v1",
        citation: "Howard et al., MobileNets: efficient convolutional neural networks for mobile vision applications, "
            + "arXiv:1704.04861, 2017",
        defaultInput: TensorShape(channels: 3, height: 224, width: 224),
        note:
            "width 1.0, \"same\" padding and ReLU6 as in Keras and TF-Slim; the classifier is a fully connected layer",
        build: Network.mobileNetV1
    )
}

extension Network {
    /// Thirteen pairs of a depthwise 3x3 and a pointwise convolution; input `[3, 224, 224]`, output `[1000, 1, 1]`.
    ///
    /// The paper's Table 1 with the strides of its authors' TF-Slim code: the table gives the last depthwise
    /// convolution stride 2, which its own map sizes contradict. Layer names, ReLU6 and the batch normalization's
    /// epsilon are those of `keras.applications.MobileNet`.
    public static func mobileNetV1(input: TensorShape) throws(NetworkError) -> Network {
        let pairs: [(channels: Int, stride: Int)] = [
            (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1),
            (1024, 2), (1024, 1),
        ]
        var builder = try NetworkBuilder(name: "mobilenet-v1", input: input)
        try builder.normalized("conv1", outputChannels: 32, side: 3, stride: 2)
        for (index, pair) in pairs.enumerated() {
            let channels = builder.shape(ofTensor: builder.last).channels
            try builder.normalized(
                "conv_dw_\(index + 1)",
                outputChannels: channels,
                side: 3,
                stride: pair.stride,
                groups: channels
            )
            try builder.normalized("conv_pw_\(index + 1)", outputChannels: pair.channels, side: 1)
        }
        try builder.globalPooling("global_average_pooling")
        try builder.fullyConnected("fc", outputs: 1000)
        try builder.softmax("prob")
        return try builder.network()
    }
}

extension NetworkBuilder {
    /// A convolution without bias, its batch normalization and its ReLU6.
    fileprivate mutating func normalized(
        _ name: String,
        outputChannels: Int,
        side: Int,
        stride: Int = 1,
        groups: Int = 1
    ) throws(NetworkError) {
        try convolution(
            name,
            outputChannels: outputChannels,
            kernel: Extent(side),
            stride: Extent(stride),
            padding: .same,
            groups: groups,
            bias: false
        )
        try batchNormalization("\(name)_bn", epsilon: 1e-3)
        try activation("\(name)_relu", .relu6)
    }
}
