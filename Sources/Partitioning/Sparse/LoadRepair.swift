import NeuralNetworks

/// Brings a partition within its load limits at little cost: first whole groups (the non-zeros of one line and worker)
/// by cost per non-zero, then single non-zeros.
enum LoadRepair {
    static func repair(_ state: inout FineGrainState) {
        let workers = (0..<state.workerCount).filter { state.loads[$0] > state.limits[$0] }
        for worker in workers {
            moveGroups(from: worker, &state)
            moveEntries(from: worker, &state)
        }
    }

    private static func moveGroups(from source: Int, _ state: inout FineGrainState) {
        var groups: [(costPerEntry: Double, line: Int)] = []
        for line in 0..<state.lineCount {
            if let (_, cost, count) = bestTarget(line, source, state) {
                let useful = min(count, state.loads[source] - state.limits[source])
                groups.append((Double(cost) / Double(useful), line))
            }
        }
        groups.sort { ($0.costPerEntry, $0.line) < ($1.costPerEntry, $1.line) }
        for group in groups {
            let excess = state.loads[source] - state.limits[source]
            if excess <= 0 { return }
            // Moves before this one may have changed what it costs.
            guard let (target, cost, count) = bestTarget(group.line, source, state), count <= 2 * excess,
                Double(cost) / Double(min(count, excess)) <= group.costPerEntry + 0.25
            else { continue }
            for member in members(group.line, state) where Int(state.owners[member]) == source {
                state.move(member, to: target)
            }
        }
    }

    private static func moveEntries(from source: Int, _ state: inout FineGrainState) {
        while state.loads[source] > state.limits[source] {
            var choices: [(cost: Int, entry: Int)] = []
            for entry in 0..<state.entryCount where Int(state.owners[entry]) == source {
                if let (_, cost) = bestTarget(ofEntry: entry, state) { choices.append((cost, entry)) }
            }
            choices.sort { $0 < $1 }
            for choice in choices {
                if state.loads[source] <= state.limits[source] { return }
                if let (target, cost) = bestTarget(ofEntry: choice.entry, state), cost <= choice.cost {
                    state.move(choice.entry, to: target)
                }
            }
            precondition(!choices.isEmpty, "the limits leave no room")
        }
    }

    private static func members(_ line: Int, _ state: borrowing FineGrainState) -> [Int] {
        (Int(state.offsets[line])..<Int(state.offsets[line + 1])).map { Int(state.memberEntries[$0]) }
    }

    /// The cheapest worker with room for all of `source`'s non-zeros of a line.
    private static func bestTarget(
        _ line: Int, _ source: Int, _ state: borrowing FineGrainState
    ) -> (target: Int, cost: Int, count: Int)? {
        let workers = state.workerCount
        let count = Int(state.counts[line * workers + source])
        if count == 0 { return nil }
        var costs = (0..<workers).map { state.counts[line * workers + $0] == 0 ? 0 : -1 }
        for member in Int(state.offsets[line])..<Int(state.offsets[line + 1])
        where Int(state.owners[Int(state.memberEntries[member])]) == source {
            let other = Int(state.memberLines[member]) * workers
            let fall = state.counts[other + source] == 1 ? 1 : 0
            for worker in 0..<workers { costs[worker] += (state.counts[other + worker] == 0 ? 1 : 0) - fall }
        }
        var best: Int?
        for worker in 0..<workers where worker != source && state.loads[worker] + count <= state.limits[worker] {
            if best == nil || costs[worker] < costs[best!] { best = worker }
        }
        return best.map { ($0, costs[$0], count) }
    }

    private static func bestTarget(
        ofEntry entry: Int, _ state: borrowing FineGrainState
    ) -> (target: Int, cost: Int)? {
        var best: (target: Int, cost: Int)?
        for worker in 0..<state.workerCount
        where worker != Int(state.owners[entry]) && state.loads[worker] < state.limits[worker] {
            let cost = state.change(entry, to: worker)
            if best == nil || cost < best!.cost { best = (worker, cost) }
        }
        return best
    }
}
