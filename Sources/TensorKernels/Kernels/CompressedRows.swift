import NeuralNetworks

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

    /// A layer's matrix, whose rows are inputs, turned so that a row is an output with its inputs in ascending order.
    ///
    /// - Parameters:
    ///   - value: of an entry, by its number and position.
    ///   - isIncluded: whether an entry, by its number, is among those that are wanted.
    init(
        _ matrix: SparseMatrix, value: (_ entry: Int, _ input: Int, _ output: Int) -> Float,
        where isIncluded: (_ entry: Int) -> Bool = { _ in true }
    ) {
        let byOutput = matrix.columns()
        var pointers: [Int32] = [0]
        var columns: [Int32] = []
        var values: [Float] = []
        for output in 0..<matrix.columnCount {
            for place in byOutput.entries(ofColumn: output) {
                let entry = Int(byOutput.entryNumbers[place])
                guard isIncluded(entry) else { continue }
                columns.append(byOutput.rowIndices[place])
                values.append(value(entry, Int(byOutput.rowIndices[place]), output))
            }
            pointers.append(Int32(columns.count))
        }
        self.init(
            uncheckedRowCount: matrix.columnCount, columnCount: matrix.rowCount, rowPointers: pointers,
            columns: columns, values: values)
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
