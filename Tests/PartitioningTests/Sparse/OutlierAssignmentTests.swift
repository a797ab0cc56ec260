import NeuralNetworks
import Testing

@testable import Partitioning

@Suite struct OutlierAssignmentTests {
    @Test func coverEqualsExhaustiveSearchOnAllSmallGraphs() {
        // All bipartite graphs with 3 + 3 vertices.
        for edges in 0..<(1 << 9) {
            let neighbours = (0..<3).map { left in (0..<3).filter { right in (edges >> (3 * left + right)) & 1 == 1 } }
            let matching = BipartiteMatching(neighbours: neighbours, rightCount: 3)
            let cover = matching.minimumVertexCover()
            let size = (cover.left + cover.right).count { $0 }
            #expect(size == matching.size)
            for left in 0..<3 { for right in neighbours[left] { #expect(cover.left[left] || cover.right[right]) } }
            var smallest = 6
            for set in 0..<64 {
                func holds(_ vertex: Int) -> Bool { (set >> vertex) & 1 == 1 }
                let covers = (0..<3).allSatisfy { left in
                    neighbours[left].allSatisfy { right in holds(left) || holds(3 + right) }
                }
                if covers { smallest = min(smallest, set.nonzeroBitCount) }
            }
            #expect(size == smallest)
        }
    }

    @Test(arguments: 0..<10) func coverIsOptimalForTheTwoChoices(seed: UInt64) {
        let matrix = SparseMatrix.uniform(rowCount: 5, columnCount: 5, nonZeroCount: 12, seed: seed)
        let limits = LoadLimits(capabilities: [1, 1], nonZeroCount: 12)
        let clusters = SpectralCoClustering(matrix, limits: limits, seed: seed)
        let cover = OutlierAssignment.minimumCover.partition(matrix, clusters: clusters, limits: limits)
        let volume = SparseMetrics(cover, of: matrix, limits: limits).volume
        var smallest = Int.max
        for choice in 0..<(1 << 12) {
            let owners = (0..<12).map { UInt16(choice >> $0 & 1) }
            // Two workers: an outlier's two owners are both of them, others stay on the diagonal.
            let isAllowed = (0..<12).allSatisfy { entry in
                let row = clusters.rowOwners[Int(matrix.rowIndices()[entry])]
                let column = clusters.columnOwners[Int(matrix.columnIndices[entry])]
                return row != column || owners[entry] == row
            }
            if !isAllowed { continue }
            let partition = SparsePartition(
                workerCount: 2, owners: owners, inputOwners: clusters.rowOwners, outputOwners: clusters.columnOwners)
            smallest = min(smallest, SparseMetrics(partition, of: matrix, limits: limits).volume)
        }
        #expect(volume == smallest)
    }

    @Test(arguments: [[1, 1], [2, 1], [1, 1, 1, 1], [4, 3, 2, 1]]) func greedyStaysWithinTheLimits(capabilities: [Int])
    {
        for seed: UInt64 in 0..<5 {
            let matrix = SparseMatrix.uniform(rowCount: 50, columnCount: 40, nonZeroCount: 300, seed: seed)
            let limits = LoadLimits(capabilities: capabilities, nonZeroCount: 300)
            let clusters = SpectralCoClustering(matrix, limits: limits, seed: seed)
            let greedy = OutlierAssignment.greedy.partition(matrix, clusters: clusters, limits: limits)
            let balanced = OutlierAssignment.balancedCover.partition(matrix, clusters: clusters, limits: limits)
            #expect(limits.allow(greedy.loads()), "seed \(seed)")
            #expect(limits.allow(balanced.loads()), "seed \(seed)")
        }
    }

    @Test func repairFitsAnyStart() {
        let matrix = SparseMatrix.uniform(rowCount: 30, columnCount: 30, nonZeroCount: 200, seed: 1)
        let limits = LoadLimits(capabilities: [3, 2, 1], nonZeroCount: 200)
        var state = FineGrainState(matrix, owners: Array(repeating: 2, count: 200), limits: limits)
        LoadRepair.repair(&state)
        #expect(state.overload == 0)
        let partition = SparsePartition(workerCount: 3, owners: state.ownerList, of: matrix)
        #expect(limits.allow(partition.loads()))
        #expect(SparseMetrics(partition, of: matrix, limits: limits).connectivity == state.connectivity)
    }
}
