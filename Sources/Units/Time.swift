/// A length of simulated time in whole nanoseconds; may be negative as a difference of instants.
public struct TimeSpan: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var nanoseconds: Int64

    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The nearest whole nanosecond, ties away from zero.
    ///
    /// - Precondition: `seconds` is finite and below 2^63 nanoseconds, about 292 years.
    @inlinable
    public init(seconds: Double) {
        let rounded = (seconds * 1e9).rounded()
        precondition(abs(rounded) < 0x1p63, "a time span of \(seconds) s does not fit into 64-bit nanoseconds")
        nanoseconds = Int64(rounded)
    }

    @inlinable
    public static var zero: TimeSpan { TimeSpan(nanoseconds: 0) }

    @inlinable
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }
    @inlinable
    public static func + (a: Self, b: Self) -> Self { Self(nanoseconds: a.nanoseconds + b.nanoseconds) }
    @inlinable
    public static func - (a: Self, b: Self) -> Self { Self(nanoseconds: a.nanoseconds - b.nanoseconds) }
    @inlinable
    public static func += (a: inout Self, b: Self) { a.nanoseconds += b.nanoseconds }
    @inlinable
    public static func * (count: Int, span: Self) -> Self { Self(nanoseconds: Int64(count) * span.nanoseconds) }
    /// A ratio of two spans, such as a speed-up.
    @inlinable
    public static func / (a: Self, b: Self) -> Double { Double(a.nanoseconds) / Double(b.nanoseconds) }
}

/// A point of simulated time: whole nanoseconds since the start of the simulation.
public struct Instant: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var nanoseconds: Int64

    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    @inlinable
    public static var start: Instant { Instant(nanoseconds: 0) }

    @inlinable
    public var seconds: Double { Double(nanoseconds) / 1e9 }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }
    @inlinable
    public static func + (a: Self, b: TimeSpan) -> Self { Self(nanoseconds: a.nanoseconds + b.nanoseconds) }
    @inlinable
    public static func - (a: Self, b: Self) -> TimeSpan { TimeSpan(nanoseconds: a.nanoseconds - b.nanoseconds) }
}
