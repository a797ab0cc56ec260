/// The entries of a sparse matrix by columns (CSC), each with its number in the order by rows.
public struct SparseColumns: Sendable, Hashable {
    /// The entries of column `j` are at `columnOffsets[j] ..< columnOffsets[j + 1]` of the other two arrays.
    public let columnOffsets: [Int32]
    /// Row of every entry, increasing within a column.
    public let rowIndices: [Int32]
    /// Number of every entry in the order by rows, which leads to its value and its owner.
    public let entryNumbers: [Int32]

    /// - Complexity: O(entries + rows + columns).
    public init(_ matrix: SparseMatrix) {
        var offsets = [Int32](repeating: 0, count: matrix.columnCount + 1)
        for column in matrix.columnIndices { offsets[Int(column) + 1] += 1 }
        for column in 0..<matrix.columnCount { offsets[column + 1] += offsets[column] }
        var next = offsets
        var rows = [Int32](repeating: 0, count: matrix.nonZeroCount)
        var numbers = rows
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row) {
                let column = Int(matrix.columnIndices[entry])
                let place = Int(next[column])
                next[column] += 1
                rows[place] = Int32(row)
                numbers[place] = Int32(entry)
            }
        }
        columnOffsets = offsets
        rowIndices = rows
        entryNumbers = numbers
    }

    /// The positions of a column's entries in `rowIndices` and `entryNumbers`.
    public func entries(ofColumn column: Int) -> Range<Int> {
        Int(columnOffsets[column])..<Int(columnOffsets[column + 1])
    }
}

extension SparseMatrix {
    /// The same entries by columns.
    public func columns() -> SparseColumns { SparseColumns(self) }
}
