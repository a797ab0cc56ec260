import NeuralNetworks
import Tensors

/// What a fused tile computes itself if it may have what its neighbours computed, and what it needs of theirs.
///
/// From the last layer back: of the region that the next layer reads, the tile leaves out what a neighbour has computed,
/// and asks for it (Zhao et al., DeepThings, IEEE TCAD 37(11), 2018, section IV-B, doi 10.1109/TCAD.2018.2858384). As
/// less is computed, less is needed of the layers before, so what is asked for is a thin rim.
struct TileReuse {
    /// The region of every step's output that the tile computes; empty where it needs nothing or gets all.
    private(set) var own: [Region]
    /// For every neighbour the boxes asked for, by step.
    private(set) var fetched: [[(step: Int, region: Region)]]

    /// - Parameters:
    ///   - results: the regions of the steps' outputs that the tile has to have in the end, whatever reads them within
    ///     the stage; empty where nobody else reads them.
    ///   - neighbours: for every neighbour the regions of the steps' outputs that it computes.
    init(stage: Partition.Stage, network: Network, results: [Region], neighbours: [[Region]]) {
        own = Array(repeating: .empty, count: stage.steps.count)
        fetched = Array(repeating: [], count: neighbours.count)
        var stepOfTensor: [Int: Int] = [:]
        for (index, step) in stage.steps.enumerated() { stepOfTensor[step.outputTensor] = index }
        var needs = results
        for index in stage.steps.indices.reversed() {
            var rest = needs[index]
            for (number, neighbour) in neighbours.enumerated() where neighbour[index].overlaps(rest) {
                let parts = rest.subtracting(neighbour[index])
                // Only whole sides: what is computed stays a box.
                guard parts.count <= 1 else { continue }
                fetched[number].append((index, rest.intersection(neighbour[index])))
                rest = parts.first ?? .empty
            }
            own[index] = rest
            if rest.isEmpty { continue }
            let layer = network.layers[stage.steps[index].mainLayer]
            for (input, tensor) in layer.inputs.enumerated() {
                guard let producer = stepOfTensor[tensor] else { continue }
                needs[producer] = needs[producer].hull(layer.inputRegion(of: rest, input: input))
            }
        }
    }
}
