import Foundation
import TestSupport
import Testing

@Suite struct InvalidInputTests {
    /// A scenario that is right; the cases below damage it.
    private static let scenario = """
        {
          "name": "x",
          "network": "lenet5",
          "cluster": {
            "groupOwner": { "device": "nexus-5", "computes": false },
            "workers": { "device": "nexus-5", "count": 2 },
            "wireless": { "rate": "40 Mbit/s" }
          },
          "convolution": "bodp"
        }
        """

    static let mistakes: [(old: String, new: String, text: String)] = [
        (
            #""convolution": "bodp""#, #""convolution": "bodp","#,
            #"x.json:10:1: found "}", expected a key in double quotes (no comma before the closing "}")"#
        ),
        (
            #""convolution""#, #""convolutions""#,
            #"x.json:9:3: convolutions: unknown key, expected one of $schema, extends, title, description, sweep, freeParameters, sensitivity, version, name, network, cluster, seed, fullyConnected, convolution, workload, computeVariation, taskOverhead, load, repetitions; did you mean "convolution"?"#
        ),
        (
            #""bodp""#, #""bopd""#,
            #"x.json:9:18: convolution: found "bopd", expected one of bodp, bodp-equal, bodp-aligned, grid-2d, ftp, fused-strips, early-fused, optimal-fused, adaptive-optimal-fused, layer-outputs, fused-pairs, greedy-2d, offloading, data-parallel, single-device; did you mean "bodp"?"#
        ),
        (
            #""count": 2"#, #""count": 0"#,
            #"x.json:4:14: cluster: no device computes, expected one or more workers, or "computes": true for the Group Owner"#
        ),
        (
            "40 Mbit/s", "-5 Mbit/s",
            #"x.json:7:27: cluster.wireless.rate: found "-5 Mbit/s", expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
        (
            "40 Mbit/s", "40 ms",
            #"x.json:7:27: cluster.wireless.rate: found "40 ms", expected a data rate from 1 kbit/s to 1000 Tbit/s such as "40 Mbit/s""#
        ),
        (
            "lenet5", "lenet-5",
            #"x.json:3:14: network: found "lenet-5", expected one of lenet-300-100, lenet5, alexnet, zfnet, vgg11, vgg16, vgg19, googlenet, resnet18, resnet34, resnet50, squeezenet1.1, mobilenet-v1, darknet19, yolov2, yolov2-tiny; did you mean "lenet5"?"#
        ),
    ]

    @Test(arguments: mistakes)
    func aMistakeInAScenarioShowsWhereItIsAndNothingIsWritten(old: String, new: String, text: String) throws {
        try withTemporaryFolder { folder in
            try Self.scenario.replacing(old, with: new).write(
                to: folder.appendingPathComponent("x.json"), atomically: true, encoding: .utf8)
            for command in [["run", "x.json"], ["sweep", "x.json", "--output", "out"]] {
                let run = try ExecutableRun(command, in: folder)
                #expect(run.exitCode == 65)
                #expect(run.output == "")
                #expect(run.errors == "error: \(text)\n")
            }
            #expect(contents(of: folder) == ["x.json"])
        }
    }

    @Test func withoutAMistakeTheScenarioRuns() throws {
        try withTemporaryFolder { folder in
            try Self.scenario.write(to: folder.appendingPathComponent("x.json"), atomically: true, encoding: .utf8)
            let run = try ExecutableRun(["sweep", "x.json", "--output", "out"], in: folder)
            #expect(run.exitCode == 0)
            #expect(run.errors == "wrote out/x.csv\n")
            #expect(contents(of: folder) == ["out", "out/x.csv", "out/x.meta.json", "x.json"])
            // "results" is where they go by default, in the current folder.
            #expect(try ExecutableRun(["sweep", "x.json", "-q"], in: folder).exitCode == 0)
            #expect(
                contents(of: folder) == [
                    "out", "out/x.csv", "out/x.meta.json", "results", "results/x.csv", "results/x.meta.json", "x.json",
                ])
        }
    }

    @Test func aMissingScenarioIsMissingInput() throws {
        try withTemporaryFolder { folder in
            for command in ["run", "sweep"] {
                let run = try ExecutableRun([command, "nowhere.json"], in: folder)
                #expect(run.exitCode == 66)
                #expect(run.output == "")
                #expect(run.errors == "error: nowhere.json: no such file\n")
            }
            #expect(contents(of: folder) == [])
        }
        let near = try ExecutableRun("run", "Scenarios/modnn-vgg61.json")
        #expect(near.exitCode == 66)
        #expect(
            near.errors
                == "error: Scenarios/modnn-vgg61.json: no such file; did you mean \"Scenarios/modnn-vgg16.json\"?\n")
    }

    @Test(arguments: [
        (
            "cluster.device=3",
            #"cluster.device: unknown key, expected one of everyDevice, groupOwner, devices, workers, source, wireless; did you mean "devices"?"#
        ), ("cluster.workers.count=-1", "cluster.workers.count: found -1, expected an integer from 0 to 1000"),
        (
            "cluster.workers[0].count=1",
            #"Scenarios/modnn-vgg16.json:9:16: cluster.workers: cannot set "cluster.workers[0].count": found an object, expected an array"#
        ),
        (
            "convolution.grid=2x2",
            #"Scenarios/modnn-vgg16.json:13:18: convolution: cannot set "convolution.grid": found the string "bodp", expected an object"#
        ),
    ])
    func aWrongOverrideIsExplained(override: String, text: String) throws {
        let run = try ExecutableRun("run", "Scenarios/modnn-vgg16.json", "--set", override)
        #expect(run.exitCode == 65)
        #expect(run.output == "")
        #expect(run.errors == "error: \(text)\n")
    }

    @Test func anErrorForAProgramIsJSON() throws {
        let run = try ExecutableRun("run", "Scenarios/modnn-vgg16.json", "--json", "--set", "convolution=bopd")
        #expect(run.exitCode == 65)
        #expect(run.output == "")
        let json = try JSONSerialization.jsonObject(with: Data(run.errors.utf8)) as? [String: [String: Any]]
        #expect(json?["error"]?["code"] as? Int == 65)
        #expect(json?["error"]?["path"] as? String == "convolution")
    }

    // MARK: Output

    /// Below a regular file, since root may write into any folder.
    @Test func anUnwritableFolderIsAnOutputError() throws {
        try withTemporaryFolder { folder in
            try Data("x".utf8).write(to: folder.appendingPathComponent("file"))
            let run = try ExecutableRun(
                [
                    "sweep", repository.appendingPathComponent("Scenarios/modnn-vgg16.json").path, "--output",
                    "file/out",
                ],
                in: folder)
            #expect(run.exitCode == 74)
            #expect(run.output == "")
            #expect(run.errors == "error: cannot write 'file/out/modnn-vgg16.csv': Not a directory\n")
            #expect(contents(of: folder) == ["file"])
        }
    }

    // MARK: Reference data

    private static let reference = repository.appendingPathComponent("Tests/ExperimentsTests/Reference/conv")

    @Test func theReferenceAgrees() throws {
        let run = try ExecutableRun("validate", "conv", Self.reference.path)
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        #expect(run.output.split(separator: "\n").last?.split(separator: " ") == ["sum", "96", "96"])
        let json = try ExecutableRun("validate", "conv", Self.reference.path, "--json").json() as? [[String: Any]]
        #expect(json?.map { $0["agree"] as? Int } == [48, 48])
    }

    @Test func aTamperedReferenceFailsTheCheck() throws {
        try withTemporaryFolder { folder in
            let text = try String(contentsOf: Self.reference.appendingPathComponent("alexnet.json"), encoding: .utf8)
            let position = try #require(text.range(of: "53665920"))
            try text.replacingCharacters(in: position, with: "53665921").write(
                to: folder.appendingPathComponent("alexnet.json"), atomically: true, encoding: .utf8)
            let run = try ExecutableRun("validate", "conv", folder.path)
            #expect(run.exitCode == 1)
            #expect(run.errors == "")
            #expect(
                run.output.hasSuffix(
                    "alexnet.json: bodp_equal, k = 2, capabilities 1:1: layer conv1: "
                        + "macs is [53665920, 51749280], expected [53665921, 51749280]\n"))
        }
    }

    @Test func aReferenceThatIsMissingOrMalformedIsAnInputError() throws {
        try withTemporaryFolder { folder in
            let missing = try ExecutableRun(["validate", "conv", "nowhere"], in: folder)
            #expect(missing.exitCode == 66)
            #expect(missing.errors == "error: nowhere: no such folder\n")
            try "{".write(to: folder.appendingPathComponent("x.json"), atomically: true, encoding: .utf8)
            let malformed = try ExecutableRun(["validate", "conv", "."], in: folder)
            #expect(malformed.exitCode == 65)
            #expect(malformed.output == "")
            #expect(malformed.errors.hasPrefix("error: ./x.json:1:2: "))
        }
    }
}
