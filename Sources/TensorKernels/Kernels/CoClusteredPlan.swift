/// A sparse matrix whose rows and columns are grouped into blocks so that most elements lie where a row's block is its
/// column's: those blocks are stored dense, the rest sparse.
///
/// What a device computes that holds one block needs that block's inputs only.
public struct CoClusteredPlan: Sendable {
    public let rowCount: Int
    public let columnCount: Int
    public let blocks: [Block]
    private let rest: SparsePlan?

    /// One dense block on the diagonal.
    public struct Block: Sendable {
        /// Its outputs in the whole matrix, in order.
        public let rows: [Int]
        /// Its inputs in the whole matrix, in order.
        public let columns: [Int]
        let plan: DensePlan
    }

    /// - Parameters:
    ///   - rowBlock: the block of every row.
    ///   - columnBlock: the block of every column.
    public init(
        _ matrix: CompressedRows, rowBlock: [Int32], columnBlock: [Int32], bias: Tensor? = nil,
        instructionSet: InstructionSet = .best
    ) throws(KernelError) {
        guard rowBlock.count == matrix.rowCount, columnBlock.count == matrix.columnCount else {
            throw .sparseStructure("\(rowBlock.count) row and \(columnBlock.count) column blocks do not fit the matrix")
        }
        let count = Int(max(rowBlock.max() ?? -1, columnBlock.max() ?? -1)) + 1
        guard (rowBlock + columnBlock).allSatisfy({ $0 >= 0 }), count <= rowBlock.count + columnBlock.count else {
            throw .sparseStructure("block numbers are not 0, 1, 2 ...")
        }
        rowCount = matrix.rowCount
        columnCount = matrix.columnCount
        var blocks: [Block] = []
        for block in 0..<count {
            let rows = rowBlock.indices.filter { rowBlock[$0] == block }
            let columns = columnBlock.indices.filter { columnBlock[$0] == block }
            if rows.isEmpty { continue }
            var placeOfColumn: [Int: Int] = [:]
            for (place, column) in columns.enumerated() { placeOfColumn[column] = place }
            let weights = Tensor(extents: [rows.count, columns.count]) { target in
                target.update(repeating: 0)
                for (place, row) in rows.enumerated() {
                    for element in matrix.elements(ofRow: row) {
                        guard let column = placeOfColumn[Int(matrix.columns[element])] else { continue }
                        target[place * columns.count + column] += matrix.values[element]
                    }
                }
            }
            let blockBias = bias.map { bias in Tensor(extents: [rows.count], values: rows.map { bias[$0] }) }
            blocks.append(
                Block(
                    rows: rows, columns: columns,
                    plan: try DensePlan(weight: weights, bias: blockBias, instructionSet: instructionSet)))
        }
        self.blocks = blocks
        let outside = matrix.filtered { rowBlock[$0] != columnBlock[$1] }
        rest = outside.values.isEmpty ? nil : try SparsePlan(outside, instructionSet: instructionSet)
    }

    /// Outputs of one input vector `[columns]` or of a batch `[batch, columns]`: every block's, then what lies outside
    /// of the blocks.
    public func multiply(_ input: Tensor, threads: Int = 1) throws(KernelError) -> Tensor {
        guard let last = input.extents.last, last == columnCount, input.extents.count <= 2 else {
            throw .extents(what: "the input", found: input.extents, needed: "[\(columnCount)] or [n, \(columnCount)]")
        }
        let batch = input.extents.count == 2 ? input.extents[0] : 1
        var output =
            try rest?.multiply(input, threads: threads) ?? Tensor(extents: input.extents.dropLast() + [rowCount])
        for index in 0..<batch {
            for block in blocks {
                let values = block.columns.map { input[index * columnCount + $0] }
                let result = try block.plan.multiply(Tensor(extents: [values.count], values: values), threads: threads)
                for (place, row) in block.rows.enumerated() {
                    output[index * rowCount + row] = result[place] + output[index * rowCount + row]
                }
            }
        }
        return output
    }
}
