public import DeviceProfiles
public import NeuralNetworks
public import Units

/// How a worker stores its non-zeros of a sparse layer: in compressed sparse columns, in a dense block, or both.
///
/// A dense weight needs 4 bytes, zeros included. In compressed sparse columns a non-zero needs 4 bytes and the number of
/// its input, 2 bytes for up to 65,536 inputs and else 4; an offset of 4 bytes for every output comes on top.
public struct SparseStorage: Sendable, Hashable {
    /// Non-zeros and the lines they lie on.
    public struct Lines: Sendable, Hashable {
        public var nonZeroCount: Int
        /// Inputs of the non-zeros, increasing; numbered by channel, row and column of the layer's input.
        public var inputs: [Int32]
        /// Outputs of the non-zeros, increasing.
        public var outputs: [Int32]
    }

    /// All non-zeros.
    public let all: Lines
    /// Those in the dense block, which has all crossings of their lines; nil without a block.
    public let dense: Lines?
    /// The others; nil if there are none.
    public let sparse: Lines?
    /// Bytes of the number of an input.
    public let indexBytes: Int

    /// Stores some non-zeros in the way that the costs call fastest.
    ///
    /// - Parameters:
    ///   - rows: input of every non-zero.
    ///   - columns: output of every non-zero.
    ///   - costs: nil: all in compressed sparse columns.
    init(rows: [Int32], columns: [Int32], inputCount: Int, costs: SparseKernelCosts?) {
        indexBytes = Self.indexBytes(inputCount: inputCount)
        all = Lines(rows: rows, columns: columns)
        guard let costs, !rows.isEmpty else {
            dense = nil
            sparse = rows.isEmpty ? nil : all
            return
        }
        let sparseTime = costs.sparseTime(of: all)
        var best = (dense: Lines?.none, sparse: Lines?.some(all), time: sparseTime)
        let denseTime = costs.denseTime(of: all)
        if denseTime < sparseTime { best = (all, nil, denseTime) }
        if let block = DenseBlockSearch(costs: costs).block(rows: rows, columns: columns) {
            let (inside, outside) = Self.split(rows: rows, columns: columns, by: block)
            let time = costs.denseTime(of: inside) + costs.sparseTime(of: outside)
            let limit = TimeSpan(seconds: (1 - Self.leastSaving) * sparseTime.seconds)
            if outside.nonZeroCount > 0, time < min(best.time, limit) { best = (inside, outside, time) }
        }
        dense = best.dense
        sparse = best.sparse
    }

    /// What two kernels have to save of the time of one: less is used up by starting the second one and by gathering
    /// the block's inputs, which rates do not show. Our judgement.
    private static let leastSaving = 0.05

    private static func split(rows: [Int32], columns: [Int32], by block: DenseBlock) -> (inside: Lines, outside: Lines)
    {
        let isInput = marks(block.inputs)
        let isOutput = marks(block.outputs)
        let others = rows.indices.filter { entry in
            let (row, column) = (Int(rows[entry]), Int(columns[entry]))
            return !(row < isInput.count && isInput[row] && column < isOutput.count && isOutput[column])
        }
        return (
            Lines(nonZeroCount: rows.count - others.count, inputs: block.inputs, outputs: block.outputs),
            Lines(rows: others.map { rows[$0] }, columns: others.map { columns[$0] })
        )
    }

    /// Every worker's storage.
    ///
    /// - Parameter profiles: of the workers; nil: all in compressed sparse columns.
    public static func storages(
        of partition: SparsePartition, matrix: SparseMatrix, profiles: [DeviceProfile]?
    ) -> [SparseStorage] {
        precondition(profiles == nil || profiles!.count == partition.workerCount, "a profile for every worker")
        var rows = [[Int32]](repeating: [], count: partition.workerCount)
        var columns = rows
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row) {
                let owner = Int(partition.owners[entry])
                rows[owner].append(Int32(row))
                columns[owner].append(matrix.columnIndices[entry])
            }
        }
        return rows.indices.map { worker in
            SparseStorage(
                rows: rows[worker], columns: columns[worker], inputCount: matrix.rowCount,
                costs: profiles.map { SparseKernelCosts(profile: $0[worker], inputCount: matrix.rowCount) })
        }
    }

    public var block: DenseBlock? { dense.map { DenseBlock(inputs: $0.inputs, outputs: $0.outputs) } }

    /// Multiply-accumulates of both kernels, those with stored zeros included.
    public var macs: MACCount { MACCount((block?.elementCount ?? 0) + (sparse?.nonZeroCount ?? 0)) }

    public var bytes: ByteCount { denseBytes + sparseBytes }

    public var denseBytes: ByteCount { dense.map(Self.denseBytes) ?? .zero }

    public var sparseBytes: ByteCount {
        sparse.map { Self.sparseBytes(of: $0, indexBytes: indexBytes) } ?? .zero
    }

    static func denseBytes(of lines: Lines) -> ByteCount {
        ByteCount(Network.bytesPerElement * lines.inputs.count * lines.outputs.count)
    }

    static func sparseBytes(of lines: Lines, indexBytes: Int) -> ByteCount {
        ByteCount((Network.bytesPerElement + indexBytes) * lines.nonZeroCount + 4 * (lines.outputs.count + 1))
    }

    static func indexBytes(inputCount: Int) -> Int { inputCount <= 1 << 16 ? 2 : 4 }

    /// Whether every number up to the largest is in an increasing list.
    fileprivate static func marks(_ numbers: [Int32]) -> [Bool] {
        var marks = [Bool](repeating: false, count: Int(numbers.max() ?? -1) + 1)
        for number in numbers { marks[Int(number)] = true }
        return marks
    }
}

extension SparseStorage.Lines {
    /// - Parameters:
    ///   - rows: input of every non-zero.
    ///   - columns: output of every non-zero.
    init(rows: [Int32], columns: [Int32]) {
        func distinct(_ numbers: [Int32]) -> [Int32] {
            SparseStorage.marks(numbers).enumerated().compactMap { $0.element ? Int32($0.offset) : nil }
        }
        self.init(nonZeroCount: rows.count, inputs: distinct(rows), outputs: distinct(columns))
    }
}
