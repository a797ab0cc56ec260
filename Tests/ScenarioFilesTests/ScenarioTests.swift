import DeviceProfiles
import Foundation
import NeuralNetworks
import Partitioning
import TestSupport
import Testing
import Units

@testable import ScenarioFiles

@Suite struct ScenarioTests {
    @Test func whatIsLeftOutTakesItsDefault() throws {
        let scenario = try scenario()
        #expect(scenario.name == "x")
        #expect(scenario.network.name == "lenet5")
        #expect(scenario.cluster.devices.map(\.name) == ["group-owner", "worker-1", "worker-2", "worker-3"])
        #expect(scenario.cluster.computing == [0, 1, 2, 3])
        #expect(scenario.cluster.source == 0)
        #expect(scenario.cluster.wireless == WirelessNetwork(rate: DataRate(bitsPerSecond: 40e6)))
        #expect(scenario.delivery == .direct)
        #expect(scenario.convolution == .bodp)
        #expect(scenario.fullyConnected == .byOutputs)
        #expect(scenario.workload == nil)
        #expect(scenario.computeVariation == 0)
        #expect(scenario.repetitions == 1)
        #expect(scenario.seed == 0)
    }

    static let keysOfARun: [(path: String, value: String)] = [
        ("name", #""y""#),
        ("network", #""alexnet""#),
        ("cluster.groupOwner", #"{"device": "jetson-nano"}"#),
        ("cluster.workers", #"{"device": "nexus-5", "count": 2}"#),
        ("cluster.devices", "2"),
        ("cluster.source", #""worker-1""#),
        ("cluster.wireless.rate", #""6 MB/s""#),
        ("cluster.wireless.messageOverhead", #""1 ms""#),
        ("cluster.wireless.wakeUp", #""1 ms""#),
        ("cluster.wireless.wakeUpOccupiesChannel", "false"),
        ("cluster.wireless.sharing", #""fifo""#),
        ("cluster.wireless.delivery", #""relay""#),
        ("convolution", #""ftp""#),
        ("fullyConnected", #""by-inputs""#),
        ("workload", #"{"device": "nexus-5", "layers": [{"layer": "conv1", "time": "1 ms"}]}"#),
        ("taskOverhead", #""250 ms""#),
        ("load", #"{"arrivals": {"process": "closed"}, "requests": 5}"#),
        ("cluster.everyDevice", #"{"speed": 0.5}"#),
        ("computeVariation", "0.5"),
        ("repetitions", "2"),
        ("seed", "9223372036854775807"),
    ]

    @Test(arguments: keysOfARun)
    func everyKeyOfARunChangesTheScenario(path: String, value: String) throws {
        #expect(try scenario([(path, value)]) != scenario())
    }

    /// Keys that say something about the document leave what runs alone.
    static let otherKeys: [(path: String, value: String)] = [
        ("$schema", #""scenario.schema.json""#), ("title", #""A title""#), ("description", #""A text""#),
        ("version", "1"), ("freeParameters", #"[{"path": "seed", "fixedBy": "nothing"}]"#),
        ("sensitivity", #"{"seed": [1, 2]}"#), ("sweep", #"{"seed": [1, 2]}"#),
    ]

    @Test(arguments: otherKeys)
    func everyKeyOfTheDocumentLeavesTheScenarioAlone(path: String, value: String) throws {
        #expect(try scenario([("seed", "0"), (path, value)]) == scenario())
    }

    @Test func theREADMEDocumentsExactlyTheseKeys() throws {
        let readme = try String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)
        let rows = readme.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0 != "| key | value | default |" }.dropFirst(2).prefix { !$0.isEmpty }
        let documented = rows.flatMap { row in
            row.split(separator: "|")[0].split(separator: "`").map(String.init)
                .filter { $0.contains(where: \.isLetter) }
        }
        let known =
            (Self.keysOfARun + Self.otherKeys).map(\.path).filter { $0 != "$schema" } + [
                "extends", "cluster.wireless.fidelity",
            ]
        #expect(Set(documented) == Set(known))
        #expect(documented.count == known.count)
    }

    @Test(
        arguments: [
            (
                "name", "7",
                #"x.json:2:11: name: found the number 7, expected a name of letters, digits, "-", "_" and ".", not beginning with ".""#
            ),
            (
                "name", #""a/b""#,
                #"x.json:2:11: name: found "a/b", expected a name of letters, digits, "-", "_" and ".", not beginning with ".""#
            ),
            (
                "name", #""""#,
                #"x.json:2:11: name: found "", expected a name of letters, digits, "-", "_" and ".", not beginning with ".""#
            ),
            (
                "network", #""vgg_16""#,
                #"x.json:3:14: network: found "vgg_16", expected one of lenet-300-100, lenet5, alexnet, zfnet, vgg11, vgg16, vgg19, googlenet, resnet18, resnet34, resnet50, squeezenet1.1, mobilenet-v1, darknet19, yolov2, yolov2-tiny; did you mean "vgg16"?"#
            ),
            ("version", "2", "x.json:16:14: version: found 2, expected an integer from 1 to 1"),
            ("computeVariation", "0.6", "x.json:16:23: computeVariation: found 0.6, expected a number from 0 to 0.5"),
            ("computeVariation", "-0.1", "x.json:16:23: computeVariation: found -0.1, expected a number from 0 to 0.5"),
            ("repetitions", "0", "x.json:16:18: repetitions: found 0, expected an integer from 1 to 1000000"),
            ("seed", "-1", "x.json:16:11: seed: found -1, expected an integer of at least 0"),
            ("seed", "1.5", "x.json:16:11: seed: found 1.5, expected an integer of at least 0"),
            (
                "fullyConnected", #""by-output""#,
                #"x.json:16:21: fullyConnected: found "by-output", expected one of by-outputs, by-inputs, single-device; did you mean "by-outputs"?"#
            ),
            (
                "sead", "1",
                #"x.json:16:3: sead: unknown key, expected one of $schema, extends, title, description, sweep, freeParameters, sensitivity, version, name, network, cluster, seed, fullyConnected, convolution, workload, computeVariation, taskOverhead, load, repetitions; did you mean "seed"?"#
            ),
        ])
    func aWrongValueIsExplained(path: String, value: String, text: String) {
        #expect(failure(path, value) == text)
    }

    @Test(arguments: [
        ("{}", "x.json:1:1: name: missing key, expected a name such as \"modnn-vgg16\""),
        (
            #"{"name": "x"}"#,
            "x.json:1:1: network: missing key, expected the name of a network, or an object that describes one"
        ),
        (
            #"{"name": "x", "network": "lenet5"}"#,
            "x.json:1:1: cluster: missing key, expected an object with groupOwner, workers and wireless"
        ),
        ("[]", "x.json:1:1: found an empty array, expected an object"),
    ])
    func aMissingKeyIsExplained(document: String, text: String) {
        let failure = message { () throws(InputError) in
            _ = try ScenarioFile(root: node(document), path: "x.json").scenario()
        }
        #expect(failure == text)
    }

    @Test func whatWouldTakeMoreThanADayIsRefused() {
        // 416 520 MACs at 1 kMAC/s take 7 minutes; VGG-16 takes 179 days.
        let slow = #"{"device": {"profile": "nexus-5", "convolutionRate": "1 kMAC/s"}}"#
        #expect(throws: Never.self) { try scenario([("cluster.groupOwner", slow)]) }
        let text = message { () throws(InputError) in
            _ = try scenario([("network", #""vgg16""#), ("cluster.groupOwner", slow)])
        }
        #expect(
            text
                == "x.json:1:1: a device or the channel is busy for 28648 hours with one inference, expected at most 24: a faster one or a smaller network"
        )
    }
}
