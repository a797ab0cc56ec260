/// What a partition is judged by: words · perWord + messages · perMessage, in any unit of time or energy.
public struct SparseCost: Sendable, Hashable {
    /// β: the price of one 32-bit word.
    public var perWord: Double
    /// α: the price of one message, such as a wake-up.
    public var perMessage: Double

    public init(perWord: Double = 1, perMessage: Double = 0) {
        precondition(perWord >= 0 && perMessage >= 0, "prices are not negative")
        self.perWord = perWord
        self.perMessage = perMessage
    }

    public func total(_ metrics: SparseMetrics) -> Double {
        Double(metrics.volume) * perWord + Double(metrics.messages) * perMessage
    }
}
