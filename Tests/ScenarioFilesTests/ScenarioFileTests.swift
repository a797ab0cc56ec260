import DeviceProfiles
import Foundation
import NeuralNetworks
import Partitioning
import TestSupport
import Testing
import Units

@testable import ScenarioFiles

@Suite struct ScenarioFileTests {
    private func failure(_ changes: [(path: String, value: String)], overrides: [String] = []) -> String {
        message { () throws(InputError) in _ = try scenarioFile(changes, overrides: overrides).scenario() }
    }

    // MARK: Sweeps

    private static let sweep = [
        (
            path: "sweep",
            value: #"{"convolution": ["bodp", {"scheme": "ftp", "grid": "2x2"}], "cluster.devices": [1, 2, 3]}"#
        )
    ]

    @Test func theFirstAxisVariesSlowest() throws {
        let file = try scenarioFile(Self.sweep)
        #expect(file.axes.map(\.path) == ["convolution", "cluster.devices"])
        #expect(file.pointCount == 6)
        let points = try (0..<6).map { point in
            let scenario = try file.scenario(at: point)
            return "\(scenario.convolution.label) \(scenario.cluster.computing.count)"
        }
        #expect(points == ["bodp 1", "bodp 2", "bodp 3", "ftp(grid=2x2) 1", "ftp(grid=2x2) 2", "ftp(grid=2x2) 3"])
    }

    @Test func assignmentsAreTheValuesOfAPoint() throws {
        let assignments = try scenarioFile(Self.sweep).assignments(at: 4)
        #expect(assignments.map(\.canonicalText) == [#"{"grid":"2x2","scheme":"ftp"}"#, "2"])
    }

    @Test func withoutASweepThereIsOnePoint() throws {
        let file = try scenarioFile()
        #expect(file.pointCount == 1)
        #expect(file.assignments(at: 0).isEmpty)
        #expect(try file.scenario(at: 0) == file.scenario())
    }

    @Test func theScenarioAsWrittenLeavesTheSweepOut() throws {
        #expect(try scenarioFile(Self.sweep).scenario() == scenario())
    }

    @Test(arguments: [
        ("cluster.wireless.rate", #"["1 Mbit/s", "1 MB/s"]"#, "cluster_wireless_rate_bit_per_s"),
        ("cluster.wireless.wakeUp", #"["1 ms", "1 s"]"#, "cluster_wireless_wake_up_s"),
        (
            "cluster.groupOwner.device.applicationMemory", #"["1 MiB"]"#,
            "cluster_group_owner_device_application_memory_bytes"
        ),
        (
            "cluster.groupOwner.device.convolutionRate", #"["1 GMAC/s"]"#,
            "cluster_group_owner_device_convolution_rate_mac_per_s"
        ),
        ("cluster.workers[0].count", "[1, 2]", "cluster_workers_0__count"),
        // Different dimensions are no column of numbers.
        ("cluster.wireless.rate", #"["1 Mbit/s", "1 ms"]"#, "cluster_wireless_rate"),
        ("computeVariation", "[0, 0.1]", "compute_variation"),
    ])
    func aColumnIsNamedAfterThePathAndTheUnit(path: String, values: String, column: String) throws {
        let axis = try scenarioFile([("sweep", #"{"\#(path)": \#(values)}"#)]).axes[0]
        #expect(axis.columnName == column)
    }

    @Test(arguments: [
        (#"{"seed": []}"#, "x.json:17:13: sweep.seed: found an empty array, expected values to sweep"),
        (#"{"seed": 1}"#, "x.json:17:13: sweep.seed: found the number 1, expected an array"),
        (#"["seed"]"#, "x.json:16:12: sweep: found an array of 1 element, expected an object"),
        (
            #"{"title": ["a", "b"]}"#,
            #"x.json:17:14: sweep.title: "title" cannot be swept, expected the key path of what runs"#
        ),
        (
            #"{"seed": [1,2,3,4,5,6,7,8,9,10], "repetitions": [1,2,3,4,5,6,7,8,9,10], "cluster.devices": [1,2,3,4,5,6,7,8,9,10], "cluster.workers.count": [1,2,3,4,5,6,7,8,9,10], "cluster.groupOwner.capability": [1,2,3,4,5,6,7,8,9,10], "cluster.workers.capability": "1..101"}"#,
            "x.json:16:12: sweep: too many runs, expected at most 10000000 points times repetitions"
        ),
    ])
    func aWrongSweepIsExplained(value: String, text: String) {
        #expect(failure([("sweep", value)]) == text)
    }

    @Test func aMistakeAtAPointShowsItsPlaceInTheSweep() throws {
        let file = try scenarioFile([("sweep", #"{"convolution": ["bodp", "bopd"]}"#)])
        #expect(throws: Never.self) { try file.scenario(at: 0) }
        #expect(
            message { () throws(InputError) in _ = try file.scenario(at: 1) }
                == #"x.json:17:29: convolution: found "bopd", expected one of \#(ConvolutionScheme.all.map(\.scheme.name).joined(separator: ", ")); did you mean "bodp"?"#
        )
    }

    @Test func anAxisThatNamesNoKeyIsExplained() throws {
        let file = try scenarioFile([("sweep", #"{"cluster.device": [1, 2]}"#)])
        #expect(
            message { () throws(InputError) in _ = try file.scenario(at: 0) }
                == #"cluster.device: unknown key, expected one of everyDevice, groupOwner, devices, workers, source, wireless; did you mean "devices"?"#
        )
    }

    // MARK: Overrides

    @Test func overridesAreAppliedInOrder() throws {
        let file = try scenarioFile(overrides: ["seed=7", "cluster.devices=2", "seed=8", "convolution=grid-2d"])
        let scenario = try file.scenario()
        #expect(scenario.seed == 8)
        #expect(scenario.cluster.computing.count == 2)
        #expect(scenario.convolution.name == "grid-2d")
    }

    @Test func anOverrideOfASweptPathRemovesTheAxis() throws {
        let file = try scenarioFile(Self.sweep, overrides: ["cluster.devices=2"])
        #expect(file.axes.map(\.path) == ["convolution"])
        #expect(file.pointCount == 2)
        #expect(try file.scenario(at: 1).cluster.computing.count == 2)
    }

    @Test func anOverrideMayReplaceTheSweepAndTheTitle() throws {
        let file = try scenarioFile(Self.sweep, overrides: [#"sweep={"seed":[1,2,3]}"#, "title=Mine"])
        #expect(file.axes.map(\.path) == ["seed"])
        #expect(file.title == "Mine")
        #expect(try scenarioFile(Self.sweep, overrides: ["sweep={}"]).pointCount == 1)
    }

    @Test func anOverrideInsideASweptValueIsAnErrorAsTheSweepWouldUndoIt() {
        let changes = Self.sweep + [("convolution", #"{"scheme": "ftp"}"#)]
        #expect(
            failure(changes, overrides: ["convolution.grid=3x3"])
                == #"x.json:17:20: sweep.convolution: the sweep of "convolution" would undo what is set for "convolution.grid", expected a value for "convolution" as a whole"#
        )
    }

    @Test(arguments: [
        (
            "cluster.device=3",
            #"cluster.device: unknown key, expected one of everyDevice, groupOwner, devices, workers, source, wireless; did you mean "devices"?"#
        ), ("cluster.devices=", #"cluster.devices: found the string "", expected an integer from 1 to 1000"#),
        (
            "cluster.workers[0].count=3",
            #"x.json:8:16: cluster.workers: cannot set "cluster.workers[0].count": found an object, expected an array"#
        ),
        (
            "cluster..devices=3",
            #"x.json: malformed path "cluster..devices", expected keys and indices such as cluster.workers[2].device"#
        ), ("name.first=x", #"x.json:2:11: name: cannot set "name.first": found the string "x", expected an object"#),
        (
            "cluster.wireless.rate=-5 Mbit/s",
            #"cluster.wireless.rate: found "-5 Mbit/s", expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
    ])
    func anOverrideThatDoesNotFitIsExplained(text: String, expected: String) {
        #expect(failure([], overrides: [text]) == expected)
    }

    @Test(arguments: ["seed", "=7", ""])
    func anOverrideNeedsAPathAndAnEqualsSign(text: String) {
        #expect(ScenarioOverride(text) == nil)
    }

    @Test func theValueOfAnOverrideMayHoldEqualsSigns() throws {
        let override = try #require(ScenarioOverride("title=a=b"))
        #expect(override.path == "title")
        #expect(override.value.plainText == "a=b")
    }

    // MARK: Free parameters and keys

    @Test func freeParametersNameWhatIsSet() throws {
        let list = #"[{"path": "cluster.wireless.rate", "fixedBy": "Table 2"}]"#
        #expect(
            try scenarioFile([("freeParameters", list)]).freeParameters == [
                FreeParameter(path: "cluster.wireless.rate", fixedBy: "Table 2")
            ])
        #expect(
            failure([("freeParameters", #"[{"path": "cluster.wireless.wakeUp", "fixedBy": "x"}]"#)])
                == #"x.json:17:5: freeParameters[0]: free parameter "cluster.wireless.wakeUp" is not set in the scenario"#
        )
        #expect(
            failure([("freeParameters", #"[{"path": "seed"}]"#)])
                == "x.json:17:5: freeParameters[0].fixedBy: missing key, expected a string")
    }

    @Test(arguments: [
        (#"{"name": "x", "name": "y"}"#, #"x.json:1:15: the key "name" appears twice, first in line 1"#),
        (
            #"{"name": "x",}"#,
            #"x.json:1:14: found "}", expected a key in double quotes (no comma before the closing "}")"#
        ), ("", "x.json:1:1: the file is empty, expected a JSON value"),
    ])
    func aMalformedDocumentIsExplained(text: String, expected: String) {
        let failure = message { () throws(InputError) in
            _ = try ScenarioFile(root: JSONReader.parse(text, file: "x.json"), path: "x.json")
        }
        #expect(failure == expected)
    }

    @Test func aMissingFileSuggestsItsNeighbour() {
        let folder = repository.appendingPathComponent("Scenarios").path
        do throws(InputError) {
            _ = try ScenarioFile(path: folder + "/modnn-vgg61.json")
            Issue.record("there is no such file")
        } catch {
            #expect(error.kind == .missing)
            #expect(error.suggestion == folder + "/modnn-vgg16.json")
            #expect(error.problem == "no such file")
        }
    }

    // MARK: What comes with the package

    @Test func theShippedScenariosAreFound() {
        #expect(Set(["modnn-vgg16", "deepthings-yolov2", "bandwidth"]).isSubset(of: shippedScenarios))
    }

    @Test(arguments: shippedScenarios)
    func aShippedScenarioDecodesAtEveryPoint(name: String) throws {
        let file = try ScenarioFile(path: shippedPath(name))
        #expect(file.pointCount > 1)
        #expect(try file.scenario().name == name)
        for point in 0..<file.pointCount { #expect(try file.scenario(at: point).name == name) }
    }
}
