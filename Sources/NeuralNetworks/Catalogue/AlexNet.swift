public import Tensors

extension NetworkCatalogue.Entry {
    static let alexNet = Self(
        name: "alexnet",
        title: "AlexNet",
        citation: "Krizhevsky, Sutskever, Hinton, ImageNet classification with deep convolutional neural networks, "
            + "NIPS 2012; Commun. ACM 60(6), 2017, doi:10.1145/3065386",
        defaultInput: TensorShape(channels: 3, height: 227, width: 227),
        note: "Caffe's bvlc_alexnet: two groups in conv2, conv4 and conv5; normalization before pooling",
        build: Network.alexNet
    )
}

extension Network {
    /// Five convolutions and three fully connected layers; input `[3, 227, 227]`, output `[1000, 1, 1]`.
    ///
    /// Layer for layer `models/bvlc_alexnet/deploy.prototxt` of BVLC Caffe. The paper says 224, which its own strides
    /// and map sizes contradict; 227 is what gives 55 x 55 after `conv1`. The two groups are the paper's two GPUs.
    public static func alexNet(input: TensorShape) throws(NetworkError) -> Network {
        var builder = try NetworkBuilder(name: "alexnet", input: input)
        func pool(_ name: String) throws(NetworkError) {
            try builder.pooling(name, kernel: Extent(3), stride: Extent(2), ceilMode: true)
        }
        try builder.convolution("conv1", outputChannels: 96, kernel: Extent(11), stride: Extent(4))
        try builder.activation("relu1")
        try builder.localResponseNormalization("norm1")
        try pool("pool1")
        try builder.convolution("conv2", outputChannels: 256, kernel: Extent(5), padding: .all(2), groups: 2)
        try builder.activation("relu2")
        try builder.localResponseNormalization("norm2")
        try pool("pool2")
        try builder.convolution("conv3", outputChannels: 384, kernel: Extent(3), padding: .all(1))
        try builder.activation("relu3")
        try builder.convolution("conv4", outputChannels: 384, kernel: Extent(3), padding: .all(1), groups: 2)
        try builder.activation("relu4")
        try builder.convolution("conv5", outputChannels: 256, kernel: Extent(3), padding: .all(1), groups: 2)
        try builder.activation("relu5")
        try pool("pool5")
        try builder.imageNetClassifier()
        return try builder.network()
    }
}

extension NetworkBuilder {
    /// The head that AlexNet, ZFNet and VGG share: `fc6` ... `fc8` with 4096, 4096 and 1000 outputs, and `prob`.
    mutating func imageNetClassifier() throws(NetworkError) {
        try fullyConnected("fc6", outputs: 4096)
        try activation("relu6")
        try fullyConnected("fc7", outputs: 4096)
        try activation("relu7")
        try fullyConnected("fc8", outputs: 1000)
        try softmax("prob")
    }
}
