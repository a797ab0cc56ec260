/// A sparse matrix arranged for products with a vector: rows of about equal length side by side, eight at a time, with
/// 16-bit columns where they fit.
///
/// Every output is summed from its bias over the row's elements from the first to the last.
public struct SparsePlan: Sendable {
    public let rowCount: Int
    public let columnCount: Int
    private let kernels: VectorKernels
    /// Rows by falling length; eight make a slice.
    private let order: [Int]
    private let slices: Int
    /// Elements of every row of a slice that stand side by side, as many as its shortest row has.
    private let lengths: [Int]
    /// Where every slice starts in `sliceValues` and `sliceColumns`.
    private let sliceStarts: [Int]
    private let sliceValues: [Float]
    private let sliceColumns: [UInt16]
    /// What rows have beyond, by the row's place in `order`.
    private let restPointers: [Int]
    private let restValues: [Float]
    private let restColumns: [Int32]
    private let bias: [Float]

    private static let sliceRows = 8

    /// - Parameter bias: `[rows]`.
    public init(
        _ matrix: CompressedRows, bias: Tensor? = nil, instructionSet: InstructionSet = .best
    ) throws(KernelError) {
        if let bias, bias.extents != [matrix.rowCount] {
            throw .extents(what: "the bias", found: bias.extents, needed: "[\(matrix.rowCount)]")
        }
        rowCount = matrix.rowCount
        columnCount = matrix.columnCount
        kernels = try .kernels(instructionSet)
        self.bias = bias?.values ?? [Float](repeating: 0, count: matrix.rowCount)
        order = (0..<matrix.rowCount).sorted {
            (matrix.elements(ofRow: $1).count, $0) < (matrix.elements(ofRow: $0).count, $1)
        }
        slices = matrix.columnCount <= 1 << 16 ? matrix.rowCount / Self.sliceRows : 0
        var lengths: [Int] = []
        var starts: [Int] = [0]
        var values: [Float] = []
        var columns: [UInt16] = []
        values.reserveCapacity(matrix.values.count)
        columns.reserveCapacity(matrix.values.count)
        for slice in 0..<slices {
            let rows = order[slice * Self.sliceRows..<(slice + 1) * Self.sliceRows]
            let length = rows.map { matrix.elements(ofRow: $0).count }.min()!
            for index in 0..<length {
                for row in rows {
                    let place = Int(matrix.rowPointers[row]) + index
                    values.append(matrix.values[place])
                    columns.append(UInt16(matrix.columns[place]))
                }
            }
            lengths.append(length)
            starts.append(values.count)
        }
        var pointers = [0]
        var restValues: [Float] = []
        var restColumns: [Int32] = []
        for (place, row) in order.enumerated() {
            let sliced = place / Self.sliceRows < slices ? lengths[place / Self.sliceRows] : 0
            for element in matrix.elements(ofRow: row).dropFirst(sliced) {
                restValues.append(matrix.values[element])
                restColumns.append(matrix.columns[element])
            }
            pointers.append(restValues.count)
        }
        self.lengths = lengths
        sliceStarts = starts
        sliceValues = values
        sliceColumns = columns
        restPointers = pointers
        self.restValues = restValues
        self.restColumns = restColumns
    }

    /// Outputs of one input vector `[columns]` or of a batch `[batch, columns]`.
    public func multiply(_ input: Tensor, threads: Int = 1) throws(KernelError) -> Tensor {
        try multiply(input, startsFromBias: true, threads: threads)
    }

    /// What the elements contribute to the outputs of an input vector or of a batch: sums without the bias.
    func contributions(_ input: Tensor, threads: Int = 1) throws(KernelError) -> Tensor {
        try multiply(input, startsFromBias: false, threads: threads)
    }

    private func multiply(_ input: Tensor, startsFromBias: Bool, threads: Int) throws(KernelError) -> Tensor {
        guard let last = input.extents.last, last == columnCount, input.extents.count <= 2 else {
            throw .extents(what: "the input", found: input.extents, needed: "[\(columnCount)] or [n, \(columnCount)]")
        }
        let batch = input.extents.count == 2 ? input.extents[0] : 1
        return Tensor(extents: input.extents.dropLast() + [rowCount]) { target in
            input.withUnsafeBuffer { source in
                for index in 0..<batch {
                    run(
                        source.baseAddress! + index * columnCount, startsFromBias: startsFromBias, threads: threads,
                        output: target.baseAddress! + index * rowCount)
                }
            }
        }
    }

    func run(
        _ input: UnsafePointer<Float>, startsFromBias: Bool = true, threads: Int, output: UnsafeMutablePointer<Float>
    ) {
        let rowsPerJob =
            threads == 1 ? max(rowCount, 1) : max(rowCount / (8 * threads), 1).roundedUp(toMultipleOf: Self.sliceRows)
        let jobs = (rowCount + rowsPerJob - 1) / rowsPerJob
        nonisolated(unsafe) let input = input
        nonisolated(unsafe) let output = output
        runJobs(jobs, threads: threads, scratch: rowsPerJob) { job, scratch in
            let first = job * rowsPerJob
            let end = min(first + rowsPerJob, rowCount)
            for place in first..<end { scratch[place - first] = startsFromBias ? bias[order[place]] : 0 }
            let sliceRange = first / Self.sliceRows..<max(first / Self.sliceRows, min(end / Self.sliceRows, slices))
            if !sliceRange.isEmpty {
                let start = sliceStarts[sliceRange.lowerBound]
                lengths.withUnsafeBufferPointer { lengths in
                    sliceValues.withUnsafeBufferPointer { values in
                        sliceColumns.withUnsafeBufferPointer { columns in
                            guard let values = values.baseAddress, let columns = columns.baseAddress else { return }
                            kernels.multiplySlices(
                                sliceRange.count, lengths.baseAddress! + sliceRange.lowerBound, values + start,
                                columns + start, input, scratch)
                        }
                    }
                }
            }
            restValues.withUnsafeBufferPointer { values in
                restColumns.withUnsafeBufferPointer { columns in
                    for place in first..<end {
                        let rest = restPointers[place]..<restPointers[place + 1]
                        var sum = scratch[place - first]
                        if let values = values.baseAddress, let columns = columns.baseAddress, !rest.isEmpty {
                            sum = kernels.multiplySparseRow(
                                rest.count, values + rest.lowerBound, columns + rest.lowerBound, input, sum)
                        }
                        output[order[place]] = sum
                    }
                }
            }
        }
    }
}

extension Int {
    func roundedUp(toMultipleOf step: Int) -> Int { (self + step - 1) / step * step }
}
