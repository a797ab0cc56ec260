/// A JSON number: its spelling in the source and what that spelling is worth.
package struct JSONNumber: Sendable {
    /// The number as it was written, such as `1e3`.
    package let text: String

    /// The nearest floating-point value; always finite.
    package let double: Double

    /// The value if it is a whole number that `Int` can hold exactly, however it is spelt: `3.0` and `1e3` are whole.
    package let int: Int?

    /// The number with this spelling, or nil if `Double` cannot hold a number that large.
    ///
    /// The text must follow the grammar of RFC 8259, section 6.
    init?(text: String) {
        guard let double = Double(text), double.isFinite else { return nil }
        self.text = text
        self.double = double
        int = exactInteger(text)
    }

    /// The number with this value.
    package init(_ value: Int) {
        text = String(value)
        double = Double(value)
        int = value
    }

    /// The number with this value, which must be finite: JSON knows neither infinity nor NaN.
    package init(_ value: Double) {
        precondition(value.isFinite, "JSON has no spelling for \(value)")
        text = value.description
        double = value
        int = exactInteger(text)
    }

    /// The shortest spelling of the value, the same for every spelling of it: `1e3`, `1000.0` and `1000` give `1000`.
    package var canonicalText: String {
        int.map { String($0) } ?? double.description
    }
}

/// The value of a number in JSON's grammar, computed in decimal so that nothing is rounded on the way.
private func exactInteger(_ text: String) -> Int? {
    let parts = text.split { $0 == "e" || $0 == "E" }
    var digits: [Int] = []
    var fractionDigits = 0
    var isAfterPoint = false
    for byte in parts[0].utf8 where byte != UInt8(ascii: "-") {
        if byte == UInt8(ascii: ".") {
            isAfterPoint = true
        } else {
            digits.append(Int(byte) - Int(UInt8(ascii: "0")))
            fractionDigits += isAfterPoint ? 1 : 0
        }
    }
    while digits.last == 0 {
        digits.removeLast()
        fractionDigits -= 1
    }
    if digits.isEmpty { return 0 }

    // An exponent that does not fit in Int leaves no whole number that would.
    guard let exponent = parts.count > 1 ? Int(parts[1]) : 0 else { return nil }
    let (zeros, overflows) = exponent.subtractingReportingOverflow(fractionDigits)
    guard !overflows, (0..<20).contains(zeros) else { return nil }
    digits.append(contentsOf: repeatElement(0, count: zeros))

    // Away from zero in the direction of the sign, because Int.min has no positive counterpart.
    let sign = text.hasPrefix("-") ? -1 : 1
    var value = 0
    for digit in digits {
        let (shifted, shiftOverflows) = value.multipliedReportingOverflow(by: 10)
        let (sum, sumOverflows) = shifted.addingReportingOverflow(sign * digit)
        if shiftOverflows || sumOverflows { return nil }
        value = sum
    }
    return value
}
