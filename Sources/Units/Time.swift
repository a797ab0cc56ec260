/// A length of simulated time in whole nanoseconds; may be negative as a difference of instants.
public struct TimeSpan: Sendable, Hashable, Comparable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The nearest whole nanosecond, ties away from zero.
    ///
    /// - Precondition: `seconds` is finite and below 2^63 nanoseconds, about 292 years.
    public init(seconds: Double) {
        let rounded = (seconds * 1e9).rounded()
        precondition(abs(rounded) < 0x1p63, "a time span of \(seconds) s does not fit into 64-bit nanoseconds")
        nanoseconds = Int64(rounded)
    }

    public static let zero = TimeSpan(nanoseconds: 0)

    public var seconds: Double { Double(nanoseconds) / 1e9 }

    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }
    public static func + (a: Self, b: Self) -> Self { Self(nanoseconds: a.nanoseconds + b.nanoseconds) }
    public static func - (a: Self, b: Self) -> Self { Self(nanoseconds: a.nanoseconds - b.nanoseconds) }
    public static func += (a: inout Self, b: Self) { a.nanoseconds += b.nanoseconds }
    public static func * (count: Int, span: Self) -> Self { Self(nanoseconds: Int64(count) * span.nanoseconds) }
    /// A ratio of two spans, such as a speed-up.
    public static func / (a: Self, b: Self) -> Double { Double(a.nanoseconds) / Double(b.nanoseconds) }
}

/// A point of simulated time: whole nanoseconds since the start of the simulation.
public struct Instant: Sendable, Hashable, Comparable {
    public var nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static let start = Instant(nanoseconds: 0)

    public var seconds: Double { Double(nanoseconds) / 1e9 }

    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }
    public static func + (a: Self, b: TimeSpan) -> Self { Self(nanoseconds: a.nanoseconds + b.nanoseconds) }
    public static func - (a: Self, b: Self) -> TimeSpan { TimeSpan(nanoseconds: a.nanoseconds - b.nanoseconds) }
}
