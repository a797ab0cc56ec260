import NeuralNetworks
import Partitioning
import Testing

@Suite struct BlockPartitionsTests {
    @Test func rowsAreCutWhereTheirMiddleReachesAShare() {
        // Degrees 2, 2, 2, 1, 1: shares of 2:1:1 end at 4 and 6 of 8; middles of the rows are 1, 3, 5, 6.5 and 7.5.
        let matrix = SparseMatrix(
            rowCount: 5, columnCount: 2,
            positions: [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (4, 1)])
        let limits = LoadLimits(capabilities: [2, 1, 1], nonZeroCount: 8)
        let rows = BlockPartition.rows.partition(matrix, limits: limits)
        #expect(rows.owners == [0, 0, 0, 0, 1, 1, 2, 2])
        let metrics = SparseMetrics(rows, of: matrix, limits: limits)
        // Both columns have non-zeros of all three workers.
        #expect(metrics.expand == 0 && metrics.fold == 4 && metrics.groupOwnerVolume == 5 + 6)
        // Columns of four non-zeros each: middles 2 and 6, the second lies in the last share.
        let columns = BlockPartition.columns.partition(matrix, limits: limits)
        #expect(columns.owners == [0, 2, 0, 2, 0, 2, 0, 2])
    }

    @Test func checkerboardCutsTheLongerEdgeMore() {
        let matrix = SparseMatrix(
            rowCount: 6, columnCount: 2, positions: (0..<12).map { (row: $0 / 2, column: $0 % 2) })
        let limits = LoadLimits(capabilities: Array(repeating: 1, count: 6), nonZeroCount: 12)
        let grid = BlockPartition.grid.partition(matrix, limits: limits)
        #expect(grid.owners == [0, 1, 0, 1, 2, 3, 2, 3, 4, 5, 4, 5])
        // Six rows and two columns: each row has two workers, each column three.
        #expect(SparseMetrics(grid, of: matrix, limits: limits).volume == 6 * 1 + 2 * 2)
    }

    @Test func everyNonZeroHasOneOwner() {
        let matrix = SparseMatrix.uniform(rowCount: 20, columnCount: 11, nonZeroCount: 60, seed: 2)
        for capabilities in [[1], [3, 1], [5, 4, 3, 2, 1, 1]] {
            let limits = LoadLimits(capabilities: capabilities, nonZeroCount: 60)
            for scheme in SparseScheme.allCases {
                let partition = scheme.partition(matrix, limits: limits, settings: SparsePartitioner(effort: 0.1))
                #expect(partition.owners.count == 60)
                #expect(partition.loads().reduce(0, +) == 60)
                #expect(partition.inputOwners.count == 20 && partition.outputOwners.count == 11)
            }
        }
    }

    @Test func moreWorkersThanRows() {
        let matrix = SparseMatrix(rowCount: 2, columnCount: 2, positions: [(0, 0), (0, 1), (1, 1)])
        let limits = LoadLimits(capabilities: Array(repeating: 1, count: 7), nonZeroCount: 3)
        for scheme in SparseScheme.allCases {
            let partition = scheme.partition(matrix, limits: limits)
            #expect(partition.workerCount == 7 && partition.owners.allSatisfy { $0 < 7 })
        }
        // At most one non-zero for each: two rows or columns stay undivided at best.
        let best = SparsePartitioner().best(matrix, limits: limits)
        #expect(best.metrics.isWithinLimits && best.metrics.volume == 2)
    }
}
