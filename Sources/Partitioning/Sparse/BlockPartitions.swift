public import NeuralNetworks

/// Partitions into contiguous blocks of rows and columns: no search, no knowledge of the pattern but its degrees.
public enum BlockPartition: Sendable, Hashable, CaseIterable {
    /// Every worker owns consecutive rows, in proportion to its capability.
    case rows
    /// Every worker owns consecutive columns, in proportion to its capability.
    case columns
    /// A checkerboard as square as possible, more cuts along the longer edge; capabilities count only if one edge stays
    /// whole.
    case grid
    /// The cheapest jagged grid: workers dealt into groups, one direction cut by group, the other inside each group by
    /// worker, all in proportion to capability.
    case jaggedGrid

    /// - Complexity: O(non-zeros), for the jagged grid O(non-zeros · workers).
    public func partition(_ matrix: SparseMatrix, limits: LoadLimits) -> SparsePartition {
        let workers = [limits.capabilities.indices.map { $0 }]
        let owners: [UInt16]
        switch self {
        case .rows:
            owners = JaggedGrid(groups: workers[0].map { [$0] }, direction: .rows).owners(matrix, limits: limits)
        case .columns: owners = JaggedGrid(groups: workers, direction: .rows).owners(matrix, limits: limits)
        case .grid: owners = checkerboardOwners(matrix, limits: limits)
        case .jaggedGrid: return bestJaggedGrid(matrix, limits: limits)
        }
        return SparsePartition(workerCount: limits.workerCount, owners: owners, of: matrix)
    }

    private func checkerboardOwners(_ matrix: SparseMatrix, limits: LoadLimits) -> [UInt16] {
        let count = limits.workerCount
        let short = (1...count).last { $0 * $0 <= count && count.isMultiple(of: $0) }!
        let long = count / short
        let (down, across) = matrix.rowCount >= matrix.columnCount ? (long, short) : (short, long)
        let equal = short > 1
        let rows = CapabilityCut.owners(
            degrees: matrix.rowDegrees(),
            weights: down > 1 && !equal ? limits.capabilities : Array(repeating: 1, count: down))
        let columns = CapabilityCut.owners(
            degrees: matrix.columnDegrees(),
            weights: across > 1 && !equal ? limits.capabilities : Array(repeating: 1, count: across))
        var owners = [UInt16](repeating: 0, count: matrix.nonZeroCount)
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row) {
                owners[entry] = UInt16(rows[row] * across + columns[Int(matrix.columnIndices[entry])])
            }
        }
        return owners
    }

    /// Within the limits before beyond them, then least volume, then best balance.
    private func bestJaggedGrid(_ matrix: SparseMatrix, limits: LoadLimits) -> SparsePartition {
        var best: (partition: SparsePartition, metrics: SparseMetrics)?
        for grid in JaggedGrid.all(capabilities: limits.capabilities) {
            let partition = SparsePartition(
                workerCount: limits.workerCount, owners: grid.owners(matrix, limits: limits), of: matrix)
            let metrics = SparseMetrics(partition, of: matrix, limits: limits)
            if let best {
                let key = (metrics.isWithinLimits ? 0 : 1, metrics.volume, metrics.balance)
                if key >= (best.metrics.isWithinLimits ? 0 : 1, best.metrics.volume, best.metrics.balance) { continue }
            }
            best = (partition, metrics)
        }
        return best!.partition
    }
}
