import DeviceProfiles
import Execution
import Simulator
import TestSupport
import Testing
import Units

@Suite struct PlanSimulationTests {
    private func pair(_ wireless: WirelessNetwork = .plain(wakeUp: 100)) -> Cluster {
        .of([.plain(), .plain()], wireless)
    }

    // MARK: By hand

    @Test func twoStripsByHand() {
        // A byte a nanosecond behind a wake-up of 100; a MAC a nanosecond.
        let compiled = CompiledPlan(.twoStrips(), on: pair())
        let timeline = compiled.run()
        // 0: 100 + 64. 1: at once. 2: behind 0. 3: behind 1, 116. 4: behind 2, 116. 5: behind 1 and 4. 6: behind 2, as 3
        // has arrived. 7: behind 6, 100 + 48.
        #expect(timeline.begin.map(\.nanoseconds) == [0, 0, 164, 1000, 1164, 1280, 1164, 2164])
        #expect(timeline.end.map(\.nanoseconds) == [164, 1000, 1164, 1116, 1280, 2280, 2164, 2312])
        #expect(timeline.ready == timeline.begin)
        #expect(timeline.wakeUp.map(\.nanoseconds) == [100, 0, 0, 100, 100, 0, 0, 100])
        #expect(timeline.transmission.map(\.nanoseconds) == [64, 0, 0, 16, 16, 0, 0, 48])
        #expect(timeline.latency == nanoseconds(2312))
        // Nothing had to wait.
        #expect(compiled.criticalPath(on: pair().channel) == nanoseconds(2312))
    }

    @Test func metricsOfTwoStrips() {
        let compiled = CompiledPlan(.twoStrips(), on: pair())
        let metrics = Metrics(compiled.run(), of: compiled)
        #expect(metrics.latency == nanoseconds(2312))
        #expect(metrics.computeByDevice == [nanoseconds(2000), nanoseconds(2000)])
        #expect(metrics.compute == nanoseconds(2000))
        #expect(metrics.wakeUp == nanoseconds(400))
        #expect(metrics.transmission == nanoseconds(144))
        #expect(metrics.delivery == nanoseconds(544))
        #expect(metrics.messages == 4)
        #expect(metrics.sentBytes == ByteCount(144))
        // Device 0: the input of 24 floats and 12 of the next map.
        #expect(metrics.peakMemory == ByteCount(144))
        #expect(metrics.steps.map(\.name) == ["conv1", "conv2", "output"])
        #expect(metrics.steps.map(\.messages) == [1, 2, 1])
        #expect(metrics.steps.map(\.sentBytes) == [64, 32, 48].map { ByteCount($0) })
        #expect(metrics.steps.map(\.compute) == [1000, 1000, 0].map { nanoseconds($0) })
        #expect(metrics.steps.map(\.wakeUp) == [100, 200, 100].map { nanoseconds($0) })
        #expect(metrics.steps.map(\.transmission) == [64, 32, 48].map { nanoseconds($0) })
        #expect(metrics.steps.map(\.begin) == [instant(0), instant(1000), instant(2164)])
        #expect(metrics.steps.map(\.end) == [instant(1164), instant(2280), instant(2312)])
    }

    @Test func theBusiestDeviceCounts() {
        // Device 1 takes 2000 a strip, device 0 1000.
        let compiled = CompiledPlan(.twoStrips(), on: .of([.plain(), .plain(macsPerSecond: 5e8)]))
        let metrics = Metrics(compiled.run(), of: compiled)
        #expect(metrics.computeByDevice == [nanoseconds(2000), nanoseconds(4000)])
        #expect(metrics.compute == nanoseconds(4000))
        #expect(metrics.steps.map(\.compute) == [2000, 2000, 0].map { nanoseconds($0) })
    }

    @Test func aStepWithoutOperationsHasNoBeginNorEnd() {
        var builder = PlanBuilder.maps(2, devices: 1)
        builder.compute(0, at: 0, macs: 7, reads: [.rows(0..<6, of: 0)], writes: [.rows(0..<6, of: 1)])
        let compiled = CompiledPlan(builder.finish(), on: .of([.plain()]))
        let metrics = Metrics(compiled.run(), of: compiled)
        #expect(metrics.steps.map(\.begin) == [instant(0), nil])
        #expect(metrics.steps.map(\.end) == [instant(7), nil])
    }

    @Test func messagesOfOneSenderWaitForEachOther() {
        // Two messages of 48 and 16 bytes at once; the computations on the devices that get them take 1000.
        var builder = PlanBuilder.maps(2, devices: 3)
        for (device, rows) in [(1, 0..<3), (2, 3..<4)] {
            builder.addTransfer(
                step: 0, source: 0, destination: device, purpose: .scatter, slices: [.rows(rows, of: 0)])
            builder.compute(0, at: device, macs: 1000, reads: [.rows(rows, of: 0)], writes: [.rows(rows, of: 1)])
        }
        let plan = builder.finish()
        let cluster = Cluster.of([.plain(), .plain(), .plain()])
        let compiled = CompiledPlan(plan, on: cluster)
        // 48 and 48 + 16; the critical path knows no waiting: 48 + 1000.
        #expect(compiled.run().end.map(\.nanoseconds) == [48, 1048, 64, 1064])
        #expect(compiled.criticalPath(on: cluster.channel) == nanoseconds(1048))
    }

    @Test func aProcessorTakesTheFirstOfTheWaitingOperations() {
        // On device 0 operation 0 runs until 100, while 3 and 4, ready from the start, wait for their turns.
        var builder = PlanBuilder.maps(2, devices: 2)
        builder.compute(0, at: 0, macs: 100, reads: [.rows(0..<1, of: 0)], writes: [.rows(0..<1, of: 1)])
        builder.addTransfer(step: 0, source: 0, destination: 1, purpose: .scatter, slices: [.rows(0..<4, of: 0)])
        builder.compute(0, at: 1, macs: 10, reads: [.rows(0..<4, of: 0)], writes: [.rows(1..<2, of: 1)])
        builder.compute(0, at: 0, macs: 30, reads: [.rows(2..<3, of: 0)], writes: [.rows(2..<3, of: 1)])
        builder.compute(0, at: 0, macs: 20, reads: [.rows(3..<4, of: 0)], writes: [.rows(3..<4, of: 1)])
        let timeline = CompiledPlan(builder.finish(), on: .of([.plain(), .plain()])).run()
        #expect(timeline.ready.map(\.nanoseconds) == [0, 0, 64, 0, 0])
        #expect(timeline.begin.map(\.nanoseconds) == [0, 0, 64, 100, 130])
        #expect(timeline.end.map(\.nanoseconds) == [100, 64, 74, 130, 150])
    }

    @Test func anOperationThatBecomesReadyOvertakesLaterOnesThatWait() {
        // Device 1 runs operation 1 until 116; 3, ready at 80 by the second message, then goes before 4, ready at 16.
        var builder = PlanBuilder.maps(2, devices: 2)
        func send(_ rows: Range<Int>) {
            builder.addTransfer(step: 0, source: 0, destination: 1, purpose: .scatter, slices: [.rows(rows, of: 0)])
        }
        func compute(_ macs: Int, _ rows: Range<Int>) {
            builder.compute(0, at: 1, macs: macs, reads: [.rows(rows, of: 0)], writes: [.rows(rows, of: 1)])
        }
        send(0..<1)
        compute(100, 0..<1)
        send(1..<5)
        compute(10, 1..<5)
        compute(1, 0..<1)
        let timeline = CompiledPlan(builder.finish(), on: .of([.plain(), .plain()])).run()
        #expect(timeline.ready.map(\.nanoseconds) == [0, 16, 0, 80, 16])
        #expect(timeline.begin.map(\.nanoseconds) == [0, 16, 16, 116, 126])
    }

    @Test func aPlanWithoutOperationsTakesNoTime() {
        let plan = PlanBuilder.maps(2, devices: 1).finish()
        let timeline = CompiledPlan(plan, on: .of([.plain()])).run()
        #expect(timeline.latency == .zero)
    }

    // MARK: Invariants

    /// A random plan on random devices and a random network.
    private struct RandomCase {
        var plan: ExecutionPlan
        var cluster: Cluster
        var variation: ComputeVariation

        init(seed: UInt64) throws {
            var generator = SeededGenerator(seed: seed)
            let devices = Int.random(in: 1...5, using: &generator)
            plan = ExecutionPlan.random(devices: devices, using: &generator)
            let wireless = WirelessNetwork.plain(
                overhead: 2 * Int.random(in: 0...20, using: &generator),
                wakeUp: 2 * Int.random(in: 0...100, using: &generator), occupying: Bool.random(using: &generator),
                Bool.random(using: &generator) ? .fair : .fifo)
            let profiles = (0..<devices).map { _ in
                DeviceProfile.plain(
                    macsPerSecond: Double.random(in: 3e8...3e9, using: &generator),
                    memory: ByteCount(Int.random(in: 0...4000, using: &generator)))
            }
            cluster = .of(profiles, wireless)
            variation = ComputeVariation(coefficient: Bool.random(using: &generator) ? 0.3 : 0)
            try plan.validate()
        }

        var compiled: CompiledPlan { CompiledPlan(plan, on: cluster) }
    }

    @Test(arguments: UInt64(0)..<80) func noLowerBoundIsBeaten(seed: UInt64) throws {
        let example = try RandomCase(seed: seed)
        let compiled = example.compiled
        let timeline = compiled.run()
        let metrics = Metrics(timeline, of: compiled)
        #expect(timeline.latency == (timeline.end.max() ?? .start) - .start, "seed \(seed)")
        #expect(timeline.latency >= compiled.criticalPath(on: example.cluster.channel), "seed \(seed)")
        #expect(timeline.latency >= metrics.compute, "seed \(seed)")
        #expect(timeline.latency >= metrics.transmission, "seed \(seed)")
        if example.cluster.wireless.wakeUpOccupiesChannel {
            #expect(timeline.latency >= metrics.delivery, "seed \(seed)")
        }
        // And something is always going on.
        let work = metrics.computeByDevice.reduce(.zero, +) + metrics.delivery
        #expect(timeline.latency <= work + nanoseconds(metrics.messages), "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<80) func operationsWaitForTheirPredecessorsAndTheirProcessorOnly(seed: UInt64) throws {
        let example = try RandomCase(seed: seed)
        let compiled = example.compiled
        let timeline = compiled.run(example.variation, seed: seed)
        for index in example.plan.operations.indices {
            let inputs = example.plan.predecessors(of: index).map { timeline.end[Int($0)] }.max() ?? .start
            #expect(timeline.ready[index] == inputs, "seed \(seed), operation \(index)")
            #expect(timeline.begin[index] >= inputs, "seed \(seed), operation \(index)")
            #expect(timeline.end[index] >= timeline.begin[index], "seed \(seed), operation \(index)")
            if example.variation.coefficient == 0, case .compute = example.plan.operations[index].action {
                #expect(timeline.end[index] - timeline.begin[index] == compiled.computeTimes[index], "seed \(seed)")
            }
        }
        for operations in compiled.computationsByDevice {
            let order = operations.sorted {
                (timeline.begin[$0], timeline.end[$0]) < (timeline.begin[$1], timeline.end[$1])
            }
            for (earlier, later) in zip(order, order.dropFirst()) {
                #expect(timeline.end[earlier] <= timeline.begin[later], "seed \(seed): \(earlier) and \(later) overlap")
            }
            let ends = Set(operations.map { timeline.end[$0] })
            for operation in operations where timeline.begin[operation] > timeline.ready[operation] {
                #expect(ends.contains(timeline.begin[operation]), "seed \(seed): \(operation) waits for nothing")
            }
            for (position, operation) in operations.enumerated() {
                for later in operations[(position + 1)...] where timeline.begin[later] < timeline.begin[operation] {
                    #expect(
                        timeline.ready[operation] >= timeline.begin[later], "seed \(seed): \(later) before \(operation)"
                    )
                }
            }
        }
    }

    @Test(arguments: UInt64(0)..<20) func aDeviceAloneTakesTheSumOfItsComputations(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let plan = ExecutionPlan.random(devices: 1, using: &generator)
        let compiled = CompiledPlan(plan, on: .of([.plain(macsPerSecond: 7e8, memory: ByteCount(1000))]))
        #expect(compiled.run().latency == compiled.computeTimes.reduce(.zero, +), "seed \(seed)")
        #expect(compiled.computeTimes.count == plan.operations.count, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<40) func doublingAllRatesHalvesTheLatency(seed: UInt64) throws {
        let example = try RandomCase(seed: seed)
        var wireless = example.cluster.wireless
        wireless.rate.bitsPerSecond *= 2
        wireless.messageOverhead.nanoseconds /= 2
        wireless.wakeUp.nanoseconds /= 2
        let faster = CompiledPlan(example.plan, on: .of(example.cluster.devices.map(\.profile.doubled), wireless))
        let (slow, fast) = (example.compiled, faster)
        // Rounding moves every operation by a few nanoseconds at most.
        for index in example.plan.operations.indices {
            let difference = slow.computeTimes[index].nanoseconds - 2 * fast.computeTimes[index].nanoseconds
            #expect(abs(difference) <= 4, "seed \(seed), operation \(index)")
        }
        let (before, after) = (slow.run().latency.nanoseconds, fast.run().latency.nanoseconds)
        #expect(
            abs(before - 2 * after) <= 4 * Int64(example.plan.operations.count), "seed \(seed): \(before), \(after)")
    }

    // MARK: Randomness

    @Test(arguments: UInt64(0)..<20) func equalSeedsGiveEqualTimelinesAndOthersDoNot(seed: UInt64) throws {
        let compiled = try RandomCase(seed: seed).compiled
        let variation = ComputeVariation(coefficient: 0.2)
        #expect(compiled.run(variation, seed: 5) == compiled.run(variation, seed: 5), "seed \(seed)")
        #expect(compiled.run(variation, seed: 5) != compiled.run(variation, seed: 6), "seed \(seed)")
        // Without variation the seed says nothing.
        #expect(compiled.run(seed: 5) == compiled.run(seed: 6), "seed \(seed)")
        #expect(compiled.run(seed: 5) != compiled.run(variation, seed: 5), "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<20) func anIdleDeviceLeavesTheOthersDrawsAlone(seed: UInt64) throws {
        let example = try RandomCase(seed: seed)
        let variation = ComputeVariation(coefficient: 0.2)
        var plan = example.plan
        plan.placeDevices.append(plan.deviceCount)
        plan.deviceCount += 1
        let larger = Cluster.of(example.cluster.devices.map(\.profile) + [.plain()], example.cluster.wireless)
        #expect(
            CompiledPlan(plan, on: larger).run(variation, seed: 9) == example.compiled.run(variation, seed: 9),
            "seed \(seed)")
    }

    @Test func variationKeepsTheMeanAndNeverGoesBelowATenth() {
        // 4000 computations of 1000 ns on one device with a coefficient of 0.5.
        var builder = PlanBuilder.maps(2, devices: 1)
        for _ in 0..<4000 { builder.compute(0, at: 0, macs: 1000, reads: [.rows(0..<1, of: 0)], writes: []) }
        let compiled = CompiledPlan(builder.finish(), on: .of([.plain()]))
        let timeline = compiled.run(ComputeVariation(coefficient: 0.5), seed: 1)
        let times = timeline.begin.indices.map { (timeline.end[$0] - timeline.begin[$0]).nanoseconds }
        #expect(times.min() == 100)
        #expect(times.max()! <= 4000)
        // The cut at a tenth lifts the mean of 1000 by about 8; four standard errors are 32.
        let mean = times.reduce(0, +) / 4000
        #expect((970...1045).contains(mean), "\(mean)")
    }
}
