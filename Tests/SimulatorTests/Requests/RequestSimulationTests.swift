import DeviceProfiles
import Execution
import TestSupport
import Testing
import Units

@testable import Simulator

@Suite struct RequestSimulationTests {
    private let alone = CompiledPlan(.single(macs: 1000), on: .of([.plain()]))

    // MARK: One request

    @Test(arguments: 0..<40) func oneRequestRunsAsThePlanAlone(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let devices = Int.random(in: 1...4, using: &generator)
        let plan = ExecutionPlan.random(devices: devices, using: &generator)
        let wireless = WirelessNetwork.plain(
            overhead: Int.random(in: 0...50, using: &generator), wakeUp: Int.random(in: 0...50, using: &generator),
            occupying: Bool.random(using: &generator), Bool.random(using: &generator) ? .fair : .fifo)
        let compiled = CompiledPlan(plan, on: .of(Array(repeating: .plain(), count: devices), wireless))
        let variation = ComputeVariation(coefficient: 0.2)
        let timeline = RequestSimulation.timeline(
            of: compiled, medium: compiled.cluster.channel, variation: variation, seed: UInt64(seed))
        #expect(timeline == compiled.run(variation, seed: UInt64(seed)))
    }

    // MARK: By hand

    @Test func aLineInFrontOfOneDevice() {
        // Every request takes 1000; they come at 0, 400 and 5000.
        let times = [0, 400, 5000].map { instant($0) }
        let (run, _) = serve([alone], [.trace(times)], requests: 3)
        #expect(run.arrivals == [0, 400, 5000])
        #expect(run.answers == [1000, 2000, 6000])
        #expect(run.computeByDevice == [nanoseconds(3000)])
        #expect(run.mostInFlight == 2)
        // One under way but from 400 to 1000 two, and none from 2000 to 5000.
        #expect(abs(run.requestSeconds - 3600e-9) < 1e-18)
        #expect(run.end == instant(6000))
    }

    @Test func theEarlierRequestGoesFirstOnEveryProcessor() {
        // Device 0 computes the first strips of both requests while it waits for the first one's halo: 0 to 1000 and to
        // 2000; then it has halos of both and takes the first: to 3000. Device 1 has the first halo when it is done with
        // its first strip, at 1064, and so stays with the first request: to 2064, and 48 bytes. Its first strip of the
        // second is done at 3064, its halo at 3080: device 0 computes to 4080, device 1 to 4064, and 48 bytes more.
        let compiled = CompiledPlan(.twoStrips(), on: .of([.plain(), .plain()]))
        let (pair, _) = serve([compiled], [.trace([instant(0), instant(1)])], requests: 2)
        #expect(pair.answers == [3000, 4112])
    }

    @Test func sourcesRunTheirOwnPlans() {
        let other = CompiledPlan(.single(macs: 300), on: .of([.plain()]))
        let (run, _) = serve(
            [alone, other], [.trace([instant(0)]), .trace([instant(100), instant(2000)])], requests: 10)
        #expect(run.requests.map(\.source) == [0, 1, 1])
        #expect(run.answers == [1000, 1300, 2300])
    }

    @Test func requestsEndAtTheirNumberOrTheirTime() {
        let process = ArrivalProcess.periodic(interval: nanoseconds(2000))
        #expect(serve([alone], [process], requests: 3).run.arrivals == [0, 2000, 4000])
        #expect(serve([alone], [process], requests: 100, duration: nanoseconds(6000)).run.arrivals.count == 4)
        #expect(
            serve([alone], [.poisson(meanInterval: nanoseconds(10))], requests: 100, duration: .zero).run.end == .start)
    }

    @Test func closedSourcesAskAgainAfterTheAnswer() {
        let (run, _) = serve([alone], [.closed(thinkTime: nanoseconds(500))], requests: 3)
        #expect(run.arrivals == [0, 1500, 3000])
        #expect(run.answers == [1000, 2500, 4000])
        #expect(run.mostInFlight == 1)
    }

    // MARK: Conservation

    @Test(arguments: 0..<8) func whatRequestsTakeAddsUp(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(100 + seed))
        let devices = Int.random(in: 2...4, using: &generator)
        let compiled = CompiledPlan(
            .random(devices: devices, using: &generator),
            on: .of(Array(repeating: .plain(), count: devices), .plain(overhead: 20, wakeUp: 5)))
        let single = Metrics(compiled.run(), of: compiled)
        let mean = nanoseconds(Int(single.latency.nanoseconds) * 2 / 3 + 1)
        let (run, _) = serve([compiled], [.poisson(meanInterval: mean)], requests: 200, seed: UInt64(seed))
        #expect(run.requests.count == 200)
        #expect(run.messages == 200 * single.messages)
        #expect(run.sentBytes == ByteCount(200 * single.sentBytes.bytes))
        #expect(run.computeByDevice == single.computeByDevice.map { 200 * $0 })
        #expect(run.transmission == 200 * single.transmission)
        #expect(run.wakeUp == 200 * single.wakeUp)
        // Little's law for a system that starts and ends empty: requests under way over time are the latencies' sum.
        #expect(abs(run.requestSeconds / run.totalLatency - 1) < 1e-9)
        // Nobody is faster than alone on a free channel.
        let least = compiled.criticalPath(on: compiled.cluster.channel)
        #expect(run.requests.allSatisfy { $0.latency >= least && $0.answer <= run.end })
    }

    @Test func equalSeedsGiveEqualRunsAndOthersDoNot() {
        let process = ArrivalProcess.poisson(meanInterval: nanoseconds(1200))
        let variation = ComputeVariation(coefficient: 0.3)
        let first = serve([alone, alone], [process, process], requests: 500, variation: variation, seed: 3).run
        #expect(first == serve([alone, alone], [process, process], requests: 500, variation: variation, seed: 3).run)
        #expect(first != serve([alone, alone], [process, process], requests: 500, variation: variation, seed: 4).run)
    }

    @Test func oneMoreSourceLeavesTheArrivalsOfOthersAlone() {
        let process = ArrivalProcess.poisson(meanInterval: nanoseconds(5000))
        let one = serve([alone], [process], requests: 100_000, duration: nanoseconds(1_000_000), seed: 9).run
        let two = serve(
            [alone, alone], [process, process], requests: 100_000, duration: nanoseconds(1_000_000), seed: 9)
        #expect(one.arrivals == two.run.requests.filter { $0.source == 0 }.map(\.arrival.nanoseconds))
    }

    // MARK: Saturation

    @Test func aClosedLoopOfManyKeepsTheDeviceBusy() {
        let closed = ArrivalProcess.closed(thinkTime: .zero)
        let (run, load) = serve(Array(repeating: alone, count: 3), [closed, closed, closed], requests: 1000)
        let metrics = LoadMetrics(run, of: load, wakeUpOccupiesChannel: true)
        #expect(run.end == instant(1_000_000))
        #expect(abs(metrics.throughput - 1e6) < 1e-3)
        #expect(metrics.deviceUtilization == 1)
        #expect(metrics.mostInFlight == 3)
        // All but the first two wait for two others.
        #expect(metrics.medianLatency == 3e-6)
    }

    @Test(arguments: [0, 1600]) func theBottleneckSetsTheThroughput(overhead: Int) {
        // Every device is busy for 2000 with a request, the channel for 144 and four overheads.
        let compiled = CompiledPlan(.twoStrips(), on: .of([.plain(), .plain()], .plain(overhead: overhead)))
        let busy = max(2000, 144 + 4 * overhead)
        let (run, load) = serve([compiled], [.periodic(interval: nanoseconds(busy / 3))], requests: 2000)
        let metrics = LoadMetrics(run, of: load, wakeUpOccupiesChannel: true)
        #expect(abs(metrics.throughput * Double(busy) * 1e-9 - 1) < 0.01)
        #expect(max(metrics.deviceUtilization, metrics.channelUtilization) > 0.99)
    }

    @Test func belowSaturationWhatComesIsAnswered() {
        let (run, load) = serve([alone], [.periodic(interval: nanoseconds(4000))], requests: 500)
        let metrics = LoadMetrics(run, of: load, wakeUpOccupiesChannel: true)
        #expect(run.requests.allSatisfy { $0.latency == nanoseconds(1000) })
        #expect(abs(metrics.throughput - 0.25e6) < 0.25e6 / 400)
        #expect(abs(metrics.deviceUtilization - 0.25) < 0.001)
    }
}
