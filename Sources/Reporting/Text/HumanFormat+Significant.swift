extension HumanFormat {
    /// A number with up to four significant digits, but with all digits before the decimal point: `26.83`, `12 346`.
    package static func significant(_ value: Double, digits: Int = 4) -> String {
        guard value.isFinite else { return fixed(value, decimals: 0) }
        var numeral = DecimalNumeral(value)
        numeral.roundFraction(toSignificantDigits: digits)
        return numeral.text(grouped: true)
    }
}
