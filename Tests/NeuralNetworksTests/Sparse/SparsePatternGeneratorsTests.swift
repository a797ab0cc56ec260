import NeuralNetworks
import Testing

@Suite struct SparsePatternGeneratorsTests {
    @Test func uniformHasExactlyTheWantedNumber() {
        for count in [0, 1, 50, 120] {
            #expect(
                SparseMatrix.uniform(rowCount: 10, columnCount: 12, nonZeroCount: count, seed: 4).nonZeroCount == count)
        }
    }

    @Test func plantedWithoutNoiseStaysInItsBlocks() {
        let planted = SparseMatrix.planted(
            rowCount: 40, columnCount: 30, blockCount: 3, density: 0.2, noise: 0, seed: 5)
        let rows = planted.matrix.rowIndices()
        #expect(planted.matrix.nonZeroCount > 100)
        for entry in 0..<planted.matrix.nonZeroCount {
            #expect(
                planted.rowBlocks[Int(rows[entry])] == planted.columnBlocks[Int(planted.matrix.columnIndices[entry])])
        }
    }

    @Test func powerLawHasLongAndShortLines() {
        let matrix = SparseMatrix.powerLaw(
            rowCount: 200, columnCount: 200, nonZeroCount: 2000, exponent: 2.2, seed: 6)
        let degrees = matrix.rowDegrees().sorted()
        #expect(degrees[199] > 8 * max(1, degrees[100]))
    }

    @Test func seedsDecide() {
        func draw(_ seed: UInt64) -> SparseMatrix {
            .powerLaw(rowCount: 30, columnCount: 20, nonZeroCount: 100, exponent: 3, seed: seed)
        }
        #expect(draw(1) == draw(1))
        #expect(draw(1) != draw(2))
    }
}
