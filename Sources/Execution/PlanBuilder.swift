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

    private var plan: ExecutionPlan
    /// By tensor (partial sums included), then by place: few places hold anything of a tensor.
    private var holdings: [[Int: [Holding]]]
    private let bytesPerElement: Int

    public init(
        tensorShapes: [TensorShape], outputTensor: Int, deviceCount: Int, placeDevices: [Int], inputPlace: Int,
        outputPlace: Int, bytesPerElement: Int
    ) {
        plan = ExecutionPlan(
            deviceCount: deviceCount, placeDevices: placeDevices, inputPlace: inputPlace, outputPlace: outputPlace,
            tensorShapes: tensorShapes, outputTensor: outputTensor, partialSums: [], steps: [], operations: [],
            slices: [], predecessors: [], predecessorOffsets: [0], weightBlocks: [], redundantMACs: .zero)
        holdings = Array(repeating: [:], count: tensorShapes.count)
        holdings[0][inputPlace] = [Holding(region: Region(tensorShapes[0]), writer: -1)]
        self.bytesPerElement = bytesPerElement
    }

    public func device(of place: Int) -> Int { plan.placeDevices[place] }

    /// What a place holds of a tensor.
    public func holdings(of tensor: Int, at place: Int) -> [Holding] { holdings[tensor][place] ?? [] }

    /// Lets a place forget what it holds of a tensor; later readers there must fetch it again.
    public mutating func forget(tensor: Int, at place: Int) { holdings[tensor][place] = nil }

    /// Lets a place use what another place on the same device holds, at no cost.
    public mutating func share(tensor: Int, region: Region, from source: Int, to destination: Int) {
        precondition(device(of: source) == device(of: destination))
        for holding in holdings(of: tensor, at: source) where holding.region.overlaps(region) {
            holdings[tensor][destination, default: []].append(
                Holding(region: holding.region.intersection(region), writer: holding.writer))
        }
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
    public mutating func addTransfer(
        step: Int, source: Int, destination: Int, purpose: Transfer.Purpose, slices: [TensorSlice]
    ) {
        let elements = slices.reduce(0) { $0 + $1.region.elementCount }
        let transfer = Transfer(
            source: Int32(source), destination: Int32(destination), bytes: ByteCount(elements * bytesPerElement),
            purpose: purpose)
        let range = append(slices: slices)
        append(
            PlanOperation(step: Int32(step), action: .transfer(transfer), reads: range, writes: range),
            readingAt: source, writingAt: destination, reads: slices, writes: slices)
    }

    public consuming func finish() -> ExecutionPlan { plan }

    private mutating func append(slices: [TensorSlice]) -> PlanOperation.SliceRange {
        let start = plan.slices.count
        plan.slices.append(contentsOf: slices)
        return PlanOperation.SliceRange(start..<plan.slices.count)
    }

    private mutating func append(
        _ operation: PlanOperation, readingAt source: Int, writingAt destination: Int, reads: [TensorSlice],
        writes: [TensorSlice]
    ) {
        var writers: [Int32] = []
        for slice in reads {
            for holding in holdings(of: Int(slice.tensor), at: source)
            where holding.writer >= 0 && holding.region.overlaps(slice.region) {
                writers.append(holding.writer)
            }
        }
        writers.sort()
        var previous: Int32 = -1
        for writer in writers where writer != previous {
            plan.predecessors.append(writer)
            previous = writer
        }
        plan.predecessorOffsets.append(Int32(plan.predecessors.count))
        let index = Int32(plan.operations.count)
        plan.operations.append(operation)
        for slice in writes {
            holdings[Int(slice.tensor)][destination, default: []].append(
                Holding(region: slice.region, writer: index))
        }
    }
}
