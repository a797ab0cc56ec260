import DeviceProfiles
import Execution
import Simulator
import Testing
import Units

@Suite struct ComputeCostTests {
    private let made = Provenance.estimate("made up for a test")

    /// A computation that reads and writes as many floats, and the step that it belongs to.
    private func part(
        _ kernel: KernelClass = .convolution, macs: Int, floats: Int = 0, weightBytes: Int = 0, addsUp: Bool = false
    ) throws -> Computation {
        var builder = PlanBuilder.maps(2, rows: max(1, floats), devices: 1)
        builder.addComputation(
            step: 0, place: 0, kernel: kernel, macs: MACCount(macs), outputElements: floats,
            weightBytes: ByteCount(weightBytes), addsPartialSums: addsUp,
            reads: floats > 0 ? [.rows(0..<floats, of: 0, width: 1)] : [],
            writes: floats > 0 ? [.rows(0..<floats, of: 1, width: 1)] : [])
        let operation = try #require(builder.finish().operations.first)
        guard case .compute(let computation) = operation.action else { throw CancellationError() }
        return computation
    }

    private func step(macs: Int = 1000, elements: Int = 100) -> PlanStep {
        PlanStep(name: "conv1", layers: [0], elementCount: elements, macs: MACCount(macs))
    }

    // MARK: Roofline

    /// One MAC a nanosecond, one byte a nanosecond.
    private var device: DeviceProfile {
        var profile = DeviceProfile.plain()
        profile.memoryBandwidth.value = DataRate(bitsPerSecond: 8e9)
        return profile
    }

    @Test func theLargerOfComputingAndMovingCounts() throws {
        // 100 floats read and written: 800 bytes.
        for (macs, expected) in [(10_000, 10_000), (801, 801), (800, 800), (799, 800), (1, 800)] {
            let time = ComputeCost().time(of: try part(macs: macs, floats: 100), step: step(), on: device)
            #expect(time == nanoseconds(expected), "\(macs) MACs")
        }
    }

    @Test func weightsAreMovedToo() throws {
        let computation = try part(.fullyConnected, macs: 500, floats: 100, weightBytes: 2000)
        #expect(ComputeCost().time(of: computation, step: step(), on: device) == nanoseconds(2800))
    }

    @Test func withoutMultiplicationsOnlyMovingCounts() throws {
        #expect(
            ComputeCost().time(of: try part(.elementwise, macs: 0, floats: 100), step: step(), on: device)
                == nanoseconds(800))
    }

    @Test func kernelsHaveTheirOwnRates() throws {
        var profile = device
        profile.relativeRates = [.pointwiseConvolution: Sourced(0.5, made), .depthwiseConvolution: Sourced(2, made)]
        for (kernel, expected) in [
            (KernelClass.convolution, 10_000), (.pointwiseConvolution, 20_000), (.depthwiseConvolution, 5000),
            (.fullyConnected, 10_000),
        ] {
            let time = ComputeCost().time(of: try part(kernel, macs: 10_000), step: step(), on: profile)
            #expect(time == nanoseconds(expected), "\(kernel)")
        }
    }

    // MARK: Traces

    private var trace: WorkloadTrace {
        WorkloadTrace(network: "n", device: "traced", source: "made up", layerTimes: ["conv1": nanoseconds(8000)])
    }

    @Test func aPartTakesItsShareOfTheMeasuredMACs() throws {
        let cost = ComputeCost(trace: trace)
        for (macs, expected) in [(1000, 8000), (250, 2000), (0, 0), (1500, 12_000)] {
            let time = cost.time(of: try part(macs: macs, floats: 1), step: step(), on: device)
            #expect(time == nanoseconds(expected), "\(macs) of 1000 MACs")
        }
    }

    @Test func withoutMACsAPartTakesItsShareOfTheElements() throws {
        let cost = ComputeCost(trace: trace)
        let time = cost.time(of: try part(.elementwise, macs: 0, floats: 25), step: step(macs: 0), on: device)
        #expect(time == nanoseconds(2000))
    }

    @Test func whatWasNotMeasuredTakesTheRoofline() throws {
        let cost = ComputeCost(trace: trace)
        var other = step()
        other.name = "conv2"
        #expect(cost.time(of: try part(macs: 300), step: other, on: device) == nanoseconds(300))
        // Adding partial sums up is no part of the layer's measured time.
        let addition = try part(.elementwise, macs: 0, floats: 10, addsUp: true)
        #expect(cost.time(of: addition, step: step(), on: device) == nanoseconds(80))
    }

    @Test func aTraceOfAnotherDeviceIsScaledByTheKernelsRates() throws {
        var trace = trace
        trace.rates = [
            .convolution: ComputeRate(macsPerSecond: 3e9), .pointwiseConvolution: ComputeRate(macsPerSecond: 6e9),
            .fullyConnected: ComputeRate(macsPerSecond: 4e9),
        ]
        trace.elementwiseRate = DataRate(bitsPerSecond: 80e9)
        let cost = ComputeCost(trace: trace)
        // Half of 8000 ns, 3 times slower; 1x1 kernels 6 times; memory 10 times.
        #expect(cost.time(of: try part(macs: 500), step: step(), on: device) == nanoseconds(12_000))
        #expect(
            cost.time(of: try part(.pointwiseConvolution, macs: 500), step: step(), on: device) == nanoseconds(24_000))
        let pool = try part(.elementwise, macs: 0, floats: 50)
        #expect(cost.time(of: pool, step: step(macs: 0), on: device) == nanoseconds(40_000))
        // The device could do a MAC a nanosecond, but its memory brings a weight of four bytes every four: 16 times.
        let dense = try part(.fullyConnected, macs: 500, weightBytes: 2000)
        #expect(cost.time(of: dense, step: step(), on: device) == nanoseconds(64_000))
        // The device itself takes what was measured.
        let traced = DeviceProfile.plain(name: "traced", macsPerSecond: 5e9)
        #expect(cost.time(of: try part(macs: 500), step: step(), on: traced) == nanoseconds(4000))
    }

    @Test func thinStripsTakeWhatTheyTookWhenMeasured() throws {
        var trace = trace
        // 8000 ns whole; a quarter 3000 instead of 2000, a half 4500 instead of 4000.
        trace.strips = [
            "conv1": [StripTime(share: 0.25, time: nanoseconds(3000)), StripTime(share: 0.5, time: nanoseconds(4500))]
        ]
        let cost = ComputeCost(trace: trace)
        for (macs, expected) in [
            (1000, 8000), (500, 4500), (250, 3000),
            (750, 6250),  // half-way between 4500 and 8000
            (375, 3750),  // half-way between 3000 and 4500
            (125, 2250),  // on the line through the two thinnest
            (0, 0), (1500, 12_000),
        ] {
            let time = cost.time(of: try part(macs: macs, floats: 1), step: step(), on: device)
            #expect(time == nanoseconds(expected), "\(macs) of 1000 MACs")
        }
        // A steep line would end below zero: a part takes at least its share of the thinnest strip.
        trace.strips = ["conv1": [StripTime(share: 0.5, time: nanoseconds(1000))]]
        let steep = ComputeCost(trace: trace)
        #expect(steep.time(of: try part(macs: 250, floats: 1), step: step(), on: device) == nanoseconds(500))
    }

    @Test(arguments: [KernelClass.sparseFullyConnected, .fullyConnected])
    func sparseLayersWereNotMeasured(kernel: KernelClass) throws {
        var step = step()
        step.isSparse = true
        let time = ComputeCost(trace: trace).time(of: try part(kernel, macs: 300), step: step, on: device)
        #expect(time == nanoseconds(300))
    }
}
