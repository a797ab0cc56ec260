import Foundation

/// Where values of an axis lie between its ends, and its ticks.
struct AxisScale: Hashable, Sendable {
    /// How numbers turn into distances.
    enum Kind: Hashable, Sendable {
        /// Equal differences, equal distances.
        case linear
        /// Equal ratios, equal distances; for positive numbers.
        case logarithmic

        /// Logarithmic where a linear axis would crowd most numbers at its lower end: the largest of positive ones is
        /// 20 times the smallest or more.
        init(suiting numbers: [Double]) {
            guard let least = numbers.min(), let greatest = numbers.max(), least > 0, greatest >= 20 * least else {
                self = .linear
                return
            }
            self = .logarithmic
        }
    }

    let kind: Kind
    let ticks: AxisTicks

    /// Chooses ticks for a range of finite numbers; on a logarithmic axis they must be positive.
    init(
        _ range: ClosedRange<Double>, kind: Kind, about count: Int, integersOnly: Bool = false, extending: Bool
    ) {
        self.kind = kind
        ticks =
            switch kind {
            case .linear: AxisTicks(range, about: count, integersOnly: integersOnly, extending: extending)
            case .logarithmic: AxisTicks(logarithmic: range, about: count, extending: extending)
            }
    }

    /// 0 at the lower end of the axis, 1 at the upper.
    func share(of value: Double) -> Double {
        let range = ticks.range
        return switch kind {
        case .linear: (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        case .logarithmic: log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
        }
    }
}

extension AxisTicks {
    /// Ticks for a logarithmic axis over positive numbers: the powers of ten, and 2 and 5 times them if there is room;
    /// over many decades every second, third ... power.
    ///
    /// A range of less than half a decade has the ticks of a linear axis. One without extent is widened by half a
    /// decade to each side.
    init(logarithmic range: ClosedRange<Double>, about count: Int, extending: Bool) {
        precondition(range.lowerBound > 0 && range.upperBound <= 1e100, "a logarithmic axis is within 0 ... 1e100")
        var range = range
        if range.upperBound / range.lowerBound < 1 + 1e-6 {
            range = range.lowerBound / 10.0.squareRoot()...range.upperBound * 10.0.squareRoot()
        }
        let decades = log10(range.upperBound / range.lowerBound)
        guard decades >= 0.5 else {
            let linear = AxisTicks(range, about: count, extending: extending)
            let values = zip(linear.values, linear.labels).filter { $0.0 > 0 }
            // Extending may reach zero, which a logarithmic axis cannot show.
            let lowest = linear.range.lowerBound > 0 ? linear.range.lowerBound : range.lowerBound
            self.init(values: values.map(\.0), labels: values.map(\.1), range: lowest...linear.range.upperBound)
            return
        }
        let mantissas = decades * 3 <= Double(count) * 1.5 ? [1, 2, 5] : [1]
        let stride = mantissas == [1] ? max(1, Int((decades / Double(count)).rounded(.up))) : 1
        let slack = 1e-9
        let lowestPower = DecimalNumeral(range.lowerBound).exponent - stride
        let highestPower = DecimalNumeral(range.upperBound).exponent + stride + 1
        var candidates: [(value: Double, exponent: Int)] = []
        for power in lowestPower...highestPower where power % stride == 0 {
            let base = Double("1e\(power)") ?? .infinity
            candidates += mantissas.map { (power < 0 ? Double("\($0)e\(power)")! : Double($0) * base, power) }
        }
        let lowest = range.lowerBound * (1 + slack)
        let highest = range.upperBound * (1 - slack)
        let lower = extending ? candidates.last { $0.value <= lowest }!.value : range.lowerBound
        let upper = extending ? candidates.first { $0.value >= highest }!.value : range.upperBound
        let shown = candidates.filter { $0.value >= lower * (1 - slack) && $0.value <= upper * (1 + slack) }
        self.init(
            values: shown.map(\.value),
            labels: shown.map { HumanFormat.fixed($0.value, decimals: max(0, -$0.exponent), grouped: true) },
            range: lower...upper)
    }

    init(values: [Double], labels: [String], range: ClosedRange<Double>) {
        self.values = values
        self.labels = labels
        self.range = range
    }
}
