/// Mean and confidence interval of repeated runs.
package struct SampleStatistics: Sendable, Hashable {
    package let count: Int
    package let mean: Double
    /// Half the width of the 95 % confidence interval of the mean after Student (1908); `nil` for a single value.
    package let interval: Double?
    /// The interval's ends; `nil` for a single value.
    package var range: ClosedRange<Double>? { interval.map { mean - $0...mean + $0 } }

    /// The statistics of one value or more, summed in their order.
    package init(_ values: [Double]) {
        precondition(!values.isEmpty, "no values have no mean")
        count = values.count
        let mean = values.reduce(0, +) / Double(values.count)
        self.mean = mean
        guard values.count > 1 else {
            interval = nil
            return
        }
        // The mean of equal values may differ from them in its last digit.
        guard values.contains(where: { $0 != values[0] }) else {
            interval = 0
            return
        }
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let deviation = (squares / Double(values.count - 1)).squareRoot()
        interval = StudentDistribution.quantile975(values.count - 1) * deviation / Double(values.count).squareRoot()
    }
}
