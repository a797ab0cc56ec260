/// A source of random numbers of its own for every consumer, so that one more device leaves the others' draws alone.
///
/// xoshiro256** (Blackman and Vigna, 2021, doi 10.1145/3460772), its state filled by SplitMix64.
public struct RandomStream: RandomNumberGenerator, Sendable {
    @usableFromInline var state: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameters:
    ///   - consumer: what the numbers are for; other names give independent streams.
    ///   - index: which of several equal consumers.
    public init(seed: UInt64, consumer: StaticString, index: Int = 0) {
        // FNV-1a spreads the name over 64 bits.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        consumer.withUTF8Buffer { bytes in
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        var filler = SplitMix64(state: seed)
        filler.state = filler.next() ^ hash
        filler.state = filler.next() &+ UInt64(bitPattern: Int64(index))
        state = (filler.next(), filler.next(), filler.next(), filler.next())
    }

    @inlinable
    public mutating func next() -> UInt64 {
        let result = Self.rotate(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = Self.rotate(state.3, by: 45)
        return result
    }

    /// Uniform in [0, 1), a multiple of 2^-53.
    @inlinable
    public mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// About normal with mean 0 and variance 1, within -6 ... 6: a sum of twelve uniform numbers.
    ///
    /// Additions alone, so that all machines agree to the last bit; logarithms of different libraries do not.
    @inlinable
    public mutating func nextNormal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += nextUnit() }
        return sum
    }

    @inlinable
    static func rotate(_ value: UInt64, by count: UInt64) -> UInt64 {
        (value << count) | (value >> (64 - count))
    }
}

/// The generator that seeds others (Steele, Lea and Flood, 2014, doi 10.1145/2714064.2660195).
struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
