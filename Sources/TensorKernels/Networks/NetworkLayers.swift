public import NeuralNetworks
public import Tensors

/// Every layer of a network ready to run on any region, its weights packed once.
public struct NetworkLayers: Sendable {
    public let network: Network
    public let options: KernelOptions
    private let plans: [LayerPlan]
    /// By layer, nil for those that are not pruned.
    private let divided: [DividedSparseLayer?]

    /// With made-up weights.
    ///
    /// - Parameter divisions: of pruned layers; their weights are the matrix's own, or those that the dense layer has at
    ///   its entries.
    /// - Throws: `KernelError.parameter` when a division is not one of a fully connected layer, or not the only one.
    public init(
        _ network: Network, seed: UInt64, divisions: [SparseLayerDivision] = [],
        options: KernelOptions = KernelOptions()
    ) throws(KernelError) {
        var matrices = [SparseMatrix?](repeating: nil, count: network.layers.count)
        var divided = [DividedSparseLayer?](repeating: nil, count: network.layers.count)
        for division in divisions {
            guard network.layers.indices.contains(division.layer), network.layers[division.layer].isFullyConnected,
                matrices[division.layer] == nil
            else {
                throw .parameter(
                    what: "the layer of a division", found: "\(division.layer)",
                    allowed: "one of the fully connected layers, each once")
            }
            matrices[division.layer] = division.matrix
        }
        let execution = try NetworkExecution(
            network, seed: seed, matrices: matrices, options: options, fusesActivations: false)
        for division in divisions {
            divided[division.layer] = try DividedSparseLayer(
                network.layers[division.layer], division, parameters: SeededParameters(seed: seed), options: options)
        }
        self.init(execution, divided: divided)
    }

    /// With given weights, one entry a layer.
    public init(
        _ network: Network, parameters: [LayerParameters], options: KernelOptions = KernelOptions()
    ) throws(KernelError) {
        self.init(
            try NetworkExecution(network, parameters: parameters, options: options, fusesActivations: false),
            divided: Array(repeating: nil, count: network.layers.count))
    }

    private init(_ execution: NetworkExecution, divided: [DividedSparseLayer?]) {
        self.divided = divided
        network = execution.network
        options = execution.options
        plans = execution.steps.map(\.plan)
    }

    public subscript(layer: Int) -> LayerPlan { plans[layer] }

    /// What the places hold of a pruned layer.
    ///
    /// - Throws: `KernelError.parameter` when the layer was not divided.
    func division(of layer: Int) throws(KernelError) -> DividedSparseLayer {
        guard let division = divided[layer] else {
            throw .parameter(
                what: "layer \"\(network.layers[layer].name)\" of the plan", found: "sparse",
                allowed: "dense, for want of its matrix")
        }
        return division
    }

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

    /// All of the output of layers that follow each other pixel by pixel, from the first one's output.
    func finish(_ layers: [Int], from first: FeatureMapPart) throws(KernelError) -> FeatureMapPart {
        try finish(layers, from: first, layers.dropFirst().reversed().map { Region(network.layers[$0].output) })
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
