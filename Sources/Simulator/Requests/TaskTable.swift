import Execution

/// The pools of a plan in flat arrays, as a running simulation asks for them.
struct TaskTable: Sendable {
    struct Way: Sendable {
        var task: Int32
        var place: Int
        var operations: Range<Int>
        var occupyingEnd: Int
        var holders: [[Int]]
    }

    /// Ways of task `t` are at `wayOffsets[t] ..< wayOffsets[t + 1]`.
    let ways: [Way]
    let wayOffsets: [Int]
    /// Tasks of pool `p` are at `taskOffsets[p] ..< taskOffsets[p + 1]`.
    let taskOffsets: [Int]
    let homes: [Int]
    let candidates: [[Int]]
    /// By operation; -1 outside of pools.
    let wayOfOperation: [Int32]
    /// The pool that an operation opens; -1 for most.
    let opens: [Int32]
    /// Predecessors of an operation within its own way.
    let innerPredecessors: [Int32]

    var taskCount: Int { wayOffsets.count - 1 }

    init(_ plan: ExecutionPlan) {
        var ways: [Way] = []
        var wayOffsets = [0]
        var taskOffsets = [0]
        var wayOfOperation = [Int32](repeating: -1, count: plan.operations.count)
        var opens = wayOfOperation
        for (number, pool) in plan.pools.enumerated() {
            opens[pool.opening] = Int32(number)
            for task in pool.tasks {
                for way in task.ways {
                    for operation in way.operations { wayOfOperation[operation] = Int32(ways.count) }
                    ways.append(
                        Way(
                            task: Int32(wayOffsets.count - 1), place: way.place, operations: way.operations,
                            occupyingEnd: way.occupyingEnd, holders: way.holders))
                }
                wayOffsets.append(ways.count)
            }
            taskOffsets.append(wayOffsets.count - 1)
        }
        self.ways = ways
        self.wayOffsets = wayOffsets
        self.taskOffsets = taskOffsets
        homes = plan.pools.map(\.home)
        candidates = plan.pools.map(\.candidates)
        innerPredecessors = plan.operations.indices.map { index in
            let way = wayOfOperation[index]
            return way < 0 ? 0 : Int32(plan.predecessors(of: index).count { wayOfOperation[Int($0)] == way })
        }
        self.wayOfOperation = wayOfOperation
        self.opens = opens
    }
}
