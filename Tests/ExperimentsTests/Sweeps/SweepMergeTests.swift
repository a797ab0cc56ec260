import Foundation
import ScenarioFiles
import Testing

@testable import Experiments

@Suite struct SweepMergeTests {
    private static let axes = #"{"cluster.source": ["group-owner", "worker-1"], "cluster.devices": [1, 2, 3]}"#

    private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.path)
    }

    /// Runs a shard into a file.
    private func part(
        _ index: Int, of count: Int, in folder: String, name: String = "", limit: Int = .max, version: String = "1",
        seed: Int = 0
    ) throws -> String {
        let file = try lenet(sweep: Self.axes, "repetitions=2", "computeVariation=0.1", "seed=\(seed)")
        let sweep = try Sweep(file, shard: SweepShard(index: index, count: count)!)
        let path = "\(folder)/\(name)\(index)-\(count)-\(version)-\(seed).part"
        let journal = try SweepJournal(
            path: path, header: try JournalHeader(sweep, version: version), slotCount: sweep.slotCount,
            replacing: false)
        let progress = SweepProgress()
        try sweep.run(jobs: 1, progress: progress, isFinished: journal.isFinished) {
            (record, slot) throws(JournalError) in
            try journal.append(record, slot: slot)
            if progress.finished + 1 >= limit { progress.stop() }
        }
        return path
    }

    private func records(_ merge: SweepMerge) throws -> [String] {
        try (0..<merge.sweep.file.pointCount).flatMap { point in
            let values = merge.sweep.file.assignments(at: point)
            return try (0..<2).compactMap { repetition in
                try merge.record(point: point, repetition: repetition, axisValues: values).map(text)
            }
        }
    }

    /// A record without the places of its values, which are others in a part than in the file.
    private func text(_ record: RunRecord) -> String {
        var record = record
        record.axisValues = record.axisValues.map(\.withoutLocations)
        return "\(record)"
    }

    @Test(arguments: [1, 2, 3, 6, 7, 20])
    func shardsTogetherAreTheWhole(count: Int) throws {
        try withFolder { folder in
            let parts = try (1...count).map { try part($0, of: count, in: folder) }
            let merge = try SweepMerge(parts.reversed())
            let file = try lenet(sweep: Self.axes, "repetitions=2", "computeVariation=0.1")
            #expect(try records(merge) == Sweep(file).run(jobs: 1).map(text))
            #expect(merge.runCount == 11)
            #expect(merge.failureCount == 1)
        }
    }

    private func failure(_ paths: [String]) -> String {
        do throws(InputError) {
            _ = try SweepMerge(paths)
            return ""
        } catch {
            return error.message
        }
    }

    @Test func whatDoesNotFitIsRefusedByName() throws {
        try withFolder { folder in
            let parts = try (1...4).map { try part($0, of: 4, in: folder) }
            #expect(failure([parts[0], parts[2]]) == "shards 2/4, 4/4 missing")
            #expect(failure([parts[0], parts[1], parts[3]]) == "shard 3/4 missing")
            let copy = try part(2, of: 4, in: folder, name: "copy")
            #expect(failure(parts + [copy]) == "shard 2/4 is there twice, first as '\(parts[1])'")
            let foreign = try part(2, of: 4, in: folder, seed: 1)
            #expect(failure([parts[0], foreign]) == "shard 2/4 is of another scenario than '\(parts[0])'")
            let older = try part(2, of: 4, in: folder, version: "0")
            #expect(
                failure([parts[0], older])
                    == "shard 2/4 was run by another version than '\(parts[0])': found 0, expected 1")
            let other = try part(2, of: 3, in: folder)
            #expect(
                failure([parts[0], other])
                    == "the sweep was divided otherwise in '\(parts[0])': found shard 2/3, expected one of 4")
        }
    }

    @Test func anUnfinishedShardIsRefusedByName() throws {
        try withFolder { folder in
            let first = try part(1, of: 2, in: folder)
            let second = try part(2, of: 2, in: folder, limit: 2)
            #expect(
                failure([first, second])
                    == "shard 2/2 is not finished: 4 of 6 runs are missing; run it again to go on")
            #expect(failure([first, try part(2, of: 2, in: folder)]) == "")
        }
    }

    @Test func otherFilesAreRefused() throws {
        try withFolder { folder in
            let path = folder + "/x.csv"
            try "a,b\n1,2\n".write(toFile: path, atomically: true, encoding: .utf8)
            #expect(failure([path]) == "this is no part of a sweep, expected what sweep --shard wrote")
            #expect(failure([folder + "/nowhere.part"]) == "No such file or directory")
            #expect(failure([]) == "there is nothing to merge")
        }
    }

    @Test(arguments: ["0/4", "5/4", "1/0", "1", "a/b", "1/2/3", "-1/4", "1/1000000"])
    func aShardIsCountedFromOne(text: String) { #expect(SweepShard(text) == nil) }

    @Test(arguments: [1, 2, 3, 5, 8, 13])
    func everyRunBelongsToOneShard(count: Int) throws {
        let file = try lenet(sweep: Self.axes, "repetitions=3")
        for point in 0..<file.pointCount {
            for repetition in 0..<3 {
                let owners = (1...count).count {
                    SweepShard(index: $0, count: count)!.owns(point: point, repetition: repetition, of: file)
                }
                #expect(owners == 1)
            }
        }
    }
}
