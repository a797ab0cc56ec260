import Execution
import NeuralNetworks
import Tensors
import Units

/// Sparse layers in three phases: *expand* brings every device the inputs that it multiplies with and does not hold,
/// all multiply, *fold* brings contributions to those who complete the outputs.
///
/// Words to be sent lie scattered: a sender packs them first, an element-wise operation. Everything of a device lies in
/// its own memory, so tiles that run on it hand over what they made at no cost.
extension Planning {
    mutating func planSparse(_ step: Partition.Step, _ parts: SparseParts, isFirst: Bool) {
        let layer = network.layers[step.mainLayer]
        let number = builder.addStep(
            PlanStep(
                name: layer.name, layers: step.layers, elementCount: layer.output.elementCount,
                macs: parts.macs, isSparse: true))
        let input = SparseInput(tensor: layer.inputs[0], shape: layer.inputShapes[0], planning: &self)
        let received = expand(input, parts, step: number, purpose: isFirst ? .scatter : .exchange)
        let fold = FoldPlan(parts, delivery: delivery, hub: hub)
        let contributions = multiply(input, received, parts, fold, step, number)
        addUp(contributions, fold, step, number)
        if !fold.isInOrder { builder.setElementOrder(fold.order, of: step.outputTensor) }
        owners[step.outputTensor] = OwnerIndex(
            fold.owners.map { .init(place: $0.place, region: Region.channels($0.outputs)) })
    }

    // MARK: Expand

    /// Vectors of words that every place of a part received; packed and sent.
    private mutating func expand(
        _ input: SparseInput, _ parts: SparseParts, step: Int, purpose: Transfer.Purpose
    ) -> [[Int]] {
        var missing = parts.parts.map { part in input.missing(part.inputs, at: part.place) }
        var received = [[Int]](repeating: [], count: parts.parts.count)
        if delivery != .direct {
            // What takes the way through the Group Owner goes there once.
            var passedOn = [Bool](repeating: false, count: input.elementCount)
            for (index, part) in parts.parts.enumerated() {
                for element in missing[index] where goesThroughHub(from: input.owner(of: element), to: part.place) {
                    passedOn[Int(element)] = true
                }
                if part.place == hub { for element in missing[index] { passedOn[Int(element)] = true } }
            }
            var uploads: [(place: Int, vector: Int, holds: [Bool])] = []
            for (owner, elements) in input.byOwner(passedOn.indices.filter { passedOn[$0] }.map { Int32($0) })
            where owner != hub {
                let vector = pack(elements, of: input, at: owner, reads: input.slices(at: owner), step: step)
                send(vector, from: owner, to: hub, step: step, purpose: purpose == .scatter ? purpose : .upload)
                var holds = [Bool](repeating: false, count: input.elementCount)
                for element in elements { holds[Int(element)] = true }
                uploads.append((owner, vector, holds))
            }
            for (index, part) in parts.parts.enumerated() {
                let elements = missing[index].filter {
                    part.place == hub || goesThroughHub(from: input.owner(of: $0), to: part.place)
                }
                if elements.isEmpty { continue }
                let used = uploads.filter { upload in elements.contains { upload.holds[Int($0)] } }.map(\.vector)
                if part.place == hub {
                    received[index] += used
                } else {
                    let own = elements.contains { input.owner(of: $0) == hub } ? input.slices(at: hub) : []
                    let vector = pack(
                        elements, of: input, at: hub, reads: own + used.map(builder.wholeSlice), step: step)
                    send(
                        vector, from: hub, to: part.place, step: step,
                        purpose: purpose == .scatter ? purpose : .download)
                    received[index].append(vector)
                }
                missing[index] = missing[index].filter {
                    part.place != hub && !goesThroughHub(from: input.owner(of: $0), to: part.place)
                }
            }
        }
        for (index, part) in parts.parts.enumerated() {
            for (owner, elements) in input.byOwner(missing[index]) {
                let vector = pack(elements, of: input, at: owner, reads: input.slices(at: owner), step: step)
                send(vector, from: owner, to: part.place, step: step, purpose: purpose)
                received[index].append(vector)
            }
        }
        return received
    }

    private mutating func pack(
        _ elements: [Int32], of input: SparseInput, at place: Int, reads: [TensorSlice], step: Int
    ) -> Int {
        let vector = builder.addPartialSum(
            PartialSum(
                tensor: input.tensor, place: place, words: .init(elements: elements, areContributions: false)))
        copy(elements.count, into: vector, at: place, reads: reads, step: step)
        return vector
    }

    private mutating func copy(_ count: Int, into vector: Int, at place: Int, reads: [TensorSlice], step: Int) {
        builder.addComputation(
            step: step, place: place, kernel: .elementwise, macs: .zero, outputElements: count, reads: reads,
            writes: [builder.wholeSlice(vector)])
    }

    private mutating func send(
        _ vector: Int, from source: Int, to destination: Int, step: Int, purpose: Transfer.Purpose
    ) {
        builder.addTransfer(
            step: step, source: source, destination: destination, purpose: purpose,
            slices: [builder.wholeSlice(vector)])
    }

    // MARK: Multiply and fold

    /// A vector of contributions on its way to a place.
    private struct Contribution {
        var source: Int
        var destination: Int
        var elements: [Int32]
        var vector: Int
    }

    private mutating func multiply(
        _ input: SparseInput, _ received: [[Int]], _ parts: SparseParts, _ fold: FoldPlan, _ step: Partition.Step,
        _ number: Int
    ) -> [Contribution] {
        let layer = network.layers[step.mainLayer]
        let hasBias = layer.hasBias
        var contributions: [Contribution] = []
        for (index, part) in parts.parts.enumerated() {
            let storage = part.storage
            var writes: [TensorSlice] = []
            var biases = ByteCount.zero
            for (destination, elements) in fold.destinations(of: part, hub: hub) {
                if destination == part.place, fold.isComplete(part.place) {
                    let outputs = fold.outputs(of: part.place)
                    if hasBias { biases += ByteCount(Network.bytesPerElement * outputs.count) }
                    writes.append(TensorSlice(tensor: step.outputTensor, region: .channels(outputs)))
                } else {
                    let vector = sums(of: elements, step, at: part.place)
                    writes.append(builder.wholeSlice(vector))
                    contributions.append(
                        Contribution(
                            source: part.place, destination: destination, elements: elements, vector: vector))
                }
            }
            // The dense block first; what is stored sparsely adds to its sums.
            var blockSums: [TensorSlice] = []
            if let dense = storage.dense {
                let isAll = storage.sparse == nil
                if !isAll {
                    let vector = sums(of: dense.outputs, step, at: part.place)
                    blockSums = [builder.wholeSlice(vector)]
                }
                multiply(
                    .fullyConnected, macs: MACCount(dense.inputs.count * dense.outputs.count),
                    weights: storage.denseBytes + (isAll ? biases : .zero), place: part.place, step: number,
                    reads: input.slices(at: part.place, holding: dense.inputs)
                        + received[index].map(builder.wholeSlice),
                    writes: isAll ? writes : blockSums)
            }
            if let sparse = storage.sparse {
                multiply(
                    .sparseFullyConnected, macs: MACCount(sparse.nonZeroCount), weights: storage.sparseBytes + biases,
                    place: part.place, step: number,
                    reads: input.slices(at: part.place, holding: sparse.inputs)
                        + received[index].map(builder.wholeSlice) + blockSums, writes: writes)
            }
        }
        return contributions
    }

    /// A vector of contributions to outputs of a step.
    private mutating func sums(of outputs: [Int32], _ step: Partition.Step, at place: Int) -> Int {
        builder.addPartialSum(
            PartialSum(
                tensor: step.outputTensor, place: place, words: .init(elements: outputs, areContributions: true)))
    }

    private mutating func multiply(
        _ kernel: KernelClass, macs: MACCount, weights: ByteCount, place: Int, step: Int, reads: [TensorSlice],
        writes: [TensorSlice]
    ) {
        let block = builder.addWeightBlock(WeightBlock(device: builder.device(of: place), bytes: weights))
        builder.addComputation(
            step: step, place: place, kernel: kernel, macs: macs,
            outputElements: writes.reduce(0) { $0 + $1.region.elementCount }, weightBytes: weights, weightBlock: block,
            reads: reads, writes: writes)
    }

    /// Sends contributions to those who complete the outputs, and adds them up there.
    private mutating func addUp(
        _ contributions: [Contribution], _ fold: FoldPlan, _ step: Partition.Step, _ number: Int
    ) {
        var arrived: [Int: [Int]] = [:]
        var atHub: [Contribution] = []
        for contribution in contributions {
            if contribution.source == contribution.destination {
                arrived[contribution.destination, default: []].append(contribution.vector)
            } else if delivery == .relay, contribution.source == hub {
                atHub.append(contribution)
            } else {
                send(
                    contribution.vector, from: contribution.source, to: contribution.destination, step: number,
                    purpose: delivery == .relay && contribution.destination == hub
                        && fold.passesOn(contribution.elements, hub: hub)
                        ? .upload : .partialSums)
                if contribution.destination == hub, delivery == .relay {
                    atHub.append(contribution)
                } else {
                    arrived[contribution.destination, default: []].append(contribution.vector)
                }
            }
        }
        // The Group Owner passes on what is not for itself, one message for each receiver.
        for (place, _) in fold.owners where delivery == .relay {
            let inputs = atHub.map { contribution in
                (contribution.vector, contribution.elements.filter { fold.owner(of: $0) == place })
            }.filter { !$0.1.isEmpty }
            if inputs.isEmpty { continue }
            if place == hub {
                arrived[place, default: []] += inputs.map(\.0)
                continue
            }
            let elements = inputs.flatMap(\.1)
            let vector = sums(of: elements, step, at: hub)
            copy(
                elements.count, into: vector, at: hub, reads: inputs.map { builder.wholeSlice($0.0) }, step: number)
            send(vector, from: hub, to: place, step: number, purpose: .download)
            arrived[place, default: []].append(vector)
        }
        let layer = network.layers[step.mainLayer]
        for (place, outputs) in fold.owners where !fold.isComplete(place) {
            var bytes = 0
            if layer.hasBias { bytes = Network.bytesPerElement * outputs.count }
            let block =
                bytes == 0
                ? nil
                : builder.addWeightBlock(WeightBlock(device: builder.device(of: place), bytes: ByteCount(bytes)))
            builder.addComputation(
                step: number, place: place, kernel: .elementwise, macs: .zero, outputElements: outputs.count,
                weightBytes: ByteCount(bytes), weightBlock: block, addsPartialSums: true,
                reads: (arrived[place] ?? []).map(builder.wholeSlice),
                writes: [TensorSlice(tensor: step.outputTensor, region: .channels(outputs))])
        }
    }
}

extension PlanBuilder {
    /// All of a vector of words.
    fileprivate func wholeSlice(_ vector: Int) -> TensorSlice {
        TensorSlice(tensor: vector, region: Region(shape(of: vector)))
    }
}

extension Region {
    static func channels(_ range: Range<Int>) -> Region { Region(channels: range, rows: 0..<1, columns: 0..<1) }
}

extension Layer {
    fileprivate var hasBias: Bool {
        if case .fullyConnected(let fullyConnected) = operation { fullyConnected.hasBias } else { false }
    }
}
