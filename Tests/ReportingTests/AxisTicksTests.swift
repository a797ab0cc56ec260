import TestSupport
import Testing

@testable import Reporting

@Suite struct AxisTicksTests {
    @Test(arguments: [
        (0.0...7.3, ["0", "2", "4", "6", "8"]),
        (0.0...0.3, ["0.0", "0.1", "0.2", "0.3"]),
        (0.31...0.62, ["0.3", "0.4", "0.5", "0.6", "0.7"]),
        (-1.0...1.0, ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
        (0.0...15_000_000, ["0", "5 000 000", "10 000 000", "15 000 000"]),
        (0.0...0.0, ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
        (2.0...2.0, ["1.0", "1.5", "2.0", "2.5", "3.0"]),
    ])
    func extendToRoundNumbers(range: ClosedRange<Double>, labels: [String]) {
        #expect(AxisTicks(range, about: 4, extending: true).labels == labels)
    }

    @Test func integersGetATickEach() {
        let ticks = AxisTicks(1...8, about: 3, integersOnly: true, extending: false)
        #expect(ticks.values == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(ticks.range == 1...8)
    }

    @Test func manyIntegersGetWholeSteps() {
        #expect(
            AxisTicks(1...64, about: 8, integersOnly: true, extending: false).labels == [
                "10", "20", "30", "40", "50", "60",
            ]
        )
        #expect(AxisTicks(1...13, about: 20, integersOnly: true, extending: false).values.count == 13)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func coverAnyRangeWithAFewTicks(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let scale = Double("1e\(Int.random(in: -12...12, using: &generator))")!
        let first = Double.random(in: -1...1, using: &generator) * scale
        let second = Double.random(in: -1...1, using: &generator) * scale
        let ticks = AxisTicks(min(first, second)...max(first, second), about: 5, extending: true)
        let slack = scale * 1e-8
        #expect((3...9).contains(ticks.values.count), "seed \(seed)")
        #expect(ticks.range.lowerBound <= min(first, second) + slack, "seed \(seed)")
        #expect(ticks.range.upperBound >= max(first, second) - slack, "seed \(seed)")
        #expect(Set(ticks.labels).count == ticks.labels.count, "seed \(seed)")
    }
}
