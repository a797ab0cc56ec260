// Strings and numbers.

extension JSONParser {
    /// Parses a string from its opening quote and resolves its escapes.
    mutating func string() throws(InputError) -> String {
        let opening = location
        advance()
        var content: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                advance()
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                content.append(contentsOf: try escape().utf8)
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                throw InputError(
                    file: file,
                    location: location,
                    found: "the end of the line",
                    expected: "the closing double quote of the string, or \\n for a line break in it"
                )
            case 0..<UInt8(ascii: " "):
                let escape = byte == UInt8(ascii: "\t") ? "\\t" : "an escape such as \\u001f"
                throw error(expected: "\(escape): control characters in strings must be escaped")
            default:
                let start = position
                try advanceScalar()
                content.append(contentsOf: bytes[start..<position])
            }
        }
        throw error(
            expected: "the closing double quote of the string that begins at \(opening.line):\(opening.column)"
        )
    }

    /// Parses an escape from its backslash. A character beyond U+FFFF is written as two, called surrogates.
    private mutating func escape() throws(InputError) -> String {
        let start = location
        advance()
        guard let letter = current else { throw error(expected: "the rest of an escape") }
        if letter == UInt8(ascii: "u") {
            let unit = try hexadecimalEscape()
            if UTF16.isLeadSurrogate(unit), bytes[position...].starts(with: "\\u".utf8) {
                advance()
                let second = try hexadecimalEscape()
                if UTF16.isTrailSurrogate(second) { return String(decoding: [unit, second], as: UTF16.self) }
            } else if let scalar = Unicode.Scalar(unit) {
                return String(scalar)
            }
            throw InputError(
                file: file,
                location: start,
                found: "half of a surrogate pair",
                expected: "two escapes such as \\ud83d\\ude00 for one character"
            )
        }
        let result: String
        switch letter {
        case UInt8(ascii: "\""): result = "\""
        case UInt8(ascii: "\\"): result = "\\"
        case UInt8(ascii: "/"): result = "/"
        case UInt8(ascii: "b"): result = "\u{8}"
        case UInt8(ascii: "f"): result = "\u{c}"
        case UInt8(ascii: "n"): result = "\n"
        case UInt8(ascii: "r"): result = "\r"
        case UInt8(ascii: "t"): result = "\t"
        default:
            throw error(
                problem: "unknown escape after a backslash",
                expected: #"one of \" \\ \/ \b \f \n \r \t \u (write \\ for a backslash itself)"#
            )
        }
        advance()
        return result
    }

    /// Parses the `u` of an escape and its four hexadecimal digits.
    private mutating func hexadecimalEscape() throws(InputError) -> UInt16 {
        advance()
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error(problem: "incomplete escape", expected: "four hexadecimal digits after \\u")
            }
            unit = unit << 4 | UInt16(digit)
            advance()
        }
        return unit
    }

    /// Parses a number from its sign or first digit: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    mutating func number() throws(InputError) -> JSONNumber {
        // Whoever mistypes a number sees it whole in the error.
        let (start, startLocation, whole) = (position, location, token)
        func malformed(_ expected: String) -> InputError {
            InputError(file: file, location: startLocation, found: quoted(whole), expected: expected)
        }

        if current == UInt8(ascii: "-") { advance() }
        let hasLeadingZero = current == UInt8(ascii: "0")
        let integerDigits = skipDigits()
        if integerDigits == 0 { throw malformed("a number with a digit after \"-\"") }
        if hasLeadingZero, integerDigits > 1 { throw malformed("a number without leading zeros") }
        if current == UInt8(ascii: ".") {
            advance()
            if skipDigits() == 0 { throw malformed("a number with a digit after the point") }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            advance()
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { advance() }
            if skipDigits() == 0 { throw malformed("a number with a digit in the exponent") }
        }
        let isWhole = position - start >= whole.utf8.count
        guard isWhole else { throw malformed("a number (a quantity with a unit is a text in double quotes)") }
        guard let number = JSONNumber(text: String(decoding: bytes[start..<position], as: UTF8.self)) else {
            throw malformed("a number of at most \(Double.greatestFiniteMagnitude) in size")
        }
        return number
    }

    /// Passes decimal digits and returns how many there were.
    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { advance() }
        return position - start
    }
}
