import Foundation
import TestSupport
import Testing

@testable import Reporting

@Suite struct AxisScaleTests {
    @Test(arguments: [
        (5.0...500, ["5", "10", "20", "50", "100", "200", "500"]),
        (1.0...4, ["1", "2", "5"]),
        (0.004...0.9, ["0.002", "0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1"]),
        (3.0...2e6, ["1", "10", "100", "1 000", "10 000", "100 000", "1 000 000", "10 000 000"]),
    ])
    func logarithmicTicksAreOneTwoAndFiveOrPowersOfTen(range: ClosedRange<Double>, labels: [String]) {
        let ticks = AxisTicks(logarithmic: range, about: 8, extending: true)
        // A label has as many decimals as its own decade needs.
        #expect(ticks.labels == labels)
    }

    @Test func manyDecadesShowEverySoManiethPower() {
        let ticks = AxisTicks(logarithmic: 1...1e30, about: 5, extending: true)
        #expect(ticks.values == [1, 1e6, 1e12, 1e18, 1e24, 1e30])
    }

    @Test func aSingleValueLiesInTheMiddle() {
        let scale = AxisScale(40...40, kind: .logarithmic, about: 5, extending: false)
        #expect(abs(scale.share(of: 40) - 0.5) < 1e-12)
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func logarithmicTicksCoverAnyRange(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let exponents = [
            Double.random(in: -12...12, using: &generator), Double.random(in: -12...12, using: &generator),
        ]
        let range = pow(10, exponents.min()!)...pow(10, exponents.max()!)
        let ticks = AxisTicks(logarithmic: range, about: 6, extending: true)
        #expect((2...14).contains(ticks.values.count), "seed \(seed): \(ticks.labels)")
        #expect(ticks.range.lowerBound <= range.lowerBound * 1.00001, "seed \(seed)")
        #expect(ticks.range.upperBound >= range.upperBound * 0.99999, "seed \(seed)")
        #expect(ticks.range.lowerBound > 0, "seed \(seed)")
        #expect(Set(ticks.labels).count == ticks.labels.count, "seed \(seed)")
        #expect(zip(ticks.values, ticks.values.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
        // What a label says is what its tick means.
        for (value, label) in zip(ticks.values, ticks.labels) {
            let read = Double(label.replacing(" ", with: ""))!
            #expect(abs(read / value - 1) < 1e-9, "seed \(seed): \(label)")
        }
    }

    @Test(arguments: [AxisScale.Kind.linear, .logarithmic])
    func sharesGrowFromZeroToOne(kind: AxisScale.Kind) {
        let scale = AxisScale(2...64, kind: kind, about: 5, extending: false)
        #expect(scale.share(of: 2) == 0)
        #expect(abs(scale.share(of: 64) - 1) < 1e-12)
        let shares = [2.0, 4, 8, 16, 32, 64].map(scale.share)
        #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 < $1 })
        // 8 is 2 doublings of 5 up the logarithmic axis, and 6 of 62 up the linear one.
        #expect(abs(shares[2] - (kind == .linear ? 6.0 / 62 : 0.4)) < 1e-12)
    }
}
