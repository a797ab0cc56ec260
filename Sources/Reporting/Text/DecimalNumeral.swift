/// A number in decimal digits, to be rounded and printed for people.
///
/// It starts from the shortest digits that read back as the same `Double`, so that what is rounded is the number
/// people see: 2.675 gives 2.68, although the nearest `Double` lies slightly below. Halves go away from zero.
struct DecimalNumeral: Hashable, Sendable {
    /// Whether a minus sign precedes the digits; false for zero.
    private(set) var isNegative: Bool
    /// The digits from the first that is not 0 to the last that is not 0; empty for zero.
    private(set) var digits: [UInt8]
    /// How many digits stand before the decimal point; negative when zeros follow the point.
    private(set) var pointPosition: Int

    /// The digits of a finite number.
    init(_ value: Double) {
        precondition(value.isFinite, "\(value) has no digits")
        var digits: [UInt8] = []
        var pointPosition: Int?
        var exponent = 0
        // A description looks like 12.5, 1e-05 or 1.25e+20.
        let parts = value.magnitude.description.split(separator: "e")
        if parts.count == 2, let power = Int(parts[1]) { exponent = power }
        for byte in parts[0].utf8 {
            if byte == UInt8(ascii: ".") {
                pointPosition = digits.count
            } else {
                digits.append(byte - UInt8(ascii: "0"))
            }
        }
        let leadingZeros = digits.prefix { $0 == 0 }.count
        self.isNegative = value < 0
        self.digits = Array(digits.dropFirst(leadingZeros))
        self.pointPosition = (pointPosition ?? digits.count) + exponent - leadingZeros
        normalize()
    }

    /// The power of ten of the first digit: 2 for 314, -3 for 0.005; 0 for zero.
    var exponent: Int { digits.isEmpty ? 0 : pointPosition - 1 }

    /// Rounds to this many digits after the decimal point.
    mutating func round(toDecimals count: Int) {
        keepDigits(pointPosition + count)
    }

    /// Rounds to this many digits, counted from the first that is not 0.
    mutating func round(toSignificantDigits count: Int) {
        keepDigits(count)
    }

    /// Rounds to this many digits, but never removes digits before the decimal point: 12 345.6 becomes 12 346.
    mutating func roundFraction(toSignificantDigits count: Int) {
        keepDigits(max(count, pointPosition))
    }

    /// Multiplies by a power of ten.
    mutating func scale(byPowerOfTen power: Int) {
        if !digits.isEmpty { pointPosition += power }
    }

    /// The text with a decimal point, without an exponent.
    /// - Parameters:
    ///   - decimals: How many digits to print after the point at least; zeros fill up.
    ///   - grouped: Whether spaces separate groups of three digits before the point.
    func text(decimals: Int = 0, grouped: Bool = false) -> String {
        func digit(_ index: Int) -> Character {
            let value = digits.indices.contains(index) ? digits[index] : 0
            return Character(Unicode.Scalar(UInt8(ascii: "0") + value))
        }
        let wholeCount = max(pointPosition, 1)
        var result = isNegative ? "-" : ""
        for place in 0..<wholeCount {
            if grouped, place > 0, (wholeCount - place).isMultiple(of: 3) { result.append(" ") }
            result.append(digit(pointPosition - wholeCount + place))
        }
        let decimals = max(decimals, digits.count - pointPosition)
        if decimals > 0 {
            result.append(".")
            for place in 0..<decimals { result.append(digit(pointPosition + place)) }
        }
        return result
    }

    private mutating func keepDigits(_ count: Int) {
        guard count < digits.count else { return }
        // With fewer than no digits kept, the number is below half a unit and vanishes.
        let roundsUp = count >= 0 && digits[count] >= 5
        digits.removeLast(digits.count - max(count, 0))
        if roundsUp {
            while let last = digits.last, last == 9 { digits.removeLast() }
            if digits.isEmpty {
                digits = [1]
                pointPosition += 1
            } else {
                digits[digits.count - 1] += 1
            }
        }
        normalize()
    }

    private mutating func normalize() {
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty {
            isNegative = false
            pointPosition = 0
        }
    }
}
