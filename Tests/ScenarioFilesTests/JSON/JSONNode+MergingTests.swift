import ScenarioFiles
import Testing

@Suite struct JSONNodeMergingTests {
    @Test(
        "Objects are merged, everything else is replaced",
        arguments: [
            // overlay, base, result
            (#"{"b": 3}"#, #"{"a": 1, "b": 2}"#, #"{"a": 1, "b": 3}"#),
            (#"{"c": 3, "a": 0}"#, #"{"a": 1, "b": 2}"#, #"{"a": 0, "b": 2, "c": 3}"#),
            (
                #"{"x": {"y": {"z": 1}}}"#, #"{"x": {"y": {"w": 2}, "v": 3}}"#,
                #"{"x": {"y": {"w": 2, "z": 1}, "v": 3}}"#
            ),
            (#"{"x": [1]}"#, #"{"x": [2, 3]}"#, #"{"x": [1]}"#),
            (#"{"x": "short"}"#, #"{"x": {"long": 1}}"#, #"{"x": "short"}"#),
            (#"{"x": {"long": 1}}"#, #"{"x": "short"}"#, #"{"x": {"long": 1}}"#),
            (#"{"x": null}"#, #"{"x": 1}"#, #"{"x": null}"#),
            ("{}", #"{"x": 1}"#, #"{"x": 1}"#), (#"{"x": 1}"#, "{}", #"{"x": 1}"#),
            ("1", "2", "1"), ("[]", "{}", "[]"),
        ]
    )
    func merging(overlay: String, base: String, result: String) throws {
        // Pretty, because the order of keys counts.
        #expect(try node(overlay).merging(over: node(base)).prettyText == node(result).prettyText)
    }

    @Test func valuesKeepTheirPlaces() throws {
        let merged = try JSONNode(commandLine: #"{"b": 3}"#).merging(over: node(#"{"a": 1, "b": 2}"#))
        #expect(merged.location == SourceLocation(line: 1, column: 1))
        #expect(merged["a"]?.location == SourceLocation(line: 1, column: 7))
        #expect(merged["b"]?.location == nil)
    }
}
