/// A small generator whose numbers depend on the seed alone, on every machine.
///
/// SplitMix64 (Steele, Lea and Flood, 2014, doi 10.1145/2714064.2660195).
public struct SplitMix64: RandomNumberGenerator, Sendable {
    @usableFromInline var state: UInt64

    /// - Parameter stream: other numbers give independent draws for the same seed.
    public init(seed: UInt64, stream: UInt64 = 0) {
        state = seed
        state = next() ^ (stream &* 0xd605_1a3d_f3a1_4a2b)
        state = next()
    }

    @inlinable
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }

    /// Uniform in `0 ..< bound`, with a bias below bound / 2³².
    ///
    /// - Precondition: 0 < bound < 2³².
    @inlinable
    public mutating func next(below bound: Int) -> Int {
        Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
    }

    /// Uniform in [0, 1), a multiple of 2⁻⁵³.
    @inlinable
    public mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// A random order of the numbers below `count` (Fisher and Yates).
    public mutating func permutation(of count: Int) -> [Int] {
        var order = Array(0..<count)
        var last = count - 1
        while last > 0 {
            order.swapAt(last, next(below: last + 1))
            last -= 1
        }
        return order
    }
}
