import NeuralNetworks
import Tensors
import Testing
import Units

private let names = NetworkCatalogue.names

@Suite struct NetworkCatalogueTests {
    @Test func `the built-in networks are listed by family`() {
        #expect(
            names == [
                "lenet-300-100", "lenet5", "alexnet", "zfnet", "vgg11", "vgg16", "vgg19", "googlenet", "resnet18",
                "resnet34", "resnet50", "squeezenet1.1", "mobilenet-v1", "darknet19", "yolov2", "yolov2-tiny",
            ]
        )
    }

    @Test func `an unknown name gives no network`() throws {
        #expect(NetworkCatalogue.entry(named: "VGG16") == nil)
        #expect(try NetworkCatalogue.network(named: "vgg-16") == nil)
    }

    @Test(arguments: names)
    func `an entry describes itself in one line each`(name: String) throws {
        let entry = try #require(NetworkCatalogue.entry(named: name))
        #expect(entry.name == name)
        for text in [entry.title, entry.citation, entry.note] {
            #expect(!text.isEmpty)
            #expect(!text.contains("\n"))
        }
        #expect(["doi:", "arXiv:"].contains { entry.citation.contains($0) })
    }

    @Test(arguments: names)
    func `a network has its entry's name and default input`(name: String) throws {
        let entry = try #require(NetworkCatalogue.entry(named: name))
        let network = try entry.network()
        #expect(network.name == name)
        #expect(network.input == entry.defaultInput)
        #expect(try NetworkCatalogue.network(named: name) == network)
    }

    @Test(arguments: names)
    func `layers are in topological order, with the shapes of the tensors they read`(name: String) throws {
        let network = try #require(try NetworkCatalogue.network(named: name))
        for (index, layer) in network.layers.enumerated() {
            #expect(!layer.inputs.isEmpty && layer.inputs.allSatisfy { $0 <= index }, "\(layer.name)")
            #expect(layer.inputs.map(network.shape(ofTensor:)) == layer.inputShapes, "\(layer.name)")
        }
        #expect(Set(network.layers.map(\.name)).count == network.layers.count)
        #expect(network.consumers.dropLast().allSatisfy { !$0.isEmpty })
    }

    @Test(arguments: names)
    func `horizontal stripes of every layer add up to the network's operations`(name: String) throws {
        let network = try #require(try NetworkCatalogue.network(named: name))
        var sum = MACCount.zero
        for layer in network.layers {
            let height = layer.output.height
            for rows in [0..<height / 3, height / 3..<height] {
                sum += layer.macs(
                    of: Region(channels: 0..<layer.output.channels, rows: rows, columns: 0..<layer.output.width)
                )
            }
        }
        #expect(sum == network.macs)
    }
}

@Suite struct ReducedInputTests {
    private static func network(_ name: String, _ channels: Int, _ side: Int) throws -> Network {
        let input = TensorShape(channels: channels, height: side, width: side)
        return try #require(try NetworkCatalogue.network(named: name, input: input))
    }

    @Test(arguments: names)
    func `every network can be built at 64 pixels with the same convolutions`(name: String) throws {
        let entry = try #require(NetworkCatalogue.entry(named: name))
        let original = try entry.network()
        let reduced = try Self.network(name, entry.defaultInput.channels == 784 ? 1 : entry.defaultInput.channels, 64)
        #expect(reduced.layers.map(\.name) == original.layers.map(\.name))
        for (a, b) in zip(reduced.layers, original.layers) {
            #expect(a.output.channels == b.output.channels, "\(a.name)")
            if case .convolution = a.operation { #expect(a.parameterCount == b.parameterCount, "\(a.name)") }
        }
    }

    @Test func `fully connected layers follow the input`() throws {
        // pool5 leaves 512 x 2 x 2 of 64 pixels.
        let fc6 = try #require(try Self.network("vgg16", 3, 64).layers.first { $0.name == "fc6" })
        #expect(fc6.inputShapes[0].description == "512x2x2")
        #expect(fc6.parameterCount == 4096 * (2048 + 1))
        #expect(try Self.network("lenet-300-100", 1, 28).parameterCount == 266_610)
    }

    @Test func `a network that pools globally keeps its parameters at any input`() throws {
        for name in ["googlenet", "resnet18", "resnet50", "squeezenet1.1", "mobilenet-v1", "darknet19"] {
            #expect(
                try Self.network(name, 3, 96).parameterCount
                    == NetworkCatalogue.network(named: name)?.parameterCount,
                "\(name)"
            )
        }
    }

    @Test func `a grey input changes the first convolution alone`() throws {
        // 64 maps of 7 x 7 taps, one channel in place of three
        #expect(try Self.network("resnet18", 1, 224).parameterCount == 11_689_512 - 2 * 64 * 49)
    }

    /// The smallest side that fits, and why one pixel less does not.
    @Test(arguments: [
        ("lenet5", 1, 13, "layer \"conv2\": a kernel of 5x5 does not fit its input 20x4x4"),
        ("alexnet", 3, 39, "layer \"pool5\": a kernel of 3x3 does not fit its input 256x1x1"),
        ("zfnet", 3, 47, "layer \"pool5\": a kernel of 3x3 does not fit its input 256x1x1"),
        ("vgg11", 3, 32, "layer \"pool5\": a kernel of 2x2 does not fit its input 512x1x1"),
        ("vgg16", 3, 32, "layer \"pool5\": a kernel of 2x2 does not fit its input 512x1x1"),
        ("vgg19", 3, 32, "layer \"pool5\": a kernel of 2x2 does not fit its input 512x1x1"),
        ("googlenet", 3, 31, "layer \"pool4/3x3_s2\": a kernel of 3x3 does not fit its input 832x1x1"),
        // min_size of torchvision's SqueezeNet1_1_Weights
        ("squeezenet1.1", 3, 17, "layer \"pool5\": a kernel of 3x3 does not fit its input 256x1x1"),
    ])
    func `an input that pooling would use up is refused`(
        name: String,
        channels: Int,
        smallest: Int,
        message: String
    ) throws {
        #expect(throws: Never.self) { try Self.network(name, channels, smallest) }
        let error = #expect(throws: NetworkError.self) { try Self.network(name, channels, smallest - 1) }
        #expect(error?.description == message)
    }

    @Test(arguments: ["resnet18", "resnet34", "resnet50", "mobilenet-v1", "darknet19", "yolov2-tiny", "lenet-300-100"])
    func `a network padded throughout can be built at one pixel`(name: String) throws {
        #expect(throws: Never.self) { try Self.network(name, 3, 1) }
    }

    @Test func `a pass-through of odd extent is refused`() throws {
        // 48 / 16 = 3 at the pass-through
        let error = #expect(throws: NetworkError.self) { try Self.network("yolov2", 3, 48) }
        #expect(error?.description == "layer \"reorg\": blocks of 2 do not divide the input 64x3x3")
        #expect(try Self.network("yolov2", 3, 416).layers.last?.output.description == "425x13x13")
    }
}
