#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Logarithms and powers, rounded so that the last bits of a platform's library do not reach a result.
enum Logarithm {
    static func natural(_ x: Double) -> Double { log(x) }

    /// A power to nine significant digits.
    static func power(_ base: Double, _ exponent: Double) -> Double { rounded(pow(base, exponent), digits: 9) }

    static func exponential(_ x: Double, digits: Int) -> Double { rounded(exp(x), digits: digits) }

    static func rounded(_ x: Double, digits: Int) -> Double {
        guard x != 0, x.isFinite else { return x }
        let scale = pow(10, Double(digits - 1) - log10(abs(x)).rounded(.down))
        return (x * scale).rounded() / scale
    }
}
