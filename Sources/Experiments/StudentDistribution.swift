/// Student's t distribution for whole degrees of freedom.
enum StudentDistribution {
    /// The value that is exceeded with probability 2.5 %, to ten significant digits.
    ///
    /// By bisection of the closed form (Abramowitz and Stegun, 26.7.3 and 26.7.4). For more than 100 000 degrees of
    /// freedom the value for 100 000, which is 2e-5 from the normal one.
    static func quantile975(_ freedom: Int) -> Double {
        let freedom = min(freedom, 100_000)
        var low = 1.9
        var high = 13.0
        for _ in 0..<60 {
            let middle = (low + high) / 2
            if central(middle, freedom) < 0.95 { low = middle } else { high = middle }
        }
        // Only basic arithmetic and roots above, which are exact to the bit on every machine.
        return ((low + high) / 2 * 1e9).rounded() / 1e9
    }

    /// The probability of values between -t and t.
    static func central(_ t: Double, _ freedom: Int) -> Double {
        let nu = Double(freedom)
        let square = nu / (nu + t * t)
        let sine = t / (nu + t * t).squareRoot()
        if freedom.isMultiple(of: 2) {
            var term = 1.0
            var sum = 1.0
            for index in stride(from: 2, to: freedom, by: 2) {
                term *= square * Double(index - 1) / Double(index)
                sum += term
            }
            return sine * sum
        }
        let angle = arctangent(t / nu.squareRoot())
        guard freedom > 1 else { return 2 / .pi * angle }
        var term = square.squareRoot()
        var sum = term
        for index in stride(from: 3, to: freedom, by: 2) {
            term *= square * Double(index - 1) / Double(index)
            sum += term
        }
        return 2 / .pi * (angle + sine * sum)
    }

    /// For positive values, by halving the angle until the series converges quickly.
    private static func arctangent(_ value: Double) -> Double {
        var reduced = value
        var factor = 1.0
        while reduced > 0.1 {
            reduced /= 1 + (1 + reduced * reduced).squareRoot()
            factor *= 2
        }
        var term = reduced
        var sum = 0.0
        for index in 0..<12 {
            sum += term / Double(2 * index + 1) * (index.isMultiple(of: 2) ? 1 : -1)
            term *= reduced * reduced
        }
        return factor * sum
    }
}
