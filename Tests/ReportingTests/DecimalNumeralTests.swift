import TestSupport
import Testing

@testable import Reporting

@Suite struct DecimalNumeralTests {
    @Test(arguments: [(314.0, 2), (0.005, -3), (1, 0), (1e-05, -5), (1.25e20, 20), (0, 0), (-99, 1)])
    func exponentOfTheFirstDigit(value: Double, exponent: Int) {
        #expect(DecimalNumeral(value).exponent == exponent)
    }

    @Test func zeroHasNoSign() {
        #expect(DecimalNumeral(-0.0) == DecimalNumeral(0))
        #expect(DecimalNumeral(-0.0).text(decimals: 1) == "0.0")
    }

    @Test func roundingCarriesThroughNines() {
        var numeral = DecimalNumeral(99.96)
        numeral.round(toSignificantDigits: 3)
        #expect(numeral == DecimalNumeral(100))
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func textReadsBack(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let value = Double(bitPattern: generator.next())
        guard value.isFinite else { return }
        #expect(Double(DecimalNumeral(value).text()) == value, "seed \(seed)")
    }
}
