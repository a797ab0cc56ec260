import ScenarioFiles
import Testing

@Suite struct InputErrorTests {
    static let complete = InputError(
        file: "Scenarios/x.json",
        location: SourceLocation(line: 12, column: 15),
        keyPath: "cluster.wireless.delivery",
        found: #""reley""#,
        expected: "one of direct, relay, mapReduce",
        suggestion: "relay"
    )

    @Test func aCompleteErrorReadsAsOneSentence() {
        let expected =
            #"Scenarios/x.json:12:15: cluster.wireless.delivery: found "reley", "#
            + #"expected one of direct, relay, mapReduce; did you mean "relay"?"#
        #expect(Self.complete.description == expected)
        #expect("\(Self.complete)" == expected)
    }

    @Test func jsonHasEveryFieldInSortedOrder() {
        let expected =
            #"{"error":{"code":65,"column":15,"file":"Scenarios/x.json","line":12,"#
            + #""message":"found \"reley\", expected one of direct, relay, mapReduce; did you mean \"relay\"?","#
            + #""path":"cluster.wireless.delivery"}}"#
        #expect(Self.complete.json == expected)
    }

    @Test func jsonHasNullForWhatIsNotKnown() {
        let error = InputError(kind: .missing, file: "x.json", problem: "no such file")
        let expected =
            #"{"error":{"code":66,"column":null,"file":"x.json","line":null,"message":"no such file","path":null}}"#
        #expect(error.json == expected)
    }

    @Test func whatIsNotKnownLeavesNoPunctuation() {
        #expect(InputError(problem: "no such file").description == "no such file")
        #expect(InputError(file: "x.json", problem: "no such file").description == "x.json: no such file")
        #expect(InputError(keyPath: "a", expected: "b").description == "a: expected b")
        #expect(InputError(keyPath: "a", found: "c").description == "a: found c")
        #expect(InputError(problem: "p", expected: "b").description == "p, expected b")
        #expect(InputError(problem: "p", found: "c", expected: "b").description == "p: found c, expected b")
        #expect(InputError(problem: "p", suggestion: "s").description == #"p; did you mean "s"?"#)
    }

    @Test func exitCodesFollowSysexits() {
        #expect(InputError.Kind.missing.exitCode == 66)
        #expect(InputError.Kind.invalid.exitCode == 65)
    }
}
