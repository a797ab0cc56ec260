import Tensors
public import Units

extension PlanBuilder {
    /// Operations so far.
    public var operationCount: Int { plan.operations.count }

    /// The next operation is a computation that begins a fused part.
    public mutating func beginTask() { plan.taskStarts.append(Int32(plan.operations.count)) }

    /// A place for a task whose device is chosen while the plan runs.
    public mutating func addUndecidedPlace() -> Int {
        plan.placeDevices.append(ExecutionPlan.undecided)
        return plan.placeDevices.count - 1
    }

    /// Adds the operation that opens a pool: a join that waits until a place holds the slices.
    public mutating func addOpening(step: Int, of slices: [TensorSlice], at place: Int) -> Int {
        var writers: [Int32] = []
        for slice in slices {
            for holding in holdings(of: Int(slice.tensor), at: place) where holding.region.overlaps(slice.region) {
                if holding.writer >= 0 { writers.append(holding.writer) }
            }
        }
        addPredecessors(Self.uniqueSorted(writers))
        let nothing = PlanOperation.SliceRange(0..<0)
        plan.operations.append(
            PlanOperation(step: Int32(step), action: .join, reads: nothing, writes: nothing))
        return plan.operations.count - 1
    }

    /// Adds a short message that asks for something and waits for an earlier operation.
    public mutating func addRequest(step: Int, source: Int, destination: Int, bytes: ByteCount, after earlier: Int) {
        addPredecessors([Int32(earlier)])
        let transfer = Transfer(
            source: Int32(source), destination: Int32(destination), bytes: bytes, purpose: .request)
        let nothing = PlanOperation.SliceRange(0..<0)
        plan.operations.append(
            PlanOperation(step: Int32(step), action: .transfer(transfer), reads: nothing, writes: nothing))
    }

    public mutating func addPool(_ pool: TaskPool) { plan.pools.append(pool) }
}
