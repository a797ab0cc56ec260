public import NeuralNetworks

/// What a partition of a sparse layer costs: words sent, messages and balance.
///
/// A word is one 32-bit float. Empty rows and columns cost nothing.
public struct SparseMetrics: Sendable, Hashable {
    /// Share of the non-zeros whose row and column have different owners.
    public var outsideShare: Double
    /// Largest load relative to the worker's share: max over p of load_p / (c_p / S · non-zeros).
    public var balance: Double
    /// Whether every worker respects its load limit.
    public var isWithinLimits: Bool
    /// Words of x sent to workers that multiply with them but do not own them.
    public var expand: Int
    /// Words of partial sums sent to the owners of y.
    public var fold: Int
    /// Sum over the lines of (number of workers - 1): the connectivity-1 metric of the fine-grain hypergraph
    /// (Çatalyürek and Aykanat, 2001, doi 10.1109/IPDPS.2001.925093). `volume` exceeds it where a word's owner has no
    /// non-zero of its line.
    public var connectivity: Int
    /// Words when every x starts and every y ends at a Group Owner outside the workers.
    public var groupOwnerVolume: Int
    /// Ordered pairs of sender and receiver with at least one word, expand and fold counted apart.
    public var messages: Int
    /// Most words that one worker sends and receives together.
    public var largestWorkerVolume: Int

    /// Words sent in both phases.
    public var volume: Int { expand + fold }

    public init(_ partition: SparsePartition, of matrix: SparseMatrix, limits: LoadLimits) {
        precondition(partition.workerCount == limits.workerCount, "limits of other workers")
        precondition(partition.owners.count == matrix.nonZeroCount, "one owner for every non-zero")
        let workerCount = partition.workerCount
        let loads = partition.loads()
        let counts = LineCounts(workerCount: workerCount, owners: partition.owners, of: matrix)
        let inputs = LineTraffic(counts.rows, owners: partition.inputOwners, workerCount: workerCount)
        let outputs = LineTraffic(counts.columns, owners: partition.outputOwners, workerCount: workerCount)

        var outside = 0
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row)
            where partition.inputOwners[row] != partition.outputOwners[Int(matrix.columnIndices[entry])] {
                outside += 1
            }
        }
        let capabilitySum = Double(limits.capabilities.reduce(0, +))
        let nonZeros = Double(matrix.nonZeroCount)
        outsideShare = nonZeros == 0 ? 0 : Double(outside) / nonZeros
        balance =
            nonZeros == 0
            ? 0
            : zip(loads, limits.capabilities).map { load, capability in
                Double(load) * capabilitySum / (Double(capability) * nonZeros)
            }.max()!
        isWithinLimits = limits.allow(loads)
        expand = inputs.words
        fold = outputs.words
        connectivity = inputs.connectivity + outputs.connectivity
        groupOwnerVolume = connectivity + inputs.lines + outputs.lines
        messages = inputs.pairs + outputs.pairs
        largestWorkerVolume = zip(inputs.workerWords, outputs.workerWords).map(+).max()!
    }
}

/// The words that all rows, or all columns, cause.
private struct LineTraffic {
    var words = 0
    var connectivity = 0
    /// Lines with a non-zero.
    var lines = 0
    /// Pairs of an owner and another worker with a word between them.
    var pairs = 0
    /// Words that every worker sends or receives.
    var workerWords: [Int]

    init(_ counts: [Int32], owners: [UInt16], workerCount: Int) {
        workerWords = [Int](repeating: 0, count: workerCount)
        var isPair = [Bool](repeating: false, count: workerCount * workerCount)
        for line in owners.indices {
            let owner = Int(owners[line])
            var workers = 0
            for worker in 0..<workerCount where counts[line * workerCount + worker] > 0 {
                workers += 1
                if worker != owner {
                    words += 1
                    workerWords[worker] += 1
                    workerWords[owner] += 1
                    isPair[owner * workerCount + worker] = true
                }
            }
            connectivity += max(0, workers - 1)
            if workers > 0 { lines += 1 }
        }
        pairs = isPair.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
}
