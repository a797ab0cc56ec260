import ScenarioFiles
import Testing

@Suite struct JSONNodePathsTests {
    static let sample = #"""
        {
          "cluster": {"workers": [{"device": "pi"}, {"device": "nexus-5"}], "count": 3},
          "grid": [[1, 2], [3, 4]], "empty": []
        }
        """#

    @Test(
        "A path leads to its value",
        arguments: [
            ("cluster.count", "3"), ("cluster.workers[1].device", #""nexus-5""#),
            ("cluster.workers[0]", #"{"device":"pi"}"#),
            ("grid[1][0]", "3"), ("cluster.workers[2]", nil), ("cluster.missing", nil), ("cluster.count.x", nil),
            ("cluster[0]", nil), ("", nil), (".", nil), ("cluster.", nil), (".cluster", nil), ("cluster..count", nil),
            ("grid[", nil), ("grid[]", nil), ("grid[-1]", nil), ("grid[+1]", nil), ("grid[1]]", nil), ("grid[1]x", nil),
            ("grid.[1]", nil), ("grid[99999999999999999999]", nil),
        ] as [(String, String?)]
    )
    func value(path: String, canonicalText: String?) throws {
        #expect(try node(Self.sample).value(at: path)?.canonicalText == canonicalText)
    }

    @Test func aPathMayBeginWithAnIndex() throws {
        #expect(try node("[1, [2]]").value(at: "[1][0]")?.canonicalText == "2")
    }

    @Test(
        "Setting replaces, adds, and makes missing objects",
        arguments: [
            ("count", #"{"a":[{"b":1},2],"count":7}"#),
            ("a", #"{"a":7}"#),
            ("a[1]", #"{"a":[{"b":1},7]}"#),
            ("a[0].b", #"{"a":[{"b":7},2]}"#),
            ("a[0].c.d", #"{"a":[{"b":1,"c":{"d":7}},2]}"#),
            ("x.y.z", #"{"a":[{"b":1},2],"x":{"y":{"z":7}}}"#),
        ]
    )
    func setting(path: String, result: String) throws {
        var root = try node(#"{"a": [{"b": 1}, 2]}"#)
        try root.set(path, to: JSONNode(commandLine: "7"), file: "x.json")
        #expect(root.canonicalText == result)
        #expect(root.value(at: path)?.canonicalText == "7")
    }

    @Test(
        "Setting what cannot be set says why",
        arguments: [
            (
                "cluster.count.x",
                #"x.json:2:78: cluster.count: cannot set "cluster.count.x": found the number 3, expected an object"#
            ),
            (
                "cluster.workers.device",
                #"x.json:2:26: cluster.workers: cannot set "cluster.workers.device": found an array of 2 elements, "#
                    + "expected an object"
            ),
            (
                "cluster.workers[2].device",
                #"x.json:2:26: cluster.workers: cannot set "cluster.workers[2].device": found an array of 2 elements, "#
                    + "expected an index from 0 to 1"
            ),
            ("empty[0]", #"x.json:3:38: empty: cannot set "empty[0]": found an empty array, expected an element"#),
            ("cluster[0]", #"x.json:2:14: cluster: cannot set "cluster[0]": found an object, expected an array"#),
            ("new[0]", #"new: cannot set "new[0]": found nothing, expected an array"#),
            ("new.deep[0].x", #"new.deep: cannot set "new.deep[0].x": found nothing, expected an array"#),
            ("", #"x.json: malformed path "", expected keys and indices such as cluster.workers[2].device"#),
            ("a..b", #"x.json: malformed path "a..b", expected keys and indices such as cluster.workers[2].device"#),
        ]
    )
    func settingFails(path: String, error: String) throws {
        var root = try node(Self.sample)
        let before = root.canonicalText
        #expect(message { () throws(InputError) in try root.set(path, to: JSONNode(.null), file: "x.json") } == error)
        #expect(root.canonicalText == before)
    }

    @Test func aPathDeeperThanAnyDocumentIsMalformed() throws {
        var root = try node("{}")
        let path = Array(repeating: "a", count: 257).joined(separator: ".")
        #expect(throws: InputError.self) { try root.set(path, to: JSONNode(.null), file: nil) }
        try root.set(String(path.dropLast(2)), to: JSONNode(.null), file: nil)
    }

    @Test(
        "A value from the command line is JSON if it can be, otherwise text",
        arguments: [
            ("4", "4"), ("true", "true"), ("null", "null"), (" [1, 2] ", "[1,2]"), (#"{"a": 1}"#, #"{"a":1}"#),
            (#""4""#, #""4""#), ("relay", #""relay""#), ("3 ms", #""3 ms""#), ("", #""""#), ("007", #""007""#),
            ("[1, 2", #""[1, 2""#), ("802.11ac-80", #""802.11ac-80""#),
        ]
    )
    func commandLine(text: String, canonicalText: String) {
        #expect(JSONNode(commandLine: text).canonicalText == canonicalText)
        #expect(JSONNode(commandLine: text).location == nil)
    }

    @Test func anErrorInAnOverriddenValueDoesNotBlameTheFile() throws {
        var root = try node(#"{"cluster": {"workers": 3}}"#)
        try root.set("cluster.workers", to: JSONNode(commandLine: "many"), file: "x.json")
        let reader = ValueReader(root, file: "x.json")
        let error = message { () throws(InputError) in
            try reader.object { reader throws(InputError) in
                try reader.object("cluster") { reader throws(InputError) in _ = try reader.int("workers", in: 1...64) }
            }
        }
        #expect(error == #"cluster.workers: found the string "many", expected an integer from 1 to 64"#)
    }
}
