import NeuralNetworks
import Testing

@Suite struct SparseMatrixTests {
    @Test func positionsInAnyOrderGiveSortedRows() {
        let matrix = SparseMatrix(rowCount: 3, columnCount: 4, positions: [(2, 1), (0, 3), (2, 0), (0, 3), (0, 1)])
        #expect(matrix.rowOffsets == [0, 2, 2, 4])
        #expect(matrix.columnIndices == [1, 3, 0, 1])
        #expect(matrix.rowDegrees() == [2, 0, 2])
        #expect(matrix.columnDegrees() == [1, 2, 0, 1])
        #expect(matrix.rowIndices() == [0, 0, 2, 2])
        #expect(matrix.density == 4.0 / 12)
    }

    @Test func columnsLeadBackToEntries() {
        let matrix = SparseMatrix.uniform(rowCount: 13, columnCount: 9, nonZeroCount: 40, seed: 3)
        let columns = matrix.columns()
        let rows = matrix.rowIndices()
        var seen: Set<Int32> = []
        for column in 0..<matrix.columnCount {
            for place in columns.entries(ofColumn: column) {
                let entry = columns.entryNumbers[place]
                #expect(matrix.columnIndices[Int(entry)] == column)
                #expect(rows[Int(entry)] == columns.rowIndices[place])
                seen.insert(entry)
            }
        }
        #expect(seen.count == 40)
    }

    @Test func matrixWithoutLines() {
        let matrix = SparseMatrix(rowCount: 0, columnCount: 0, positions: [])
        #expect(matrix.nonZeroCount == 0 && matrix.density == 0 && matrix.columns().columnOffsets == [0])
    }

    @Test func pruningKeepsTheLargestMagnitudes() {
        // |weights| in order: 5, 4, 3, 2, 1, 0; the three largest stay.
        let matrix = SparseMatrix(pruning: [1, -5, 0, 4, 2, -3], rowCount: 2, columnCount: 3, keeping: 3)
        #expect(matrix.rowOffsets == [0, 1, 3])
        #expect(matrix.columnIndices == [1, 0, 2])
        #expect(matrix.values == [-5, 4, -3])
    }

    @Test(arguments: [0, 1, 7, 40, 60]) func pruningAgreesWithSorting(count: Int) {
        // Coarse weights, so that many magnitudes are equal: of equal ones the first stay.
        var generator = SplitMix64(seed: 5)
        let weights = (0..<60).map { _ in Float(generator.next(below: 9) - 4) / 4 }
        let kept = weights.indices.sorted { (-weights[$0].magnitude, $0) < (-weights[$1].magnitude, $1) }
            .prefix(count).sorted()
        let matrix = SparseMatrix(pruning: weights, rowCount: 6, columnCount: 10, keeping: count)
        #expect(zip(matrix.rowIndices(), matrix.columnIndices).map { Int($0 * 10 + $1) } == kept)
        #expect(matrix.values == kept.map { weights[$0] })
    }
}
