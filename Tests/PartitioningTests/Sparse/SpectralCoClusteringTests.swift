import NeuralNetworks
import Testing

@testable import Partitioning

@Suite struct SpectralCoClusteringTests {
    @Test(arguments: [2, 3, 4]) func recoversSeparableBlocks(blocks: Int) {
        let planted = SparseMatrix.planted(
            rowCount: 120, columnCount: 96, blockCount: blocks, density: 0.08, noise: 0, seed: 9)
        let limits = LoadLimits(
            capabilities: Array(repeating: 1, count: blocks), nonZeroCount: planted.matrix.nonZeroCount,
            tolerancePercent: 15)
        let clusters = SpectralCoClustering(planted.matrix, limits: limits, seed: 1)
        #expect(clusters.outsideCount(planted.matrix) == 0)
        // Rows of different blocks have different owners.
        let degrees = planted.matrix.rowDegrees()
        let rows = degrees.indices.filter { degrees[$0] > 0 }
        let pairs = Set(rows.map { [planted.rowBlocks[$0], Int(clusters.rowOwners[$0])] })
        #expect(pairs.count == blocks)
    }

    @Test func recoversNoisyBlocksMostly() {
        let planted = SparseMatrix.planted(
            rowCount: 160, columnCount: 120, blockCount: 4, density: 0.1, noise: 0.1, seed: 3)
        let limits = LoadLimits(capabilities: [1, 1, 1, 1], nonZeroCount: planted.matrix.nonZeroCount)
        let clusters = SpectralCoClustering(planted.matrix, limits: limits, seed: 1)
        #expect(Double(clusters.outsideCount(planted.matrix)) < 0.15 * Double(planted.matrix.nonZeroCount))
    }

    @Test func unevenComponentsSplitWithoutExtraCoordinatesGoingAstray() {
        // Two components of different size on three equal workers: whole ones cannot be dealt.
        let planted = SparseMatrix.planted(
            rowCount: 60, columnCount: 60, blockCount: 2, density: 0.1, noise: 0, seed: 4)
        let limits = LoadLimits(capabilities: [1, 1, 1], nonZeroCount: planted.matrix.nonZeroCount)
        #expect(BipartiteComponents(planted.matrix).packing(limits) == nil)
        let clusters = SpectralCoClustering(planted.matrix, limits: limits, seed: 1)
        let partition = OutlierAssignment.balancedCover.partition(planted.matrix, clusters: clusters, limits: limits)
        #expect(limits.allow(partition.loads()))
    }

    @Test func singularVectorsSatisfyTheirEquations() {
        let matrix = SparseMatrix.uniform(rowCount: 30, columnCount: 20, nonZeroCount: 200, seed: 8)
        var generator = SplitMix64(seed: 1)
        let vectors = SingularVectors(
            matrix, components: BipartiteComponents(matrix), count: 3, generator: &generator)
        #expect(vectors.values.count == 3)
        let rowDegrees = matrix.rowDegrees().map(Double.init)
        let columnDegrees = matrix.columnDegrees().map(Double.init)
        for (vector, value) in zip(vectors.embeddings, vectors.values) {
            #expect(value > 0.1 && value < 1)
            // With z = D^(-1/2) u: A z_columns = σ D₁ z_rows, and the other way round.
            var left = rowDegrees.indices.map { -value * rowDegrees[$0] * vector[$0] }
            var right = columnDegrees.indices.map { -value * columnDegrees[$0] * vector[30 + $0] }
            for row in 0..<30 {
                for entry in matrix.entries(ofRow: row) {
                    let column = Int(matrix.columnIndices[entry])
                    left[row] += vector[30 + column]
                    right[column] += vector[row]
                }
            }
            #expect(left.allSatisfy { $0.magnitude < 1e-9 })
            #expect(right.allSatisfy { $0.magnitude < 1e-9 })
        }
    }

    @Test func componentsAreNumberedByWeight() {
        // Components: rows 0 and 2 with column 0; row 1 with columns 1 and 2; row 3 and column 3 are empty.
        let matrix = SparseMatrix(
            rowCount: 4, columnCount: 4, positions: [(0, 0), (2, 0), (1, 1), (1, 2)])
        let components = BipartiteComponents(matrix)
        #expect(components.weights == [2, 2])
        #expect(components.componentOfLine == [0, 1, 0, -1, 0, 1, 1, -1])
    }
}
