import NeuralNetworks
import Partitioning
import Testing

@Suite struct SparseMetricsTests {
    @Test(arguments: 0..<20) func equalBruteForce(seed: UInt64) {
        let matrix = SparseMatrix.uniform(rowCount: 6, columnCount: 5, nonZeroCount: 13, seed: seed)
        let limits = LoadLimits(capabilities: [2, 1, 1], nonZeroCount: 13)
        let partition = SparseTestSupport.randomPartition(matrix, workers: 3, seed: seed)
        let metrics = SparseMetrics(partition, of: matrix, limits: limits)

        let rows = matrix.rowIndices().map(Int.init)
        let columns = matrix.columnIndices.map(Int.init)
        let owners = partition.owners.map(Int.init)
        // Words as (row, receiver) and (column, sender).
        var expand: Set<[Int]> = []
        var fold: Set<[Int]> = []
        var pairs: Set<[Int]> = []
        var lines: Set<[Int]> = []
        var lineWorkers: Set<[Int]> = []
        var outside = 0
        for entry in owners.indices {
            let x = Int(partition.inputOwners[rows[entry]])
            let y = Int(partition.outputOwners[columns[entry]])
            if owners[entry] != x {
                expand.insert([rows[entry], owners[entry], x])
                pairs.insert([0, x, owners[entry]])
            }
            if owners[entry] != y {
                fold.insert([columns[entry], owners[entry], y])
                pairs.insert([1, owners[entry], y])
            }
            if x != y { outside += 1 }
            lines.formUnion([[0, rows[entry]], [1, columns[entry]]])
            lineWorkers.formUnion([[0, rows[entry], owners[entry]], [1, columns[entry], owners[entry]]])
        }
        #expect(metrics.expand == expand.count && metrics.fold == fold.count)
        #expect(metrics.volume == expand.count + fold.count)
        #expect(metrics.messages == pairs.count)
        #expect(metrics.connectivity == lineWorkers.count - lines.count)
        #expect(metrics.groupOwnerVolume == lineWorkers.count)
        #expect(metrics.outsideShare == Double(outside) / 13)
        let words = Array(expand) + Array(fold)
        #expect(
            metrics.largestWorkerVolume == (0..<3).map { worker in words.count { $0[1...].contains(worker) } }.max())
        // Shares are 6.5, 3.25 and 3.25 non-zeros; limits ceil(6.695) and ceil(3.3475).
        #expect(limits.limits == [7, 4, 4])
        let loads = partition.loads()
        #expect(metrics.balance == max(Double(loads[0]) * 4 / 26, Double(max(loads[1], loads[2])) * 4 / 13))
        #expect(metrics.isWithinLimits == (loads[0] <= 7 && loads[1] <= 4 && loads[2] <= 4))
    }

    @Test func majorityOwnersHoldTheirLines() {
        let matrix = SparseMatrix(rowCount: 2, columnCount: 3, positions: [(0, 0), (0, 1), (0, 2)])
        let partition = SparsePartition(workerCount: 2, owners: [1, 0, 1], of: matrix)
        #expect(partition.inputOwners == [1, 0])
        #expect(partition.outputOwners == [1, 0, 1])
        let limits = LoadLimits(capabilities: [1, 1], nonZeroCount: 3)
        let metrics = SparseMetrics(partition, of: matrix, limits: limits)
        #expect(metrics.volume == 1 && metrics.messages == 1 && metrics.groupOwnerVolume == 5)
    }

    @Test func emptyMatrixCostsNothing() {
        let matrix = SparseMatrix(rowCount: 3, columnCount: 2, positions: [])
        let limits = LoadLimits(capabilities: [1, 2], nonZeroCount: 0)
        for scheme in SparseScheme.allCases {
            let metrics = SparseMetrics(scheme.partition(matrix, limits: limits), of: matrix, limits: limits)
            #expect(metrics.volume == 0 && metrics.messages == 0 && metrics.isWithinLimits)
        }
    }
}
