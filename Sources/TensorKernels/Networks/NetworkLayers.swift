public import NeuralNetworks
public import Tensors

/// Every layer of a network ready to run on any region, its weights packed once.
public struct NetworkLayers: Sendable {
    public let network: Network
    public let options: KernelOptions
    private let plans: [LayerPlan]

    /// With made-up weights.
    public init(_ network: Network, seed: UInt64, options: KernelOptions = KernelOptions()) throws(KernelError) {
        self.init(try NetworkExecution(network, seed: seed, options: options, fusesActivations: false))
    }

    /// With given weights, one entry a layer.
    public init(
        _ network: Network, parameters: [LayerParameters], options: KernelOptions = KernelOptions()
    ) throws(KernelError) {
        self.init(
            try NetworkExecution(network, parameters: parameters, options: options, fusesActivations: false))
    }

    private init(_ execution: NetworkExecution) {
        network = execution.network
        options = execution.options
        plans = execution.steps.map(\.plan)
    }

    public subscript(layer: Int) -> LayerPlan { plans[layer] }

    /// A region of the output of layers that follow each other, each the only input of the next.
    ///
    /// - Parameters:
    ///   - layers: their places in the network.
    ///   - read: a region of a tensor that the first layer reads.
    public func run(
        _ layers: [Int], producing region: Region, reading read: (_ tensor: Int, _ region: Region) -> FeatureMapPart
    ) throws(KernelError) -> FeatureMapPart {
        // Each layer's own output region, from the last to the first.
        var regions = [region]
        for layer in layers.dropFirst().reversed() {
            regions.append(network.layers[layer].inputRegion(of: regions[regions.count - 1]))
        }
        let first = network.layers[layers[0]]
        let wanted = regions.removeLast()
        let inputs = first.inputs.indices.map { read(first.inputs[$0], first.inputRegion(of: wanted, input: $0)) }
        return try finish(layers, from: try plans[layers[0]].run(inputs, producing: wanted), regions)
    }

    /// What part of its inputs contributes to every output of a fully connected layer, without the bias.
    public func partialSums(
        _ layer: Int, of input: FeatureMapPart, producing region: Region
    ) throws(KernelError) -> FeatureMapPart {
        try plans[layer].partialSums(of: input, producing: region)
    }

    /// A region of the output of layers that follow each other, the first from its partial sums: its bias, then the
    /// sums in their order.
    public func finish(
        _ layers: [Int], adding sums: [FeatureMapPart], producing region: Region
    ) throws(KernelError) -> FeatureMapPart {
        var regions = [region]
        for layer in layers.dropFirst().reversed() {
            regions.append(network.layers[layer].inputRegion(of: regions[regions.count - 1]))
        }
        let total = try plans[layers[0]].total(of: sums, producing: regions.removeLast())
        return try finish(layers, from: total, regions)
    }

    private func finish(
        _ layers: [Int], from first: FeatureMapPart, _ regions: [Region]
    ) throws(KernelError) -> FeatureMapPart {
        var part = first
        for (layer, region) in zip(layers.dropFirst(), regions.reversed()) {
            part = try plans[layer].run([part], producing: region)
        }
        return part
    }
}
