import DeviceProfiles
import Testing
import Units

@testable import ScenarioFiles

@Suite struct SweepAxisTests {
    private func values(_ text: String) throws -> [String] {
        let result = try #require(SweepRange.values(text))
        return try result.get().map(\.canonicalText)
    }

    @Test(arguments: [
        ("1..4", ["1", "2", "3", "4"]), ("1..64*2", ["1", "2", "4", "8", "16", "32", "64"]),
        ("1..100*10", ["1", "10", "100"]), ("1..50*10", ["1", "10"]),
        ("0..0.5+0.1", ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        ("-1..1", ["-1", "0", "1"]), ("3..3", ["3"]), ("1..8+3", ["1", "4", "7"]),
        ("0.5..4*2", ["0.5", "1", "2", "4"]),
        ("5..40*2 Mbit/s", [#""5 Mbit/s""#, #""10 Mbit/s""#, #""20 Mbit/s""#, #""40 Mbit/s""#]),
        ("1..2ms", [#""1ms""#, #""2ms""#]),
    ])
    func aRangeHasBothEndsAndExactDecimalSteps(text: String, expected: [String]) throws {
        #expect(try values(text) == expected)
    }

    @Test(arguments: [
        "", "..", "1..", "..4", "1...4", "a..b", "../x.json", "1..4+", "1..4-1", "1e3..2e3", "1..4+-1", "1.5.2..3",
        "1..4 %",
    ])
    func otherTextsAreNoRanges(text: String) { #expect(SweepRange.values(text) == nil) }

    @Test(arguments: ["8..1", "1..4+0", "1..4*1", "0..4*2", "-1..4*2", "1..4*0.5", "0..1000000+0.5"])
    func aRangeWithoutSenseSaysWhatWouldHaveSome(text: String) throws {
        let result = try #require(SweepRange.values(text))
        #expect(throws: SweepRangeError.self) { try result.get() }
    }

    @Test(arguments: [
        ("1..3", ["1", "2", "3"]), ("bodp,grid-2d", [#""bodp""#, #""grid-2d""#]), ("1..3,8", ["1", "2", "3", "8"]),
        (#"bodp,{"scheme": "ftp", "grid": "2x2"}"#, [#""bodp""#, #"{"grid":"2x2","scheme":"ftp"}"#]),
        (#"["a, b", 3]"#, [#""a, b""#, "3"]), (#""a,b",c"#, [#""a,b""#, #""c""#]), ("40 Mbit/s", [#""40 Mbit/s""#]),
        ("true,null", ["true", "null"]),
    ])
    func theCommandLineTakesListsRangesAndJSON(text: String, expected: [String]) throws {
        #expect(try SweepValues.values(text).get().map(\.canonicalText) == expected)
    }

    @Test func aRangeInAFileIsAnAxis() throws {
        let file = try scenarioFile([
            ("sweep", #"{"cluster.devices": "1..3", "cluster.wireless.rate": "10..40*2 Mbit/s"}"#)
        ])
        #expect(file.pointCount == 9)
        #expect(file.axes[1].columnName == "cluster_wireless_rate_bit_per_s")
        #expect(try file.scenario(at: 8).cluster.wireless.rate.bitsPerSecond == 40e6)
    }

    // MARK: Zipped axes

    private static let zipped =
        #"{"convolution": ["bodp", "ftp"], "zip": {"cluster.devices": [1, 2, 3], "seed": "10..30+10"}}"#

    @Test func zippedAxesAdvanceTogether() throws {
        let file = try scenarioFile([("sweep", Self.zipped)])
        #expect(file.pointCount == 6)
        #expect(file.axes.map(\.path) == ["convolution", "cluster.devices", "seed"])
        #expect(file.axes.map(\.group) == [0, 1, 1])
        let points = (0..<6).map { file.assignments(at: $0).map(\.plainText).joined(separator: " ") }
        #expect(points == ["bodp 1 10", "bodp 2 20", "bodp 3 30", "ftp 1 10", "ftp 2 20", "ftp 3 30"])
    }

    @Test func severalZipsAreCombined() throws {
        let file = try scenarioFile([
            (
                "sweep",
                #"{"zip": [{"seed": [1, 2], "cluster.devices": [2, 3]}, {"convolution": ["bodp", "ftp", "grid-2d"]}]}"#
            )
        ])
        #expect(file.pointCount == 6)
    }

    @Test(arguments: [
        (
            #"{"zip": {"seed": [1, 2], "cluster.devices": [1, 2, 3]}}"#,
            "sweep.zip: zipped axes advance together: found 2 and 3 values, expected as many values for each"
        ),
        (#"{"seed": [1], "zip": {"seed": [2]}}"#, #"sweep.zip.seed: "seed" is swept twice"#),
        (#"{"zip": 3}"#, "sweep.zip: found the number 3, expected an object"),
        (#"{"seed": "4..1"}"#, #"sweep.seed: found "4..1", expected a range upwards, such as 1..8"#),
        (#"{"extends": ["a"]}"#, #"sweep.extends: "extends" cannot be swept, expected the key path of what runs"#),
    ])
    func aWrongAxisIsExplained(sweep: String, text: String) {
        let failure = message { () throws(InputError) in _ = try scenarioFile([("sweep", sweep)]) }
        #expect(failure.hasSuffix(text))
    }

    // MARK: From the command line

    private func file(_ sweep: String, _ axes: [String], zips: [String] = [], overrides: [String] = [])
        throws(InputError)
        -> ScenarioFile
    {
        var sweeps = ScenarioSweeps()
        for axis in axes { try sweeps.add(axis, zipped: false) }
        for axis in zips { try sweeps.add(axis, zipped: true) }
        return try ScenarioFile(
            root: try node(try scenarioText([("sweep", sweep)])), path: "x.json",
            overrides: overrides.map { ScenarioOverride($0)! }, sweeps: sweeps)
    }

    @Test func anAxisReplacesThatOfTheDocumentOrIsTheFastest() throws {
        let replaced = try file(#"{"seed": [1], "cluster.devices": [1]}"#, ["seed=1..3", "convolution=bodp,ftp"])
        #expect(replaced.axes.map(\.path) == ["seed", "cluster.devices", "convolution"])
        #expect(replaced.axes.map(\.values.count) == [3, 1, 2])
        let zipped = try file(Self.zipped, ["seed=7,8,9"])
        #expect(zipped.pointCount == 6)
        #expect(zipped.assignments(at: 0).map(\.plainText) == ["bodp", "1", "7"])
    }

    @Test func zipsFromTheCommandLineAdvanceTogether() throws {
        let file = try file(
            #"{"seed": [1, 2]}"#, [], zips: ["cluster.devices=1..3", "cluster.wireless.rate=10..30+10 Mbit/s"])
        #expect(file.pointCount == 6)
        #expect(try file.scenario(at: 5).cluster.wireless.rate.bitsPerSecond == 30e6)
        let moved = try self.file(#"{"seed": [1, 2]}"#, [], zips: ["seed=3,4", "cluster.devices=1,2"])
        #expect(moved.pointCount == 2)
    }

    @Test func whatIsSetCannotBeSweptAsWell() {
        let failure = message { () throws(InputError) in _ = try file("{}", ["seed=1,2"], overrides: ["seed=3"]) }
        #expect(failure == "seed: it is set and swept at the same time")
    }

    @Test(arguments: [["seed"], ["=1"], ["seed="], ["seed=4..1"]])
    func anAxisNeedsAPathAndValues(axes: [String]) {
        #expect(throws: InputError.self) { try file("{}", axes) }
    }

    // MARK: Repetitions

    @Test func repetitionsMayBeSwept() throws {
        let file = try scenarioFile([("sweep", #"{"repetitions": [1, 3], "seed": [1, 2]}"#)])
        #expect(file.greatestRepetitionCount == 3)
        #expect((0..<4).map { file.repetitionCount(at: $0) } == [1, 1, 3, 3])
        #expect(file.runCount == 8)
        #expect(try scenarioFile([("repetitions", "5")]).runCount == 5)
    }

    @Test func everyValueStandsAtOneOfThePointsThatAreTried() throws {
        let file = try scenarioFile([("sweep", Self.zipped)])
        let tried = file.pointsOfEveryValue.map { file.assignments(at: $0).map(\.plainText) }
        for (index, axis) in file.axes.enumerated() {
            #expect(Set(tried.map { $0[index] }) == Set(axis.values.map(\.plainText)))
        }
    }
}
