import NeuralNetworks
import Tensors
import Testing
import Units

/// Structured pruning of a network's convolutions.
@Suite struct NetworkFiltersTests {
    private static func catalogued(_ name: String) throws -> Network { try NetworkCatalogue.network(named: name)! }

    /// Output channels by layer.
    private func channels(_ network: Network) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: network.layers.map { ($0.name, $0.output.channels) })
    }

    @Test(arguments: NetworkCatalogue.names) func allFiltersAreTheNetworkItself(name: String) throws {
        let network = try Self.catalogued(name)
        #expect(try network.keepingFilters(1) == network)
    }

    @Test(arguments: NetworkCatalogue.names) func anyShareLeavesANetworkOfTheSameOutput(name: String) throws {
        let network = try Self.catalogued(name)
        let prunes = network.layers.contains { if case .convolution = $0.operation { true } else { false } }
        var before = network.macs
        for share in [0.858, 0.5, 0.3, 0.1, 0.001] {
            let kept = try network.keepingFilters(share)
            #expect(kept.shape(ofTensor: kept.outputTensor) == network.shape(ofTensor: network.outputTensor))
            #expect(kept.layers.map(\.name) == network.layers.map(\.name))
            #expect(kept.layers.map(\.inputs) == network.layers.map(\.inputs))
            #expect(prunes ? kept.macs < before : kept == network)
            before = kept.macs
        }
    }

    /// Half of the filters behind half of the channels is a quarter of the MACs; the first convolution reads the whole
    /// image and the first fully connected layer writes all of its outputs: half.
    @Test func halfTheFiltersAreAQuarterOfTheWork() throws {
        let whole = try Self.catalogued("vgg16")
        let half = try whole.keepingFilters(0.5)
        for (before, after) in zip(whole.layers, half.layers) where before.macs > .zero {
            let divisor = ["conv1_1": 2, "fc6": 2, "fc7": 1, "fc8": 1][before.name] ?? 4
            #expect(before.macs.count == divisor * after.macs.count, "\(before.name)")
        }
    }

    /// 0.3 x 64 = 19.2, 0.3 x 128 = 38.4, 0.3 x 512 = 153.6; a share too small for one filter keeps one.
    @Test func sharesAreRounded() throws {
        let kept = channels(try Self.catalogued("vgg16").keepingFilters(0.3))
        #expect(kept["conv1_1"] == 19 && kept["conv2_1"] == 38 && kept["conv5_3"] == 154 && kept["fc8"] == 1000)
        #expect(channels(try Self.catalogued("vgg16").keepingFilters(0.001))["conv1_1"] == 1)
    }

    /// 0.3 x 96 = 28.8; in pairs, of which both groups of the next convolution get one.
    @Test func groupsStayWhole() throws {
        var builder = try NetworkBuilder(name: "n", input: TensorShape(channels: 3, height: 8, width: 8))
        try builder.convolution("a", outputChannels: 96, kernel: Extent(1))
        try builder.convolution("b", outputChannels: 10, kernel: Extent(1), groups: 2)
        try builder.convolution("depthwise", outputChannels: 20, kernel: Extent(3), groups: 10)
        try builder.fullyConnected("c", outputs: 5)
        let kept = try builder.network().keepingFilters(0.3)
        // 48 and 5 pairs: 14.4 and 1.5 of them, and two filters a channel.
        #expect(kept.layers.map(\.output.channels) == [28, 4, 8, 5])
        #expect(kept.layers[2].kernelClass == .depthwiseConvolution)
    }

    @Test func channelsOfTheOutputStay() throws {
        var builder = try NetworkBuilder(name: "n", input: TensorShape(channels: 3, height: 8, width: 8))
        try builder.convolution("a", outputChannels: 10, kernel: Extent(1))
        try builder.convolution("classes", outputChannels: 7, kernel: Extent(1))
        try builder.globalPooling("mean")
        try builder.softmax("probabilities")
        #expect(try builder.network().keepingFilters(0.5).layers.map(\.output.channels) == [5, 7, 7, 7])
    }

    /// 4 and 6 channels of two branches make 10; halves of them 2 and 3; a tenth leaves 1 and 1 beside 1.
    @Test func sumsThatNoLongerFitAreErrors() throws {
        var builder = try NetworkBuilder(name: "n", input: TensorShape(channels: 3, height: 8, width: 8))
        let a = try builder.convolution("a", from: 0, outputChannels: 4, kernel: Extent(1))
        let b = try builder.convolution("b", from: 0, outputChannels: 6, kernel: Extent(1))
        let joined = try builder.concatenation("joined", [a, b])
        let c = try builder.convolution("c", from: 0, outputChannels: 10, kernel: Extent(1))
        try builder.add("sum", [joined, c])
        try builder.fullyConnected("f", outputs: 2)
        let network = try builder.network()
        #expect(try network.keepingFilters(0.5).layers[4].output.channels == 5)
        #expect(throws: NetworkError.self) { try network.keepingFilters(0.1) }
    }
}
