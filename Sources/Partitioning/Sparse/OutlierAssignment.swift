public import NeuralNetworks

/// Who multiplies with the non-zeros outside the diagonal blocks of a co-clustering.
///
/// An outlier (i, j) with row owner r and column owner q costs one word at either: x_i is sent to q, or a partial sum
/// y_j is sent from r; a word serves all outliers of its line and block.
public enum OutlierAssignment: Sendable, Hashable, CaseIterable {
    /// All of them with their rows or all with their columns, whichever needs fewer words.
    case wholeLines
    /// One by one to the less loaded of the two owners.
    case naive
    /// Fine-Grain Cross Partition: greedily the word that covers most outliers and whose worker has room; never above
    /// the load limits unless the diagonal blocks are.
    case greedy
    /// The fewest words for the two choices, a minimum vertex cover of every off-diagonal block; loads are ignored.
    /// The observation underlies the 1.5-D methods of Kayaaslan, Aykanat and Uçar (2018, doi 10.1137/16M1105591).
    case minimumCover
    /// `minimumCover`, then moved to fit the load limits.
    case balancedCover

    /// The partition with least volume among those of several clusterings, within the limits before beyond them.
    public func partition(
        _ matrix: SparseMatrix, candidates: [SpectralCoClustering], limits: LoadLimits
    ) -> SparsePartition {
        var best: (partition: SparsePartition, excess: Int, volume: Int)?
        for clusters in candidates {
            let partition = partition(matrix, clusters: clusters, limits: limits)
            let metrics = SparseMetrics(partition, of: matrix, limits: limits)
            let excess = metrics.isWithinLimits ? 0 : 1
            if let best, (excess, metrics.volume) >= (best.excess, best.volume) { continue }
            best = (partition, excess, metrics.volume)
        }
        return best!.partition
    }

    /// - Precondition: at most 64 workers for `balancedCover`.
    public func partition(
        _ matrix: SparseMatrix, clusters: SpectralCoClustering, limits: LoadLimits
    ) -> SparsePartition {
        var problem = OutlierProblem(matrix, clusters: clusters, limits: limits)
        switch self {
        case .wholeLines: problem.assignToWholeLines()
        case .naive: problem.assignToLessLoaded()
        case .greedy: GreedyCrossPartition.assign(&problem)
        case .minimumCover, .balancedCover: MinimumCoverAssignment.assign(&problem)
        }
        if self == .balancedCover {
            var state = FineGrainState(matrix, owners: problem.owners, limits: limits)
            LoadRepair.repair(&state)
            problem.owners = state.ownerList
        }
        return SparsePartition(
            workerCount: limits.workerCount, owners: problem.owners, inputOwners: clusters.rowOwners,
            outputOwners: clusters.columnOwners)
    }
}

/// The non-zeros outside the diagonal blocks.
struct OutlierProblem {
    struct Outlier {
        var entry: Int
        var row: Int
        var column: Int
        var rowOwner: Int
        var columnOwner: Int
    }

    let matrix: SparseMatrix
    let limits: LoadLimits
    var owners: [UInt16]
    var loads: [Int]
    let outliers: [Outlier]

    init(_ matrix: SparseMatrix, clusters: SpectralCoClustering, limits: LoadLimits) {
        self.matrix = matrix
        self.limits = limits
        owners = [UInt16](repeating: 0, count: matrix.nonZeroCount)
        loads = [Int](repeating: 0, count: limits.workerCount)
        var outliers: [Outlier] = []
        for row in 0..<matrix.rowCount {
            let rowOwner = Int(clusters.rowOwners[row])
            for entry in matrix.entries(ofRow: row) {
                let column = Int(matrix.columnIndices[entry])
                let columnOwner = Int(clusters.columnOwners[column])
                if rowOwner == columnOwner {
                    owners[entry] = UInt16(rowOwner)
                    loads[rowOwner] += 1
                } else {
                    outliers.append(
                        Outlier(entry: entry, row: row, column: column, rowOwner: rowOwner, columnOwner: columnOwner))
                }
            }
        }
        self.outliers = outliers
    }

    mutating func assign(_ outlier: Outlier, to worker: Int) {
        owners[outlier.entry] = UInt16(worker)
        loads[worker] += 1
    }

    /// Whether `a` is less loaded than `b` for its capability, ties to the first.
    func isLessLoaded(_ a: Int, than b: Int) -> Bool {
        let left = loads[a] * limits.capabilities[b]
        let right = loads[b] * limits.capabilities[a]
        return left != right ? left < right : a < b
    }

    mutating func assignToWholeLines() {
        // A word of x for every row and other worker among its columns' owners, or the same for columns.
        let workers = limits.workerCount
        var inputWords = Set<Int>()
        var outputWords = Set<Int>()
        for outlier in outliers {
            inputWords.insert(outlier.row * workers + outlier.columnOwner)
            outputWords.insert(outlier.column * workers + outlier.rowOwner)
        }
        let withColumns = inputWords.count < outputWords.count
        for outlier in outliers { assign(outlier, to: withColumns ? outlier.columnOwner : outlier.rowOwner) }
    }

    mutating func assignToLessLoaded() {
        for outlier in outliers {
            let toRow = isLessLoaded(outlier.rowOwner, than: outlier.columnOwner)
            assign(outlier, to: toRow ? outlier.rowOwner : outlier.columnOwner)
        }
    }
}
