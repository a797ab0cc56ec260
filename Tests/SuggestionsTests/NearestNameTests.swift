import Suggestions
import Testing

@Suite struct NearestNameTests {
    @Test(
        "The nearest name is suggested, if it is near",
        arguments: [
            ("reley", "relay"),  // one replaced
            ("realy", "relay"),  // two swapped, which is one change
            ("rlay", "relay"),  // one inserted
            ("relayy", "relay"),  // one deleted
            ("RELAY", "relay"), ("Mapreduce", "mapReduce"), ("map", "mapReduce"), ("dir", "direct"), ("d", "direct"),
            ("dierct", "direct"), ("dzzect", "direct"),  // two of six may change
            ("dzzzct", nil),  // three may not
            ("x", nil), ("broadcast", nil), ("", nil),
        ] as [(String, String?)]
    )
    func nearest(word: String, name: String?) {
        #expect(nearestName(to: word, in: ["direct", "relay", "mapReduce"]) == name)
    }

    @Test func theSameWordInOtherCapitalsComesBeforeALongerOne() {
        #expect(nearestName(to: "BODP", in: ["bodp-fused", "bodp"]) == "bodp")
    }

    @Test func aContinuationComesBeforeASmallerChange() {
        #expect(nearestName(to: "nexus", in: ["nexis", "nexus-5"]) == "nexus-5")
    }

    @Test func theShortestContinuationComesFirst() {
        #expect(nearestName(to: "vgg", in: ["vgg-16-bn", "vgg-16"]) == "vgg-16")
    }

    @Test func amongEqualsTheFirstIsTaken() {
        #expect(nearestName(to: "cat", in: ["bat", "car", "hat"]) == "bat")
        #expect(nearestName(to: "cat", in: ["car", "hat", "bat"]) == "car")
    }

    @Test func shortWordsMayDifferInOneLetter() {
        #expect(nearestName(to: "a", in: ["b"]) == "b")
        #expect(nearestName(to: "ab", in: ["cd"]) == nil)
    }

    @Test func noNamesNoSuggestion() {
        #expect(nearestName(to: "relay", in: [String]()) == nil)
        #expect(nearestName(to: "relay", in: [""]) == nil)
    }
}
