package import ScenarioFiles

/// A part of a sweep for one of several machines.
package struct SweepShard: Sendable, Hashable {
    /// From 1.
    package let index: Int
    package let count: Int

    /// Everything.
    package static let whole = SweepShard(index: 1, count: 1)!

    /// `nil` unless 1 <= index <= count.
    package init?(index: Int, count: Int) {
        guard count <= 100_000, index >= 1, index <= count else { return nil }
        self.index = index
        self.count = count
    }

    /// Reads "3/16".
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]) else { return nil }
        self.init(index: index, count: count)
    }

    /// Whether a run belongs to the shard: points go round, as neighbours often cost alike; if there are fewer points
    /// than shards, the runs do.
    package func owns(point: Int, repetition: Int, of file: ScenarioFile) -> Bool {
        if count == 1 { return true }
        let number = file.pointCount >= count ? point : point * file.greatestRepetitionCount + repetition
        return number % count == index - 1
    }
}

extension SweepShard: CustomStringConvertible {
    package var description: String { "\(index)/\(count)" }
}
