public import Tensors

extension NetworkCatalogue.Entry {
    static let zfNet = Self(
        name: "zfnet",
        title: "ZFNet",
        citation: "Zeiler, Fergus, Visualizing and understanding convolutional networks, ECCV 2014, "
            + "doi:10.1007/978-3-319-10590-1_53",
        defaultInput: TensorShape(channels: 3, height: 224, width: 224),
        note: "the paper's Fig. 3 with 384-384-256 maps; conv1 padded by 1 and pools rounded up give its sizes",
        build: Network.zfNet
    )
}

extension Network {
    /// AlexNet with a 7x7/2 first and a 5x5/2 second convolution, ungrouped; input `[3, 224, 224]`, output
    /// `[1000, 1, 1]`.
    ///
    /// Map sides as in the paper's Fig. 3: 224, `conv1` 110, `pool1` 55, `conv2` 26, `pool2` 13, `pool5` 6. The figure
    /// states no padding; 110 needs one pixel around the 224 (an unpadded 225 would do as well), and 55 and 13 need
    /// pools that count a last window hanging over the edge. Contrast normalization follows the pools as in the
    /// figure and is AlexNet's here.
    public static func zfNet(input: TensorShape) throws(NetworkError) -> Network {
        var builder = try NetworkBuilder(name: "zfnet", input: input)
        func pool(_ name: String) throws(NetworkError) {
            try builder.pooling(name, kernel: Extent(3), stride: Extent(2), ceilMode: true)
        }
        try builder.convolution("conv1", outputChannels: 96, kernel: Extent(7), stride: Extent(2), padding: .all(1))
        try builder.activation("relu1")
        try pool("pool1")
        try builder.localResponseNormalization("norm1")
        try builder.convolution("conv2", outputChannels: 256, kernel: Extent(5), stride: Extent(2))
        try builder.activation("relu2")
        try pool("pool2")
        try builder.localResponseNormalization("norm2")
        for (number, channels) in [(3, 384), (4, 384), (5, 256)] {
            try builder.convolution("conv\(number)", outputChannels: channels, kernel: Extent(3), padding: .all(1))
            try builder.activation("relu\(number)")
        }
        try pool("pool5")
        try builder.imageNetClassifier()
        return try builder.network()
    }
}
