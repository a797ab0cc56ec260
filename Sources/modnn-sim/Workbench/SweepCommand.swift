import CommandLineOptions
import Experiments
import Foundation
import Reporting
import ScenarioFiles

/// `sweep`: runs all points, or those of a shard, and writes the results. What is finished is in a journal at once, so
/// that the same command goes on where it was interrupted.
struct SweepCommand {
    private let command: ParsedCommand
    private let sweep: Sweep
    private let jobs: Int
    private let folder: String
    private let stopwatch = Stopwatch()

    private var isQuiet: Bool { command.flag("quiet") }

    init(_ command: ParsedCommand) throws {
        self.command = command
        let file = try ScenarioOptions.file(command)
        var shard = SweepShard.whole
        if let text = command.string("shard") {
            guard let parsed = SweepShard(text) else { throw Self.shardError(text, command) }
            shard = parsed
        }
        jobs = try command.jobs()
        folder = command.string("output") ?? "results"
        sweep = try Sweep(file, shard: shard)
    }

    private static func shardError(_ text: String, _ command: ParsedCommand) -> UsageError {
        var expected = "INDEX/COUNT with an index from 1, such as 3/16"
        let parts = text.split(separator: "/").compactMap { Int($0) }
        // Many engines count from 0.
        if parts.count == 2, parts[0] == 0, parts[1] > 0 { expected += "; counted from 1 this is 1/\(parts[1])" }
        return command.invalidValue(of: "shard", expected: expected)
    }

    func run() throws -> ExitCode {
        let isShard = command.string("shard") != nil
        // Every point has the same name unless the name is swept, which makes no sense for a file.
        let path = "\(folder)/\(try sweep.file.runnableName)"
        let header = try JournalHeader(sweep, version: ProductVersion.identity)
        let journalPath =
            isShard
            ? "\(path).shard-\(sweep.shard.index)-of-\(sweep.shard.count).part"
            : "\(path).\(header.fingerprint.prefix(12)).journal"
        try AtomicFile.makeFolder(of: path + ".csv")
        let isFresh = command.flag("fresh")
        if isShard, !isFresh { try refuseStale(journalPath, header) }
        if !isShard { reportStale(path, except: journalPath) }
        let journal = try SweepJournal(
            path: journalPath, header: header, slotCount: sweep.slotCount, replacing: isFresh)
        if journal.resumedCount > 0 {
            Console.note(
                "resuming: \(HumanFormat.count(journal.resumedCount)) runs are finished in \(journalPath)",
                quiet: isQuiet)
        }
        let progress = SweepProgress()
        let signals = SignalWatch { progress.stop() }
        defer { signals.end() }
        let display = ProgressDisplay(
            progress, total: ownedRunCount, resumed: journal.resumedCount, isQuiet: isQuiet)
        let failures = FailureReport(isQuiet: isQuiet, display: display)
        let failFast = command.flag("fail-fast")
        do {
            defer { display.end() }
            try sweep.run(jobs: jobs, progress: progress, isFinished: journal.isFinished) {
                (record, slot) throws(JournalError) in
                try journal.append(record, slot: slot)
                guard record.failure != nil else { return }
                failures.report(record, axes: sweep.file.axes)
                if failFast { progress.stop() }
            }
        }
        // The results of a whole sweep are sent to the disk themselves.
        if isShard || progress.isStopped { try journal.synchronize() }
        let failed = progress.failed + journal.resumedFailures.count
        let finished = progress.finished + journal.resumedCount
        if let signal = signals.received {
            Console.fail(
                "interrupted: \(HumanFormat.count(finished)) of \(HumanFormat.count(ownedRunCount)) runs are finished "
                    + "and kept in \(journalPath); the same command goes on")
            return .interrupted(by: signal)
        }
        if failFast, failed > 0 {
            Console.fail(
                "stopped at the first point that cannot run; \(HumanFormat.count(finished)) runs are kept in "
                    + journalPath)
            return .checkFailed
        }
        return isShard
            ? try finishShard(journal, path: journalPath, runs: finished, failed: failed)
            : try finish(journal, path: path)
    }

    /// Runs that belong to the shard if every point can run.
    private var ownedRunCount: Int {
        guard sweep.shard.count > 1 else { return sweep.runCount }
        let file = sweep.file
        var count = 0
        for point in 0..<file.pointCount {
            for repetition in 0..<file.repetitionCount(at: point)
            where sweep.shard.owns(point: point, repetition: repetition, of: file) { count += 1 }
        }
        return count
    }

    // MARK: Results

    private func finish(_ journal: SweepJournal, path: String) throws -> ExitCode {
        let writer = ResultsWriter(sweep) { [sweep] (point, repetition, axisValues) throws(InputError) in
            try journal.record(at: sweep.slot(point: point, repetition: repetition), axisValues: axisValues)
        }
        let output: ResultsWriter.Output
        do {
            output = try writer.write(to: path, jobs: jobs)
        } catch let error as OutputError {
            Console.fail("all runs are kept in \(journal.path); the same command writes the results from there")
            throw error
        }
        try FinishedSweep(
            file: sweep.file, output: output, path: path, command: command, jobs: jobs,
            resumed: journal.resumedCount, stopwatch: stopwatch
        ).show()
        // The results are on the disk: the journal has done its work.
        journal.remove()
        return output.failures > 0 ? .checkFailed : .success
    }

    private func finishShard(_ journal: SweepJournal, path: String, runs: Int, failed: Int) throws -> ExitCode {
        let name = String(path.dropLast(".part".count))
        let sidecar = ResultSidecar(
            version: ProductVersion.current, revision: ProductVersion.revision, scenario: sweep.file,
            command: CommandLine.arguments, runs: runs, failures: failed, resumed: journal.resumedCount,
            shard: sweep.shard.description, files: [path], environment: stopwatch.environment(jobs: jobs))
        let sidecarPath = ResultSidecar.path(ofResult: name)
        try AtomicFile.write(sidecar.json().rendered(pretty: true), to: sidecarPath)
        if command.flag("json") {
            let document: JSONText = [
                "scenario": .string(try sweep.file.runnableName), "shard": .string(sweep.shard.description),
                "runs": .int(runs), "failed": .int(failed), "files": .array([.string(path), .string(sidecarPath)]),
            ]
            Console.print(document.rendered(pretty: true))
        }
        Console.note(
            "wrote \(path) with \(HumanFormat.count(runs)) runs; 'modnn-sim merge' puts all shards together",
            quiet: isQuiet)
        return failed > 0 ? .checkFailed : .success
    }

    // MARK: Journals of other sweeps

    private func refuseStale(_ path: String, _ header: JournalHeader) throws {
        guard let (old, runs) = SweepJournal.peek(path), old != header else { return }
        throw InputError(
            file: path,
            problem: "it holds \(HumanFormat.count(runs)) runs of another scenario or version",
            expected: "--fresh to replace it, or another --output")
    }

    /// Journals of the same name whose sweep was changed before it ended.
    private func reportStale(_ path: String, except own: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for file in files.sorted() where file.hasPrefix(name + ".") && file.hasSuffix(".journal") {
            let other = "\(folder)/\(file)"
            guard other != own, let (_, runs) = SweepJournal.peek(other) else { continue }
            Console.note(
                "note: \(other) holds \(HumanFormat.count(runs)) runs of another scenario or version of this name; "
                    + "delete it if you do not need them",
                quiet: isQuiet)
        }
    }
}

/// What is shown and written beside the results of a whole sweep.
struct FinishedSweep {
    let file: ScenarioFile
    let output: ResultsWriter.Output
    let path: String
    let command: ParsedCommand
    let jobs: Int
    let resumed: Int
    let stopwatch: Stopwatch

    func show() throws {
        let sidecar = ResultSidecar(
            version: ProductVersion.current, revision: ProductVersion.revision, scenario: file,
            command: CommandLine.arguments, runs: output.runs, failures: output.failures, resumed: resumed,
            files: output.files, environment: stopwatch.environment(jobs: jobs))
        let sidecarPath = ResultSidecar.path(ofResult: path + ".csv")
        try AtomicFile.write(sidecar.json().rendered(pretty: true), to: sidecarPath)
        if command.flag("json") {
            let document: JSONText = [
                "scenario": .string(try file.runnableName), "runs": .int(output.runs),
                "failed": .int(output.failures),
                "files": .array((output.files + [sidecarPath]).map { .string($0) }),
            ]
            Console.print(document.rendered(pretty: true))
        } else {
            Console.print(output.summary.table())
            if let chart = output.summary.chart(width: Console.width, ascii: Console.prefersASCII) {
                Console.print("\n" + chart)
            }
        }
        if output.failures > 0 {
            Console.fail(
                "\(HumanFormat.count(output.failures)) of \(HumanFormat.count(file.pointCount)) points cannot run: "
                    + "see the columns status and message")
        }
        let quiet = command.flag("quiet")
        let names = output.files
        let list =
            names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names.last!
        Console.note("wrote \(list)", quiet: quiet)
    }
}

extension ScenarioFile {
    /// The name of the first point, which names the files.
    var runnableName: String {
        get throws(InputError) {
            var failure: InputError?
            for point in pointsOfEveryValue {
                do throws(InputError) {
                    return try scenario(at: point).name
                } catch {
                    failure = failure ?? error
                }
            }
            throw failure!
        }
    }
}
