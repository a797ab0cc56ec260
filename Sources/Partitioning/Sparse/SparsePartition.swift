public import NeuralNetworks

/// Which worker multiplies with every non-zero, and which one keeps every x and y word.
public struct SparsePartition: Sendable, Hashable {
    public let workerCount: Int
    /// Owner of every non-zero, in the order of the matrix's entries.
    public var owners: [UInt16]
    /// The worker that holds the input word of every row at the start.
    public var inputOwners: [UInt16]
    /// The worker that holds the output word of every column at the end.
    public var outputOwners: [UInt16]

    /// - Precondition: every owner is a worker.
    public init(workerCount: Int, owners: [UInt16], inputOwners: [UInt16], outputOwners: [UInt16]) {
        precondition(workerCount > 0 && workerCount < 1 << 16, "1...65535 workers")
        for list in [owners, inputOwners, outputOwners] {
            precondition(list.allSatisfy { $0 < workerCount }, "an owner is not a worker")
        }
        self.workerCount = workerCount
        self.owners = owners
        self.inputOwners = inputOwners
        self.outputOwners = outputOwners
    }

    /// Gives every x and y word to the worker with most non-zeros of its row or column, ties to the first.
    public init(workerCount: Int, owners: [UInt16], of matrix: SparseMatrix) {
        precondition(owners.count == matrix.nonZeroCount, "one owner for every non-zero")
        let counts = LineCounts(workerCount: workerCount, owners: owners, of: matrix)
        self.init(
            workerCount: workerCount, owners: owners,
            inputOwners: LineCounts.majorities(counts.rows, workerCount: workerCount),
            outputOwners: LineCounts.majorities(counts.columns, workerCount: workerCount))
    }

    /// Number of non-zeros of every worker.
    public func loads() -> [Int] {
        var loads = [Int](repeating: 0, count: workerCount)
        for owner in owners { loads[Int(owner)] += 1 }
        return loads
    }
}

/// How many non-zeros of every row and column each worker has.
struct LineCounts {
    /// Of row `i` and worker `p` at `i * workerCount + p`.
    var rows: [Int32]
    /// Of column `j` and worker `p` at `j * workerCount + p`.
    var columns: [Int32]

    init(workerCount: Int, owners: [UInt16], of matrix: SparseMatrix) {
        rows = [Int32](repeating: 0, count: matrix.rowCount * workerCount)
        columns = [Int32](repeating: 0, count: matrix.columnCount * workerCount)
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row) {
                let owner = Int(owners[entry])
                rows[row * workerCount + owner] += 1
                columns[Int(matrix.columnIndices[entry]) * workerCount + owner] += 1
            }
        }
    }

    static func majorities(_ counts: [Int32], workerCount: Int) -> [UInt16] {
        stride(from: 0, to: counts.count, by: workerCount).map { start in
            var best = 0
            for worker in 0..<workerCount where counts[start + worker] > counts[start + best] { best = worker }
            return UInt16(best)
        }
    }
}
