import ScenarioFiles
import Testing

@Suite struct JSONNumberTests {
    private func number(_ text: String) throws -> JSONNumber {
        guard case .number(let number) = try node(text).value else { throw InputError(problem: "no number") }
        return number
    }

    @Test(
        "Whole numbers are exact however they are spelt",
        arguments: [
            ("0", 0), ("-0", 0), ("0.000", 0), ("0e999999999999999999999", 0), ("3", 3), ("3.0", 3), ("1e3", 1000),
            ("1E+3", 1000), ("1.5e1", 15), ("1200e-2", 12), ("-2.50e2", -250), ("0.001e3", 1),
            ("9007199254740993", 9_007_199_254_740_993),
            ("9223372036854775807", Int.max), ("-9223372036854775808", Int.min), ("9.223372036854775807e18", Int.max),
        ]
    )
    func wholeNumbers(text: String, value: Int) throws {
        #expect(try number(text).int == value)
        #expect(try number(text).canonicalText == String(value))
        #expect(try number(text).text == text)
    }

    @Test(
        "Fractions and whole numbers beyond Int have no integer value",
        arguments: [
            ("0.5", 0.5, "0.5"), ("1e-1", 0.1, "0.1"), ("-1.25", -1.25, "-1.25"), ("1200e-3", 1.2, "1.2"),
            ("9223372036854775808", 0x1p63, "9.223372036854776e+18"), ("1e22", 1e22, "1e+22"),
            ("-9223372036854775809", -0x1p63, "-9.223372036854776e+18"), ("5e-324", .leastNonzeroMagnitude, "5e-324"),
            ("1e-400", 0, "0.0"), ("1e-99999999999999999999", 0, "0.0"),
            ("1.7976931348623157e308", .greatestFiniteMagnitude, "1.7976931348623157e+308"),
        ]
    )
    func noWholeNumbers(text: String, value: Double, canonicalText: String) throws {
        #expect(try number(text).int == nil)
        #expect(try number(text).double == value)
        #expect(try number(text).canonicalText == canonicalText)
    }

    @Test func valuesGetTheirShortestSpelling() {
        #expect(JSONNumber(0.1).text == "0.1")
        #expect(JSONNumber(-7).text == "-7")
        #expect(JSONNumber(2.0).int == 2)
        #expect(JSONNumber(2.0).canonicalText == "2")
    }

    @Test func longNumbersAreExactToo() throws {
        let zeros = String(repeating: "0", count: 1000)
        #expect(try number("42.\(zeros)").int == 42)
        #expect(try number("42\(zeros)e-1000").int == 42)
        #expect(try number("42.\(zeros)1").int == nil)
    }
}
