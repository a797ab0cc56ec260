import NeuralNetworks
import Tensors
import Testing
import Units

@Suite struct MapShapeTests {
    /// Output shapes at the default input.
    @Test(arguments: [
        ("lenet5", ["conv1": "20x24x24", "pool1": "20x12x12", "conv2": "50x8x8", "pool2": "50x4x4", "prob": "10x1x1"]),
        (
            "alexnet",
            [
                "conv1": "96x55x55", "pool1": "96x27x27", "conv2": "256x27x27", "pool2": "256x13x13",
                "conv5": "256x13x13", "pool5": "256x6x6", "fc6": "4096x1x1", "prob": "1000x1x1",
            ]
        ),
        // Zeiler and Fergus, Fig. 3: 110, 55, 26, 13, 13, 13, 13, 6
        (
            "zfnet",
            [
                "conv1": "96x110x110", "pool1": "96x55x55", "conv2": "256x26x26", "pool2": "256x13x13",
                "conv3": "384x13x13", "conv4": "384x13x13", "conv5": "256x13x13", "pool5": "256x6x6",
            ]
        ),
        (
            "vgg16",
            [
                "conv1_2": "64x224x224", "pool1": "64x112x112", "pool2": "128x56x56", "pool3": "256x28x28",
                "conv4_3": "512x28x28", "pool5": "512x7x7", "fc7": "4096x1x1", "prob": "1000x1x1",
            ]
        ),
        // Szegedy et al., Table 1
        (
            "googlenet",
            [
                "conv1/7x7_s2": "64x112x112", "pool1/3x3_s2": "64x56x56", "conv2/3x3": "192x56x56",
                "pool2/3x3_s2": "192x28x28", "inception_3a/output": "256x28x28", "inception_3b/output": "480x28x28",
                "pool3/3x3_s2": "480x14x14", "inception_4a/output": "512x14x14", "inception_4d/output": "528x14x14",
                "inception_4e/output": "832x14x14", "pool4/3x3_s2": "832x7x7", "inception_5a/output": "832x7x7",
                "inception_5b/output": "1024x7x7", "pool5": "1024x1x1", "prob": "1000x1x1",
            ]
        ),
        (
            "resnet18",
            [
                "conv1": "64x112x112", "maxpool": "64x56x56", "layer1.1.add": "64x56x56", "layer2.0.conv1": "128x28x28",
                "layer2.0.downsample.0": "128x28x28", "layer3.1.relu2": "256x14x14", "layer4.1.add": "512x7x7",
                "avgpool": "512x1x1",
            ]
        ),
        // The stride is in the 3x3 convolution, so that the 1x1 before it keeps the extent.
        (
            "resnet50",
            [
                "layer1.0.downsample.0": "256x56x56", "layer2.0.conv1": "128x56x56", "layer2.0.conv2": "128x28x28",
                "layer3.5.add": "1024x14x14", "layer4.2.relu3": "2048x7x7", "avgpool": "2048x1x1",
            ]
        ),
        (
            "squeezenet1.1",
            [
                "conv1": "64x111x111", "pool1": "64x55x55", "fire2/squeeze1x1": "16x55x55",
                "fire3/concat": "128x55x55", "pool3": "128x27x27", "fire5/concat": "256x27x27", "pool5": "256x13x13",
                "fire7/concat": "384x13x13", "fire9/concat": "512x13x13", "conv10": "1000x13x13", "pool10": "1000x1x1",
            ]
        ),
        (
            "mobilenet-v1",
            [
                "conv1": "32x112x112", "conv_dw_1": "32x112x112", "conv_pw_1": "64x112x112", "conv_dw_2": "64x56x56",
                "conv_pw_5": "256x28x28", "conv_pw_11": "512x14x14", "conv_dw_12": "512x7x7", "conv_pw_13": "1024x7x7",
            ]
        ),
        (
            "darknet19",
            ["max1": "32x112x112", "conv13": "512x14x14", "max5": "512x7x7", "conv19": "1000x7x7", "prob": "1000x1x1"]
        ),
        (
            "yolov2",
            [
                "max4": "256x38x38", "conv13": "512x38x38", "max5": "512x19x19", "conv20": "1024x19x19",
                "conv21": "64x38x38", "reorg": "256x19x19", "concat": "1280x19x19", "conv22": "1024x19x19",
                "conv23": "425x19x19",
            ]
        ),
        (
            "yolov2-tiny",
            ["max5": "256x13x13", "max6": "512x13x13", "conv8": "1024x13x13", "conv9": "125x13x13"]
        ),
    ])
    func `well-known maps have their published shapes`(name: String, shapes: [String: String]) throws {
        let network = try #require(try NetworkCatalogue.network(named: name))
        let actual = Dictionary(uniqueKeysWithValues: network.layers.map { ($0.name, $0.output.description) })
        for (layer, shape) in shapes { #expect(actual[layer] == shape, "\(layer)") }
    }

    @Test func `VGG counts its convolutions and fully connected layers in its name`() throws {
        for depth in [11, 16, 19] {
            let network = try #require(try NetworkCatalogue.network(named: "vgg\(depth)"))
            #expect(network.layers.count { $0.macs > .zero } == depth)
        }
    }

    @Test func `ResNet counts the layers of its main path in its name`() throws {
        for depth in [18, 34, 50] {
            let network = try #require(try NetworkCatalogue.network(named: "resnet\(depth)"))
            #expect(network.layers.count { $0.macs > .zero && !$0.name.contains("downsample") } == depth)
        }
    }

    @Test func `YOLOv2 has 23 convolutions and 5 pools, numbered in order`() throws {
        let layers = try #require(try NetworkCatalogue.network(named: "yolov2")).layers
        #expect(layers.filter { $0.name.hasPrefix("conv") }.map(\.name) == (1...23).map { "conv\($0)" })
        #expect(layers.filter(\.isPooling).map(\.name) == (1...5).map { "max\($0)" })
    }

    @Test func `YOLOv2's pass-through reads the map before max5 and stands first in the concatenation`() throws {
        let network = try #require(try NetworkCatalogue.network(named: "yolov2"))
        func layer(_ name: String) throws -> Layer { try #require(network.layers.first { $0.name == name }) }
        func sources(_ name: String) throws -> [String] { try layer(name).inputs.map { network.layers[$0 - 1].name } }
        #expect(try sources("conv21") == ["leaky13"])
        #expect(try sources("max5") == ["leaky13"])
        #expect(try sources("concat") == ["reorg", "leaky20"])
    }

    @Test func `Darknet's last convolution is linear with a bias, the others are normalized`() throws {
        let layers = try #require(try NetworkCatalogue.network(named: "yolov2-tiny")).layers
        let biased = layers.filter { if case .convolution(let it) = $0.operation { it.hasBias } else { false } }
        #expect(biased.map(\.name) == ["conv9"])
        #expect(layers.last?.name == "conv9")
        #expect(layers.count { $0.operation == .activation(.leakyReLU(slope: 0.1)) } == 8)
    }

    @Test func `Tiny YOLOv2's last pool pads the high edges and keeps the extent`() throws {
        let layers = try #require(try NetworkCatalogue.network(named: "yolov2-tiny")).layers
        let pool = try #require(layers.first { $0.name == "max6" })
        #expect(pool.window?.padding == Padding(top: 0, bottom: 1, left: 0, right: 1))
        #expect(pool.window?.stride == Extent(1))
    }
}
