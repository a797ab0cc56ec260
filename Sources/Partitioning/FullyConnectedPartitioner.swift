import NeuralNetworks
import Tensors

/// Divides fully connected layers and what stands behind them.
struct FullyConnectedPartitioner {
    var network: Network
    var scheme: FullyConnectedScheme
    /// The places that the parts are dealt to, and their weights.
    var places: [Int]
    var weights: [Int]
    /// The place that works alone where nothing is divided.
    var singlePlace: Int
    /// The place of the Group Owner, which finishes what needs all outputs.
    var ownerPlace: Int
    /// Divisions of pruned layers by layer number; nil if the layers are dense.
    var sparse: [Int: SparseParts]?

    func stage(of step: NetworkStep) -> Partition.Stage {
        let layer = network.layers[step.mainLayer]
        var result = Partition.Step(layers: step.layers, parts: [])
        if let sparse {
            if let parts = sparse[step.mainLayer] {
                result.sparse = parts
            } else {
                // Outputs of sparse layers are scattered: whatever else reads them gets all of them.
                result.parts = [.init(place: ownerPlace, output: Region(layer.output))]
            }
            return Partition.Stage(steps: [result])
        }
        if case .softmax = layer.operation {
            result.parts = [.init(place: ownerPlace, output: Region(layer.output))]
            return Partition.Stage(steps: [result])
        }
        switch scheme {
        case .singleDevice:
            result.parts = [.init(place: singlePlace, output: Region(layer.output))]
        case .byOutputs:
            result.parts = channelParts(of: layer)
        case .byInputs where layer.isFullyConnected:
            result.parts = inputParts(of: layer)
            result.sums = channelParts(of: layer)
        case .byInputs:
            result.parts = channelParts(of: layer)
        }
        return Partition.Stage(steps: [result])
    }

    private func channelParts(of layer: Layer) -> [Partition.Part] {
        let boundaries = CutRule.rounded.boundaries(length: layer.output.channels, weights: weights)
        return places.indices.compactMap { index in
            let region = Region(
                channels: boundaries[index]..<boundaries[index + 1], rows: 0..<layer.output.height,
                columns: 0..<layer.output.width)
            return region.isEmpty ? nil : .init(place: places[index], output: region)
        }
    }

    /// A feature map is cut like strips, so that devices keep the rows that they computed; a vector by elements.
    private func inputParts(of layer: Layer) -> [Partition.Part] {
        let input = layer.inputShapes[0]
        let length = max(input.height, input.width) > 1 ? max(input.height, input.width) : input.channels
        let boundaries = CutRule.rounded.boundaries(length: length, weights: weights)
        return places.indices.compactMap { index in
            let range = boundaries[index]..<boundaries[index + 1]
            let region =
                if length == input.height && input.height > 1 {
                    Region(channels: 0..<input.channels, rows: range, columns: 0..<input.width)
                } else if length == input.width && input.width > 1 {
                    Region(channels: 0..<input.channels, rows: 0..<input.height, columns: range)
                } else {
                    Region(channels: range, rows: 0..<input.height, columns: 0..<input.width)
                }
            return region.isEmpty
                ? nil : .init(place: places[index], output: Region(layer.output), summing: region)
        }
    }
}
