import Foundation
import ScenarioFiles
import TestSupport
import Testing
import Units

@testable import Experiments

/// A journal must give back what was put in, and nothing else, whatever happened to its file.
@Suite struct SweepJournalTests {
    private let sweep: Sweep
    private let header: JournalHeader

    init() throws {
        let axes = #"{"cluster.source": ["group-owner", "worker-1"], "cluster.devices": [1, 2, 3]}"#
        sweep = try Sweep(try lenet(sweep: axes, "repetitions=3", "computeVariation=0.1"))
        header = try JournalHeader(sweep, version: "1")
    }

    private func withPath<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    private func open(_ path: String, replacing: Bool = false) throws -> SweepJournal {
        try SweepJournal(path: path, header: header, slotCount: sweep.slotCount, replacing: replacing)
    }

    private func fill(_ journal: SweepJournal, upTo limit: Int = .max) throws {
        let progress = SweepProgress()
        try sweep.run(jobs: 1, progress: progress, isFinished: journal.isFinished) {
            (record, slot) throws(JournalError) in
            try journal.append(record, slot: slot)
            if progress.finished + 1 >= limit { progress.stop() }
        }
    }

    /// Everything that a journal holds, as text.
    private func content(_ journal: SweepJournal) throws -> [String] {
        try (0..<sweep.slotCount).map { slot in
            let values = sweep.file.assignments(at: slot / 3)
            guard let record = try journal.record(at: slot, axisValues: values) else { return "-" }
            return "\(record)"
        }
    }

    private func expected() throws -> [String] {
        var rest = sweep.run(jobs: 1)[...]
        return (0..<sweep.slotCount).map { slot in
            guard let next = rest.first else { return "-" }
            // The one point that cannot run has a record for its first repetition only.
            let isFailed = slot / 3 == 3
            if isFailed, slot % 3 > 0 { return "-" }
            rest.removeFirst()
            return "\(next)"
        }
    }

    @Test func recordsComeBackAsTheyWere() throws {
        try withPath { path in
            let journal = try open(path)
            try fill(journal)
            #expect(try content(journal) == expected())
        }
    }

    @Test func anInterruptedSweepGoesOn() throws {
        try withPath { path in
            for limit in [1, 4, 3, 100] { try fill(try open(path), upTo: limit) }
            let journal = try open(path)
            #expect(journal.resumedCount == 16)
            #expect(journal.resumedFailures == [9])
            #expect(try content(journal) == expected())
        }
    }

    /// The file is cut at every byte, as a full disk or a crash may leave it.
    @Test func aTornFileGoesOnWhereItIsWhole() throws {
        try withPath { path in
            try fill(try open(path))
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            let headerEnd = whole.firstIndex(of: 10)! + 1
            let expected = try expected()
            var random = SeededGenerator(seed: 1)
            let cuts = [0, 1, headerEnd - 1, headerEnd, headerEnd + 1, whole.count - 1]
            for cut in cuts + (0..<40).map({ _ in Int.random(in: 0..<whole.count, using: &random) }) {
                try whole.prefix(cut).write(to: URL(fileURLWithPath: path))
                let lines = whole.prefix(cut).count { $0 == 10 }
                let journal = try open(path)
                #expect(journal.resumedCount == max(0, lines - 1), "cut at \(cut)")
                try fill(journal)
                #expect(try content(journal) == expected, "cut at \(cut)")
            }
        }
    }

    @Test func damagedLinesAreRunAgain() throws {
        try withPath { path in
            try fill(try open(path))
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            let headerEnd = whole.firstIndex(of: 10)! + 1
            let expected = try expected()
            for seed in 0..<60 as Range<UInt64> {
                var random = SeededGenerator(seed: seed)
                var damaged = whole
                let place = Int.random(in: headerEnd..<whole.count, using: &random)
                damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                try damaged.write(to: URL(fileURLWithPath: path))
                let journal = try open(path)
                #expect(journal.resumedCount < 16)
                try fill(journal)
                #expect(try content(journal) == expected, "seed \(seed)")
            }
        }
    }

    @Test func anotherSweepBeginsAnew() throws {
        try withPath { path in
            try fill(try open(path))
            var other = header
            other.version = "2"
            let journal = try SweepJournal(path: path, header: other, slotCount: sweep.slotCount, replacing: false)
            #expect(journal.resumedCount == 0)
        }
        try withPath { path in
            try fill(try open(path))
            #expect(try open(path, replacing: true).resumedCount == 0)
        }
    }

    @Test func twoProcessesDoNotShareAJournal() throws {
        try withPath { path in
            let first = try open(path)
            #expect(throws: JournalError.self) { try open(path) }
            try fill(first)
        }
    }

    @Test func devicesAreRefused() throws {
        #expect(throws: JournalError.self) { try open("/dev/null") }
    }

    @Test func theHeaderTellsTheWholeScenario() throws {
        let read = try #require(JournalHeader(line: header.line))
        #expect(read == header)
        let file = try read.file(path: "x.part")
        #expect(try file.digest() == header.digest)
        for point in [0, 1, 2, 4, 5] { #expect(try file.scenario(at: point) == sweep.file.scenario(at: point)) }
    }

    @Test func textsOfAnyKindSurviveTheJournal() throws {
        var record = RunRecord(failure: "a\nb \"c\" \\ \u{1F600} ,;\t", scenario: "x", axisValues: [])
        let text = record.journalText
        #expect(!text.contains("\n"))
        #expect(RunRecord(journalText: text, axisValues: [])?.failure == record.failure)
        record.seed = .max
        record.metrics.latency.nanoseconds = .max
        record.metrics.sentBytes.bytes = .max
        let read = try #require(RunRecord(journalText: record.journalText, axisValues: []))
        #expect("\(read)" == "\(record)")
        #expect(RunRecord(journalText: "[1]", axisValues: []) == nil)
        #expect(RunRecord(journalText: text.replacing("0", with: "x"), axisValues: []) == nil)
    }
}
