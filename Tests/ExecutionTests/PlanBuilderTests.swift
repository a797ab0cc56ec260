import Execution
import Tensors
import TestSupport
import Testing
import Units

@Suite struct PlanBuilderTests {
    @Test func derivesPredecessorsFromWhoWroteWhatIsRead() {
        #expect(ExecutionPlan.twoStrips().allPredecessors == [[], [], [0], [1], [2], [1, 4], [2, 3], [6]])
    }

    @Test func whatWasThereAtTheStartHasNoPredecessor() {
        var builder = PlanBuilder.maps(2)
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        for (tensor, writer) in [(0, Int32(-1)), (1, 0)] {
            #expect(builder.holdings(of: tensor, at: 0).map(\.region) == [.rows(0..<6, width: 4)])
            #expect(builder.holdings(of: tensor, at: 0).map(\.writer) == [writer])
        }
        #expect(builder.holdings(of: 1, at: 1) == [])
        #expect(builder.finish().allPredecessors == [[]])
    }

    @Test func aWriterOfSeveralBoxesThatAreReadIsListedOnce() {
        var builder = PlanBuilder.maps(3)
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<2, of: 1), .rows(2..<6, of: 1)])
        builder.compute(1, at: 0, reads: [.rows(0..<6, of: 1), .rows(1..<3, of: 1)], writes: [.rows(0..<6, of: 2)])
        #expect(builder.finish().allPredecessors == [[], [0]])
    }

    @Test func aWriterThatOnlyTouchesTheBoxIsNoPredecessor() {
        var builder = PlanBuilder.maps(3)
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<3, of: 1)])
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(3..<6, of: 1)])
        builder.compute(1, at: 0, reads: [.rows(3..<6, of: 1)], writes: [.rows(0..<6, of: 2)])
        #expect(builder.finish().allPredecessors == [[], [], [1]])
    }

    @Test func whatAnotherPlaceWroteIsNoPredecessorUnlessItIsShared() throws {
        for isShared in [false, true] {
            var builder = PlanBuilder.maps(3, devices: 1, placeDevices: [0, 0])
            builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
            if isShared { builder.share(tensor: 1, region: .rows(1..<4, width: 4), from: 0, to: 1) }
            builder.compute(1, at: 1, reads: [.rows(1..<4, of: 1)], writes: [.rows(0..<6, of: 2)])
            #expect(builder.holdings(of: 1, at: 1).map(\.region) == (isShared ? [.rows(1..<4, width: 4)] : []))
            #expect(builder.finish().allPredecessors == [[], isShared ? [0] : []])
        }
    }

    @Test func aForgottenTensorNoLongerCounts() {
        var builder = PlanBuilder.maps(3)
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        builder.send(1, from: 0, to: 1, .exchange, .rows(0..<6, of: 1))
        builder.forget(tensor: 1, at: 1)
        #expect(builder.holdings(of: 1, at: 1) == [])
        #expect(builder.holdings(of: 1, at: 0).count == 1)
        builder.send(1, from: 0, to: 1, .exchange, .rows(0..<2, of: 1))
        builder.compute(1, at: 1, reads: [.rows(0..<2, of: 1)], writes: [.rows(0..<6, of: 2)])
        #expect(builder.finish().allPredecessors == [[], [0], [0], [2]])
    }

    @Test func bytesFollowFromTheSlices() throws {
        let plan = ExecutionPlan.twoStrips()
        let transfers = plan.operations.compactMap { operation -> Int? in
            if case .transfer(let transfer) = operation.action { transfer.bytes.bytes } else { nil }
        }
        // Rows of 4 columns x 4 bytes: 4, 1, 1 and 3 of them.
        #expect(transfers == [64, 16, 16, 48])
        guard case .compute(let first) = plan.operations[1].action else {
            Issue.record("operation 1 is a computation")
            return
        }
        // Reads 4 rows and writes 3: 7 x 16 bytes.
        #expect(first.activationBytes == ByteCount(112))
        #expect(first.outputElements == 12)
        #expect(first.weightBlock == -1)
    }

    @Test func numbersStepsBlocksAndPartialSumsInTheirOrder() {
        var builder = PlanBuilder.maps(2)
        #expect(builder.addStep(PlanStep(name: "more", layers: [], elementCount: 0, macs: .zero)) == 2)
        #expect(builder.addWeightBlock(WeightBlock(device: 1, bytes: ByteCount(3))) == 0)
        #expect(builder.addWeightBlock(WeightBlock(device: 0, bytes: ByteCount(4))) == 1)
        // Two tensors, so the first partial sum is number 2.
        #expect(builder.addPartialSum(PartialSum(tensor: 1, place: 0)) == 2)
        #expect(builder.addPartialSum(PartialSum(tensor: 1, place: 1)) == 3)
        builder.addRedundantMACs(MACCount(5))
        builder.addRedundantMACs(MACCount(6))
        #expect(builder.finish().redundantMACs == MACCount(11))
    }

    /// Predecessors of random plans against writers found element by element.
    @Test(arguments: UInt64(0)..<60) func predecessorsMatchWritersOfSingleElements(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let places = 3
        let tensors = 3
        let shape = TensorShape(channels: 2, height: 4, width: 3)
        var builder = PlanBuilder(
            tensorShapes: .init(repeating: shape, count: tensors), outputTensor: 2, deviceCount: places,
            placeDevices: [0, 1, 2], inputPlace: 0, outputPlace: 0, bytesPerElement: 4)
        _ = builder.addStep(PlanStep(name: "only", layers: [], elementCount: 0, macs: .zero))
        // Who wrote every element of [place][tensor], all of them.
        var writers = [[[Set<Int>]]](
            repeating: .init(repeating: .init(repeating: [], count: shape.elementCount), count: tensors), count: places)
        func range(_ count: Int) -> Range<Int> {
            let first = Int.random(in: 0..<count, using: &generator)
            return first..<Int.random(in: first + 1...count, using: &generator)
        }
        func box(_ tensor: Int) -> TensorSlice {
            TensorSlice(tensor: tensor, region: Region(channels: range(2), rows: range(4), columns: range(3)))
        }
        func elements(_ slice: TensorSlice) -> [Int] {
            var result: [Int] = []
            for channel in slice.region.channels {
                for row in slice.region.rows {
                    for column in slice.region.columns { result.append((channel * 4 + row) * 3 + column) }
                }
            }
            return result
        }
        var expected: [[Int]] = []
        for index in 0..<25 {
            let source = Int.random(in: 0..<places, using: &generator)
            let reads = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
                box(Int.random(in: 0..<tensors, using: &generator))
            }
            var found: Set<Int> = []
            for slice in reads {
                for element in elements(slice) { found.formUnion(writers[source][Int(slice.tensor)][element]) }
            }
            expected.append(found.sorted())
            let destination: Int
            let writes: [TensorSlice]
            if Bool.random(using: &generator) {
                destination = (source + Int.random(in: 1..<places, using: &generator)) % places
                writes = reads
                builder.addTransfer(
                    step: 0, source: source, destination: destination, purpose: .exchange, slices: reads)
            } else {
                destination = source
                writes = [box(Int.random(in: 0..<tensors, using: &generator))]
                builder.compute(0, at: source, reads: reads, writes: writes)
            }
            for slice in writes {
                for element in elements(slice) { writers[destination][Int(slice.tensor)][element].insert(index) }
            }
        }
        #expect(builder.finish().allPredecessors == expected, "seed \(seed)")
    }
}
