public import Tensors

extension NetworkCatalogue.Entry {
    private static let yolo9000Citation =
        "Redmon, Farhadi, YOLO9000: better, faster, stronger, CVPR 2017, doi:10.1109/CVPR.2017.690"

    static let darknet19 = Self(
        name: "darknet19",
        title: "Darknet-19",
        citation: yolo9000Citation,
        defaultInput: TensorShape(channels: 3, height: 224, width: 224),
        note: "Darknet's cfg/darknet19.cfg at the paper's 224 pixels",
        build: Network.darknet19
    )

    static let yoloV2 = Self(
        name: "yolov2",
        title: "YOLOv2",
        citation: yolo9000Citation,
        defaultInput: TensorShape(channels: 3, height: 608, width: 608),
        note: "Darknet's cfg/yolov2.cfg (COCO, 425 outputs), without box decoding; sides in multiples of 32",
        build: Network.yoloV2
    )

    static let yoloV2Tiny = Self(
        name: "yolov2-tiny",
        title: "Tiny YOLOv2",
        citation: yolo9000Citation,
        defaultInput: TensorShape(channels: 3, height: 416, width: 416),
        note: "Darknet's cfg/yolov2-tiny-voc.cfg (VOC, 125 outputs), without box decoding",
        build: Network.yoloV2Tiny
    )
}

/// Networks of Redmon's Darknet (github.com/pjreddie/darknet), layer for layer its configuration files.
///
/// Convolutions `conv1` ... and pools `max1` ... are numbered in network order. A convolution has no bias but a batch
/// normalization (`bn1` ...) and a leaky ReLU of slope 0.1 (`leaky1` ...); the last one is linear with a bias.
/// Darknet pads its 2x2 pools at the high edges, so that an odd extent rounds up.
extension Network {
    /// The paper's Table 6; input `[3, 224, 224]`, output `[1000, 1, 1]`.
    public static func darknet19(input: TensorShape) throws(NetworkError) -> Network {
        var darknet = Darknet(try NetworkBuilder(name: "darknet19", input: input))
        try darknet.backbone()
        try darknet.linearConvolution(outputChannels: 1000)
        try darknet.builder.globalPooling("avgpool")
        try darknet.builder.softmax("prob")
        return try darknet.builder.network()
    }

    /// Detector on Darknet-19 without its last convolution; input `[3, 608, 608]`, output `[425, 19, 19]`: 5 boxes of
    /// 4 coordinates, objectness and 80 COCO classes a cell.
    ///
    /// The pass-through takes the map before `max5` (`leaky13`, Darknet's layer 16) to half its extent and stands
    /// first in the concatenation.
    public static func yoloV2(input: TensorShape) throws(NetworkError) -> Network {
        var darknet = Darknet(try NetworkBuilder(name: "yolov2", input: input))
        let fine = try darknet.backbone()
        try darknet.convolution(outputChannels: 1024, side: 3)
        let coarse = try darknet.convolution(outputChannels: 1024, side: 3)
        try darknet.convolution(from: fine, outputChannels: 64, side: 1)
        let passThrough = try darknet.builder.spaceToDepth("reorg", block: 2)
        try darknet.builder.concatenation("concat", [passThrough, coarse])
        try darknet.convolution(outputChannels: 1024, side: 3)
        try darknet.linearConvolution(outputChannels: 5 * (4 + 1 + 80))
        return try darknet.builder.network()
    }

    /// Nine convolutions; input `[3, 416, 416]`, output `[125, 13, 13]`: 5 boxes of 4 coordinates, objectness and 20
    /// VOC classes a cell.
    public static func yoloV2Tiny(input: TensorShape) throws(NetworkError) -> Network {
        var darknet = Darknet(try NetworkBuilder(name: "yolov2-tiny", input: input))
        for channels in [16, 32, 64, 128, 256] {
            try darknet.convolution(outputChannels: channels, side: 3)
            try darknet.pool()
        }
        try darknet.convolution(outputChannels: 512, side: 3)
        try darknet.pool(stride: 1)
        try darknet.convolution(outputChannels: 1024, side: 3)
        try darknet.convolution(outputChannels: 1024, side: 3)
        try darknet.linearConvolution(outputChannels: 5 * (4 + 1 + 20))
        return try darknet.builder.network()
    }
}

/// A builder that numbers its layers the way Darknet's users do.
private struct Darknet {
    var builder: NetworkBuilder
    private var convolutionCount = 0
    private var poolCount = 0

    init(_ builder: NetworkBuilder) { self.builder = builder }

    /// The 18 convolutions that Darknet-19 and YOLOv2 share; returns the map before the last pool.
    @discardableResult
    mutating func backbone() throws(NetworkError) -> Int {
        try convolution(outputChannels: 32, side: 3)
        try pool()
        try convolution(outputChannels: 64, side: 3)
        try pool()
        for channels in [128, 256] {
            try alternating(channels: channels, count: 3)
            try pool()
        }
        let fine = try alternating(channels: 512, count: 5)
        try pool()
        try alternating(channels: 1024, count: 5)
        return fine
    }

    /// 3x3 convolutions with half as wide 1x1 ones between them; returns the last map.
    @discardableResult
    private mutating func alternating(channels: Int, count: Int) throws(NetworkError) -> Int {
        for number in 0..<count {
            let isWide = number.isMultiple(of: 2)
            try convolution(outputChannels: isWide ? channels : channels / 2, side: isWide ? 3 : 1)
        }
        return builder.last
    }

    /// Convolution, batch normalization and leaky ReLU; the extent stays.
    @discardableResult
    mutating func convolution(from tensor: Int? = nil, outputChannels: Int, side: Int) throws(NetworkError) -> Int {
        convolutionCount += 1
        try builder.convolution(
            "conv\(convolutionCount)",
            from: tensor,
            outputChannels: outputChannels,
            kernel: Extent(side),
            padding: .all(side / 2),
            bias: false
        )
        try builder.batchNormalization("bn\(convolutionCount)")
        return try builder.activation("leaky\(convolutionCount)", .leakyReLU(slope: 0.1))
    }

    /// The last, 1x1 convolution.
    mutating func linearConvolution(outputChannels: Int) throws(NetworkError) {
        convolutionCount += 1
        try builder.convolution("conv\(convolutionCount)", outputChannels: outputChannels, kernel: Extent(1))
    }

    mutating func pool(stride: Int = 2) throws(NetworkError) {
        poolCount += 1
        try builder.pooling("max\(poolCount)", kernel: Extent(2), stride: Extent(stride), padding: .same)
    }
}
