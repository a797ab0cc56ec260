import NeuralNetworks

/// A partition by bisections: the workers in two groups of about equal capability, the non-zeros annealed between them,
/// then each group by itself. A line that two groups share costs one word, however they are divided further, so the
/// costs of the bisections add up to that of the partition (Çatalyürek and Aykanat, 1999, doi 10.1109/71.780863).
struct RecursiveBisection {
    var matrix: SparseMatrix
    var limits: LoadLimits
    var seed: UInt64

    /// - Parameter touches: of all bisections together.
    /// - Returns: owners within the limits.
    func owners(touches: Int) -> [UInt16] {
        var owners = [UInt16](repeating: 0, count: matrix.nonZeroCount)
        let workers = limits.capabilities.indices.sorted {
            (-limits.capabilities[$0], $0) < (-limits.capabilities[$1], $1)
        }
        let levels = Int.bitWidth - (workers.count - 1).leadingZeroBitCount
        var stream: UInt64 = 0
        divide(
            Array(0..<matrix.nonZeroCount), among: workers, levels: levels,
            touchesPerEntry: Double(touches) / Double(max(1, levels * matrix.nonZeroCount)), &stream, &owners)
        return owners
    }

    /// - Parameter workers: strongest first.
    private func divide(
        _ entries: [Int], among workers: [Int], levels: Int, touchesPerEntry: Double, _ stream: inout UInt64,
        _ owners: inout [UInt16]
    ) {
        if workers.count == 1 {
            for entry in entries { owners[entry] = UInt16(workers[0]) }
            return
        }
        var groups: [[Int]] = [[], []]
        var capabilities = [0, 0]
        for worker in workers {
            let group = capabilities[0] <= capabilities[1] ? 0 : 1
            groups[group].append(worker)
            capabilities[group] += limits.capabilities[worker]
        }
        let part = submatrix(entries)
        let partLimits = LoadLimits(
            capabilities: capabilities, nonZeroCount: entries.count,
            limits: groupLimits(groups, capabilities, count: entries.count, levels: levels))
        let start = BlockPartition.jaggedGrid.partition(part, limits: partLimits)
        let sides = SmoothedSearch(matrix: part, limits: partLimits, seed: seed).run(
            .fine, from: start.owners, touches: Int(touchesPerEntry * Double(entries.count)), stream: 1000 + stream)
        stream += 1
        for group in groups.indices {
            divide(
                entries.indices.filter { Int(sides[$0]) == group }.map { entries[$0] }, among: groups[group],
                levels: levels - 1, touchesPerEntry: touchesPerEntry, &stream, &owners)
        }
    }

    /// Each group may exceed its share by the tolerance that is left for every level, and never what its workers may
    /// own; together they have room for all.
    private func groupLimits(_ groups: [[Int]], _ capabilities: [Int], count: Int, levels: Int) -> [Int] {
        let sums = groups.map { $0.reduce(0) { $0 + limits.limits[$1] } }
        let capability = capabilities[0] + capabilities[1]
        return groups.indices.map { group in
            let share = Double(count) * Double(capabilities[group]) / Double(capability)
            let room = Double(sums[0] + sums[1]) / Double(max(1, count)) - 1
            let limit = Int((share * (1 + room / Double(max(1, levels)))).rounded(.up))
            return min(sums[group], max(limit, count - sums[1 - group]))
        }
    }

    /// The non-zeros with these numbers, in their order.
    private func submatrix(_ entries: [Int]) -> SparseMatrix {
        var offsets: [Int32] = [0]
        offsets.reserveCapacity(matrix.rowCount + 1)
        var next = 0
        for row in 0..<matrix.rowCount {
            while next < entries.count, entries[next] < Int(matrix.rowOffsets[row + 1]) { next += 1 }
            offsets.append(Int32(next))
        }
        return SparseMatrix(
            rowCount: matrix.rowCount, columnCount: matrix.columnCount, rowOffsets: offsets,
            columnIndices: entries.map { matrix.columnIndices[$0] })
    }
}
