import NeuralNetworks
import TensorFiles
import Testing

@Suite struct SparseTriplesTests {
    private func whole(_ elements: [Int]) -> NumPyArray {
        NumPyArray(shape: [elements.count], elements: .integers(elements))
    }

    @Test func threeArraysInAnyOrderMakeAMatrix() throws {
        let values = NumPyArray(shape: [3], elements: .doubles([1, 2, 3]))
        let matrix = try SparseMatrix(rows: whole([2, 0, 2]), columns: whole([1, 3, 0]), values: values)
        #expect(matrix.rowCount == 3 && matrix.columnCount == 4)
        #expect(matrix.rowOffsets == [0, 1, 1, 3])
        #expect(matrix.columnIndices == [3, 0, 1])
        #expect(matrix.values == [2, 3, 1])
        let wide = try SparseMatrix(rows: whole([2]), columns: whole([1]), values: nil, shape: whole([5, 6]))
        #expect(wide.rowCount == 5 && wide.columnCount == 6 && wide.values == nil)
    }

    @Test func oneArrayOfThreeColumnsMakesAMatrix() throws {
        let triples = NumPyArray(shape: [2, 3], elements: .floats([1, 0, 0.5, 0, 2, -1]))
        let matrix = try SparseMatrix(triples: triples)
        #expect(matrix.rowOffsets == [0, 1, 2] && matrix.columnIndices == [2, 0] && matrix.values == [-1, 0.5])
    }

    @Test func writtenTriplesReadBack() throws {
        let pattern = SparseMatrix.uniform(rowCount: 9, columnCount: 7, nonZeroCount: 20, seed: 1)
        let weighted = SparseMatrix(
            rowCount: 9, columnCount: 7, rowOffsets: pattern.rowOffsets, columnIndices: pattern.columnIndices,
            values: (0..<20).map { Float($0) - 7.5 })
        for matrix in [pattern, weighted, SparseMatrix(rowCount: 3, columnCount: 0, positions: [])] {
            let (rows, columns, values, shape) = matrix.triples()
            #expect(try SparseMatrix(rows: rows, columns: columns, values: values, shape: shape) == matrix)
        }
    }

    @Test func errorsNameTheTriple() {
        func problem(_ body: () throws(SparseTriplesError) -> SparseMatrix) -> SparseTriplesError.Problem? {
            do throws(SparseTriplesError) { _ = try body() } catch { return error.problem }
            return nil
        }
        func matrix(
            _ rows: NumPyArray, _ columns: NumPyArray, _ values: NumPyArray? = nil, shape: NumPyArray? = nil
        ) -> SparseTriplesError.Problem? {
            problem { () throws(SparseTriplesError) in
                try SparseMatrix(rows: rows, columns: columns, values: values, shape: shape)
            }
        }
        #expect(matrix(whole([0, 1]), whole([0])) == .shapes([[2], [1]]))
        #expect(matrix(whole([0, -1]), whole([0, 0])) == .badIndex(triple: 1))
        #expect(matrix(whole([0, 2]), whole([0, 0]), shape: whole([2, 1])) == .badIndex(triple: 1))
        #expect(matrix(NumPyArray(shape: [1], elements: .doubles([0.5])), whole([0])) == .badIndex(triple: 0))
        #expect(matrix(whole([1, 0, 1]), whole([2, 0, 2])) == .duplicateEntry(row: 1, column: 2))
        let nan = NumPyArray(shape: [1], elements: .floats([.nan]))
        #expect(matrix(whole([0]), whole([0]), nan) == .valueNotFinite(triple: 0))
        #expect(matrix(whole([0]), whole([0]), shape: whole([1])) == .badMatrixShape)
        #expect(
            problem { () throws(SparseTriplesError) in try SparseMatrix(triples: whole([1, 2, 3])) } == .shapes([[3]]))
    }
}
