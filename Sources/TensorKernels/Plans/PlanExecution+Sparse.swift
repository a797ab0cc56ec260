import Execution
import NeuralNetworks
import Tensors
import Units

/// Sparse layers: words are packed, multiplied with what weights a place has, and contributions are added up.
extension PlanExecution {
    /// What a computation of a sparse layer writes, slice by slice.
    ///
    /// - Parameter read: the values of a slice as the place sees them.
    /// - Throws: `KernelError.parameter` when the layer's weights were not divided.
    func sparseValues(
        of operation: PlanOperation, _ computation: Computation, reading read: (TensorSlice) -> FeatureMapPart
    ) throws(KernelError) -> [FeatureMapPart] {
        let step = plan.steps[Int(operation.step)]
        if computation.kernel != .elementwise { return try products(step, operation, computation, reading: read) }
        var elements: [Int32] = []
        var values: [Float] = []
        for slice in plan.reads(of: operation) {
            elements += plan.elements(of: slice)
            values += read(slice).tensor.values
        }
        let list = WordList(elements: elements, values: values)
        var written: [FeatureMapPart] = []
        for slice in plan.writes(of: operation) {
            let wanted = plan.elements(of: slice)
            if let words = plan.words(of: Int(slice.tensor)) {
                let packed = list.packed(wanted, areContributions: words.areContributions)
                written.append(FeatureMapPart(slice.region, values: packed.map { $0 ?? .nan }))
            } else {
                let bias = try layers.division(of: step.layers[0]).bias
                let totals = wanted.map { element in list[element].reduce(bias[Int(element)], +) }
                written.append(try finish(step, wanted, totals, in: slice.region))
            }
        }
        return written
    }

    /// What a place's weights make of the words that are there: outputs that nobody else has weights of, and
    /// contributions to others.
    private func products(
        _ step: PlanStep, _ operation: PlanOperation, _ computation: Computation,
        reading read: (TensorSlice) -> FeatureMapPart
    ) throws(KernelError) -> [FeatureMapPart] {
        let place = Int(computation.place)
        let division = try layers.division(of: step.layers[0])
        var input = Tensor(
            extents: [network.layers[step.layers[0]].inputShapes[0].elementCount], repeating: .nan)
        var blockSums = Tensor(extents: [division.outputCount], repeating: .nan)
        for slice in plan.reads(of: operation) {
            let areSums = plan.words(of: Int(slice.tensor))?.areContributions == true
            for (element, value) in zip(plan.elements(of: slice), read(slice).tensor.values) {
                if areSums {
                    blockSums[Int(element)] = value
                } else if input[Int(element)].isNaN {
                    input[Int(element)] = value
                }
            }
        }
        let isMixed = division.isMixed(place)
        let contributions =
            switch (isMixed, computation.kernel) {
            case (true, .fullyConnected): division.blockContributions(of: place, input)
            case (true, _): try division.contributions(of: place, input, addedTo: blockSums)
            case (false, _): try division.contributions(of: place, input)
            }
        var written: [FeatureMapPart] = []
        for slice in plan.writes(of: operation) {
            let wanted = plan.elements(of: slice)
            if plan.words(of: Int(slice.tensor)) != nil {
                written.append(FeatureMapPart(slice.region, values: wanted.map { contributions[Int($0)] }))
            } else {
                let outputs =
                    isMixed
                    ? division.outputs(adding: contributions) : try division.outputs(of: place, input)
                written.append(try finish(step, wanted, wanted.map { outputs[Int($0)] }, in: slice.region))
            }
        }
        return written
    }

    /// Runs the layers behind a sparse layer on some of its outputs.
    private func finish(
        _ step: PlanStep, _ elements: [Int32], _ outputs: [Float], in region: Region
    ) throws(KernelError) -> FeatureMapPart {
        let shape = network.layers[step.layers[0]].output
        let first = Tensor(shape) { target in
            target.update(repeating: .nan)
            for (element, output) in zip(elements, outputs) { target[Int(element)] = output }
        }
        let finished = try layers.finish(
            step.layers, from: FeatureMapPart(uncheckedRegion: Region(shape), tensor: first))
        return FeatureMapPart(region, values: elements.map { finished.tensor[Int($0)] })
    }
}
