import DeviceProfiles
import Execution
import Simulator
import Testing
import Units

@Suite struct WeightResidencyTests {
    /// Device 0 computes two maps of 96 bytes one after the other with a block of weights each, so holds 192 bytes of
    /// activations at a time.
    private func plan(blocks: [Int]) -> ExecutionPlan {
        var builder = PlanBuilder.maps(blocks.count + 1, devices: 1)
        for (index, bytes) in blocks.enumerated() {
            let block = builder.addWeightBlock(WeightBlock(device: 0, bytes: ByteCount(bytes)))
            builder.compute(
                index, at: 0, macs: 100, weightBlock: block, reads: [.rows(0..<6, of: index)],
                writes: [.rows(0..<6, of: index + 1)])
        }
        return builder.finish()
    }

    private func compiled(_ plan: ExecutionPlan, memory: Int) -> CompiledPlan {
        CompiledPlan(plan, on: .of([.plain(memory: ByteCount(memory))]))
    }

    @Test func whatDoesNotFitBesideTheActivationsIsStreamed() {
        let plan = plan(blocks: [50, 30, 10])
        for (memory, streamed) in [
            (282, [0, 0, 0]), (281, [0, 0, 1]), (272, [0, 0, 10]), (252, [0, 20, 10]), (192, [50, 30, 10]),
            (0, [50, 30, 10]),
        ] {
            let residency = compiled(plan, memory: memory).residency
            #expect(residency.streamedBytes == streamed.map { ByteCount($0) }, "\(memory) bytes")
            // 192 of activations, 90 of weights, whatever the room.
            #expect(residency.demandByDevice == [ByteCount(282)])
        }
    }

    @Test func streamingComesOnTopOfComputing() {
        // Storage reads 0.1 bytes a nanosecond: 20 and 10 bytes take 200 and 100.
        let compiled = compiled(plan(blocks: [50, 30, 10]), memory: 252)
        #expect(compiled.computeTimes == [100, 300, 200].map { nanoseconds($0) })
        #expect(Metrics(compiled.run(), of: compiled).streamedBytes == ByteCount(30))
    }

    @Test func devicesHaveTheirOwnRoom() {
        var builder = PlanBuilder.maps(2, devices: 3)
        for device in [0, 1, 0, 2] { _ = builder.addWeightBlock(WeightBlock(device: device, bytes: ByteCount(100))) }
        builder.compute(0, at: 0, macs: 1, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        let profiles = [292 + 60, 30, 100].map { DeviceProfile.plain(memory: ByteCount($0)) }
        let residency = CompiledPlan(builder.finish(), on: .of(profiles)).residency
        // Device 0 has 352 - 192 = 160 for 200, device 1 has 30 for 100.
        #expect(residency.streamedBytes == [0, 70, 40, 0].map { ByteCount($0) })
        #expect(residency.demandByDevice == [392, 100, 100].map { ByteCount($0) })
    }
}
