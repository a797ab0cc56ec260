import NeuralNetworks
import Tensors
import Testing
import Units

/// What was published about a network, and what the network must therefore have.
private struct PublishedFigures: CustomStringConvertible {
    var name: String
    /// Learned values, as `sum(p.numel() for p in model.parameters())` counts them in PyTorch.
    var parameters: Int
    /// Of convolutions and fully connected layers.
    var macs: Int
    /// The operations as published, in units of 10^9 multiply-accumulates, and half a unit of their last digit.
    var publishedGigaMACs: Double
    var tolerance: Double

    var description: String { name }
}

/// Sources:
/// - torchvision: `num_params` and `_ops` (10^9 multiply-accumulates) of the `Weights` in torchvision/models/*.py.
/// - Han: Han et al., "Learning both weights and connections for efficient neural networks", NIPS 2015,
///   arXiv:1506.02626, its tables on the two LeNets; two operations a multiply-accumulate.
/// - Darknet: operations at pjreddie.com/darknet/yolov2 and in YOLO9000, section 3; two a multiply-accumulate.
private let published: [PublishedFigures] = [
    // Han: weights 235K + 30K + 1K; operations 470K + 60K + 2K.
    // 784 * 300 + 300 * 100 + 100 * 10 = 266 200, and 410 biases
    .init(name: "lenet-300-100", parameters: 266_610, macs: 266_200, publishedGigaMACs: 266e-6, tolerance: 0.5e-6),
    // Han: 431K weights; operations 576K + 3200K + 800K + 10K.
    // 24^2 * 20 * 25 + 8^2 * 50 * 500 + 800 * 500 + 500 * 10 = 288 000 + 1 600 000 + 400 000 + 5 000
    .init(name: "lenet5", parameters: 431_080, macs: 2_293_000, publishedGigaMACs: 2293e-6, tolerance: 0.5e-6),
    // Sze et al., Proc. IEEE 105(12), 2017, doi:10.1109/JPROC.2017.2761740, table of popular networks: 61M weights, 724M MACs.
    .init(name: "alexnet", parameters: 60_965_224, macs: 724_406_816, publishedGigaMACs: 0.724, tolerance: 0.5e-3),
    // Parameters: public re-implementations of Fig. 3, e.g. github.com/osmr/imgclsmob, which counts 1170 M operations
    // with biases and activations. 110^2 * 96 * 147 + 26^2 * 256 * 2400 + 13^2 * (384 * 2304 + 384 * 3456
    // + 256 * 3456) + 9216 * 4096 + 4096 * 4096 + 4096 * 1000 = 1 109 410 944 + 58 621 952
    .init(name: "zfnet", parameters: 62_357_608, macs: 1_168_032_896, publishedGigaMACs: 1.17, tolerance: 5e-3),
    // torchvision
    .init(name: "vgg11", parameters: 132_863_336, macs: 7_609_090_048, publishedGigaMACs: 7.609, tolerance: 0.5e-3),
    .init(name: "vgg16", parameters: 138_357_544, macs: 15_470_264_320, publishedGigaMACs: 15.470, tolerance: 0.5e-3),
    .init(name: "vgg19", parameters: 143_667_240, macs: 19_632_062_464, publishedGigaMACs: 19.632, tolerance: 0.5e-3),
    // Parameters of bvlc_googlenet: github.com/HewlettPackard/dlcookbook-dlbs, 6 998 552. Operations module by module:
    // see `GoogLeNet's modules` below.
    .init(name: "googlenet", parameters: 6_998_552, macs: 1_582_671_872, publishedGigaMACs: 1.58, tolerance: 5e-3),
    // torchvision
    .init(name: "resnet18", parameters: 11_689_512, macs: 1_814_073_344, publishedGigaMACs: 1.814, tolerance: 0.5e-3),
    .init(name: "resnet34", parameters: 21_797_672, macs: 3_663_761_408, publishedGigaMACs: 3.664, tolerance: 0.5e-3),
    .init(name: "resnet50", parameters: 25_557_032, macs: 4_089_184_256, publishedGigaMACs: 4.089, tolerance: 0.5e-3),
    .init(name: "squeezenet1.1", parameters: 1_235_496, macs: 349_151_936, publishedGigaMACs: 0.349, tolerance: 0.5e-3),
    // Howard et al., arXiv:1704.04861, Table 4: 4.2 million parameters, 569 million mult-adds.
    .init(name: "mobilenet-v1", parameters: 4_231_976, macs: 568_740_352, publishedGigaMACs: 0.569, tolerance: 0.5e-3),
    // YOLO9000, section 3: 5.58 billion operations.
    .init(name: "darknet19", parameters: 20_842_376, macs: 2_790_989_824, publishedGigaMACs: 2.79, tolerance: 2.5e-3),
    // Darknet: 62.94 Bn (608 x 608, COCO) and 6.97 Bn (tiny, 416 x 416, VOC); the parameters are the
    // trainable ones in the Keras summaries of its ports.
    .init(name: "yolov2", parameters: 50_962_889, macs: 31_469_126_656, publishedGigaMACs: 31.47, tolerance: 2.5e-3),
    .init(
        name: "yolov2-tiny",
        parameters: 15_861_773,
        macs: 3_485_520_896,
        publishedGigaMACs: 3.485,
        tolerance: 2.5e-3
    ),
]

@Suite struct PublishedFiguresTests {
    @Test func `every network of the catalogue has published figures`() {
        #expect(Set(published.map(\.name)) == Set(NetworkCatalogue.names))
    }

    @Test(arguments: published)
    fileprivate func `parameters and operations are the published ones`(figures: PublishedFigures) throws {
        let network = try #require(try NetworkCatalogue.network(named: figures.name))
        #expect(network.parameterCount == figures.parameters)
        #expect(network.macs == MACCount(figures.macs))
        #expect(abs(Double(network.macs.count) / 1e9 - figures.publishedGigaMACs) <= figures.tolerance)
    }

    /// Without the fully connected layers, as papers on partitioned convolutions count.
    @Test(arguments: [
        // 55^2 * 96 * 363 + 27^2 * 256 * 1200 + 13^2 * (384 * 2304 + 384 * 1728 + 256 * 1728)
        ("alexnet", 665_784_864),
        ("vgg16", 15_346_630_656),
        // 568 740 352 - 1024 * 1000
        ("mobilenet-v1", 567_716_352),
    ])
    func `convolutions alone have the published operations`(name: String, macs: Int) throws {
        let network = try #require(try NetworkCatalogue.network(named: name))
        let convolutions = network.layers.filter { !$0.isFullyConnected }
        #expect(convolutions.reduce(.zero) { $0 + $1.macs } == MACCount(macs))
    }

    /// Sizes of the weight files at pjreddie.com/media/files: a header of 16 bytes, then all biases, scales, means,
    /// variances and weights as float32.
    @Test(arguments: [
        ("yolov2", 203_934_260),  // yolov2.weights
        ("yolov2-tiny", 63_471_556),  // tiny-yolo-voc.weights
    ])
    func `stored weights fill Darknet's weight file`(name: String, fileBytes: Int) throws {
        let network = try #require(try NetworkCatalogue.network(named: name))
        #expect(network.weightBytes == ByteCount(fileBytes - 16))
    }

    /// Column "ops" of the paper's Table 1 in millions, which it rounds up or down.
    ///
    /// Two of its rows contradict the sizes that they state: the first convolution (34M; 112^2 * 64 * 147 = 118M) and
    /// module 5a (1072K parameters and 54M; 1042K weights * 7^2 = 51M).
    @Test(arguments: [
        ("conv2", 360), ("inception_3a", 128), ("inception_3b", 304), ("inception_4a", 73), ("inception_4b", 88),
        ("inception_4c", 100), ("inception_4d", 119), ("inception_4e", 170),
        ("inception_5b", 71), ("loss3", 1),
    ])
    func `GoogLeNet's modules have the paper's operations`(module: String, millions: Int) throws {
        let network = try #require(try NetworkCatalogue.network(named: "googlenet"))
        let layers = network.layers.filter { $0.name.hasPrefix(module + "/") }
        let macs = layers.reduce(MACCount.zero) { $0 + $1.macs }
        #expect(abs(macs.count - millions * 1_000_000) < 1_000_000)
    }
}
