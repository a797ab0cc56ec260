import DeviceProfiles
import Foundation
import Testing
import Units

@testable import ScenarioFiles

@Suite struct ExtendingTests {
    /// Writes files into a new folder, runs a body with it, and removes it.
    private func withFiles<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            let file = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        return try body(folder.path)
    }

    private func base(_ changes: [(path: String, value: String)] = []) throws -> String { try scenarioText(changes) }

    private func failure(_ files: [String: String], _ name: String) throws -> String {
        try withFiles(files) { folder in
            message { () throws(InputError) in _ = try ScenarioFile(path: folder + "/" + name).scenario() }
                .replacing(folder + "/", with: "")
        }
    }

    @Test func objectsAreMergedAndAnythingElseIsReplaced() throws {
        let files = [
            "base.json": try base([
                ("sweep", #"{"seed": [1, 2, 3], "cluster.devices": [1, 2]}"#), ("title", #""Base""#),
            ]),
            "x.json": """
            {"extends": "base.json", "name": "mine", "cluster": {"wireless": {"wakeUp": "3 ms"}},
             "sweep": {"seed": [9]}}
            """,
        ]
        try withFiles(files) { folder in
            let file = try ScenarioFile(path: folder + "/x.json")
            let scenario = try file.scenario()
            #expect(scenario.name == "mine")
            #expect(file.title == nil, "what a file says of itself need not hold for another")
            #expect(scenario.cluster.wireless.rate.bitsPerSecond == 40e6)
            #expect(scenario.cluster.wireless.wakeUp.seconds == 0.003)
            #expect(file.axes.map(\.values.count) == [1, 2])
        }
    }

    @Test func nullRemovesWhatTheBaseSays() throws {
        let files = [
            "base.json": try base([("sweep", #"{"seed": [1, 2, 3]}"#), ("repetitions", "7")]),
            "x.json": #"{"extends": "base.json", "sweep": null, "repetitions": null}"#,
        ]
        try withFiles(files) { folder in
            let file = try ScenarioFile(path: folder + "/x.json")
            #expect(file.pointCount == 1)
            #expect(try file.scenario().repetitions == 1)
        }
    }

    @Test func filesAreRelativeToWhereTheyAreNamed() throws {
        let trace = #"{"layers": [{"layer": "conv1", "time": "5 ms"}]}"#
        let network =
            #"{"name": "n", "input": [3, 8, 8], "layers": [{"type": "convolution", "name": "conv1", "outputs": 2, "kernel": 1}]}"#
        let files = [
            "bases/traces/t.json": trace,
            "bases/base.json": try base([("network", network), ("workload", #""traces/t.json""#)]),
            "bases/middle.json": #"{"extends": "base.json", "seed": 4}"#,
            "runs/x.json": #"{"extends": "../bases/middle.json", "name": "far"}"#,
        ]
        try withFiles(files) { folder in
            let file = try ScenarioFile(path: folder + "/runs/x.json")
            let scenario = try file.scenario()
            #expect(scenario.seed == 4)
            #expect(scenario.workload?.layerTimes["conv1"]?.seconds == 0.005)
            // What was resolved needs no other file.
            let resolved = try ScenarioFile(root: try node(try file.resolved().prettyText), path: "elsewhere.json")
            #expect(try resolved.scenario() == scenario)
            #expect(try resolved.digest() == file.digest())
        }
    }

    @Test func mistakesAreReportedInTheFileThatHasThem() throws {
        let files = ["base.json": try base([("seed", "-1")]), "x.json": #"{"extends": "base.json"}"#]
        #expect(try failure(files, "x.json").hasPrefix("base.json:16:11: seed: found -1"))
        let own = ["base.json": try base(), "x.json": "{\"extends\": \"base.json\",\n\"seed\": -1}"]
        #expect(try failure(own, "x.json").hasPrefix("x.json:2:9: seed: found -1"))
        let key = ["base.json": try base([("sed", "1")]), "x.json": #"{"extends": "base.json"}"#]
        #expect(try failure(key, "x.json").hasPrefix("base.json:16:3: sed: unknown key"))
    }

    @Test func circlesAreRefused() throws {
        let files = [
            "a.json": #"{"extends": "b.json"}"#, "b.json": #"{"extends": "sub/../c.json"}"#,
            "c.json": #"{"extends": "a.json"}"#, "self.json": #"{"extends": "self.json"}"#,
        ]
        #expect(
            try failure(files, "a.json")
                == "c.json:1:13: extends: scenarios extend each other in a circle: a.json -> b.json -> c.json -> a.json"
        )
        #expect(try failure(files, "self.json").contains("in a circle: self.json -> self.json"))
    }

    @Test(arguments: [
        (
            #"{"extends": "nowhere.json"}"#,
            #"x.json:1:13: extends: no such file: found "nowhere.json", expected a scenario beside this one"#
        ),
        (#"{"extends": 3}"#, "x.json:1:13: extends: found the number 3, expected a string"),
        (#"{"extends": "list.json"}"#, "list.json:1:1: found an array of 1 element, expected an object"),
    ])
    func aWrongBaseIsExplained(text: String, expected: String) throws {
        #expect(try failure(["x.json": text, "list.json": "[1]"], "x.json") == expected)
    }

    @Test func theCommandLineCannotExtend() {
        let failure = message { () throws(InputError) in _ = try scenarioFile(overrides: ["extends=a.json"]) }
        #expect(failure == #"extends: "extends" cannot be set, expected it in a file"#)
    }
}
