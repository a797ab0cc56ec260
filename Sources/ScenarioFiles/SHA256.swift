/// SHA-256 after FIPS 180-4, for fingerprints of scenarios; Foundation has none on Linux.
package enum SHA256 {
    /// The digest of a text in UTF-8 as 64 hexadecimal digits.
    package static func hexDigest(_ text: String) -> String { hexDigest(Array(text.utf8)) }

    /// The digest of bytes as 64 hexadecimal digits.
    package static func hexDigest(_ bytes: [UInt8]) -> String {
        digest(bytes).map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static func digest(_ message: [UInt8]) -> [UInt32] {
        // Padding: a one bit, zeros, and the length in bits as 64 bits, to whole blocks of 64 bytes.
        var bytes = message + [0x80]
        bytes += [UInt8](repeating: 0, count: (120 - bytes.count % 64) % 64)
        let bitCount = UInt64(message.count) * 8
        for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: bitCount >> shift)) }

        var state = initialState
        var schedule = [UInt32](repeating: 0, count: 64)
        for block in stride(from: 0, to: bytes.count, by: 64) {
            for index in 0..<16 {
                let at = block + 4 * index
                schedule[index] =
                    UInt32(bytes[at]) << 24 | UInt32(bytes[at + 1]) << 16 | UInt32(bytes[at + 2]) << 8
                    | UInt32(bytes[at + 3])
            }
            for index in 16..<64 {
                let (early, late) = (schedule[index - 15], schedule[index - 2])
                let sigma0 = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
                let sigma1 = rotated(late, 17) ^ rotated(late, 19) ^ late >> 10
                schedule[index] = schedule[index - 16] &+ sigma0 &+ schedule[index - 7] &+ sigma1
            }
            compress(schedule, into: &state)
        }
        return state
    }

    private static func compress(_ schedule: [UInt32], into state: inout [UInt32]) {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let choice = (e & f) ^ (~e & g)
            let first = h &+ sum1 &+ choice &+ roundConstants[index] &+ schedule[index]
            let sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
            let majority = (a & b) ^ (a & c) ^ (b & c)
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ sum0 &+ majority)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= word }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static let primes: [UInt32] = {
        var primes: [UInt32] = []
        var candidate: UInt32 = 2
        while primes.count < 64 {
            if primes.allSatisfy({ !candidate.isMultiple(of: $0) }) { primes.append(candidate) }
            candidate += 1
        }
        return primes
    }()

    /// The first 32 bits of the fractions of the square roots of the first 8 primes.
    private static let initialState = primes.prefix(8).map { root(of: $0, degree: 2) }
    /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static let roundConstants = primes.map { root(of: $0, degree: 3) }

    /// The fraction of a root in 32 bits, exact: the largest r with (r / 2^32)^degree at most the number.
    private static func root(of number: UInt32, degree: Int) -> UInt32 {
        let target = UInt128(number) << UInt128(32 * degree)
        var result: UInt128 = 0
        for bit in (0..<37).reversed() {
            let candidate = result | UInt128(1) << UInt128(bit)
            var power = candidate
            for _ in 1..<degree { power *= candidate }
            if power <= target { result = candidate }
        }
        return UInt32(truncatingIfNeeded: result)
    }
}
