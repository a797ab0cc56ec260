/// Independent tasks, such as fused tiles, that any of several devices may run: who does is decided while the plan runs.
///
/// Every way of doing a task has a place of its own, whose device is `ExecutionPlan.undecided` in the plan. The operations
/// of the ways that are not taken are skipped: they count as done as soon as the task is taken.
public struct TaskPool: Sendable, Hashable {
    /// The join at whose end tasks may be taken.
    public var opening: Int
    /// The device that holds what the tasks read, and that they are taken from.
    public var home: Int
    /// Devices that may run tasks, in ascending order.
    public var candidates: [Int]
    /// In the order in which they are taken.
    public var tasks: [PoolTask]
    /// MACs of all tasks together with everything done once.
    public var macsDoneOnce: Int

    public init(opening: Int, home: Int, candidates: [Int], tasks: [PoolTask], macsDoneOnce: Int) {
        self.opening = opening
        self.home = home
        self.candidates = candidates
        self.tasks = tasks
        self.macsDoneOnce = macsDoneOnce
    }
}

/// A task and the ways to do it.
public struct PoolTask: Sendable, Hashable {
    /// In the order of preference: the first is taken whose operations wait for nothing outside of the task any more.
    /// The last waits for nothing but the opening of the pool.
    public var ways: [Way]

    public init(ways: [Way]) { self.ways = ways }

    public struct Way: Sendable, Hashable {
        public var place: Int
        public var operations: Range<Int>
        /// Behind the last operation that keeps the device from taking another task.
        public var occupyingEnd: Int
        /// For every operation the places that make a message needless if all of them are on the device that took the
        /// task: what the message asks for or brings is there already. Empty for what is sent in any case.
        public var holders: [[Int]]

        public init(place: Int, operations: Range<Int>, occupyingEnd: Int, holders: [[Int]]) {
            precondition(holders.count == operations.count)
            self.place = place
            self.operations = operations
            self.occupyingEnd = occupyingEnd
            self.holders = holders
        }
    }
}

extension ExecutionPlan {
    /// Whether some device is chosen while the plan runs.
    public var isDynamic: Bool { !pools.isEmpty }

    /// The way of a task that every operation belongs to; `nil` for operations outside of pools.
    func ways() -> [TaskWayIndex?] {
        var result = [TaskWayIndex?](repeating: nil, count: operations.count)
        for (poolIndex, pool) in pools.enumerated() {
            for (taskIndex, task) in pool.tasks.enumerated() {
                for (wayIndex, way) in task.ways.enumerated() {
                    let index = TaskWayIndex(pool: poolIndex, task: taskIndex, way: wayIndex)
                    for operation in way.operations { result[operation] = index }
                }
            }
        }
        return result
    }

    struct TaskWayIndex: Hashable {
        var pool: Int
        var task: Int
        var way: Int

        /// Ways of which only one is taken.
        func excludes(_ other: Self) -> Bool { pool == other.pool && task == other.task && way != other.way }
    }
}
