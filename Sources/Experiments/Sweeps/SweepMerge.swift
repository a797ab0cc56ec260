package import ScenarioFiles

/// The parts of a sweep that several machines ran, put together.
package struct SweepMerge: Sendable {
    package let sweep: Sweep
    package let header: JournalHeader
    private let parts: [SweepJournal]

    /// Checks that the parts are of one sweep and that together they are all of it.
    package init(_ paths: [String]) throws(InputError) {
        var parts: [SweepJournal] = []
        for path in paths { parts.append(try SweepJournal(reading: path)) }
        guard let first = parts.first else { throw InputError(problem: "there is nothing to merge") }
        header = first.header
        var byIndex: [SweepJournal?] = Array(repeating: nil, count: header.shard.count)
        for part in parts {
            let shard = part.header.shard
            if part.header.digest != header.digest {
                throw InputError(
                    file: part.path, problem: "shard \(shard) is of another scenario than '\(first.path)'")
            }
            if part.header.version != header.version {
                throw InputError(
                    file: part.path, problem: "shard \(shard) was run by another version than '\(first.path)'",
                    found: part.header.version, expected: header.version)
            }
            guard shard.count == header.shard.count else {
                throw InputError(
                    file: part.path, problem: "the sweep was divided otherwise in '\(first.path)'",
                    found: "shard \(shard)", expected: "one of \(header.shard.count)")
            }
            if let other = byIndex[shard.index - 1] {
                throw InputError(file: part.path, problem: "shard \(shard) is there twice, first as '\(other.path)'")
            }
            byIndex[shard.index - 1] = part
        }
        let missing = byIndex.indices.filter { byIndex[$0] == nil }.map { "\($0 + 1)/\(byIndex.count)" }
        guard missing.isEmpty else {
            let names = missing.prefix(20).joined(separator: ", ") + (missing.count > 20 ? ", ..." : "")
            throw InputError(problem: "\(missing.count == 1 ? "shard" : "shards") \(names) missing")
        }
        sweep = try Sweep(header.file(path: first.path))
        self.parts = byIndex.compactMap(\.self)
        try checkCompleteness()
    }

    private func checkCompleteness() throws(InputError) {
        let file = sweep.file
        var unfinished = [Int](repeating: 0, count: parts.count)
        for point in 0..<file.pointCount {
            if part(of: point, 0).resumedFailures.contains(sweep.slot(point: point, repetition: 0)) { continue }
            for repetition in 0..<file.repetitionCount(at: point) {
                let owner = part(of: point, repetition)
                if !owner.isFinished(sweep.slot(point: point, repetition: repetition)) {
                    unfinished[owner.header.shard.index - 1] += 1
                }
            }
        }
        guard let index = unfinished.firstIndex(where: { $0 > 0 }) else { return }
        let part = parts[index]
        throw InputError(
            file: part.path,
            problem: "shard \(part.header.shard) is not finished: \(unfinished[index]) of "
                + "\(unfinished[index] + part.resumedCount) runs are missing; run it again to go on")
    }

    private func part(of point: Int, _ repetition: Int) -> SweepJournal {
        let file = sweep.file
        if parts.count == 1 { return parts[0] }
        let number =
            file.pointCount >= parts.count ? point : sweep.slot(point: point, repetition: repetition)
        return parts[number % parts.count]
    }

    /// The record of a run; `nil` for repetitions of a point that cannot run.
    package func record(point: Int, repetition: Int, axisValues: [JSONNode]) throws(InputError) -> RunRecord? {
        try part(of: point, repetition).record(
            at: sweep.slot(point: point, repetition: repetition), axisValues: axisValues)
    }

    /// Points that cannot run.
    package var failureCount: Int { parts.reduce(0) { $0 + $1.resumedFailures.count } }
    package var runCount: Int { parts.reduce(0) { $0 + $1.resumedCount } }
}
