/// A matrix in compressed sparse rows as the kernels multiply it: a row an output.
public struct CompressedRows: Sendable {
    public let rowCount: Int
    public let columnCount: Int
    /// Where the elements of every row start, and their number at the end: `[rowCount + 1]`.
    public let rowPointers: [Int32]
    public let columns: [Int32]
    public let values: [Float]

    /// - Throws: `KernelError.sparseStructure` when the arrays contradict each other or a column does not exist.
    public init(
        rowCount: Int, columnCount: Int, rowPointers: [Int32], columns: [Int32], values: [Float]
    ) throws(KernelError) {
        guard rowCount >= 0, columnCount >= 0, columnCount <= Int(Int32.max) else {
            throw .sparseStructure("\(rowCount) rows and \(columnCount) columns")
        }
        guard rowPointers.count == rowCount + 1, rowPointers[0] == 0 else {
            throw .sparseStructure("\(rowPointers.count) row pointers for \(rowCount) rows, or the first is not 0")
        }
        guard columns.count == values.count, Int(rowPointers[rowCount]) == values.count else {
            throw .sparseStructure(
                "\(columns.count) columns and \(values.count) values, the last row pointer is \(rowPointers[rowCount])")
        }
        for row in 0..<rowCount where rowPointers[row] > rowPointers[row + 1] {
            throw .sparseStructure("the pointers of row \(row) go backwards")
        }
        guard columns.allSatisfy({ $0 >= 0 && Int($0) < columnCount }) else {
            throw .sparseStructure("a column is outside of 0 ..< \(columnCount)")
        }
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.rowPointers = rowPointers
        self.columns = columns
        self.values = values
    }

    /// The places of a row's elements.
    public func elements(ofRow row: Int) -> Range<Int> { Int(rowPointers[row])..<Int(rowPointers[row + 1]) }

    /// The elements that satisfy a condition, in the same order.
    func filtered(_ isIncluded: (_ row: Int, _ column: Int) -> Bool) -> CompressedRows {
        var pointers: [Int32] = [0]
        var columns: [Int32] = []
        var values: [Float] = []
        for row in 0..<rowCount {
            for place in elements(ofRow: row) where isIncluded(row, Int(self.columns[place])) {
                columns.append(self.columns[place])
                values.append(self.values[place])
            }
            pointers.append(Int32(columns.count))
        }
        return CompressedRows(
            uncheckedRowCount: rowCount, columnCount: columnCount, rowPointers: pointers, columns: columns,
            values: values)
    }

    private init(
        uncheckedRowCount rowCount: Int, columnCount: Int, rowPointers: [Int32], columns: [Int32], values: [Float]
    ) {
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.rowPointers = rowPointers
        self.columns = columns
        self.values = values
    }
}
