public import Tensors

extension NetworkCatalogue.Entry {
    static let vgg11 = vgg("vgg11", "VGG-11", configuration: "A", build: Network.vgg11)
    static let vgg16 = vgg("vgg16", "VGG-16", configuration: "D", build: Network.vgg16)
    static let vgg19 = vgg("vgg19", "VGG-19", configuration: "E", build: Network.vgg19)

    private static func vgg(
        _ name: String,
        _ title: String,
        configuration: String,
        build: @escaping @Sendable (TensorShape) throws(NetworkError) -> Network
    ) -> Self {
        Self(
            name: name,
            title: title,
            citation: "Simonyan, Zisserman, Very deep convolutional networks for large-scale image recognition, "
                + "ICLR 2015, arXiv:1409.1556",
            defaultInput: TensorShape(channels: 3, height: 224, width: 224),
            note: "configuration \(configuration) of the paper's Table 1, without batch normalization",
            build: build
        )
    }
}

/// Simonyan and Zisserman's Table 1: five stages of 3x3 convolutions with 64, 128, 256, 512 and 512 channels, each
/// followed by a ReLU and ended by a 2x2 pool; input `[3, 224, 224]`, output `[1000, 1, 1]`.
///
/// Same as `torchvision.models.vgg11` ... `vgg19` at 224; at other inputs torchvision resamples to 7x7 before `fc6`,
/// whereas here `fc6` reads what `pool5` leaves.
extension Network {
    /// Configuration A.
    public static func vgg11(input: TensorShape) throws(NetworkError) -> Network {
        try vgg(name: "vgg11", convolutions: [1, 1, 2, 2, 2], input: input)
    }

    /// Configuration D.
    public static func vgg16(input: TensorShape) throws(NetworkError) -> Network {
        try vgg(name: "vgg16", convolutions: [2, 2, 3, 3, 3], input: input)
    }

    /// Configuration E.
    public static func vgg19(input: TensorShape) throws(NetworkError) -> Network {
        try vgg(name: "vgg19", convolutions: [2, 2, 4, 4, 4], input: input)
    }

    /// - Parameter convolutions: their number in each of the five stages.
    private static func vgg(
        name: String,
        convolutions: [Int],
        input: TensorShape
    ) throws(NetworkError) -> Network {
        var builder = try NetworkBuilder(name: name, input: input)
        for (index, (channels, count)) in zip([64, 128, 256, 512, 512], convolutions).enumerated() {
            let stage = index + 1
            for number in 1...count {
                try builder.convolution(
                    "conv\(stage)_\(number)",
                    outputChannels: channels,
                    kernel: Extent(3),
                    padding: .all(1)
                )
                try builder.activation("relu\(stage)_\(number)")
            }
            try builder.pooling("pool\(stage)", kernel: Extent(2))
        }
        try builder.imageNetClassifier()
        return try builder.network()
    }
}
