import ScenarioFiles
import Testing

@Suite struct JSONNodeTests {
    @Test func contentIgnoresPlacesOrderOfKeysAndSpellingOfNumbers() throws {
        let one = try node(#"{"a": [1, 2.50], "b": "é"}"#)
        let other = try node("{\n  \"b\": \"\\u00e9\", // comment\n  \"a\": [1e0, 2.5]\n}")
        #expect(one.hasSameContent(as: other))
        #expect(one.hasSameContent(as: one.withoutLocations))
    }

    @Test(
        "Different contents differ",
        arguments: [
            ("1", "2"), ("1", "\"1\""), ("null", "false"), ("[1, 2]", "[2, 1]"), ("{}", "[]"),
            (#"{"a": 1}"#, #"{"b": 1}"#), (#"{"a": 1}"#, #"{"a": 1, "b": 1}"#),
            ("9007199254740992", "9007199254740993"),
        ]
    )
    func differentContents(one: String, other: String) throws {
        #expect(try !node(one).hasSameContent(as: node(other)))
    }

    @Test func aKeyFindsItsValue() throws {
        let object = try node(#"{"a": 1, "b": [2]}"#)
        #expect(object["b"]?.canonicalText == "[2]")
        #expect(object["c"] == nil)
        #expect(object["b"]?["a"] == nil)
    }

    @Test func locationsCanBeDropped() throws {
        let plain = try node(#"{"a": [1]}"#).withoutLocations
        #expect(plain.location == nil)
        #expect(plain.value(at: "a[0]")?.location == nil)
        guard case .object(let members) = plain.value else { throw InputError(problem: "no object") }
        #expect(members[0].keyLocation == nil)
    }
}
