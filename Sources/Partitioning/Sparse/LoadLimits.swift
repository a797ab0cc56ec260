/// How many non-zeros every worker may own.
///
/// Worker p with the share c_p / S of the capabilities may own ceil((1 + tolerance) c_p / S · non-zeros).
public struct LoadLimits: Sendable, Hashable {
    /// Integer capability of every worker.
    public let capabilities: [Int]
    public let nonZeroCount: Int
    /// Largest number of non-zeros of every worker.
    public let limits: [Int]

    /// - Parameter tolerancePercent: 3 is customary for hypergraph partitioners.
    /// - Precondition: capabilities are positive; at most 65535 workers.
    public init(capabilities: [Int], nonZeroCount: Int, tolerancePercent: Int = 3) {
        precondition(!capabilities.isEmpty && capabilities.count < 1 << 16, "1...65535 workers")
        precondition(capabilities.allSatisfy { $0 > 0 }, "capabilities must be positive")
        precondition(tolerancePercent >= 0 && nonZeroCount >= 0, "not negative")
        let sum = 100 * capabilities.reduce(0, +)
        self.capabilities = capabilities
        self.nonZeroCount = nonZeroCount
        limits = capabilities.map { capability in
            ((100 + tolerancePercent) * capability * nonZeroCount + sum - 1) / sum
        }
    }

    init(capabilities: [Int], nonZeroCount: Int, limits: [Int]) {
        precondition(limits.count == capabilities.count && limits.reduce(0, +) >= nonZeroCount, "too little room")
        self.capabilities = capabilities
        self.nonZeroCount = nonZeroCount
        self.limits = limits
    }

    public var workerCount: Int { capabilities.count }

    public func allow(_ loads: [Int]) -> Bool {
        zip(loads, limits).allSatisfy { $0 <= $1 }
    }

    /// The worker with room for `count` more whose load relative to its capability is smallest, ties to the first.
    func freest(loads: [Int], room count: Int) -> Int? {
        var best: Int?
        for worker in loads.indices where loads[worker] + count <= limits[worker] {
            if let other = best, loads[worker] * capabilities[other] >= loads[other] * capabilities[worker] { continue }
            best = worker
        }
        return best
    }
}
