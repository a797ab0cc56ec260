public import NeuralNetworks

/// A partitioned sparse layer as three phases that a planner can turn into operations: *expand* sends words of x,
/// every worker multiplies with its non-zeros, *fold* sends partial sums of y to be added up by their owners.
public struct SparseLayerPlan: Sendable, Hashable {
    /// Words that one worker sends to another in one phase.
    public struct Message: Sendable, Hashable {
        public var sender: Int
        public var receiver: Int
        /// Rows (input neurons) in the expand phase, columns (output neurons) in the fold phase, increasing.
        public var words: [Int32]
    }

    /// One worker's part of the layer.
    public struct Worker: Sendable, Hashable {
        /// Rows whose x the worker holds at the start.
        public var ownInputs: [Int32]
        /// Columns whose y the worker holds at the end.
        public var ownOutputs: [Int32]
        /// Entries that it multiplies: as many multiply-accumulates, and as many weights to store.
        public var entries: [Int32]
        /// Rows that it multiplies with, its own and received ones.
        public var usedInputs: [Int32]
        /// Columns that it has a sum of, its own and those to send.
        public var partialOutputs: [Int32]
    }

    public var workers: [Worker]
    /// By sender, then receiver; none is empty.
    public var expand: [Message]
    /// By sender, then receiver; none is empty.
    public var fold: [Message]

    /// Words sent in both phases; equal to `SparseMetrics.volume`.
    public var volume: Int { (expand + fold).reduce(0) { $0 + $1.words.count } }
    /// Messages of both phases; equal to `SparseMetrics.messages`.
    public var messageCount: Int { expand.count + fold.count }

    public init(_ partition: SparsePartition, of matrix: SparseMatrix) {
        precondition(partition.owners.count == matrix.nonZeroCount, "one owner for every non-zero")
        let count = partition.workerCount
        let lines = LineCounts(workerCount: count, owners: partition.owners, of: matrix)
        workers = Array(
            repeating: Worker(ownInputs: [], ownOutputs: [], entries: [], usedInputs: [], partialOutputs: []),
            count: count)
        for (entry, owner) in partition.owners.enumerated() { workers[Int(owner)].entries.append(Int32(entry)) }
        var expandWords = [[Int32]](repeating: [], count: count * count)
        var foldWords = expandWords
        for row in 0..<matrix.rowCount {
            let owner = Int(partition.inputOwners[row])
            workers[owner].ownInputs.append(Int32(row))
            for worker in 0..<count where lines.rows[row * count + worker] > 0 {
                workers[worker].usedInputs.append(Int32(row))
                if worker != owner { expandWords[owner * count + worker].append(Int32(row)) }
            }
        }
        for column in 0..<matrix.columnCount {
            let owner = Int(partition.outputOwners[column])
            workers[owner].ownOutputs.append(Int32(column))
            for worker in 0..<count where lines.columns[column * count + worker] > 0 {
                workers[worker].partialOutputs.append(Int32(column))
                if worker != owner { foldWords[worker * count + owner].append(Int32(column)) }
            }
        }
        func messages(_ words: [[Int32]]) -> [Message] {
            words.indices.compactMap { pair in
                words[pair].isEmpty
                    ? nil : Message(sender: pair / count, receiver: pair % count, words: words[pair])
            }
        }
        expand = messages(expandWords)
        fold = messages(foldWords)
    }
}
