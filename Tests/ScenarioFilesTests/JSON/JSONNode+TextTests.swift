import ScenarioFiles
import Testing

@Suite struct JSONNodeTextTests {
    static let sample = #"""
        {
          // A comment, which no spelling keeps.
          "name": "caf\u00e9 \ud83d\ude00 \"quoted\" \\ \/ \b\f\n\r\t\u0001",
          "cluster": {"workers": [{"device": "nexus-5"}, {"device": "pi"}], "computes": true, "empty": {}},
          "density": [0.04, 4e-2, 1E3, -0], "none": null, "list": [], "nested": [[1], [2, 3]]
        }
        """#

    @Test func canonicalTextSortsKeysAndSparesSpaces() throws {
        let expected =
            #"{"cluster":{"computes":true,"empty":{},"workers":[{"device":"nexus-5"},{"device":"pi"}]},"#
            + #""density":[0.04,0.04,1000,0],"list":[],"name":"café 😀 \"quoted\" \\ / \u0008\u000c\n\r\t\u0001","#
            + #""nested":[[1],[2,3]],"none":null}"#
        #expect(try node(Self.sample).canonicalText == expected)
    }

    @Test func prettyTextKeepsKeysInOrderAndNumbersAsWritten() throws {
        let expected = #"""
            {
              "name": "café 😀 \"quoted\" \\ / \u0008\u000c\n\r\t\u0001",
              "cluster": {
                "workers": [
                  {
                    "device": "nexus-5"
                  },
                  {
                    "device": "pi"
                  }
                ],
                "computes": true,
                "empty": {}
              },
              "density": [0.04, 4e-2, 1E3, -0],
              "none": null,
              "list": [],
              "nested": [
                [1],
                [2, 3]
              ]
            }
            """#
        #expect(try node(Self.sample).prettyText == expected)
    }

    @Test func bothTextsParseBackToTheSameContent() throws {
        let sample = try node(Self.sample)
        #expect(try node(sample.canonicalText).canonicalText == sample.canonicalText)
        #expect(try node(sample.prettyText).hasSameContent(as: sample))
        #expect(try node(sample.prettyText).prettyText == sample.prettyText)
    }

    @Test func everyScalarOfTheFirstPlanesSurvivesARoundTrip() throws {
        for value in UInt32(0)...0x1FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = JSONNode(.string(String(scalar))).canonicalText
            guard case .string(let string) = try node(text).value, string.unicodeScalars.elementsEqual([scalar]) else {
                Issue.record("U+\(String(value, radix: 16)) became \(text)")
                return
            }
        }
    }
}
