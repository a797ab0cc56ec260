import Foundation
import TestSupport
import Testing

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Whatever happens to a sweep, nothing that is finished is lost, and the results are those of an undisturbed one.
@Suite struct SweepDurabilityTests {
    /// Long enough to be interrupted in the middle, with points that cannot run and repetitions.
    private static let scenario = """
        {
          "name": "x",
          "network": "lenet5",
          "cluster": {
            "groupOwner": { "device": "nexus-5" },
            "workers": { "device": "nexus-5", "count": 3 },
            "wireless": { "rate": "40 Mbit/s", "wakeUp": "1 ms" }
          },
          "computeVariation": 0.1,
          "repetitions": 3,
          "sweep": {
            "cluster.source": ["group-owner", "worker-1"], "cluster.devices": "1..4", "seed": "1..100"
          }
        }
        """
    private static let runCount = 7 * 100 * 3 + 100

    private func withScenario<Result>(_ body: (URL) throws -> Result) throws -> Result {
        try withTemporaryFolder { folder in
            try Self.scenario.write(to: folder.appendingPathComponent("x.json"), atomically: true, encoding: .utf8)
            return try body(folder)
        }
    }

    private func results(_ folder: URL, _ name: String) throws -> [String: Data] {
        var files: [String: Data] = [:]
        for file in ["x.csv", "x.summary.csv", "x.svg"] {
            files[file] = try? Data(contentsOf: folder.appendingPathComponent("\(name)/\(file)"))
        }
        return files
    }

    private func sweep(_ folder: URL, _ output: String, _ options: String...) throws -> ExecutableRun {
        try ExecutableRun(["sweep", "x.json", "-q", "--output", output] + options, in: folder)
    }

    @Test func aSweepThatIsKilledTwentyTimesWritesTheSameBytes() throws {
        try withScenario { folder in
            #expect(try sweep(folder, "whole").exitCode == 1)
            let whole = try results(folder, "whole")
            #expect(whole.count >= 2)
            var random = SeededGenerator(seed: 7)
            var kills = 0
            var sizes: [Int] = []
            for _ in 0..<200 where kills < 20 {
                let process = try RunningExecutable(["sweep", "x.json", "-q", "--output", "killed"], in: folder)
                // The journal shows how far it is: a kill comes after some more of it, so that the test needs no clock.
                let more = Int.random(in: 1...20_000, using: &random)
                let target = journalSize(folder) + more
                while process.isRunning, journalSize(folder) < target { usleep(500) }
                guard process.isRunning else {
                    process.wait()
                    try? FileManager.default.removeItem(at: folder.appendingPathComponent("killed"))
                    continue
                }
                process.kill()
                kills += 1
                sizes.append(journalSize(folder))
            }
            #expect(kills == 20)
            #expect(Set(sizes).count > 10)
            #expect(try sweep(folder, "killed", "--jobs", "1").exitCode == 1)
            #expect(try results(folder, "killed") == whole)
            #expect(!contents(of: folder.appendingPathComponent("killed")).contains { $0.hasSuffix(".journal") })
        }
    }

    private func journalSize(_ folder: URL) -> Int {
        let killed = folder.appendingPathComponent("killed")
        guard let name = contents(of: killed).first(where: { $0.hasSuffix(".journal") }) else { return 0 }
        var status = stat()
        return stat(killed.appendingPathComponent(name).path, &status) == 0 ? Int(status.st_size) : 0
    }

    @Test func jobsAndShardsWriteTheSameBytes() throws {
        try withScenario { folder in
            _ = try sweep(folder, "one", "--jobs", "1")
            let whole = try results(folder, "one")
            for jobs in ["2", "4"] {
                _ = try sweep(folder, jobs, "--jobs", jobs)
                #expect(try results(folder, jobs) == whole)
            }
            for index in 1...8 {
                let run = try sweep(folder, "parts", "--shard=\(index)/8")
                #expect([0, 1].contains(run.exitCode))
            }
            let parts = (1...8).map { "parts/x.shard-\($0)-of-8.part" }
            let merge = try ExecutableRun(["merge", "--output", "merged"] + parts, in: folder)
            #expect(merge.exitCode == 1)
            #expect(try results(folder, "merged") == whole)
            let csv = String(decoding: try #require(whole["x.csv"]), as: UTF8.self)
            #expect(csv.split(separator: "\n").count == Self.runCount + 1)
            let incomplete = try ExecutableRun(["merge", "-o", "m"] + parts.filter { !$0.contains("-3-") }, in: folder)
            #expect(incomplete.exitCode == 65)
            #expect(incomplete.errors == "error: shard 3/8 missing\n")
            let doubled = try ExecutableRun(["merge", "-o", "m"] + parts + [parts[4]], in: folder)
            #expect(doubled.exitCode == 65)
            #expect(doubled.errors.contains("shard 5/8 is there twice"))
        }
    }

    @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
    func anInterruptionSaysHowToGoOn(signal: Int32, code: Int32) throws {
        try withScenario { folder in
            let arguments = ["sweep", "x.json", "--output", "killed", "--set", "repetitions=1000", "--jobs", "1"]
            let process = try RunningExecutable(arguments, in: folder)
            while process.isRunning, journalSize(folder) < 20_000 { usleep(500) }
            process.send(signal)
            process.wait()
            #expect(process.exitCode == code)
            #expect(process.errors.contains("interrupted: "))
            #expect(process.errors.contains("the same command goes on"))
            #expect(!contents(of: folder).contains("killed/x.csv"))
        }
    }

    @Test func aChangedScenarioDoesNotMixWithOldRuns() throws {
        try withScenario { folder in
            let process = try RunningExecutable(
                ["sweep", "x.json", "-q", "--output", "killed", "--set", "repetitions=1000"], in: folder)
            while process.isRunning, journalSize(folder) < 5000 { usleep(500) }
            process.kill()
            let run = try ExecutableRun(["sweep", "x.json", "--output", "killed"], in: folder)
            #expect(run.exitCode == 1)
            #expect(run.errors.contains("runs of another scenario or version of this name; delete it"))
            _ = try sweep(folder, "whole")
            #expect(try results(folder, "killed") == results(folder, "whole"))
        }
    }

    @Test func aShardOfAnotherScenarioIsNotReplacedUnasked() throws {
        try withScenario { folder in
            // Every other point that cannot run is in this half.
            #expect(try sweep(folder, "out", "--shard=1/2").exitCode == 1)
            let changed = try sweep(folder, "out", "--shard=1/2", "--set", "repetitions=1")
            #expect(changed.exitCode == 65)
            #expect(changed.errors.contains("runs of another scenario or version, expected --fresh"))
            let fresh = try sweep(folder, "out", "--shard=1/2", "--set", "repetitions=1", "--fresh")
            #expect(fresh.exitCode == 1)
        }
    }

    @Test func aPointThatCannotRunIsReportedAndTheRestRuns() throws {
        try withScenario { folder in
            let run = try ExecutableRun(["sweep", "x.json", "--set", "seed=1", "-o", "out"], in: folder)
            #expect(run.exitCode == 1)
            #expect(
                run.errors.hasPrefix(
                    "failed: cluster.source=worker-1, cluster.devices=1: cluster.source: the cluster has no worker\n"))
            #expect(run.errors.contains("1 of 8 points cannot run"))
            let csv = try String(contentsOf: folder.appendingPathComponent("out/x.csv"), encoding: .utf8)
            #expect(csv.split(separator: "\n").count == 1 + 7 * 3 + 1)
            #expect(csv.contains(",failed,cluster.source: the cluster has no worker,worker-1\n"))
            let fast = try ExecutableRun(
                ["sweep", "x.json", "--set", "seed=1", "-o", "fast", "--fail-fast", "-j", "1"], in: folder)
            #expect(fast.exitCode == 1)
            #expect(fast.errors.contains("stopped at the first point that cannot run"))
            #expect(!contents(of: folder).contains("fast/x.csv"))
        }
    }

    /// A file that may not grow is like a full disk: the system refuses the next bytes.
    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash")))
    func aFullDiskIsAnErrorThatLosesNothing() throws {
        try withScenario { folder in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/bash")
            process.arguments = [
                "-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" sweep x.json -q -o out 2> errors",
                ExecutableRun.executable.path,
            ]
            process.currentDirectoryURL = folder
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 74)
            let errors = try String(contentsOf: folder.appendingPathComponent("errors"), encoding: .utf8)
            #expect(errors.hasPrefix("error: cannot write 'out/x."))
            #expect(errors.contains("the same command goes on"))
            #expect(!contents(of: folder).contains("out/x.csv"))
            let run = try ExecutableRun(["sweep", "x.json", "-o", "out"], in: folder)
            #expect(run.errors.hasPrefix("resuming: "))
            _ = try sweep(folder, "whole")
            #expect(try results(folder, "out") == results(folder, "whole"))
        }
    }
}
