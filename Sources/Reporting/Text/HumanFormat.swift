/// Numbers for people to read: the same on every machine, whatever its language settings.
///
/// Rounding starts from the shortest decimal digits of a number, and halves go away from zero. Infinite and undefined
/// numbers print as `inf`, `-inf` and `nan`. For numbers that programs read, use `CSVTable` or `JSONText`.
package enum HumanFormat {
    /// A duration given in seconds, in s, ms, µs or ns with up to four significant digits: `1.234 s`, `56.7 ms`.
    package static func seconds(_ value: Double) -> String {
        guard value.isFinite else { return "\(nonFinite(value)) s" }
        return prefixed(value, unit: "s", significantDigits: 4, prefixes: ["", "m", "µ", "n"], step: -3)
    }

    /// A rate in a unit with a decimal prefix and up to four significant digits: `rate(40e6, unit: "bit/s")` is
    /// `40 Mbit/s`.
    package static func rate(_ value: Double, unit: String) -> String {
        guard value.isFinite else { return "\(nonFinite(value)) \(unit)" }
        return prefixed(value, unit: unit, significantDigits: 4, prefixes: ["", "k", "M", "G", "T", "P"], step: 3)
    }

    /// How long something takes that people wait for, rounded up: `7 s`, `12 min`, `3 h 20 min`.
    package static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        switch whole {
        case ..<120: return "\(whole) s"
        case ..<7200: return "\((whole + 30) / 60) min"
        case ..<172_800: return "\(whole / 3600) h \(whole % 3600 / 60) min"
        default: return "\(whole / 86_400) days \(whole % 86_400 / 3600) h"
        }
    }

    /// A number of bytes with a binary prefix and up to three significant digits: `512 B`, `1.41 MiB`.
    package static func bytes(_ count: Int) -> String {
        var unit = 0
        var scaled = DecimalNumeral(Double(count))
        var divisor = 1.0
        // Rounding comes before the choice of the unit, so that 1023.9 KiB is 1 MiB and not 1024 KiB.
        while reaches1024(scaled), unit < byteUnits.count - 1 {
            unit += 1
            divisor *= 1024
            scaled = DecimalNumeral(Double(count) / divisor)
            scaled.roundFraction(toSignificantDigits: 3)
        }
        return "\(scaled.text()) \(byteUnits[unit])"
    }

    /// A whole number with a space between groups of three digits: `15 346 630 656`.
    package static func count(_ value: some BinaryInteger) -> String {
        let digits = Array(String(value.magnitude))
        var result = value < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(" ") }
            result.append(digit)
        }
        return result
    }

    /// A share of one in percent: `percent(0.1234)` is `12.3%`.
    package static func percent(_ share: Double, decimals: Int = 1) -> String {
        guard share.isFinite else { return "\(nonFinite(share))%" }
        var numeral = DecimalNumeral(share)
        numeral.scale(byPowerOfTen: 2)
        numeral.round(toDecimals: decimals)
        return numeral.text(decimals: decimals) + "%"
    }

    /// A ratio such as a speed-up: `factor(2.174)` is `2.17x`.
    package static func factor(_ value: Double, decimals: Int = 2) -> String {
        fixed(value, decimals: decimals) + "x"
    }

    /// A number with so many digits after the decimal point, and spaces between thousands where asked for.
    package static func fixed(_ value: Double, decimals: Int, grouped: Bool = false) -> String {
        guard value.isFinite else { return nonFinite(value) }
        var numeral = DecimalNumeral(value)
        numeral.round(toDecimals: decimals)
        return numeral.text(decimals: decimals, grouped: grouped)
    }

    private static let byteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]

    /// Picks the prefix after rounding, so that 0.99996 s is 1 s and not 1000 ms.
    private static func prefixed(
        _ value: Double,
        unit: String,
        significantDigits: Int,
        prefixes: [String],
        step: Int
    ) -> String {
        var numeral = DecimalNumeral(value)
        numeral.round(toSignificantDigits: significantDigits)
        // Floor division: 0.5 has the exponent -1 and belongs to the thousandths.
        let thousands = (numeral.exponent - (numeral.exponent < 0 ? 2 : 0)) / 3
        let index = min(max(step < 0 ? -thousands : thousands, 0), prefixes.count - 1)
        var scaled = DecimalNumeral(value)
        scaled.scale(byPowerOfTen: -step * index)
        scaled.roundFraction(toSignificantDigits: significantDigits)
        return "\(scaled.text(grouped: true)) \(prefixes[index])\(unit)"
    }

    private static func reaches1024(_ numeral: DecimalNumeral) -> Bool {
        let threshold: [UInt8] = [1, 0, 2, 4]
        return numeral.pointPosition > 4
            || numeral.pointPosition == 4 && !numeral.digits.lexicographicallyPrecedes(threshold)
    }

    private static func nonFinite(_ value: Double) -> String {
        value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
    }
}
