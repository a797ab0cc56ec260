/// Round numbers on an axis: multiples of 1, 2 or 5 times a power of ten.
struct AxisTicks: Hashable, Sendable {
    /// The positions, in ascending order.
    let values: [Double]
    /// The positions as text, all with the same number of decimals.
    let labels: [String]
    /// The end points of the axis.
    let range: ClosedRange<Double>

    /// Chooses ticks for a range of finite numbers.
    /// - Parameters:
    ///   - range: The numbers to show. A range without extent is widened.
    ///   - count: About how many ticks there should be.
    ///   - integersOnly: Whether only whole numbers get ticks; then a short range gets a tick at each.
    ///   - extending: Whether the axis grows to the ticks around the range; else it ends where the range ends.
    init(_ range: ClosedRange<Double>, about count: Int, integersOnly: Bool = false, extending: Bool) {
        let range = Self.widened(range)
        let span = range.upperBound - range.lowerBound
        let step = integersOnly && span <= 12 ? Step(mantissa: 1, exponent: 0) : Step(atLeast: span / Double(count))
        let chosen = integersOnly && step.exponent < 0 ? Step(mantissa: 1, exponent: 0) : step

        // A tick that misses an end by a rounding error belongs to that end.
        let slack = 1e-9
        let lowest = chosen.quotient(of: range.lowerBound)
        let highest = chosen.quotient(of: range.upperBound)
        let first = extending ? (lowest + slack).rounded(.down) : (lowest - slack).rounded(.up)
        let last = extending ? (highest - slack).rounded(.up) : (highest + slack).rounded(.down)
        self.values = first <= last ? (Int(first)...Int(last)).map(chosen.multiple) : []
        self.labels = values.map {
            HumanFormat.fixed($0, decimals: max(0, -chosen.exponent), grouped: true)
        }
        self.range = extending ? chosen.multiple(Int(first))...chosen.multiple(Int(last)) : range
    }

    /// Avoids a division by zero, and steps below the resolution of the numbers.
    private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
        let magnitude = max(range.lowerBound.magnitude, range.upperBound.magnitude)
        precondition(magnitude <= 1e100, "an axis ends at 1e100")
        guard range.upperBound - range.lowerBound <= magnitude * 1e-6 else { return range }
        let margin = magnitude == 0 ? 1 : magnitude / 2
        return range.lowerBound - margin...range.upperBound + margin
    }

    /// Powers of ten are kept as exponents so that 3 steps of 0.1 are 0.3.
    private struct Step {
        let mantissa: Int
        let exponent: Int

        init(mantissa: Int, exponent: Int) {
            self.mantissa = mantissa
            self.exponent = exponent
        }

        init(atLeast size: Double) {
            let exponent = DecimalNumeral(size).exponent
            let leading = Self.scaled(size, byPowerOfTen: -exponent)
            let mantissa = [1, 2, 5].first { leading <= Double($0) * (1 + 1e-9) }
            self.mantissa = mantissa ?? 1
            self.exponent = mantissa == nil ? exponent + 1 : exponent
        }

        func multiple(_ index: Int) -> Double {
            Self.scaled(Double(index * mantissa), byPowerOfTen: exponent)
        }

        func quotient(of value: Double) -> Double {
            Self.scaled(value, byPowerOfTen: -exponent) / Double(mantissa)
        }

        private static func scaled(_ value: Double, byPowerOfTen power: Int) -> Double {
            // Reading the power from text is exact, and dividing by 10 is more exact than multiplying by 0.1.
            let factor = Double("1e\(power.magnitude)") ?? .infinity
            return power < 0 ? value / factor : value * factor
        }
    }
}
