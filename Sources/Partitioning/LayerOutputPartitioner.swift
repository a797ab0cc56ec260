import NeuralNetworks
import Tensors

/// Shares of the output channels of every layer, each with its share of the weights: layer output partitioning (Stahl et
/// al., SAMOS 2019, section 4.1), the model parallelism of Hadidi et al. (RA-L 2018).
///
/// Layers behind which a layer across channels is folded in are cut into strips instead. `ConvolutionScheme.tiledLayers`
/// layers in front are fused tiles, as Stahl et al. divide feature-dominated layers.
struct LayerOutputPartitioner {
    var spatial: SpatialPartitioner

    func stages(of range: Range<Int>) -> [Partition.Stage] {
        let (tiles, rest) = tiledStages(of: range)
        return tiles + rest.map { Partition.Stage(steps: [step($0)]) }
    }

    /// The fused tiles in front and the steps that remain.
    func tiledStages(of range: Range<Int>) -> ([Partition.Stage], Range<Int>) {
        var end = min(range.upperBound, max(range.lowerBound, spatial.scheme.tiledLayers))
        while end > range.lowerBound, end < range.upperBound, !spatial.isCutPoint(after: end - 1, in: range) {
            end += 1
        }
        guard end > range.lowerBound else { return ([], range) }
        return ([spatial.fusedStage(range.lowerBound..<end)], end..<range.upperBound)
    }

    func step(_ index: Int) -> Partition.Step {
        let step = spatial.steps[index]
        guard isDivisible(index) else {
            var strips = spatial
            strips.scheme.shape = .strips
            return Partition.Step(layers: step.layers, parts: strips.parts(of: index))
        }
        return Partition.Step(layers: step.layers, parts: shares(of: spatial.network.layers[step.mainLayer].output))
    }

    /// Whether the channels of a step's output can be computed apart.
    func isDivisible(_ index: Int) -> Bool {
        spatial.steps[index].layers.dropFirst().allSatisfy { spatial.network.layers[$0].isPointwise }
    }

    /// Shares of the channels of a map in proportion to the weights of the places.
    func shares(of shape: TensorShape) -> [Partition.Part] {
        let boundaries = spatial.scheme.cutRule.boundaries(length: shape.channels, weights: spatial.weights)
        return spatial.places.indices.compactMap { place in
            let region = Region(
                channels: boundaries[place]..<boundaries[place + 1], rows: 0..<shape.height, columns: 0..<shape.width)
            return region.isEmpty ? nil : .init(place: spatial.places[place], output: region)
        }
    }
}
