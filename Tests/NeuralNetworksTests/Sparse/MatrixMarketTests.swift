import NeuralNetworks
import Testing

@Suite struct MatrixMarketTests {
    static let header = "%%MatrixMarket matrix coordinate real general\n"

    @Test func readsCommentsAndAnyOrder() throws {
        let text = Self.header + "% a comment\n\n2 3 3\r\n2 3 -1.5\n\n1 2 2e1\n% another\n2 1 0.25\n"
        let matrix = try SparseMatrix(matrixMarket: text.utf8)
        #expect(matrix.rowOffsets == [0, 1, 3])
        #expect(matrix.columnIndices == [1, 0, 2])
        #expect(matrix.values == [20, 0.25, -1.5])
    }

    @Test func readsPatternAndInteger() throws {
        let pattern = try SparseMatrix(
            matrixMarket: "%%matrixmarket MATRIX coordinate pattern general\n1 1 1\n1 1\n".utf8)
        #expect(pattern.values == nil && pattern.nonZeroCount == 1)
        let integer = try SparseMatrix(
            matrixMarket: "%%MatrixMarket matrix coordinate integer general\n1 1 1\n1 1 -7\n".utf8)
        #expect(integer.values == [-7])
    }

    @Test(arguments: [SparseMatrix.uniform(rowCount: 7, columnCount: 5, nonZeroCount: 20, seed: 1)])
    func writtenMatricesReadBack(pattern: SparseMatrix) throws {
        #expect(try SparseMatrix(matrixMarket: pattern.matrixMarketText(comment: "two\nlines").utf8) == pattern)
        let weighted = SparseMatrix(
            rowCount: 7, columnCount: 5, rowOffsets: pattern.rowOffsets, columnIndices: pattern.columnIndices,
            values: (0..<20).map { Float($0) / 7 - 1 })
        #expect(try SparseMatrix(matrixMarket: weighted.matrixMarketText().utf8) == weighted)
    }

    static let errors: [(text: String, error: MatrixMarketError)] = [
        ("", MatrixMarketError(.badHeader(""), line: 1)),
        ("1 1 1\n1 1 1\n", MatrixMarketError(.badHeader("1 1 1"), line: 1)),
        (
            "%%MatrixMarket matrix array real general\n1 1\n",
            MatrixMarketError(.unsupported(found: "array", allowed: ["coordinate"]), line: 1)
        ),
        (
            "%%MatrixMarket matrix coordinate complex general\n",
            MatrixMarketError(.unsupported(found: "complex", allowed: ["real", "integer", "pattern"]), line: 1)
        ),
        (
            "%%MatrixMarket matrix coordinate real symmetric\n",
            MatrixMarketError(.unsupported(found: "symmetric", allowed: ["general"]), line: 1)
        ),
        (header, MatrixMarketError(.badSize(""), line: 1)),
        (header + "2 2\n", MatrixMarketError(.badSize("2 2"), line: 2)),
        (header + "2 2 -1\n", MatrixMarketError(.badSize("2 2 -1"), line: 2)),
        (header + "2 2 1\n3 1 1.0\n", MatrixMarketError(.rowOutOfRange(3, count: 2), line: 3)),
        (header + "2 2 1\n0 1 1.0\n", MatrixMarketError(.rowOutOfRange(0, count: 2), line: 3)),
        (header + "0 2 1\n1 1 1.0\n", MatrixMarketError(.rowOutOfRange(1, count: 0), line: 3)),
        (header + "2 2 1\n1 4 1.0\n", MatrixMarketError(.columnOutOfRange(4, count: 2), line: 3)),
        (header + "2 2 1\n1 1\n", MatrixMarketError(.badEntry("1 1"), line: 3)),
        (header + "2 2 1\n1 1 1.0 9\n", MatrixMarketError(.badEntry("1 1 1.0 9"), line: 3)),
        (header + "2 2 1\n1.5 1 1.0\n", MatrixMarketError(.badEntry("1.5 1 1.0"), line: 3)),
        (header + "2 2 1\n1 1 nan\n", MatrixMarketError(.valueNotFinite("nan"), line: 3)),
        (
            header + "2 2 3\n1 1 1\n2 2 1\n1 1 2\n",
            MatrixMarketError(.duplicateEntry(row: 1, column: 1), line: 5)
        ),
        (header + "2 2 2\n1 1 1\n", MatrixMarketError(.tooFewEntries(found: 1, expected: 2), line: 3)),
        (header + "2 2 1\n1 1 1\n2 2 1\n", MatrixMarketError(.tooManyEntries(expected: 1), line: 4)),
    ]

    @Test(arguments: errors.indices) func errorsNameTheLine(index: Int) {
        let (text, expected) = Self.errors[index]
        #expect(throws: expected) { try SparseMatrix(matrixMarket: text.utf8) }
    }
}
