/// Counted dependencies: who waits for whom, as flat arrays that many runs share.
public struct DependencyGraph: Sendable, Hashable {
    /// How many predecessors each task waits for.
    public let predecessorCounts: [Int32]
    @usableFromInline let successorList: [Int32]
    /// Successors of task `t` are at `successorOffsets[t] ..< successorOffsets[t + 1]`.
    @usableFromInline let successorOffsets: [Int32]

    /// - Parameters:
    ///   - predecessors: of all tasks one after the other.
    ///   - offsets: predecessors of task `t` are at `offsets[t] ..< offsets[t + 1]`.
    public init(predecessors: [Int32], offsets: [Int32]) {
        let taskCount = offsets.count - 1
        predecessorCounts = (0..<taskCount).map { offsets[$0 + 1] - offsets[$0] }
        var ends = [Int32](repeating: 0, count: taskCount + 1)
        for predecessor in predecessors { ends[Int(predecessor) + 1] += 1 }
        for task in 0..<taskCount { ends[task + 1] += ends[task] }
        successorOffsets = ends
        var successors = [Int32](repeating: 0, count: predecessors.count)
        for task in 0..<taskCount {
            for position in Int(offsets[task])..<Int(offsets[task + 1]) {
                let predecessor = Int(predecessors[position])
                successors[Int(ends[predecessor])] = Int32(task)
                ends[predecessor] += 1
            }
        }
        successorList = successors
    }

    public var taskCount: Int { predecessorCounts.count }

    /// Where the tasks that wait for a task stand, in ascending order: a slice of them would count a reference that all
    /// threads share.
    @inlinable
    public func successorPositions(of task: Int32) -> Range<Int> {
        Int(successorOffsets[Int(task)])..<Int(successorOffsets[Int(task) + 1])
    }

    @inlinable
    public func successor(at position: Int) -> Int32 { successorList[position] }
}
