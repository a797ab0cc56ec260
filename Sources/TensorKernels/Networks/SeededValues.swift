/// A stream of numbers that depend on a seed and their place alone, so that any part can be made by itself.
///
/// SplitMix64 (Steele, Lea, Flood, Fast splittable pseudorandom number generators, OOPSLA 2014,
/// doi:10.1145/2660193.2660195) at a given step.
struct SeededValues: Sendable {
    private let start: UInt64

    init(seed: UInt64, stream: Int) {
        start = Self.mixed(seed &+ UInt64(truncatingIfNeeded: stream) &* 0xD1B5_4A32_D192_ED03)
    }

    @inline(__always)
    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Number `index`, uniform in -1 ..< 1 in steps of 2^-23.
    @inline(__always)
    subscript(index: Int) -> Float {
        let bits = Self.mixed(start &+ UInt64(truncatingIfNeeded: index &+ 1) &* 0x9E37_79B9_7F4A_7C15) >> 40
        return Float(Int32(truncatingIfNeeded: bits) &- (1 << 23)) * 0x1p-23
    }

    func tensor(_ extents: [Int], from first: Int = 0, scale: Float, offset: Float = 0) -> Tensor {
        Tensor(extents: extents) { target in
            for index in 0..<target.count { target[index] = self[first &+ index] * scale + offset }
        }
    }
}
