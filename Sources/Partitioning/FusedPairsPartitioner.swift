import NeuralNetworks
import Tensors

/// Pairs of layers of which the first is divided by outputs and the second by inputs, so that nothing is sent between
/// them; the partial sums of the second are added up at one device: fused layer partitioning (Stahl et al., SAMOS 2019,
/// sections 4.2 and 4.3).
///
/// Which layers pair up is what sends least, by the paper's count of communicated values: with N devices, M inputs and K
/// outputs, a layer by outputs alone costs M (N - 1) (less M (N - 1) / N if the layer before it was by outputs, too) and
/// K (N - 1) / N; a pair costs M (N - 1) of its first and K (N - 1) of its second layer. The paper solves an integer
/// programme; along a chain, dynamic programming gives the same optimum.
struct FusedPairsPartitioner {
    var outputs: LayerOutputPartitioner
    /// The place that adds the partial sums up.
    var mergingPlace: Int

    private var spatial: SpatialPartitioner { outputs.spatial }

    init(outputs: LayerOutputPartitioner, mergingPlace: Int) {
        self.outputs = outputs
        self.mergingPlace = mergingPlace
    }

    func stages(of range: Range<Int>) -> [Partition.Stage] {
        let (tiles, rest) = outputs.tiledStages(of: range)
        let pairs = firstOfPairs(in: rest)
        return tiles
            + rest.map { index in
                Partition.Stage(steps: [pairs.contains(index - 1) ? secondStep(index) : outputs.step(index)])
            }
    }

    /// The values that a layer or a pair communicates, after equations 7, 9 and 10, times the number of devices.
    private func cost(_ index: Int, isPaired: Bool, followsOutputs: Bool) -> Int {
        let devices = spatial.places.count
        let layer = spatial.network.layers[spatial.steps[index].mainLayer]
        let inputs = layer.inputShapes.reduce(0) { $0 + $1.elementCount }
        if isPaired {
            let second = spatial.network.layers[spatial.steps[index + 1].mainLayer]
            return (inputs + second.output.elementCount) * (devices - 1) * devices
        }
        return (inputs * devices - (followsOutputs ? inputs : 0)) * (devices - 1)
            + layer.output.elementCount * (devices - 1)
    }

    /// Steps that begin a pair, by dynamic programming over (step, whether the one before was by outputs).
    func firstOfPairs(in range: Range<Int>) -> Set<Int> {
        struct State {
            var cost: Int
            var pairs: [Int]
        }
        // Best ways to have done all before `index`, the last of them a pair or by outputs.
        var afterPair: [Int: State] = [range.lowerBound: State(cost: 0, pairs: [])]
        var afterOutputs: [Int: State] = [:]
        func offer(_ state: State, to states: inout [Int: State], at index: Int) {
            if states[index].map({ state.cost < $0.cost }) ?? true { states[index] = state }
        }
        for index in range {
            for (state, followsOutputs) in [(afterPair[index], false), (afterOutputs[index], true)] {
                guard let state else { continue }
                let alone = cost(index, isPaired: false, followsOutputs: followsOutputs)
                offer(State(cost: state.cost + alone, pairs: state.pairs), to: &afterOutputs, at: index + 1)
                guard index + 1 < range.upperBound, canPair(index) else { continue }
                let paired = cost(index, isPaired: true, followsOutputs: followsOutputs)
                offer(State(cost: state.cost + paired, pairs: state.pairs + [index]), to: &afterPair, at: index + 2)
            }
        }
        let ends = [afterOutputs[range.upperBound], afterPair[range.upperBound]].compactMap(\.self)
        return Set(ends.min { $0.cost < $1.cost }?.pairs ?? [])
    }

    /// Whether two steps are a chain of convolutions over all channels.
    private func canPair(_ index: Int) -> Bool {
        func isPlain(_ step: Int) -> Bool {
            guard case .convolution(let convolution) = spatial.network.layers[spatial.steps[step].mainLayer].operation
            else { return false }
            return convolution.groups == 1 && outputs.isDivisible(step)
        }
        return isPlain(index) && isPlain(index + 1)
            && spatial.network.layers[spatial.steps[index + 1].mainLayer].inputs
                == [spatial.steps[index].outputTensor]
            && spatial.consumers(of: index) == [index + 1]
    }

    private func secondStep(_ index: Int) -> Partition.Step {
        let step = spatial.steps[index]
        let layer = spatial.network.layers[step.mainLayer]
        let whole = Region(layer.output)
        return Partition.Step(
            layers: step.layers,
            parts: outputs.shares(of: layer.inputShapes[0]).map {
                .init(place: $0.place, output: whole, summing: $0.output)
            },
            sums: [.init(place: mergingPlace, output: whole)])
    }
}
