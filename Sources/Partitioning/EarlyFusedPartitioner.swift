import NeuralNetworks
import Tensors

/// The first layers as fused tiles on all devices and the others on one device: DeepThings' scheme as AOFL
/// (Zhou et al., SEC 2019) compares with it. How many layers are fused is what the rates make best.
struct EarlyFusedPartitioner {
    var spatial: SpatialPartitioner
    var costs: StepCosts
    /// The place that computes the rest.
    var singlePlace: Int

    func stages(of range: Range<Int>) -> [Partition.Stage] {
        if range.isEmpty { return [] }
        var best: (seconds: Double, end: Int)?
        for end in range.lowerBound + 1...range.upperBound
        where end == range.upperBound || spatial.isCutPoint(after: end - 1, in: range) {
            let block = range.lowerBound..<end
            var seconds = costs.coordinated(spatial.fusedStage(block), steps: spatial.steps[block]) {
                spatial.isReadOutside(of: block, step: $0) || $0 == end - 1
            }
            for step in end..<range.upperBound { seconds += alone(step) }
            if best.map({ seconds < $0.seconds }) ?? true { best = (seconds, end) }
        }
        let end = best!.end
        let rest = (end..<range.upperBound).map { index in
            let output = spatial.network.layers[spatial.steps[index].mainLayer].output
            return Partition.Step(
                layers: spatial.steps[index].layers, parts: [.init(place: singlePlace, output: Region(output))])
        }
        return [spatial.fusedStage(range.lowerBound..<end)] + rest.map { Partition.Stage(steps: [$0]) }
    }

    private func alone(_ index: Int) -> Double {
        let step = spatial.steps[index]
        return costs.compute(step, Region(spatial.network.layers[step.mainLayer].output), on: singlePlace)
    }
}
