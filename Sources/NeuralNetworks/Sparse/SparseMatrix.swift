/// The weights of a pruned fully connected layer in compressed rows (CSR).
///
/// Rows are input neurons and columns output neurons, so that `y = Aᵀ x`. Within a row, columns increase strictly.
/// The number of an entry is its position in this order; owners of non-zeros are listed by it.
public struct SparseMatrix: Sendable, Hashable {
    public let rowCount: Int
    public let columnCount: Int
    /// The entries of row `i` are at `rowOffsets[i] ..< rowOffsets[i + 1]`.
    public let rowOffsets: [Int32]
    /// Column of every entry.
    public let columnIndices: [Int32]
    /// Weight of every entry; nil if only the pattern is known.
    public let values: [Float]?

    /// - Precondition: offsets and indices form a valid pattern with strictly increasing columns in every row, and
    ///   there are as many values as entries.
    public init(rowCount: Int, columnCount: Int, rowOffsets: [Int32], columnIndices: [Int32], values: [Float]? = nil) {
        precondition(rowCount >= 0 && columnCount >= 0 && columnCount <= Int(Int32.max), "bad shape")
        precondition(
            rowOffsets.count == rowCount + 1 && rowOffsets[0] == 0 && Int(rowOffsets[rowCount]) == columnIndices.count,
            "row offsets must go from 0 to the number of entries")
        precondition(values == nil || values!.count == columnIndices.count, "as many values as entries")
        for row in 0..<rowCount {
            precondition(rowOffsets[row] <= rowOffsets[row + 1], "row offsets must not decrease")
            var previous: Int32 = -1
            for entry in Int(rowOffsets[row])..<Int(rowOffsets[row + 1]) {
                precondition(columnIndices[entry] > previous, "columns of a row must increase")
                previous = columnIndices[entry]
            }
            precondition(Int(previous) < columnCount, "column out of range")
        }
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.rowOffsets = rowOffsets
        self.columnIndices = columnIndices
        self.values = values
    }

    /// A pattern from positions in any order; repeated positions count once.
    public init(rowCount: Int, columnCount: Int, positions: [(row: Int, column: Int)]) {
        var offsets = [Int32](repeating: 0, count: rowCount + 1)
        for position in positions { offsets[position.row + 1] += 1 }
        for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
        var next = offsets
        var columns = [Int32](repeating: 0, count: positions.count)
        for position in positions {
            columns[Int(next[position.row])] = Int32(position.column)
            next[position.row] += 1
        }
        var rowOffsets: [Int32] = [0]
        rowOffsets.reserveCapacity(rowCount + 1)
        var columnIndices: [Int32] = []
        columnIndices.reserveCapacity(columns.count)
        for row in 0..<rowCount {
            let start = columnIndices.count
            for column in columns[Int(offsets[row])..<Int(offsets[row + 1])].sorted()
            where columnIndices.count == start || columnIndices[columnIndices.count - 1] != column {
                columnIndices.append(column)
            }
            rowOffsets.append(Int32(columnIndices.count))
        }
        self.init(rowCount: rowCount, columnCount: columnCount, rowOffsets: rowOffsets, columnIndices: columnIndices)
    }

    /// By a few numbers alone: large matrices serve as keys.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(rowCount)
        hasher.combine(columnCount)
        hasher.combine(columnIndices.count)
        hasher.combine(columnIndices.first)
        hasher.combine(columnIndices.last)
    }

    public var nonZeroCount: Int { columnIndices.count }

    /// Share of the positions that hold an entry; 0 for a matrix without positions.
    public var density: Double {
        rowCount * columnCount == 0 ? 0 : Double(nonZeroCount) / (Double(rowCount) * Double(columnCount))
    }

    /// The numbers of the entries of a row.
    public func entries(ofRow row: Int) -> Range<Int> { Int(rowOffsets[row])..<Int(rowOffsets[row + 1]) }

    /// Number of entries of every row.
    public func rowDegrees() -> [Int] { (0..<rowCount).map { entries(ofRow: $0).count } }

    /// Number of entries of every column.
    public func columnDegrees() -> [Int] {
        var degrees = [Int](repeating: 0, count: columnCount)
        for column in columnIndices { degrees[Int(column)] += 1 }
        return degrees
    }

    /// Row of every entry.
    public func rowIndices() -> [Int32] {
        var rows = [Int32](repeating: 0, count: nonZeroCount)
        for row in 0..<rowCount { for entry in entries(ofRow: row) { rows[entry] = Int32(row) } }
        return rows
    }
}
