import Foundation

/// Student's t distribution, for intervals around means of a few repetitions.
enum StudentDistribution {
    /// The number that |t| exceeds with a probability of 5 %: a mean of n values with the standard deviation s has the
    /// 95 % interval mean ± this · s / √n with n - 1 degrees of freedom.
    ///
    /// Whole degrees of freedom have a finite series for the probability (Abramowitz and Stegun 1964, 26.7.3 and
    /// 26.7.4), which grows with t and is solved by bisection.
    static func criticalValue95(degreesOfFreedom: Int) -> Double {
        precondition(degreesOfFreedom > 0, "an interval needs two values")
        // Above, the difference from the normal distribution is below 1e-4 and the series long.
        guard degreesOfFreedom <= 10_000 else { return 1.959963985 }
        var (low, high) = (0.0, Double.pi / 2)
        for _ in 0..<80 {
            let middle = (low + high) / 2
            if centralProbability(angle: middle, degreesOfFreedom) < 0.95 { low = middle } else { high = middle }
        }
        let value = tan((low + high) / 2) * Double(degreesOfFreedom).squareRoot()
        // Libraries differ in the last digits of sine and cosine.
        return (value * 1e9).rounded() / 1e9
    }

    /// The probability of |t| < tan(angle) · √ν.
    private static func centralProbability(angle: Double, _ degreesOfFreedom: Int) -> Double {
        let (sine, cosine) = (sin(angle), cos(angle))
        let isOdd = !degreesOfFreedom.isMultiple(of: 2)
        // Odd ν: terms cos, 2/3 cos³, 2·4/(3·5) cos⁵ ...; even ν: 1, 1/2 cos², 1·3/(2·4) cos⁴ ...
        var term = isOdd ? cosine : 1
        var sum = degreesOfFreedom == 1 ? 0 : term
        var power = isOdd ? 3 : 2
        while power <= degreesOfFreedom - 2 {
            term *= Double(power - 1) / Double(power) * cosine * cosine
            sum += term
            power += 2
        }
        return isOdd ? 2 / Double.pi * (angle + sine * sum) : sine * sum
    }
}

/// Mean and 95 % interval of repetitions.
struct SampleSummary: Hashable, Sendable {
    let count: Int
    let mean: Double
    /// `nil` for a single value.
    let interval: ClosedRange<Double>?

    /// Summarizes one value or more.
    init(_ values: [Double]) {
        precondition(!values.isEmpty, "a mean needs a value")
        count = values.count
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        guard values.count > 1 else {
            interval = nil
            return
        }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(values.count - 1)).squareRoot()
        let critical = StudentDistribution.criticalValue95(degreesOfFreedom: values.count - 1)
        let half = critical * deviation / Double(values.count).squareRoot()
        interval = mean - half...mean + half
    }
}
