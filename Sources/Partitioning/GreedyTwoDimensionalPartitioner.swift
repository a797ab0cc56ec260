import NeuralNetworks
import Tensors

/// Rectangles in proportion to capability: the fastest device takes its share off the longer side of what is left, then
/// the next (a guillotine cut).
///
/// After the abstract of MeDNN (Mao et al., ICCAD 2017), which names a greedy two-dimensional partition to the devices'
/// limits; order and direction of the cuts are ours.
struct GreedyTwoDimensionalPartitioner {
    var spatial: SpatialPartitioner

    func stages(of range: Range<Int>) -> [Partition.Stage] {
        range.map { index in
            let step = spatial.steps[index]
            let output = spatial.network.layers[step.mainLayer].output
            return Partition.Stage(steps: [Partition.Step(layers: step.layers, parts: parts(of: output))])
        }
    }

    func parts(of shape: TensorShape) -> [Partition.Part] {
        let order = spatial.places.indices.sorted {
            (-spatial.weights[$0], $0) < (-spatial.weights[$1], $1)
        }
        var rest = Region(shape)
        var weight = spatial.weights.reduce(0, +)
        var parts: [Partition.Part] = []
        for (rank, index) in order.enumerated() {
            let cutsRows = rest.rows.count >= rest.columns.count
            let range = cutsRows ? rest.rows : rest.columns
            let share =
                rank == order.count - 1
                ? range.count
                : CutRule.rounded.boundaries(
                    length: range.count, weights: [spatial.weights[index], weight - spatial.weights[index]])[1]
            let cut = range.lowerBound + share
            let (part, left) = (
                piece(of: rest, cutsRows, range.lowerBound..<cut), piece(of: rest, cutsRows, cut..<range.upperBound)
            )
            rest = left
            weight -= spatial.weights[index]
            if !part.isEmpty { parts.append(.init(place: spatial.places[index], output: part)) }
            if rest.isEmpty { break }
        }
        return parts
    }

    private func piece(of region: Region, _ cutsRows: Bool, _ range: Range<Int>) -> Region {
        Region(
            channels: region.channels, rows: cutsRows ? range : region.rows,
            columns: cutsRows ? region.columns : range)
    }
}
