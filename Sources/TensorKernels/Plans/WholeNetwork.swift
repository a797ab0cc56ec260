import Execution
import NeuralNetworks
import Tensors
import Units

/// What the whole network computes, by tensor number; partial sums and words of sparse layers included.
struct WholeNetwork {
    /// Elements in the network's order; `nil` for tensors inside of a step.
    private(set) var tensors: [FeatureMapPart?]
    /// The same as places store them: elements in the plan's order.
    private(set) var stored: [FeatureMapPart?]

    private let plan: ExecutionPlan
    private let layers: NetworkLayers

    init(_ plan: ExecutionPlan, layers: NetworkLayers, input: FeatureMapPart) throws(KernelError) {
        self.plan = plan
        self.layers = layers
        tensors = Array(repeating: nil, count: plan.tensorShapes.count + plan.partialSums.count)
        stored = []
        tensors[0] = input
        var operationsOfStep = [[PlanOperation]](repeating: [], count: plan.steps.count)
        for operation in plan.operations { operationsOfStep[Int(operation.step)].append(operation) }
        for (step, operations) in zip(plan.steps, operationsOfStep) {
            guard let last = step.layers.last else { continue }
            if step.isSparse {
                try addSparse(step, operations)
            } else if operations.contains(where: Self.yieldsPartialSum) {
                try addPartialSums(step, operations)
            } else {
                let source = tensors
                tensors[last + 1] = try layers.run(step.layers, producing: Region(layers.network.layers[last].output)) {
                    source[$0]!.cropped(to: $1)
                }
            }
        }
        stored = tensors
        for (tensor, order) in plan.elementOrders.enumerated() {
            if let order { stored[tensor] = tensors[tensor]?.gathered(order) }
        }
    }

    private static func yieldsPartialSum(_ operation: PlanOperation) -> Bool {
        if case .compute(let computation) = operation.action { computation.summing != nil } else { false }
    }

    /// A layer that the plan divides by inputs: the sums of the same parts, in the same order.
    private mutating func addPartialSums(_ step: PlanStep, _ operations: [PlanOperation]) throws(KernelError) {
        let layer = layers.network.layers[step.layers[0]]
        let last = step.layers[step.layers.count - 1]
        var sums: [FeatureMapPart] = []
        for operation in operations {
            guard case .compute(let computation) = operation.action, let summing = computation.summing,
                let slice = plan.writes(of: operation).first
            else { continue }
            let sum = try layers.partialSums(
                step.layers[0], of: tensors[layer.inputs[0]]!.cropped(to: summing), producing: slice.region)
            tensors[Int(slice.tensor)] = sum
            sums.append(sum)
        }
        tensors[last + 1] = try layers.finish(
            step.layers, adding: sums, producing: Region(layers.network.layers[last].output))
    }

    /// A sparse layer: outputs that the plan adds up are summed by the places that have weights of them, in the plan's
    /// order, those of a place with a dense block and other weights as that place sums them, all others from the bias
    /// over all their weights.
    ///
    /// From the plan comes the order alone. Who has weights says the division: what a plan forgets is added last, what
    /// it adds twice is added once.
    private mutating func addSparse(_ step: PlanStep, _ operations: [PlanOperation]) throws(KernelError) {
        let layer = layers.network.layers[step.layers[0]]
        let division = try layers.division(of: step.layers[0])
        let input = tensors[layer.inputs[0]]!
        let vector = Tensor(extents: [input.tensor.count], values: input.tensor.values)
        let places = Set(division.contributors.joined()).sorted()
        var contributions: [Int: Tensor] = [:]
        for place in places { contributions[place] = try division.contributions(of: place, vector) }

        // For every vector of contributions the places they come from, and the same for every output that is added up.
        var sources: [Int32: [Int?]] = [:]
        var addends = [[Int]](repeating: [], count: division.outputCount)
        var isAddedUp = [Bool](repeating: false, count: division.outputCount)
        for operation in operations {
            guard case .compute(let computation) = operation.action else { continue }
            let reads = plan.reads(of: operation).filter { sources[$0.tensor] != nil }
            let list = WordList(
                elements: reads.flatMap { plan.elements(of: $0) },
                values: reads.flatMap { sources[$0.tensor]![$0.region.channels] })
            for slice in plan.writes(of: operation) {
                let elements = plan.elements(of: slice)
                guard let words = plan.words(of: Int(slice.tensor)) else {
                    guard computation.addsPartialSums else { continue }
                    for element in elements {
                        isAddedUp[Int(element)] = true
                        addends[Int(element)] += list[element].compactMap { $0 }
                    }
                    continue
                }
                guard words.areContributions else {
                    let values = elements.map { vector[Int($0)] }
                    tensors[Int(slice.tensor)] = FeatureMapPart(slice.region, values: values)
                    continue
                }
                let from =
                    computation.kernel != .elementwise
                    ? elements.map { _ in Int(computation.place) }
                    : list.packed(elements, areContributions: true).map { $0 ?? nil }
                sources[slice.tensor] = from
                // What a dense block yields is added to by the same place's other weights.
                let sums =
                    computation.kernel == .fullyConnected
                    ? [Int(computation.place): division.blockContributions(of: Int(computation.place), vector)]
                    : contributions
                let values = zip(elements, from).map { element, place in
                    place.flatMap { sums[$0]?[Int(element)] } ?? .nan
                }
                tensors[Int(slice.tensor)] = FeatureMapPart(slice.region, values: values)
            }
        }

        var outputs = try layers[step.layers[0]].run([input], producing: Region(layer.output)).tensor
        for place in places where division.isMixed(place) {
            let sums = try division.outputs(of: place, vector)
            for (output, contributors) in division.contributors.enumerated() where contributors == [place] {
                outputs[output] = sums[output]
            }
        }
        for output in addends.indices where isAddedUp[output] {
            var order: [Int] = []
            for place in addends[output] + division.contributors[output] where !order.contains(place) {
                order.append(place)
            }
            outputs[output] = order.reduce(division.bias[output]) { $0 + (contributions[$1]?[output] ?? 0) }
        }
        tensors[step.layers[step.layers.count - 1] + 1] = try layers.finish(
            step.layers, from: FeatureMapPart(uncheckedRegion: Region(layer.output), tensor: outputs))
    }
}
