/// A whole number of bytes.
public struct ByteCount: Sendable, Hashable, Comparable {
    public var bytes: Int

    public init(_ bytes: Int) { self.bytes = bytes }

    public static let zero = ByteCount(0)

    public var bits: Double { Double(bytes) * 8 }
    public var mebibytes: Double { Double(bytes) / 1_048_576 }

    public static func < (a: Self, b: Self) -> Bool { a.bytes < b.bytes }
    public static func + (a: Self, b: Self) -> Self { Self(a.bytes + b.bytes) }
    public static func - (a: Self, b: Self) -> Self { Self(a.bytes - b.bytes) }
    public static func += (a: inout Self, b: Self) { a.bytes += b.bytes }
}

/// Multiply-accumulate operations; one is two floating-point operations.
public struct MACCount: Sendable, Hashable, Comparable {
    public var count: Int

    public init(_ count: Int) { self.count = count }

    public static let zero = MACCount(0)

    public static func < (a: Self, b: Self) -> Bool { a.count < b.count }
    public static func + (a: Self, b: Self) -> Self { Self(a.count + b.count) }
    public static func - (a: Self, b: Self) -> Self { Self(a.count - b.count) }
    public static func += (a: inout Self, b: Self) { a.count += b.count }
}

/// Data over time; positive and finite.
public struct DataRate: Sendable, Hashable, Comparable {
    public var bitsPerSecond: Double

    public init(bitsPerSecond: Double) { self.bitsPerSecond = bitsPerSecond }
    public init(megabytesPerSecond: Double) { bitsPerSecond = megabytesPerSecond * 8e6 }

    public static func < (a: Self, b: Self) -> Bool { a.bitsPerSecond < b.bitsPerSecond }
    /// The time that the bytes take at this rate, rounded to a nanosecond.
    public static func / (a: ByteCount, rate: Self) -> TimeSpan { TimeSpan(seconds: a.bits / rate.bitsPerSecond) }
}

/// Multiply-accumulates over time; positive and finite.
public struct ComputeRate: Sendable, Hashable, Comparable {
    public var macsPerSecond: Double

    public init(macsPerSecond: Double) { self.macsPerSecond = macsPerSecond }
    /// From floating-point operations, two a multiply-accumulate.
    public init(gigaflops: Double) { macsPerSecond = gigaflops * 0.5e9 }

    public static func < (a: Self, b: Self) -> Bool { a.macsPerSecond < b.macsPerSecond }
    /// The time that the work takes at this rate, rounded to a nanosecond.
    public static func / (a: MACCount, rate: Self) -> TimeSpan {
        TimeSpan(seconds: Double(a.count) / rate.macsPerSecond)
    }
}

/// Electrical power.
public struct Power: Sendable, Hashable, Comparable {
    public var watts: Double

    public init(watts: Double) { self.watts = watts }

    public static func < (a: Self, b: Self) -> Bool { a.watts < b.watts }
}
