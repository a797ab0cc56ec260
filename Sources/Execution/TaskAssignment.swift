import Tensors

/// Who does which task of a plan's pools, and in which way.
public struct TaskAssignment: Sendable, Hashable {
    public struct Choice: Sendable, Hashable {
        public var device: Int
        /// Number among the task's ways.
        public var way: Int

        public init(device: Int, way: Int) {
            self.device = device
            self.way = way
        }
    }

    /// By pool and task.
    public var choices: [[Choice]]

    public init(choices: [[Choice]]) { self.choices = choices }

    /// Tasks dealt to the candidates one after the other, as if all were equally fast.
    ///
    /// - Parameter reusing: whether tasks use again what others computed, where they may; else every task computes all
    ///   that it needs itself.
    public static func dealt(_ plan: ExecutionPlan, reusing: Bool = true) -> TaskAssignment {
        TaskAssignment(
            choices: plan.pools.map { pool in
                pool.tasks.enumerated().map { index, task in
                    Choice(
                        device: pool.candidates[index % pool.candidates.count],
                        way: reusing ? 0 : task.ways.count - 1)
                }
            })
    }
}

extension ExecutionPlan {
    /// The same plan without pools: every task on its device, in its way.
    ///
    /// Operations keep their numbers. Those of other ways become joins that wait for nothing, and so do messages that
    /// are needless because the task's device has what they would bring; these wait for what wrote it.
    ///
    /// - Precondition: a choice for every task; the operations of a chosen way wait only for those before them that are
    ///   carried out.
    public func fixing(_ assignment: TaskAssignment) -> ExecutionPlan {
        precondition(assignment.choices.map(\.count) == pools.map(\.tasks.count), "a choice for every task")
        var fixed = self
        fixed.pools = []
        var isSkipped = [Bool](repeating: false, count: operations.count)
        for (pool, choices) in zip(pools, assignment.choices) {
            for (task, choice) in zip(pool.tasks, choices) {
                for (number, way) in task.ways.enumerated() {
                    fixed.placeDevices[way.place] = choice.device
                    if number != choice.way { for operation in way.operations { isSkipped[operation] = true } }
                }
            }
        }
        var holders = [[Int]?](repeating: nil, count: operations.count)
        for (pool, choices) in zip(pools, assignment.choices) {
            for (task, choice) in zip(pool.tasks, choices) {
                let way = task.ways[choice.way]
                for (operation, places) in zip(way.operations, way.holders)
                where !places.isEmpty && places.allSatisfy({ fixed.placeDevices[$0] == choice.device }) {
                    holders[operation] = places
                }
            }
        }

        fixed.predecessors = []
        fixed.predecessorOffsets = [0]
        for (index, operation) in operations.enumerated() {
            if isSkipped[index] || holders[index] != nil {
                let nothing = PlanOperation.SliceRange(0..<0)
                fixed.operations[index] = PlanOperation(
                    step: operation.step, action: .join, reads: nothing, writes: nothing)
            }
            if !isSkipped[index] {
                var waits = predecessors(of: index).filter { !isSkipped[Int($0)] }
                if let places = holders[index] {
                    for writer in 0..<index where !isSkipped[writer] && fixed.writes(writer, any: operation, at: places)
                    {
                        waits.append(Int32(writer))
                    }
                }
                fixed.predecessors += Set(waits).sorted()
            }
            fixed.predecessorOffsets.append(Int32(fixed.predecessors.count))
        }
        fixed.taskStarts = taskStarts.filter { !isSkipped[Int($0)] }
        return fixed
    }

    /// Whether an operation writes some of what another one reads, to one of these places.
    private func writes(_ writer: Int, any reader: PlanOperation, at places: [Int]) -> Bool {
        let operation = operations[writer]
        let place: Int32
        switch operation.action {
        case .join: return false
        case .compute(let computation): place = computation.place
        case .transfer(let transfer): place = transfer.destination
        }
        guard places.contains(Int(place)) else { return false }
        return writes(of: operation).contains { written in
            reads(of: reader).contains { $0.tensor == written.tensor && $0.region.overlaps(written.region) }
        }
    }
}
