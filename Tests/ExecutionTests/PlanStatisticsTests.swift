import Execution
import Tensors
import Testing
import Units

@Suite struct PlanStatisticsTests {
    @Test func countsMessagesBytesAndMACsByDevice() {
        let statistics = ExecutionPlan.twoStrips().statistics(bytesPerElement: 4)
        #expect(statistics.messages == 4)
        // 64 + 16 from device 0, 16 + 48 from device 1.
        #expect(statistics.sentBytesByDevice == [ByteCount(80), ByteCount(64)])
        #expect(statistics.receivedBytesByDevice == [ByteCount(64), ByteCount(80)])
        #expect(statistics.sentBytes == ByteCount(144))
        #expect(statistics.macsByDevice == [MACCount(216), MACCount(216)])
        #expect(statistics.macs == MACCount(432))
        #expect(statistics.weightBytesByDevice == [.zero, .zero])
    }

    @Test func countsWhatFurtherPlacesDoForTheirDevice() {
        var builder = PlanBuilder.maps(2, devices: 2, placeDevices: [0, 1, 1, 1])
        builder.send(0, from: 0, to: 2, .scatter, .rows(0..<4, of: 0))
        builder.send(0, from: 0, to: 3, .scatter, .rows(2..<6, of: 0))
        builder.compute(0, at: 2, macs: 5, reads: [.rows(0..<4, of: 0)], writes: [.rows(0..<3, of: 1)])
        builder.compute(0, at: 3, macs: 7, reads: [.rows(2..<6, of: 0)], writes: [.rows(3..<6, of: 1)])
        let statistics = builder.finish().statistics(bytesPerElement: 4)
        #expect(statistics.macsByDevice == [.zero, MACCount(12)])
        #expect(statistics.receivedBytesByDevice == [.zero, ByteCount(128)])
    }

    @Test func countsAWeightBlockOnceHoweverManyComputationsUseIt() {
        var builder = PlanBuilder.maps(2)
        let block = builder.addWeightBlock(WeightBlock(device: 0, bytes: ByteCount(36)))
        _ = builder.addWeightBlock(WeightBlock(device: 1, bytes: ByteCount(5)))
        _ = builder.addWeightBlock(WeightBlock(device: 1, bytes: ByteCount(6)))
        for rows in [0..<3, 3..<6] {
            builder.addComputation(
                step: 0, place: 0, kernel: .convolution, macs: MACCount(1), outputElements: 12,
                weightBytes: ByteCount(36), weightBlock: block, reads: [.rows(0..<6, of: 0)],
                writes: [.rows(rows, of: 1)])
        }
        #expect(builder.finish().statistics(bytesPerElement: 4).weightBytesByDevice == [ByteCount(36), ByteCount(11)])
    }

    // MARK: Peak activations

    @Test func peakOfAChainIsItsLargestInputAndOutputTogether() {
        // Tensors of 10, 20, 5 and 24 elements: 10 + 20, 20 + 5, 5 + 24 elements live at a time, 30 at most.
        var builder = PlanBuilder(
            tensorShapes: [10, 20, 5, 24].map { TensorShape(vector: $0) }, outputTensor: 3, deviceCount: 1,
            placeDevices: [0], inputPlace: 0, outputPlace: 0, bytesPerElement: 2)
        _ = builder.addStep(PlanStep(name: "all", layers: [], elementCount: 0, macs: .zero))
        func whole(_ tensor: Int, _ count: Int) -> [TensorSlice] {
            [TensorSlice(tensor: tensor, region: Region(TensorShape(vector: count)))]
        }
        builder.compute(0, at: 0, reads: whole(0, 10), writes: whole(1, 20))
        builder.compute(0, at: 0, reads: whole(1, 20), writes: whole(2, 5))
        builder.compute(0, at: 0, reads: whole(2, 5), writes: whole(3, 24))
        #expect(builder.finish().statistics(bytesPerElement: 2).peakActivationBytesByDevice == [ByteCount(60)])
    }

    @Test func aTensorThatIsReadAgainLaterStaysAlive() {
        // A shortcut: map 1 is read by the last computation as well. Live maps of 24 elements: 0 1, 1 2, 1 2 3.
        var builder = PlanBuilder.maps(4, devices: 1)
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        builder.compute(1, at: 0, reads: [.rows(0..<6, of: 1)], writes: [.rows(0..<6, of: 2)])
        builder.compute(2, at: 0, reads: [.rows(0..<6, of: 1), .rows(0..<6, of: 2)], writes: [.rows(0..<6, of: 3)])
        let statistics = builder.finish().statistics(bytesPerElement: 4)
        #expect(statistics.peakActivationBytesByDevice == [ByteCount(3 * 24 * 4)])
    }

    @Test func theOutputStaysAlive() {
        // Map 2 is the output; map 1 comes later, when the input and the output are still there.
        var builder = PlanBuilder.maps(3, devices: 1)
        builder.compute(1, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 2)])
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        let statistics = builder.finish().statistics(bytesPerElement: 4)
        #expect(statistics.peakActivationBytesByDevice == [ByteCount(3 * 24 * 4)])
    }

    @Test func peaksOfTwoStrips() {
        // Elements on device 0: input 24, +12 of map 1 = 36, -24 = 12, +4 halo = 16, +12 of map 2 = 28, -16 = 12,
        // +12 gathered = 24. On device 1: input 16, +12 = 28, -16 = 12, +4 halo = 16, +12 = 28.
        let statistics = ExecutionPlan.twoStrips().statistics(bytesPerElement: 4)
        #expect(statistics.peakActivationBytesByDevice == [ByteCount(36 * 4), ByteCount(28 * 4)])
    }

    @Test func theInputCountsWhereItLiesEvenIfNothingIsComputedThere() {
        var builder = PlanBuilder.maps(2, inputPlace: 1)
        builder.send(0, from: 1, to: 0, .scatter, .rows(0..<6, of: 0))
        builder.compute(0, at: 0, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        // Device 0: input and output; device 1: the input until it is sent.
        let statistics = builder.finish().statistics(bytesPerElement: 4)
        #expect(statistics.peakActivationBytesByDevice == [ByteCount(48 * 4), ByteCount(24 * 4)])
    }
}
