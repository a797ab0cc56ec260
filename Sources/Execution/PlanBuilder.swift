public import Tensors
public import Units

/// Builds a plan operation by operation and derives the dependencies from who reads what was written where.
///
/// A reader depends on every operation that wrote a box, at its place, which its own box overlaps.
public struct PlanBuilder: Sendable {
    /// A box of a tensor at a place and the operation that put it there.
    public struct Holding: Sendable, Hashable {
        public var region: Region
        /// -1 for what was there at the start.
        public var writer: Int32
    }

    var plan: ExecutionPlan
    /// By tensor (partial sums included), then by place: few places hold anything of a tensor.
    private var holdings: [[Int: HoldingIndex]]
    /// Whether readers of many boxes may wait for a join, which they share. Within a task of a pool they must not: it
    /// would belong to that task and hold up others.
    public var addsJoins = true
    private let bytesPerElement: Int
    private static let joinThreshold = 16

    public init(
        tensorShapes: [TensorShape], outputTensor: Int, deviceCount: Int, placeDevices: [Int], inputPlace: Int,
        outputPlace: Int, bytesPerElement: Int
    ) {
        plan = ExecutionPlan(
            deviceCount: deviceCount, placeDevices: placeDevices, inputPlace: inputPlace, outputPlace: outputPlace,
            tensorShapes: tensorShapes, outputTensor: outputTensor, partialSums: [],
            elementOrders: Array(repeating: nil, count: tensorShapes.count), steps: [], operations: [],
            slices: [], predecessors: [], predecessorOffsets: [0], weightBlocks: [], redundantMACs: .zero)
        holdings = Array(repeating: [:], count: tensorShapes.count)
        self.bytesPerElement = bytesPerElement
        hold(Holding(region: Region(tensorShapes[0]), writer: -1), tensor: 0, at: inputPlace)
    }

    public func device(of place: Int) -> Int { plan.placeDevices[place] }

    /// What a place holds of a tensor.
    public func holdings(of tensor: Int, at place: Int) -> [Holding] { holdings[tensor][place]?.holdings ?? [] }

    /// The parts of a region that a place does not hold, as disjoint boxes.
    public func missingParts(of region: Region, of tensor: Int, at place: Int) -> [Region] {
        guard let index = holdings[tensor][place] else { return region.isEmpty ? [] : [region] }
        var known: [Region] = []
        index.forEach(overlapping: region) { known.append($0.region) }
        return region.subtracting(known)
    }

    /// Lets a place forget what it holds of a tensor; later readers there must fetch it again.
    public mutating func forget(tensor: Int, at place: Int) { holdings[tensor][place] = nil }

    /// Lets a place use what another place on the same device holds, at no cost.
    public mutating func share(tensor: Int, region: Region, from source: Int, to destination: Int) {
        precondition(device(of: source) == device(of: destination))
        for holding in holdings(of: tensor, at: source) where holding.region.overlaps(region) {
            hold(
                Holding(region: holding.region.intersection(region), writer: holding.writer), tensor: tensor,
                at: destination)
        }
    }

    /// Makes all readers of some tensors at a place wait until the place holds every piece of all of them.
    ///
    /// - Precondition: the place holds the tensors whole.
    public mutating func merge(_ tensors: [Int], at place: Int, step: Int) {
        let writers = Self.uniqueSorted(
            tensors.flatMap { holdings(of: $0, at: place).map(\.writer).filter { $0 >= 0 } })
        guard writers.count > 1 else { return }
        addPredecessors(writers)
        let join = Int32(plan.operations.count)
        let nothing = PlanOperation.SliceRange(0..<0)
        plan.operations.append(PlanOperation(step: Int32(step), action: .join, reads: nothing, writes: nothing))
        for tensor in tensors {
            let whole = Region(shape(of: tensor))
            precondition(missingParts(of: whole, of: tensor, at: place).isEmpty, "a merge of what is not there")
            holdings[tensor][place] = nil
            hold(Holding(region: whole, writer: join), tensor: tensor, at: place)
        }
    }

    private mutating func hold(_ holding: Holding, tensor: Int, at place: Int) {
        let shape = shape(of: tensor)
        holdings[tensor][place, default: HoldingIndex(shape: shape)].append(holding)
    }

    /// The shape of a tensor, a partial sum or a vector of words.
    public func shape(of tensor: Int) -> TensorShape {
        let count = plan.tensorShapes.count
        if tensor < count { return plan.tensorShapes[tensor] }
        let sum = plan.partialSums[tensor - count]
        return sum.words.map { TensorShape(channels: $0.elements.count, height: 1, width: 1) }
            ?? plan.tensorShapes[sum.tensor]
    }

    public mutating func addStep(_ step: PlanStep) -> Int {
        plan.steps.append(step)
        return plan.steps.count - 1
    }

    public mutating func addWeightBlock(_ block: WeightBlock) -> Int {
        plan.weightBlocks.append(block)
        return plan.weightBlocks.count - 1
    }

    /// A number for the contribution of a place to a tensor.
    public mutating func addPartialSum(_ sum: PartialSum) -> Int {
        plan.partialSums.append(sum)
        holdings.append([:])
        return holdings.count - 1
    }

    /// Stores a vector in another order, given by the element at every position.
    public mutating func setElementOrder(_ order: [Int32], of tensor: Int) { plan.elementOrders[tensor] = order }

    /// The order set before, if any.
    public func elementOrder(of tensor: Int) -> [Int32]? { plan.elementOrders[tensor] }

    public mutating func addRedundantMACs(_ macs: MACCount) { plan.redundantMACs += macs }

    /// Adds a computation; its activation bytes are those of the slices.
    public mutating func addComputation(
        step: Int, place: Int, kernel: KernelClass, macs: MACCount, outputElements: Int, weightBytes: ByteCount = .zero,
        weightBlock: Int? = nil, summing: Region? = nil, addsPartialSums: Bool = false, reads: [TensorSlice],
        writes: [TensorSlice]
    ) {
        let elements =
            reads.reduce(0) { $0 + $1.region.elementCount } + writes.reduce(0) { $0 + $1.region.elementCount }
        let computation = Computation(
            place: Int32(place), kernel: kernel, macs: macs, outputElements: outputElements,
            activationBytes: ByteCount(elements * bytesPerElement), weightBytes: weightBytes,
            weightBlock: Int32(weightBlock ?? -1), summing: summing, addsPartialSums: addsPartialSums)
        let readRange = append(slices: reads)
        let writeRange = append(slices: writes)
        append(
            PlanOperation(
                step: Int32(step), action: .compute(computation), reads: readRange, writes: writeRange),
            readingAt: place, writingAt: place, reads: reads, writes: writes)
    }

    /// Adds a message with the given slices.
    ///
    /// - Parameter earlier: an operation to wait for beside those that wrote the slices.
    public mutating func addTransfer(
        step: Int, source: Int, destination: Int, purpose: Transfer.Purpose, slices: [TensorSlice],
        after earlier: Int? = nil
    ) {
        let elements = slices.reduce(0) { $0 + $1.region.elementCount }
        let transfer = Transfer(
            source: Int32(source), destination: Int32(destination), bytes: ByteCount(elements * bytesPerElement),
            purpose: purpose)
        let range = append(slices: slices)
        append(
            PlanOperation(step: Int32(step), action: .transfer(transfer), reads: range, writes: range),
            readingAt: source, writingAt: destination, reads: slices, writes: slices, after: earlier)
    }

    public consuming func finish() -> ExecutionPlan { plan }

    mutating func append(slices: [TensorSlice]) -> PlanOperation.SliceRange {
        let start = plan.slices.count
        plan.slices.append(contentsOf: slices)
        return PlanOperation.SliceRange(start..<plan.slices.count)
    }

    private mutating func append(
        _ operation: PlanOperation, readingAt source: Int, writingAt destination: Int, reads: [TensorSlice],
        writes: [TensorSlice], after earlier: Int? = nil
    ) {
        var writers: [Int32] = earlier.map { [Int32($0)] } ?? []
        for (tensor, elementCount) in Self.elementCounts(of: reads) {
            if let join = join(of: tensor, at: source, forReading: elementCount) {
                writers.append(join)
                continue
            }
            for slice in reads where slice.tensor == tensor {
                holdings[Int(tensor)][source]?.forEach(overlapping: slice.region) { holding in
                    if holding.writer >= 0 { writers.append(holding.writer) }
                }
            }
        }
        addPredecessors(Self.uniqueSorted(writers))
        let index = Int32(plan.operations.count)
        plan.operations.append(operation)
        for slice in writes {
            hold(Holding(region: slice.region, writer: index), tensor: Int(slice.tensor), at: destination)
        }
    }

    mutating func addPredecessors(_ list: [Int32]) {
        plan.predecessors.append(contentsOf: list)
        plan.predecessorOffsets.append(Int32(plan.predecessors.count))
    }

    static func uniqueSorted(_ writers: [Int32]) -> [Int32] {
        var result: [Int32] = []
        for writer in writers.sorted() where writer != result.last { result.append(writer) }
        return result
    }

    private static func elementCounts(of slices: [TensorSlice]) -> [(tensor: Int32, elementCount: Int)] {
        var counts: [(tensor: Int32, elementCount: Int)] = []
        for slice in slices {
            if let index = counts.firstIndex(where: { $0.tensor == slice.tensor }) {
                counts[index].elementCount += slice.region.elementCount
            } else {
                counts.append((slice.tensor, slice.region.elementCount))
            }
        }
        return counts
    }

    /// The join to wait for instead of single writers: for readers of most of what a place holds in many boxes, which
    /// wait for all of it. After an all-gather among n devices there would be n squared dependencies otherwise.
    private mutating func join(of tensor: Int32, at place: Int, forReading elementCount: Int) -> Int32? {
        guard addsJoins, let index = holdings[Int(tensor)][place], index.holdings.count > Self.joinThreshold,
            2 * elementCount > index.elementCount
        else { return nil }
        if let join = index.join, index.joinedCount == index.holdings.count { return join }
        addPredecessors(Self.uniqueSorted(index.holdings.map(\.writer).filter { $0 >= 0 }))
        let join = Int32(plan.operations.count)
        let nothing = PlanOperation.SliceRange(0..<0)
        plan.operations.append(
            PlanOperation(step: Int32(plan.steps.count - 1), action: .join, reads: nothing, writes: nothing))
        holdings[Int(tensor)][place]!.join = join
        holdings[Int(tensor)][place]!.joinedCount = index.holdings.count
        return join
    }
}
