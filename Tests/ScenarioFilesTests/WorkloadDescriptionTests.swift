import DeviceProfiles
import Foundation
import Testing
import Units

@testable import ScenarioFiles

@Suite struct WorkloadDescriptionTests {
    static let trace =
        #"{"device": "raspberry-pi-3b", "network": "lenet5", "source": "a stopwatch", "layers": [{"layer": "conv1", "time": "1.5 ms"}, {"layer": "ip1", "time": "2 ms"}]}"#

    @Test func aTraceMayStandInTheScenario() throws {
        let workload = try #require(try scenario([("workload", Self.trace)]).workload)
        #expect(workload.device == "raspberry-pi-3b")
        #expect(workload.network == "lenet5")
        #expect(workload.source == "a stopwatch")
        #expect(
            workload.layerTimes == [
                "conv1": TimeSpan(nanoseconds: 1_500_000), "ip1": TimeSpan(nanoseconds: 2_000_000),
            ])
    }

    @Test func aMeasuredTraceHasStripsAndNeedsNoDevice() throws {
        let text =
            #"{"machine": "x", "threads": 1, "instructionSet": "avx2", "layers": [{"layer": "conv1", "time": "8 ms", "strips": [{"rows": 6, "time": "3 ms"}, {"rows": 12, "time": "5 ms"}]}, {"layer": "pool1", "time": "1 ms"}]}"#
        let workload = try #require(try scenario([("workload", text)]).workload)
        #expect(workload.device == nil)
        // conv1 of LeNet-5 has 24 rows.
        #expect(
            workload.strips == [
                "conv1": [
                    StripTime(share: 0.25, time: TimeSpan(nanoseconds: 3_000_000)),
                    StripTime(share: 0.5, time: TimeSpan(nanoseconds: 5_000_000)),
                ]
            ])
        // 24 x 24 x 20 outputs of 25 products each in 8 ms; pool1 reads 11520 floats and writes 2880 in 1 ms.
        #expect(workload.rates == [.convolution: ComputeRate(macsPerSecond: 288_000 / 0.008)])
        #expect(workload.elementwiseRate == DataRate(bitsPerSecond: 14_400 * 32 / 0.001))
    }

    @Test func aTraceMayStandInAFileBesideTheScenario() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.trace.write(to: folder.appendingPathComponent("trace.json"), atomically: true, encoding: .utf8)
        let path = folder.appendingPathComponent("x.json").path
        try scenarioText([("workload", #""trace.json""#)]).write(toFile: path, atomically: true, encoding: .utf8)
        #expect(
            try ScenarioFile(path: path).scenario().workload == scenario([("workload", Self.trace)]).workload)
    }

    @Test func mistakesInTheFileNameTheFile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let wrong = Self.trace.replacing("ip1", with: "ip9")
        try wrong.write(to: folder.appendingPathComponent("trace.json"), atomically: true, encoding: .utf8)
        let path = folder.appendingPathComponent("x.json").path
        try scenarioText([("workload", #""trace.json""#)]).write(toFile: path, atomically: true, encoding: .utf8)
        let text = message { () throws(InputError) in _ = try ScenarioFile(path: path).scenario() }
        #expect(
            text.replacing(folder.path, with: "FOLDER")
                == #"FOLDER/trace.json:1:136: layers[1].layer: found "ip9", expected one of conv1, pool1, conv2, pool2, ip1, relu1, ip2, prob; did you mean "ip1"?"#
        )
    }

    @Test(arguments: [
        (
            #""traces/nowhere.json""#,
            #"x.json:16:15: workload: no such file: found "traces/nowhere.json", expected a trace file beside the scenario"#
        ),
        (
            "3",
            #"x.json:16:15: workload: found the number 3, expected the path of a trace file, or an object with "layers""#
        ),
        (
            #"{"device": "nexus-5"}"#,
            #"x.json:16:15: workload.layers: missing key, expected an array"#
        ),
        (
            #"{"device": "nexus-6", "layers": []}"#,
            #"x.json:17:15: workload.device: found "nexus-6", expected one of host-x86, jetson-nano, jetson-tx2, nexus-5, raspberry-pi-3b, raspberry-pi-3b-1core, raspberry-pi-3b-plus, raspberry-pi-3b-plus-1core, raspberry-pi-4b, snapdragon-821, snapdragon-855; did you mean "nexus-5"?"#
        ),
        (
            #"{"device": "nexus-5", "layers": [{"layer": "conv1"}]}"#,
            #"x.json:19:7: workload.layers[0].time: missing key, expected a time such as "3 ms""#
        ),
        (
            #"{"device": "nexus-5", "layers": [{"layer": "conv1", "time": "3 MB"}]}"#,
            #"x.json:21:17: workload.layers[0].time: found "3 MB", expected a time such as "3 ms""#
        ),
        (
            #"{"device": "nexus-5", "layers": [{"layer": "conv1", "time": "99 h"}]}"#,
            "x.json:1:1: a device or the channel is busy for 99 hours with one inference, expected at most 24: a faster one or a smaller network"
        ),
        (
            #"{"device": "nexus-5", "layers": [{"layer": "conv1", "time": "3 s"}, {"layer": "conv1", "time": "3 s"}]}"#,
            #"x.json:23:7: workload.layers[1]: layer "conv1" is given twice"#
        ),
        (
            #"{"device": "nexus-5", "layers": [{"layer": "conv9", "time": "3 s"}]}"#,
            #"x.json:20:18: workload.layers[0].layer: found "conv9", expected one of conv1, pool1, conv2, pool2, ip1, relu1, ip2, prob; did you mean "conv1"?"#
        ),
        (
            #"{"layers": [{"layer": "conv1", "time": "3 s", "strips": [{"rows": 28, "time": "1 s"}]}]}"#,
            #"x.json:23:21: workload.layers[0].strips[0].rows: found 28, expected an integer from 1 to 23"#
        ),
        (
            #"{"layers": [{"layer": "conv1", "time": "3 s", "strips": [{"rows": 4, "time": "1 s"}, {"rows": 2, "time": "1 s"}]}]}"#,
            #"x.json:26:11: workload.layers[0].strips[1]: strips must grow: found 2, expected more rows than before"#
        ),
        (
            #"{"layers": [{"layer": "ip1", "time": "3 s", "strips": [{"rows": 1, "time": "1 s"}]}]}"#,
            #"x.json:22:11: workload.layers[0].strips[0]: a layer of one row has no strips"#
        ),
    ])
    func aWrongTraceIsExplained(value: String, text: String) {
        #expect(failure("workload", value) == text)
    }
}
