public import Execution
public import NeuralNetworks
public import Tensors

/// Runs an execution plan on real numbers: every place computes its regions from what messages brought it.
///
/// Operations run in the plan's order. A place sees what it holds itself and what other places of its device hold, as
/// far as the operation that wrote it is among the declared predecessors; everything else is not a number, and so is
/// whatever is computed from it. An element of the output is therefore a number only if the plan brought everything that
/// it depends on to the right place in time.
public struct PlanExecution: Sendable {
    public let plan: ExecutionPlan
    public let network: Network
    let layers: NetworkLayers

    /// Something that a place computed.
    public struct Observation: Sendable {
        /// Its number in the plan.
        public let operation: Int
        public let place: Int
        /// The tensor's number; partial sums have numbers from the network's tensor count on.
        public let tensor: Int
        /// As the place stores them.
        public let values: FeatureMapPart
        /// The first box that the operation reads and that was not there.
        public let missing: TensorSlice?
    }

    /// The output as the place that wants it holds it in the end, its elements in the network's order.
    public struct Result: Sendable {
        public let output: Tensor
        /// The first box of the output that never arrived.
        public let missing: Region?
    }

    /// - Throws: `KernelError.parameter` when the plan is not one of the network, or leaves open which devices run tasks.
    public init(_ plan: ExecutionPlan, layers: NetworkLayers) throws(KernelError) {
        let network = layers.network
        guard plan.tensorShapes == (0..<network.tensorCount).map(network.shape(ofTensor:)),
            plan.steps.allSatisfy({ $0.layers.allSatisfy(network.layers.indices.contains) })
        else {
            throw .parameter(what: "the plan", found: "one of another network", allowed: "a plan of \(network.name)")
        }
        guard !plan.isDynamic else {
            throw .parameter(
                what: "the plan", found: "one whose tasks any device may take",
                allowed: "a plan that fixes who does them, such as fixing(.dealt(plan))")
        }
        self.plan = plan
        self.network = network
        self.layers = layers
    }

    /// - Parameters:
    ///   - input: the network's, `[channels, height, width]`.
    ///   - observe: called after every computation, once for each tensor or vector of words that it writes.
    public func run(
        _ input: Tensor, observing observe: (Observation) -> Void = { _ in }
    ) throws(KernelError) -> Result {
        let input = try checked(input)
        let lastUse = lastUses()
        var memories = PlaceMemories(plan)
        memories.put(input, tensor: 0, at: plan.inputPlace, writer: -1)
        for (index, operation) in plan.operations.enumerated() {
            let finished = predecessorsThroughJoins(of: index)
            func isFinished(_ writer: Int32) -> Bool { writer < 0 || finished.contains(writer) }
            let reads = plan.reads(of: operation)
            switch operation.action {
            case .join: continue
            case .transfer(let transfer):
                for slice in reads {
                    let piece = memories.read(
                        [slice.region], of: Int(slice.tensor), at: Int(transfer.source), into: slice.region,
                        isFinished: isFinished)
                    memories.put(
                        piece.part, tensor: Int(slice.tensor), at: Int(transfer.destination), writer: Int32(index))
                }
                release(reads, of: index, at: Int(transfer.source), lastUse, &memories)
                release(reads, of: index, at: Int(transfer.destination), lastUse, &memories)
            case .compute(let computation):
                var missing: TensorSlice?
                func read(_ tensor: Int, _ region: Region) -> FeatureMapPart {
                    let wanted = reads.filter { $0.tensor == tensor }.map { $0.region.intersection(region) }
                    let piece = memories.read(
                        wanted.filter { !$0.isEmpty }, of: tensor, at: Int(computation.place), into: region,
                        isFinished: isFinished)
                    if let region = piece.missing { missing = missing ?? TensorSlice(tensor: tensor, region: region) }
                    return piece.part
                }
                let values = try values(of: operation, computation, reading: read)
                for (slice, values) in zip(plan.writes(of: operation), values) {
                    observe(
                        Observation(
                            operation: index, place: Int(computation.place), tensor: Int(slice.tensor), values: values,
                            missing: missing))
                    memories.put(values, tensor: Int(slice.tensor), at: Int(computation.place), writer: Int32(index))
                }
                release(reads, of: index, at: Int(computation.place), lastUse, &memories)
            }
        }
        let whole = Region(network.shape(ofTensor: plan.outputTensor))
        let output = memories.read(
            [whole], of: plan.outputTensor, at: plan.outputPlace, into: whole, isFinished: { _ in true })
        let elements = plan.elementOrder(of: plan.outputTensor).map { output.part.scattered($0) } ?? output.part
        return Result(output: elements.tensor, missing: output.missing)
    }

    /// What a computation writes, slice by slice.
    ///
    /// - Parameter read: a region of a tensor or of words, by position, as the place sees it.
    private func values(
        of operation: PlanOperation, _ computation: Computation,
        reading read: (_ tensor: Int, _ region: Region) -> FeatureMapPart
    ) throws(KernelError) -> [FeatureMapPart] {
        if plan.isSparse(operation) {
            return try sparseValues(of: operation, computation) { read(Int($0.tensor), $0.region) }
        }
        guard let slice = plan.writes(of: operation).first else { return [] }
        let step = plan.steps[Int(operation.step)]
        func elements(_ tensor: Int, _ region: Region) -> FeatureMapPart {
            guard let order = plan.elementOrder(of: tensor) else { return read(tensor, region) }
            return read(tensor, Region(plan.tensorShapes[tensor])).scattered(order).cropped(to: region)
        }
        if computation.addsPartialSums {
            let sums = plan.reads(of: operation).map { read(Int($0.tensor), slice.region) }
            return [try layers.finish(step.layers, adding: sums, producing: slice.region)]
        }
        if let summing = computation.summing {
            let tensor = network.layers[step.layers[0]].inputs[0]
            return [try layers.partialSums(step.layers[0], of: elements(tensor, summing), producing: slice.region)]
        }
        return [try layers.run(step.layers, producing: slice.region, reading: elements)]
    }

    /// The network's input.
    ///
    /// - Throws: `KernelError.extents` when it has another shape.
    func checked(_ input: Tensor) throws(KernelError) -> FeatureMapPart {
        let part = try FeatureMapPart(whole: input)
        guard part.region == Region(network.input) else {
            throw .extents(what: "the input", found: input.extents, needed: "\(network.input)")
        }
        return part
    }

    // MARK: Bookkeeping

    private func slot(_ tensor: Int, _ place: Int) -> Int { tensor * plan.deviceCount + plan.placeDevices[place] }

    /// For every tensor and device the last operation that reads it there or puts it there.
    private func lastUses() -> [Int] {
        let tensors = plan.tensorShapes.count + plan.partialSums.count
        var lastUse = [Int](repeating: -1, count: tensors * plan.deviceCount)
        for (index, operation) in plan.operations.enumerated() {
            let places: [Int32]
            switch operation.action {
            case .join: continue
            case .transfer(let transfer): places = [transfer.source, transfer.destination]
            case .compute(let computation): places = [computation.place]
            }
            for place in places {
                for slice in plan.reads(of: operation) { lastUse[slot(Int(slice.tensor), Int(place))] = index }
                for slice in plan.writes(of: operation) { lastUse[slot(Int(slice.tensor), Int(place))] = index }
            }
        }
        lastUse[slot(plan.outputTensor, plan.outputPlace)] = plan.operations.count
        return lastUse
    }

    private func release(
        _ slices: ArraySlice<TensorSlice>, of operation: Int, at place: Int, _ lastUse: [Int],
        _ memories: inout PlaceMemories
    ) {
        for slice in slices where lastUse[slot(Int(slice.tensor), place)] == operation {
            memories.drop(tensor: Int(slice.tensor), ofDevice: plan.placeDevices[place])
        }
    }

    private func predecessorsThroughJoins(of operation: Int) -> Set<Int32> {
        var result: Set<Int32> = []
        for predecessor in plan.predecessors(of: operation) {
            if case .join = plan.operations[Int(predecessor)].action {
                result.formUnion(plan.predecessors(of: Int(predecessor)))
            } else {
                result.insert(predecessor)
            }
        }
        return result
    }
}
