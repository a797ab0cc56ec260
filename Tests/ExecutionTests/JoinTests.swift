import Tensors
import Testing
import Units

@testable import Execution

@Suite struct JoinTests {
    /// Device 0 collects a slice of a vector from each of `count` devices and sends all of it to each.
    private func allGather(_ count: Int) -> ExecutionPlan {
        let shape = TensorShape(vector: count)
        var builder = PlanBuilder(
            tensorShapes: [shape, shape, shape], outputTensor: 2, deviceCount: count + 1,
            placeDevices: Array(0...count), inputPlace: 0, outputPlace: 0, bytesPerElement: 4)
        let step = builder.addStep(PlanStep(name: "fc", layers: [0], elementCount: count, macs: .zero))
        let slice = { (tensor: Int, number: Int) in
            TensorSlice(tensor: tensor, region: Region(channels: number..<number + 1, rows: 0..<1, columns: 0..<1))
        }
        let all = { (tensor: Int) in TensorSlice(tensor: tensor, region: Region(shape)) }
        for device in 1...count {
            builder.addTransfer(step: step, source: 0, destination: device, purpose: .scatter, slices: [all(0)])
            builder.addComputation(
                step: step, place: device, kernel: .fullyConnected, macs: .zero, outputElements: 1, reads: [all(0)],
                writes: [slice(1, device - 1)])
            builder.addTransfer(
                step: step, source: device, destination: 0, purpose: .upload, slices: [slice(1, device - 1)])
        }
        for device in 1...count {
            let missing = Region(shape).subtracting(slice(1, device - 1).region)
            builder.addTransfer(
                step: step, source: 0, destination: device, purpose: .download,
                slices: missing.map { TensorSlice(tensor: 1, region: $0) })
            builder.addComputation(
                step: step, place: device, kernel: .fullyConnected, macs: .zero, outputElements: 1, reads: [all(1)],
                writes: [slice(2, device - 1)])
            builder.addTransfer(
                step: step, source: device, destination: 0, purpose: .gather, slices: [slice(2, device - 1)])
        }
        return builder.finish()
    }

    private func joinCount(_ plan: ExecutionPlan) -> Int {
        plan.operations.count { if case .join = $0.action { true } else { false } }
    }

    @Test func fewPredecessorsAreListedOneByOne() throws {
        let plan = allGather(4)
        #expect(joinCount(plan) == 0)
        try plan.validate()
    }

    @Test func manyReadersOfManyWritersShareOneJoin() throws {
        let plan = allGather(64)
        #expect(joinCount(plan) == 1)
        try plan.validate()
        // Without it 64 messages would wait for 63 uploads each.
        #expect(plan.predecessors.count < 10 * 64)
    }

    @Test func aJoinWithoutAWriterThatIsReadIsAFault() throws {
        var plan = allGather(64)
        let join = plan.operations.firstIndex { if case .join = $0.action { true } else { false } }!
        let position = Int(plan.predecessorOffsets[join])
        // The join waits for one upload twice instead of for two.
        plan.predecessors[position] = plan.predecessors[position + 1]
        #expect(throws: PlanFault.self) { try plan.validate() }
    }
}
