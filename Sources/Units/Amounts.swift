/// A whole number of bytes.
public struct ByteCount: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var bytes: Int

    @inlinable
    public init(_ bytes: Int) { self.bytes = bytes }

    @inlinable
    public static var zero: ByteCount { ByteCount(0) }

    @inlinable
    public var bits: Double { Double(bytes) * 8 }
    @inlinable
    public var mebibytes: Double { Double(bytes) / 1_048_576 }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.bytes < b.bytes }
    @inlinable
    public static func + (a: Self, b: Self) -> Self { Self(a.bytes + b.bytes) }
    @inlinable
    public static func - (a: Self, b: Self) -> Self { Self(a.bytes - b.bytes) }
    @inlinable
    public static func += (a: inout Self, b: Self) { a.bytes += b.bytes }
}

/// Multiply-accumulate operations; one is two floating-point operations.
public struct MACCount: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var count: Int

    @inlinable
    public init(_ count: Int) { self.count = count }

    @inlinable
    public static var zero: MACCount { MACCount(0) }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.count < b.count }
    @inlinable
    public static func + (a: Self, b: Self) -> Self { Self(a.count + b.count) }
    @inlinable
    public static func - (a: Self, b: Self) -> Self { Self(a.count - b.count) }
    @inlinable
    public static func += (a: inout Self, b: Self) { a.count += b.count }
}

/// Data over time; positive and finite.
public struct DataRate: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var bitsPerSecond: Double

    @inlinable
    public init(bitsPerSecond: Double) { self.bitsPerSecond = bitsPerSecond }
    @inlinable
    public init(megabytesPerSecond: Double) { bitsPerSecond = megabytesPerSecond * 8e6 }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.bitsPerSecond < b.bitsPerSecond }
    /// The time that the bytes take at this rate, rounded to a nanosecond.
    @inlinable
    public static func / (a: ByteCount, rate: Self) -> TimeSpan { TimeSpan(seconds: a.bits / rate.bitsPerSecond) }
}

/// Multiply-accumulates over time; positive and finite.
public struct ComputeRate: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var macsPerSecond: Double

    @inlinable
    public init(macsPerSecond: Double) { self.macsPerSecond = macsPerSecond }
    /// From floating-point operations, two a multiply-accumulate.
    @inlinable
    public init(gigaflops: Double) { macsPerSecond = gigaflops * 0.5e9 }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.macsPerSecond < b.macsPerSecond }
    /// The time that the work takes at this rate, rounded to a nanosecond.
    @inlinable
    public static func / (a: MACCount, rate: Self) -> TimeSpan {
        TimeSpan(seconds: Double(a.count) / rate.macsPerSecond)
    }
}

/// Electrical power.
public struct Power: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var watts: Double

    @inlinable
    public init(watts: Double) { self.watts = watts }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.watts < b.watts }
}

/// Electrical energy.
public struct Energy: Sendable, Hashable, Comparable, BitwiseCopyable {
    public var joules: Double

    @inlinable
    public init(joules: Double) { self.joules = joules }

    @inlinable
    public static var zero: Energy { Energy(joules: 0) }

    @inlinable
    public static func < (a: Self, b: Self) -> Bool { a.joules < b.joules }
    @inlinable
    public static func + (a: Self, b: Self) -> Self { Self(joules: a.joules + b.joules) }
    /// A ratio of two energies, such as the share of a battery.
    @inlinable
    public static func / (a: Self, b: Self) -> Double { a.joules / b.joules }
}

extension Power {
    @inlinable
    public static func * (power: Self, time: TimeSpan) -> Energy { Energy(joules: power.watts * time.seconds) }
    @inlinable
    public static func - (a: Self, b: Self) -> Self { Self(watts: a.watts - b.watts) }
}
