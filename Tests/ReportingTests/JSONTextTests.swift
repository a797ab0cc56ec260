import Foundation
import Reporting
import Testing

@Suite struct JSONTextTests {
    private let value: JSONText = [
        "workers": [4, 3], "latency_s": 0.1, "empty": [], "none": nil, "nested": ["b": true, "a": [:]],
    ]

    @Test func keepsTheOrderOfMembers() {
        let expected = #"{"workers":[4,3],"latency_s":0.1,"empty":[],"none":null,"nested":{"b":true,"a":{}}}"#
        #expect(value.rendered(pretty: false) == expected)
    }

    @Test func sortsMembersAtEveryLevel() {
        let expected = #"{"empty":[],"latency_s":0.1,"nested":{"a":{},"b":true},"none":null,"workers":[4,3]}"#
        #expect(value.rendered(pretty: false, sortedKeys: true) == expected)
    }

    @Test func indentsByTwoSpaces() {
        let value: JSONText = ["a": [1, ["b": "c"]], "d": []]
        let expected = """
            {
              "a": [
                1,
                {
                  "b": "c"
                }
              ],
              "d": []
            }

            """
        #expect(value.rendered(pretty: true) == expected)
    }

    @Test func escapesStrings() {
        #expect(JSONText.string("\"\\/\n\r\t\u{1}\u{1F}µ").rendered(pretty: false) == #""\"\\/\n\r\t\u0001\u001fµ""#)
    }

    @Test func everyStringReadsBack() throws {
        for scalar in (0...0x2100).compactMap(Unicode.Scalar.init) {
            let string = "a\(scalar)b"
            let text = JSONText.array([.string(string)]).rendered(pretty: false)
            #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == [string])
        }
    }

    @Test(arguments: [0.0, -1.5, 1e-05, Double.leastNonzeroMagnitude, 1.7976931348623157e308, 0.1 + 0.2])
    func everyNumberReadsBack(number: Double) throws {
        let text = JSONText.array([.double(number)]).rendered(pretty: false)
        #expect(try JSONDecoder().decode([Double].self, from: Data(text.utf8)) == [number])
    }
}
