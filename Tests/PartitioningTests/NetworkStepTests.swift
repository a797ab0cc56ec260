import NeuralNetworks
import Partitioning
import Tensors
import Testing

@Suite struct NetworkStepTests {
    /// The names of every step's layers.
    private func names(_ network: Network) -> [[String]] {
        NetworkStep.steps(of: network).map { $0.layers.map { network.layers[$0].name } }
    }

    @Test func vgg16HasAStepForEveryConvolutionPoolAndFullyConnectedLayerAndTheSoftmax() throws {
        let network = try Network.vgg16(input: TensorShape(channels: 3, height: 32, width: 32))
        let steps = NetworkStep.steps(of: network)
        // 13 convolutions, 5 pools, 3 fully connected layers, a softmax.
        #expect(steps.count == 22)
        #expect(names(network).prefix(3) == [["conv1_1", "relu1_1"], ["conv1_2", "relu1_2"], ["pool1"]])
        #expect(names(network).suffix(4) == [["fc6", "relu6"], ["fc7", "relu7"], ["fc8"], ["prob"]])
        #expect(steps.map(\.isVector) == Array(repeating: false, count: 18) + Array(repeating: true, count: 4))
        #expect(steps.last?.outputTensor == network.outputTensor)
    }

    @Test func alexNetFoldsNormalizationIntoTheConvolution() throws {
        let network = try Network.alexNet(input: TensorShape(channels: 3, height: 67, width: 67))
        #expect(
            names(network) == [
                ["conv1", "relu1", "norm1"], ["pool1"], ["conv2", "relu2", "norm2"], ["pool2"], ["conv3", "relu3"],
                ["conv4", "relu4"], ["conv5", "relu5"], ["pool5"], ["fc6", "relu6"], ["fc7", "relu7"], ["fc8"],
                ["prob"],
            ])
    }

    @Test func aResidualBlockFoldsWhatOnlyOneLayerReads() throws {
        let network = try TestNetworks.residual
        #expect(
            names(network) == [
                ["conv1", "relu1"], ["conv2", "relu2"], ["conv3"], ["shortcut"], ["add", "relu3"], ["conv4"], ["pool"],
                ["fc"],
            ])
    }

    @Test func aLayerWhoseInputIsReadByOthersTooIsNotFolded() throws {
        var builder = try NetworkBuilder(name: "branch", input: TensorShape(channels: 1, height: 4, width: 4))
        let map = try builder.convolution("conv", outputChannels: 1, kernel: Extent(1))
        let rectified = try builder.activation("relu", from: map)
        try builder.add("add", [map, rectified])
        let network = try builder.network()
        #expect(names(network) == [["conv"], ["relu"], ["add"]])
    }

    @Test func anActivationOfTheInputIsAStepOfItsOwn() throws {
        var builder = try NetworkBuilder(name: "first", input: TensorShape(channels: 1, height: 4, width: 4))
        try builder.activation("relu")
        try builder.batchNormalization("bn")
        try builder.convolution("conv", outputChannels: 1, kernel: Extent(1))
        let network = try builder.network()
        #expect(names(network) == [["relu", "bn"], ["conv"]])
    }

    @Test func softmaxIsFoldedOnMapsButNotBehindFullyConnectedLayers() throws {
        let (map, vector) = (try TestNetworks.inception, try TestNetworks.chain)
        #expect(names(map).last == ["conv2", "prob"])
        #expect(names(vector).suffix(2) == [["fc5"], ["prob"]])
    }

    @Test func whatNeedsOtherElementsOfAVectorIsNotFolded() throws {
        let network = try TestNetworks.vectors
        #expect(
            names(network) == [
                ["fc1", "bn1"], ["fc2"], ["norm2"], ["add"], ["fc3"], ["join"], ["conv"], ["prob"], ["fc4"],
            ])
        let steps = NetworkStep.steps(of: network)
        #expect(!steps.map(\.isVector).contains(false))
    }

    @Test func stepsHoldEveryLayerOnce() throws {
        for name in TestNetworks.names {
            let network = try TestNetworks.named(name)
            let layers = NetworkStep.steps(of: network).flatMap(\.layers)
            #expect(layers.sorted() == Array(network.layers.indices), "\(name)")
        }
    }
}
