import NeuralNetworks
import Partitioning
import Testing

@Suite struct SparsePartitionerTests {
    @Test(arguments: 0..<6) func findsTheOptimumOfTinyMatrices(seed: UInt64) {
        let capabilities = seed.isMultiple(of: 2) ? [1, 1] : [2, 1]
        let matrix = SparseMatrix.uniform(rowCount: 6, columnCount: 5, nonZeroCount: 14, seed: seed)
        let limits = LoadLimits(capabilities: capabilities, nonZeroCount: 14)
        let result = SparsePartitioner().best(matrix, limits: limits)
        #expect(result.metrics.isWithinLimits)
        #expect(result.metrics.volume == smallestConnectivity(matrix, limits: limits), "seed \(seed)")
    }

    /// Over all partitions among two workers.
    private func smallestConnectivity(_ matrix: SparseMatrix, limits: LoadLimits) -> Int {
        let rows = matrix.rowIndices().map(Int.init)
        let columns = matrix.columnIndices.map(Int.init)
        var smallest = Int.max
        for choice in 0..<(1 << matrix.nonZeroCount) {
            let second = choice.nonzeroBitCount
            if second > limits.limits[1] || matrix.nonZeroCount - second > limits.limits[0] { continue }
            var lineMasks = [Int](repeating: 0, count: matrix.rowCount + matrix.columnCount)
            for entry in rows.indices {
                let owner = 1 << (choice >> entry & 1)
                lineMasks[rows[entry]] |= owner
                lineMasks[matrix.rowCount + columns[entry]] |= owner
            }
            smallest = min(smallest, lineMasks.count { $0 == 3 })
        }
        return smallest
    }

    @Test func neverDearerThanTheConstructions() {
        let matrix = SparseMatrix.powerLaw(
            rowCount: 60, columnCount: 40, nonZeroCount: 400, exponent: 2.5, seed: 2)
        for capabilities in [[1, 1, 1], [4, 3, 2, 1]] {
            let limits = LoadLimits(capabilities: capabilities, nonZeroCount: matrix.nonZeroCount)
            for cost in [SparseCost(), SparseCost(perWord: 1, perMessage: 20), SparseCost(perWord: 0, perMessage: 1)] {
                let settings = SparsePartitioner(cost: cost, effort: 0.05)
                let best = settings.best(matrix, limits: limits)
                #expect(best.metrics.isWithinLimits)
                for scheme in SparseScheme.allCases where scheme != .best {
                    let partition = scheme.partition(matrix, limits: limits, settings: settings)
                    let metrics = SparseMetrics(partition, of: matrix, limits: limits)
                    if metrics.isWithinLimits { #expect(cost.total(best.metrics) <= cost.total(metrics)) }
                }
            }
        }
    }

    @Test func repeatedRunsAgree() {
        let matrix = SparseMatrix.uniform(rowCount: 64, columnCount: 48, nonZeroCount: 500, seed: 7)
        let limits = LoadLimits(capabilities: [3, 2, 2], nonZeroCount: 500)
        let partitioner = SparsePartitioner(effort: 0.05)
        #expect(partitioner.best(matrix, limits: limits) == partitioner.best(matrix, limits: limits))
    }

    @Test func separableBlocksCostNothing() {
        let planted = SparseMatrix.planted(
            rowCount: 64, columnCount: 64, blockCount: 4, density: 0.1, noise: 0, seed: 5)
        let limits = LoadLimits(
            capabilities: [1, 1, 1, 1], nonZeroCount: planted.matrix.nonZeroCount, tolerancePercent: 20)
        #expect(SparsePartitioner().best(planted.matrix, limits: limits).metrics.volume == 0)
    }

    @Test func emptyRowsAndColumns() {
        let matrix = SparseMatrix(
            rowCount: 12, columnCount: 9, positions: [(1, 1), (1, 4), (5, 1), (5, 4), (9, 7), (10, 7), (10, 1), (9, 4)])
        let limits = LoadLimits(capabilities: [1, 1], nonZeroCount: 8)
        let result = SparsePartitioner().best(matrix, limits: limits)
        #expect(result.metrics.isWithinLimits && result.metrics.volume == 2)
    }
}
