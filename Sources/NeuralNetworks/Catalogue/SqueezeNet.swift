public import Tensors

extension NetworkCatalogue.Entry {
    static let squeezeNet11 = Self(
        name: "squeezenet1.1",
        title: "SqueezeNet 1.1",
        citation: "Iandola et al., SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size, "
            + "arXiv:1602.07360, 2016",
        defaultInput: TensorShape(channels: 3, height: 224, width: 224),
        note: "the authors' version 1.1, unpadded conv1 and pools rounded up as in torchvision; smallest side 17",
        build: Network.squeezeNet11
    )
}

extension Network {
    /// Eight fire modules; input `[3, 224, 224]`, output `[1000, 1, 1]`.
    ///
    /// The authors' `SqueezeNet_v1.1` (github.com/forresti/SqueezeNet), which is `torchvision.models.squeezenet1_1`;
    /// layers have the authors' names.
    public static func squeezeNet11(input: TensorShape) throws(NetworkError) -> Network {
        var builder = try NetworkBuilder(name: "squeezenet1.1", input: input)
        func pool(_ name: String) throws(NetworkError) {
            try builder.pooling(name, kernel: Extent(3), stride: Extent(2), ceilMode: true)
        }
        try builder.convolution("conv1", outputChannels: 64, kernel: Extent(3), stride: Extent(2))
        try builder.activation("relu_conv1")
        try pool("pool1")
        try builder.fire("fire2", squeezed: 16, expanded: 64)
        try builder.fire("fire3", squeezed: 16, expanded: 64)
        try pool("pool3")
        try builder.fire("fire4", squeezed: 32, expanded: 128)
        try builder.fire("fire5", squeezed: 32, expanded: 128)
        try pool("pool5")
        try builder.fire("fire6", squeezed: 48, expanded: 192)
        try builder.fire("fire7", squeezed: 48, expanded: 192)
        try builder.fire("fire8", squeezed: 64, expanded: 256)
        try builder.fire("fire9", squeezed: 64, expanded: 256)
        try builder.convolution("conv10", outputChannels: 1000, kernel: Extent(1))
        try builder.activation("relu_conv10")
        try builder.globalPooling("pool10")
        try builder.softmax("prob")
        return try builder.network()
    }
}

extension NetworkBuilder {
    /// A 1x1 squeeze, then 1x1 and 3x3 expansions side by side; output has twice `expanded` channels.
    fileprivate mutating func fire(_ name: String, squeezed: Int, expanded: Int) throws(NetworkError) {
        func rectified(
            _ part: String,
            from tensor: Int? = nil,
            outputChannels: Int,
            side: Int
        ) throws(NetworkError) -> Int {
            try convolution(
                "\(name)/\(part)",
                from: tensor,
                outputChannels: outputChannels,
                kernel: Extent(side),
                padding: .all(side / 2)
            )
            return try activation("\(name)/relu_\(part)")
        }
        let squeeze = try rectified("squeeze1x1", outputChannels: squeezed, side: 1)
        let one = try rectified("expand1x1", from: squeeze, outputChannels: expanded, side: 1)
        let three = try rectified("expand3x3", from: squeeze, outputChannels: expanded, side: 3)
        try concatenation("\(name)/concat", [one, three])
    }
}
