public import Tensors

// LeCun, Bottou, Bengio, Haffner: "Gradient-based learning applied to document recognition", Proceedings of the IEEE
// 86(11), 1998, doi:10.1109/5.726791.

extension NetworkCatalogue.Entry {
    private static let leNetCitation =
        "LeCun et al., Gradient-based learning applied to document recognition, Proc. IEEE 86(11), 1998, "
        + "doi:10.1109/5.726791"

    static let lenet300100 = Self(
        name: "lenet-300-100",
        title: "LeNet-300-100",
        citation: leNetCitation,
        defaultInput: TensorShape(vector: 784),
        note: "784-300-100-10 perceptron with ReLU, as in Han et al. (NIPS 2015); any input is flattened",
        build: Network.lenet300100
    )

    static let lenet5 = Self(
        name: "lenet5",
        title: "LeNet-5",
        citation: leNetCitation,
        defaultInput: TensorShape(channels: 1, height: 28, width: 28),
        note: "Caffe's variant: 20 and 50 maps, maximum pooling, one ReLU (not the 1998 network of 60 000 weights)",
        build: Network.lenet5
    )
}

extension Network {
    /// Three fully connected layers; input `[784, 1, 1]`, output `[10, 1, 1]`.
    ///
    /// Sizes after LeCun et al., section III; ReLU as in Han et al., "Learning both weights and connections for
    /// efficient neural networks", NIPS 2015, arXiv:1506.02626, who prune this network.
    public static func lenet300100(input: TensorShape) throws(NetworkError) -> Network {
        var builder = try NetworkBuilder(name: "lenet-300-100", input: input)
        try builder.fullyConnected("fc1", outputs: 300)
        try builder.activation("relu1")
        try builder.fullyConnected("fc2", outputs: 100)
        try builder.activation("relu2")
        try builder.fullyConnected("fc3", outputs: 10)
        try builder.softmax("prob")
        return try builder.network()
    }

    /// Two convolutions and two fully connected layers; input `[1, 28, 28]`, output `[10, 1, 1]`.
    ///
    /// Layer for layer `examples/mnist/lenet.prototxt` of BVLC Caffe, which has its only ReLU after `ip1`.
    public static func lenet5(input: TensorShape) throws(NetworkError) -> Network {
        var builder = try NetworkBuilder(name: "lenet5", input: input)
        try builder.convolution("conv1", outputChannels: 20, kernel: Extent(5))
        try builder.pooling("pool1", kernel: Extent(2), ceilMode: true)
        try builder.convolution("conv2", outputChannels: 50, kernel: Extent(5))
        try builder.pooling("pool2", kernel: Extent(2), ceilMode: true)
        try builder.fullyConnected("ip1", outputs: 500)
        try builder.activation("relu1")
        try builder.fullyConnected("ip2", outputs: 10)
        try builder.softmax("prob")
        return try builder.network()
    }
}
