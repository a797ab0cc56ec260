import Foundation
import TestSupport
import Testing

@Suite struct WorkbenchCommandTests {
    // MARK: check

    /// The committed results of the main scenario, the speed-up of one curve changed.
    private func candidate(_ factor: Double) throws -> String {
        let path = repository.appendingPathComponent("results/modnn-vgg16.csv")
        var lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").map(String.init)
        let column = try #require(lines[0].split(separator: ",").firstIndex(of: "speedup"))
        for index in lines.indices where lines[index].contains(",grid-2d,") {
            var fields = lines[index].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            fields[column] = "\(Double(fields[column])! * factor)"
            lines[index] = fields.joined(separator: ",")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    @Test(arguments: [(1.006, Int32(1)), (0.994, 1), (1.004, 0), (0.996, 0)])
    func aCurveThatMovesIsCaughtBeyondItsTolerance(factor: Double, code: Int32) throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("new.csv")
            try candidate(factor).write(to: file, atomically: true, encoding: .utf8)
            let arguments = ["check", "results/modnn-vgg16.csv", file.path, "--tolerance", "speedup=0.5%"]
            let junit = folder.appendingPathComponent("sub/junit.xml").path
            let run = try ExecutableRun(arguments + ["--junit", junit])
            #expect(run.exitCode == code)
            #expect(run.output.contains(code == 0 ? "8 of 8 points agree" : "4 of 8 points agree"))
            let xml = try String(contentsOfFile: junit, encoding: .utf8)
            #expect(xml.contains("tests=\"8\" failures=\"\(code == 0 ? 0 : 4)\""))
            let json = try ExecutableRun(arguments + ["--json"]).json() as? [String: Any]
            #expect(json?["regression"] as? Bool == (code == 1))
        }
    }

    @Test func aBaselineRunsTheScenarioThatWasRecordedBesideIt() throws {
        try withTemporaryFolder { folder in
            let sweep = ["sweep", "Scenarios/modnn-vgg16.json", "-q", "--set", "cluster.wireless.rate=100 Mbit/s"]
            #expect(try ExecutableRun(sweep + ["-o", folder.path]).exitCode == 0)
            let baseline = folder.appendingPathComponent("modnn-vgg16.csv").path
            #expect(try ExecutableRun("check", baseline).output == "8 of 8 points agree; largest change 0.00%\n")
            let other = try ExecutableRun("check", baseline, "--scenario", "Scenarios/modnn-vgg16.json")
            #expect(other.exitCode == 1)
            try FileManager.default.removeItem(at: folder.appendingPathComponent("modnn-vgg16.meta.json"))
            let missing = try ExecutableRun("check", baseline)
            #expect(missing.exitCode == 66)
            #expect(missing.errors.contains("expected a CSV to compare with, or --scenario=FILE"))
        }
    }

    @Test(arguments: [
        ("speedip=1%", "option '--tolerance': unknown figure 'speedip', expected one of "),
        ("-1%", "option '--tolerance' takes 1% or speedup=0.5%, not '-1%'"),
        ("speedup=", "option '--tolerance' takes 1% or speedup=0.5%, not 'speedup='"),
    ])
    func aWrongToleranceIsWrongUsage(text: String, message: String) throws {
        let run = try ExecutableRun("check", "results/bandwidth.csv", "results/bandwidth.csv", "--tolerance=\(text)")
        #expect(run.exitCode == 64)
        #expect(run.errors.hasPrefix("error: \(message)"))
    }

    // MARK: validate scenario, describe, schema

    @Test func scenariosAreValidatedOneByOne() throws {
        try withTemporaryFolder { folder in
            let wrong = folder.appendingPathComponent("x.json")
            try #"{"extends": "\#(repository.path)/Scenarios/modnn-vgg16.json", "sed": 1}"#.write(
                to: wrong, atomically: true, encoding: .utf8)
            let run = try ExecutableRun(
                "validate", "scenario", "Scenarios/bandwidth.json", wrong.path, "Scenarios/modnn-vgg16.json")
            #expect(run.exitCode == 65)
            #expect(
                run.output
                    == "Scenarios/bandwidth.json: valid, 28 runs\nScenarios/modnn-vgg16.json: valid, 8 runs\n")
            #expect(run.errors.contains("sed: unknown key"))
            #expect(run.errors.contains(#"did you mean "seed"?"#))
            let json = try ExecutableRun("validate", "scenario", "Scenarios/bandwidth.json", wrong.path, "--json")
            let list = try #require(try json.json() as? [[String: Any]])
            #expect(list.map { $0["valid"] as? Bool } == [true, false])
            #expect(try ExecutableRun("validate", "scenario", "nowhere.json").exitCode == 66)
        }
    }

    @Test func theResolvedScenarioRunsTheSame() throws {
        try withTemporaryFolder { folder in
            let resolved = try ExecutableRun("validate", "scenario", "Scenarios/deepthings-yolov2.json", "--resolved")
            try resolved.output.write(
                to: folder.appendingPathComponent("r.json"), atomically: true, encoding: .utf8)
            #expect(try ExecutableRun(["sweep", "r.json", "-q", "-o", "."], in: folder).exitCode == 0)
            let committed = try Data(contentsOf: repository.appendingPathComponent("results/deepthings-yolov2.csv"))
            #expect(try Data(contentsOf: folder.appendingPathComponent("deepthings-yolov2.csv")) == committed)
        }
    }

    @Test func theDescriptionSaysWhatWouldRun() throws {
        let run = try ExecutableRun("describe", "Scenarios/resnet50-delivery.json")
        #expect(run.exitCode == 0)
        for text in ["45: 9 points, up to 5 repetitions", "4 089 184 256 MACs", "1 to 4 compute", "time      about "] {
            #expect(run.output.contains(text))
        }
        let json =
            try ExecutableRun(
                "describe", "Scenarios/bandwidth.json", "--json", "--sweep", "cluster.devices=1..4"
            ).json() as? [String: Any]
        #expect(json?["runs"] as? Int == 112)
    }

    @Test func theSchemaIsTheCommittedOne() throws {
        let committed = repository.appendingPathComponent("Scenarios/scenario.schema.json")
        let isSame = try ExecutableRun("schema").output == String(contentsOf: committed, encoding: .utf8)
        #expect(isSame)
    }

    // MARK: Axes from the command line

    @Test func axesMayComeFromTheCommandLine() throws {
        try withTemporaryFolder { folder in
            let run = try ExecutableRun(
                "sweep", "Scenarios/modnn-vgg16.json", "-q", "-o", folder.path, "--set", "convolution=bodp", "--sweep",
                "cluster.devices=2..4", "--zip", "cluster.wireless.rate=25..100*2 Mbit/s", "--zip", "seed=1..3")
            #expect(run.exitCode == 0)
            let csv = try String(contentsOf: folder.appendingPathComponent("modnn-vgg16.csv"), encoding: .utf8)
            let lines = csv.split(separator: "\n")
            #expect(lines.count == 10)
            #expect(lines[0].hasSuffix(",cluster_wireless_rate_bit_per_s"))
            #expect(
                lines.dropFirst().prefix(3).map { $0.split(separator: ",").last! } == [
                    "25000000.0", "50000000.0", "100000000.0",
                ])
        }
    }

    @Test func aShardIsCountedFromOne() throws {
        let run = try ExecutableRun("sweep", "Scenarios/modnn-vgg16.json", "--shard=0/16")
        #expect(run.exitCode == 64)
        #expect(run.errors.contains("counted from 1 this is 1/16"))
    }

    // MARK: Provenance

    @Test func theSidecarSaysWhereAResultComesFrom() throws {
        try withTemporaryFolder { folder in
            _ = try ExecutableRun("sweep", "Scenarios/modnn-vgg16.json", "-q", "-o", folder.path, "--set", "seed=5")
            let data = try Data(contentsOf: folder.appendingPathComponent("modnn-vgg16.meta.json"))
            let sidecar = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let scenario = try #require(sidecar["scenario"] as? [String: Any])
            #expect(scenario["seed"] as? Int == 5)
            #expect((scenario["sha256"] as? String)?.count == 64)
            #expect((sidecar["result"] as? [String: Any])?["runs"] as? Int == 8)
            let program = try #require(sidecar["program"] as? [String: Any])
            let version = try ExecutableRun("--version").output
            let members = try #require(try ExecutableRun("--version", "--json").json() as? [String: String])
            #expect(version == "modnn-sim \(members["version"] ?? "") (\(members["revision"] ?? ""))\n")
            #expect(version == "modnn-sim \(program["version"]!) (\(program["revision"]!))\n")
            for key in ["host", "cores", "started", "duration_s", "peak_memory_bytes"] {
                #expect((sidecar["environment"] as? [String: Any])?[key] != nil)
            }
        }
    }

    // MARK: Errors for programs

    @Test(arguments: [
        (["sweep", "--json"], 64), (["swep", "--json"], 64), (["run", "nowhere.json", "--json"], 66),
        (["check", "README.md", "README.md", "--json"], 65),
        (["sweep", "Scenarios/modnn-vgg16.json", "--json", "-o", "README.md/x"], 74),
        (["sweep", "Scenarios/modnn-vgg16.json", "--json", "--sweep", "cluster.devices=1,2,1"], 65),
        (["plot", "results/bandwidth.csv", "--json", "-o", "x.png"], 64),
        (["sweep", "Scenarios/modnn-vgg16.json", "--json", "--sweep", "seed=1", "--sweep", "seed=2"], 64),
    ])
    func errorsAreJSONIfResultsAre(arguments: [String], code: Int) throws {
        let run = try ExecutableRun(arguments)
        #expect(run.exitCode == Int32(code))
        #expect(run.output == "")
        let json = try JSONSerialization.jsonObject(with: Data(run.errors.utf8)) as? [String: [String: Any]]
        #expect(json?["error"]?["code"] as? Int == code)
        #expect((json?["error"]?["message"] as? String)?.isEmpty == false)
    }

    #if os(Linux)
        @Test func aFullStandardOutputIsAnErrorAndNoCrash() throws {
            let full = try FileHandle(forWritingTo: URL(fileURLWithPath: "/dev/full"))
            let run = try ExecutableRun(["list", "devices"], sink: full)
            #expect(run.exitCode == 74)
            #expect(run.errors.hasPrefix("error: cannot write standard output: "))
        }
    #endif

    // MARK: Completions

    /// What bash offers for a command line whose last word is incomplete.
    private func offered(_ line: String) throws -> [String] {
        let script = try ExecutableRun("completions", "bash").output
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }
        let test = """
            \(script)
            COMP_WORDS=(\(words.joined(separator: " "))); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _modnn_sim; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["--norc", "-c", test]
        process.currentDirectoryURL = repository
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")),
        arguments: [
            ("modnn-sim sw", ["sweep"]), ("modnn-sim validate ", ["scenario", "conv", "sparse", "wlan", "papers"]),
            ("modnn-sim sweep --sh", ["--shard"]), ("modnn-sim -q sweep --fr", ["--fresh"]),
            ("modnn-sim list d", ["devices"]), ("modnn-sim completions ", ["bash", "zsh", "fish"]),
            ("modnn-sim partition --network vgg1", ["vgg11", "vgg16", "vgg19"]),
            ("modnn-sim partition --network = vgg11", ["vgg11"]),
            ("modnn-sim sweep Scenarios/res", ["Scenarios/resnet50-delivery.json"]),
            ("modnn-sim sweep -o Scen", ["Scenarios"]),
            ("modnn-sim sweep --jobs ", []),
        ])
    func bashCompletes(line: String, words: [String]) throws { #expect(try offered(line) == words) }
}
