import DeviceProfiles
import Testing
import Units

@testable import Simulator

@Suite struct ArrivalStreamTests {
    @Test func exponentialTimesHaveTheirMoments() {
        var stream = RandomStream(seed: 5, consumer: "test")
        let draws = (0..<100_000).map { _ in stream.nextExponential() }
        let mean = draws.reduce(0, +) / 100_000
        // Standard errors: 1 / sqrt(n) of the mean, sqrt(20 / n) of the second moment, 0.5 / sqrt(n) and below of shares.
        #expect(abs(mean - 1) < 4 * 0.00316)
        #expect(abs(draws.reduce(0) { $0 + $1 * $1 } / 100_000 - 2) < 4 * 0.0142)
        for (bound, share) in [(0.1, 0.904837), (0.7, 0.496585), (1.5, 0.223130), (4.0, 0.018316)] {
            #expect(abs(Double(draws.count { $0 > bound }) / 100_000 - share) < 4 * 0.00158)
        }
    }

    @Test func streamsOfEqualSourcesDiffer() {
        let process = ArrivalProcess.poisson(meanInterval: nanoseconds(1_000_000))
        var first = ArrivalStream(process, seed: 1, index: 0)
        var second = ArrivalStream(process, seed: 1, index: 1)
        #expect(first.first() != second.first())
    }

    @Test func aTraceEnds() {
        var stream = ArrivalStream(.trace([instant(3), instant(8)]), seed: 0, index: 0)
        #expect(stream.first() == instant(3))
        #expect(stream.next(after: instant(3)) == instant(8))
        #expect(stream.next(after: instant(8)) == nil)
        #expect(stream.next(afterAnswer: instant(8)) == nil)
    }
}
