import ScenarioFiles
import Testing

@Suite struct ValueReaderTests {
    enum Delivery: String, CaseIterable {
        case direct, relay, mapReduce
    }

    /// The error of decoding a text that stands alone in its file, without the place.
    private func failure(_ text: String, _ decode: (ValueReader) throws(InputError) -> Void) -> String {
        let whole = message { () throws(InputError) in try decode(try reader(text)) }
        #expect(whole.hasPrefix("x.json:1:1: "))
        return String(whole.dropFirst("x.json:1:1: ".count))
    }

    @Test func rightValuesAreDecoded() throws {
        #expect(try reader(#""a""#).string() == "a")
        #expect(try reader("true").bool())
        #expect(try reader("4.0").int(in: 1...4) == 4)
        #expect(try reader("0.5").double(in: 0...1) == 0.5)
        #expect(try reader("1").double(in: 0...1) == 1)
        #expect(try reader(#""relay""#).choice(of: ["direct", "relay"]) == "relay")
        #expect(try reader(#""mapReduce""#).choice(as: Delivery.self) == .mapReduce)
        #expect(try reader(#""12""#).parsed(expected: "digits") { Int($0) } == 12)
        #expect(try reader("[1, 2]").array { value throws(InputError) in try value.int() } == [1, 2])
        #expect(try reader(#"{"b": 1, "a": 2}"#).members().map(\.key) == ["b", "a"])
    }

    @Test(
        "The wrong type is named",
        arguments: [
            ("null", "null"), ("true", "true"), ("3", "the number 3"), ("1e3", "the number 1e3"),
            ("[]", "an empty array"),
            ("[1]", "an array of 1 element"), ("[1, 2]", "an array of 2 elements"), ("{}", "an empty object"),
            (#"{"a": 1}"#, "an object"),
        ]
    )
    func wrongType(text: String, found: String) {
        #expect(failure(text) { v throws(InputError) in _ = try v.string() } == "found \(found), expected a string")
    }

    @Test func everyMethodSaysWhatItExpects() {
        let text = #""seven""#
        let found = #"found the string "seven", expected "#
        #expect(failure(text) { v throws(InputError) in _ = try v.bool() } == found + "true or false")
        #expect(failure(text) { v throws(InputError) in _ = try v.int() } == found + "an integer")
        #expect(failure(text) { v throws(InputError) in _ = try v.double() } == found + "a number")
        #expect(failure(text) { v throws(InputError) in _ = try v.array() } == found + "an array")
        #expect(failure(text) { v throws(InputError) in _ = try v.members() } == found + "an object")
        #expect(failure(text) { v throws(InputError) in try v.object().finish() } == found + "an object")
        #expect(
            failure("3") { v throws(InputError) in _ = try v.choice(as: Delivery.self) }
                == "found the number 3, expected one of direct, relay, mapReduce"
        )
        #expect(
            failure("3") { v throws(InputError) in
                _ = try v.parsed(expected: "a duration such as \"3 ms\"") { Int($0) }
            } == "found the number 3, expected a duration such as \"3 ms\""
        )
    }

    @Test(
        "Integers outside their range",
        arguments: [
            ("99", 1...64, "99, expected an integer from 1 to 64"),
            ("2.5", 1...64, "2.5, expected an integer from 1 to 64"),
            ("-1", 0...Int.max, "-1, expected an integer of at least 0"),
            ("1", Int.min...0, "1, expected an integer of at most 0"),
            ("1e30", Int.min...Int.max, "1e30, expected an integer"),
        ]
    )
    func integers(text: String, range: ClosedRange<Int>, error: String) {
        #expect(failure(text) { v throws(InputError) in _ = try v.int(in: range) } == "found " + error)
    }

    @Test(
        "Numbers outside their range",
        arguments: [
            ("1.5", 0...1, "1.5, expected a number from 0 to 1"),
            ("2", 0.25...1.5, "2, expected a number from 0.25 to 1.5"),
            ("-1", 0 ... .infinity, "-1, expected a number of at least 0"),
            ("1", -.infinity...0.5, "1, expected a number of at most 0.5"),
            ("0", .leastNonzeroMagnitude ... .infinity, "0, expected a number above 0"),
            ("0", .leastNonzeroMagnitude...1, "0, expected a number above 0 and at most 1"),
        ] as [(String, ClosedRange<Double>, String)]
    )
    func numbers(text: String, range: ClosedRange<Double>, error: String) {
        #expect(failure(text) { v throws(InputError) in _ = try v.double(in: range) } == "found " + error)
    }

    @Test func aMisspeltChoiceIsCorrected() {
        #expect(
            failure(#""reley""#) { v throws(InputError) in _ = try v.choice(as: Delivery.self) }
                == #"found "reley", expected one of direct, relay, mapReduce; did you mean "relay"?"#
        )
        #expect(
            failure(#""other""#) { v throws(InputError) in _ = try v.choice(of: ["bodp"]) }
                == #"found "other", expected bodp"#
        )
    }

    @Test func aStringThatDoesNotParseIsShown() {
        #expect(
            failure(#""40 Mb""#) { v throws(InputError) in
                _ = try v.parsed(expected: "a rate such as \"40 Mbit/s\"") { Int($0) }
            } == #"found "40 Mb", expected a rate such as "40 Mbit/s""#
        )
    }

    @Test func longStringsAreCut() {
        let text = "\"" + String(repeating: "ab", count: 50) + "\""
        let cut = String(repeating: "ab", count: 19) + "a…"
        #expect(
            failure(text) { v throws(InputError) in _ = try v.bool() }
                == "found the string \"\(cut)\", expected true or false"
        )
    }

    @Test func elementsCarryTheirIndex() throws {
        let root = try reader("[[1, 2],\n [3, \"x\"]]")
        let error = message { () throws(InputError) in
            _ = try root.array { row throws(InputError) in try row.array { cell throws(InputError) in try cell.int() } }
        }
        #expect(error == #"x.json:2:6: [1][1]: found the string "x", expected an integer"#)
    }

    @Test func freeKeysAreQuotedInPathsWhereTheyNeedIt() throws {
        let root = try reader(#"{"plain": 1, "cluster.devices": 2, "a b": 3, "": 4, "$schema": 5}"#)
        #expect(
            try root.members().map(\.value.path) == [
                "plain", #"["cluster.devices"]"#, #"["a b"]"#, #"[""]"#, "$schema",
            ]
        )
    }

    @Test func aValueOfSeveralFormsIsASwitch() throws {
        func count(_ value: ValueReader) throws(InputError) -> Int {
            switch value.node.value {
            case .number: try value.int(in: 1...64)
            case .array: try value.array().count
            default: throw value.mismatch(expected: "a number of workers or their list")
            }
        }
        #expect(try count(reader("3")) == 3)
        #expect(try count(reader("[{}, {}]")) == 2)
        #expect(
            message { () throws(InputError) in _ = try count(reader("true")) }
                == "x.json:1:1: found true, expected a number of workers or their list"
        )
    }
}
