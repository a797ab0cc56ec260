import Execution
import Tensors
import Units

extension Region {
    /// Rows of a map with one channel and `width` columns.
    static func rows(_ rows: Range<Int>, width: Int) -> Region {
        Region(channels: 0..<1, rows: rows, columns: 0..<width)
    }
}

extension TensorSlice {
    /// Rows of a tensor with one channel and four columns.
    static func rows(_ rows: Range<Int>, of tensor: Int) -> TensorSlice {
        TensorSlice(tensor: tensor, region: .rows(rows, width: 4))
    }
}

extension PlanBuilder {
    /// A builder of plans over maps of one channel, 6 rows and 4 columns, float32.
    static func maps(
        _ count: Int, devices: Int = 2, placeDevices: [Int]? = nil, inputPlace: Int = 0, outputPlace: Int = 0
    ) -> PlanBuilder {
        let shapes = [TensorShape](repeating: TensorShape(channels: 1, height: 6, width: 4), count: count)
        var builder = PlanBuilder(
            tensorShapes: shapes, outputTensor: count - 1, deviceCount: devices,
            placeDevices: placeDevices ?? Array(0..<devices), inputPlace: inputPlace, outputPlace: outputPlace,
            bytesPerElement: 4)
        for tensor in 1..<count {
            _ = builder.addStep(PlanStep(name: "conv\(tensor)", layers: [tensor - 1], elementCount: 24, macs: .zero))
        }
        _ = builder.addStep(PlanStep(name: "output", layers: [], elementCount: 0, macs: .zero))
        return builder
    }

    mutating func compute(_ step: Int, at place: Int, macs: Int = 0, reads: [TensorSlice], writes: [TensorSlice]) {
        addComputation(
            step: step, place: place, kernel: .convolution, macs: MACCount(macs),
            outputElements: writes.reduce(0) { $0 + $1.region.elementCount }, reads: reads, writes: writes)
    }

    mutating func send(
        _ step: Int, from source: Int, to destination: Int, _ purpose: Transfer.Purpose = .exchange,
        _ slices: TensorSlice...
    ) { addTransfer(step: step, source: source, destination: destination, purpose: purpose, slices: slices) }
}

extension ExecutionPlan {
    /// Two 3x3 convolutions on a 1x6x4 map, each cut into two strips of three rows; device 0 has the input and wants
    /// the output.
    ///
    /// | operation | | predecessors |
    /// |---|---|---|
    /// | 0 | rows 2 ..< 6 of the input go to device 1 | |
    /// | 1, 2 | the first convolution on device 0 and 1 | none; 0 |
    /// | 3, 4 | row 2 goes to device 1, row 3 to device 0 | 1; 2 |
    /// | 5, 6 | the second convolution on device 0 and 1 | 1, 4; 2, 3 |
    /// | 7 | rows 3 ..< 6 of the output go to device 0 | 6 |
    static func twoStrips() -> ExecutionPlan {
        var builder = PlanBuilder.maps(3)
        builder.send(0, from: 0, to: 1, .scatter, .rows(2..<6, of: 0))
        builder.compute(0, at: 0, macs: 108, reads: [.rows(0..<4, of: 0)], writes: [.rows(0..<3, of: 1)])
        builder.compute(0, at: 1, macs: 108, reads: [.rows(2..<6, of: 0)], writes: [.rows(3..<6, of: 1)])
        builder.send(1, from: 0, to: 1, .exchange, .rows(2..<3, of: 1))
        builder.send(1, from: 1, to: 0, .exchange, .rows(3..<4, of: 1))
        builder.compute(1, at: 0, macs: 108, reads: [.rows(0..<4, of: 1)], writes: [.rows(0..<3, of: 2)])
        builder.compute(1, at: 1, macs: 108, reads: [.rows(2..<6, of: 1)], writes: [.rows(3..<6, of: 2)])
        builder.send(2, from: 1, to: 0, .gather, .rows(3..<6, of: 2))
        return builder.finish()
    }

    var allPredecessors: [[Int]] { operations.indices.map { predecessors(of: $0).map { Int($0) } } }

    /// The same plan with other predecessors of one operation.
    func replacingPredecessors(of operation: Int, with replacement: [Int]) -> ExecutionPlan {
        var lists = allPredecessors
        lists[operation] = replacement
        var plan = self
        plan.predecessors = lists.flatMap { $0.map { Int32($0) } }
        plan.predecessorOffsets = [0]
        for list in lists { plan.predecessorOffsets.append(plan.predecessorOffsets.last! + Int32(list.count)) }
        return plan
    }
}
