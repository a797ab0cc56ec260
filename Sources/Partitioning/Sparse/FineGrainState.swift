import NeuralNetworks

/// A partition under search on the fine-grain hypergraph model (Çatalyürek and Aykanat, 2001,
/// doi 10.1109/IPDPS.2001.925093): a vertex for every non-zero, a net for every row and column, cost
/// = sum over the nets of (workers - 1).
///
/// Rows and columns are *lines*: row `i` is line `i`, column `j` line `rowCount + j`. At most 64 workers, so that the
/// workers of a line fit a bit mask.
struct FineGrainState: ~Copyable {
    /// In which of its two lines an entry can be moved together with others.
    enum Membership: UInt8 {
        case row = 1
        case column = 2
        case both = 3
    }

    static let largestWorkerCount = 64

    let workerCount: Int
    let rowCount: Int
    let lineCount: Int
    let entryCount: Int
    /// Members of a line are at `offsets[line] ..< offsets[line + 1]`.
    let offsets: FixedBuffer<Int32>
    /// Entry number of every member.
    let memberEntries: FixedBuffer<Int32>
    /// The other line of every member.
    let memberLines: FixedBuffer<Int32>
    /// For every entry a line in which it is a member, and for those in both the column line.
    let rowLines: FixedBuffer<Int32>
    let columnLines: FixedBuffer<Int32>
    let memberships: FixedBuffer<UInt8>
    let owners: FixedBuffer<UInt8>
    /// Non-zeros of line `l` and worker `p` at `l * workerCount + p`, members or not.
    let counts: FixedBuffer<Int32>
    /// Workers with a non-zero of the line.
    let masks: FixedBuffer<UInt64>
    let loads: FixedBuffer<Int>
    let limits: FixedBuffer<Int>
    /// Sum over the lines of (workers - 1).
    private(set) var connectivity: Int
    /// Non-zeros above the limits.
    private(set) var overload: Int

    init(
        _ matrix: SparseMatrix, owners initial: [UInt16], limits loadLimits: LoadLimits,
        membership: (_ entry: Int, _ row: Int, _ column: Int) -> Membership = { _, _, _ in .both }
    ) {
        precondition(loadLimits.workerCount <= Self.largestWorkerCount, "at most 64 workers")
        let workers = loadLimits.workerCount
        let rows = matrix.rowCount
        let lines = rows + matrix.columnCount
        let entries = matrix.nonZeroCount
        let start = FixedBuffer<Int32>(repeating: 0, count: lines + 1)
        let rowLines = FixedBuffer<Int32>(repeating: 0, count: entries)
        let columnLines = FixedBuffer<Int32>(repeating: 0, count: entries)
        let memberships = FixedBuffer<UInt8>(repeating: 0, count: entries)
        let counts = FixedBuffer<Int32>(repeating: 0, count: lines * workers)
        let masks = FixedBuffer<UInt64>(repeating: 0, count: lines)
        let owners = FixedBuffer<UInt8>(repeating: 0, count: entries)
        let loads = FixedBuffer<Int>(repeating: 0, count: workers)
        for row in 0..<rows {
            for entry in matrix.entries(ofRow: row) {
                let column = Int(matrix.columnIndices[entry])
                let line = rows + column
                let owner = Int(initial[entry])
                let kind = membership(entry, row, column).rawValue
                rowLines[entry] = Int32(row)
                columnLines[entry] = Int32(line)
                memberships[entry] = kind
                owners[entry] = UInt8(owner)
                loads[owner] += 1
                if kind & 1 != 0 { start[row + 1] += 1 }
                if kind & 2 != 0 { start[line + 1] += 1 }
                for both in [row, line] {
                    counts[both * workers + owner] += 1
                    masks[both] |= 1 << UInt64(owner)
                }
            }
        }
        for line in 0..<lines { start[line + 1] += start[line] }
        let members = Int(start[lines])
        let memberEntries = FixedBuffer<Int32>(repeating: 0, count: members)
        let memberLines = FixedBuffer<Int32>(repeating: 0, count: members)
        let next = FixedBuffer<Int32>(repeating: 0, count: lines + 1)
        next.assign(start)
        for entry in 0..<entries {
            let pair = (row: Int(rowLines[entry]), column: Int(columnLines[entry]))
            if memberships[entry] & 1 != 0 {
                memberEntries[Int(next[pair.row])] = Int32(entry)
                memberLines[Int(next[pair.row])] = Int32(pair.column)
                next[pair.row] += 1
            }
            if memberships[entry] & 2 != 0 {
                memberEntries[Int(next[pair.column])] = Int32(entry)
                memberLines[Int(next[pair.column])] = Int32(pair.row)
                next[pair.column] += 1
            }
        }
        var connectivity = 0
        for line in 0..<lines { connectivity += max(0, masks[line].nonzeroBitCount - 1) }
        var overload = 0
        for worker in 0..<workers { overload += max(0, loads[worker] - loadLimits.limits[worker]) }

        workerCount = workers
        rowCount = rows
        lineCount = lines
        entryCount = entries
        offsets = start
        self.memberEntries = memberEntries
        self.memberLines = memberLines
        self.rowLines = rowLines
        self.columnLines = columnLines
        self.memberships = memberships
        self.owners = owners
        self.counts = counts
        self.masks = masks
        self.loads = loads
        limits = FixedBuffer(loadLimits.limits)
        self.connectivity = connectivity
        self.overload = overload
    }

    /// Gives an entry to another worker.
    @inline(__always)
    mutating func move(_ entry: Int, to target: Int) {
        let source = Int(owners[entry])
        if source == target { return }
        owners[entry] = UInt8(truncatingIfNeeded: target)
        connectivity += update(Int(rowLines[entry]), source, target) + update(Int(columnLines[entry]), source, target)
        if loads[source] > limits[source] { overload -= 1 }
        loads[source] -= 1
        if loads[target] >= limits[target] { overload += 1 }
        loads[target] += 1
    }

    /// - Returns: how many workers more the line has.
    @inline(__always)
    private func update(_ line: Int, _ source: Int, _ target: Int) -> Int {
        var change = 0
        let base = line &* workerCount
        counts[base &+ source] -= 1
        if counts[base &+ source] == 0 {
            masks[line] &= ~(1 << UInt64(truncatingIfNeeded: source))
            change -= 1
        }
        if counts[base &+ target] == 0 {
            masks[line] |= 1 << UInt64(truncatingIfNeeded: target)
            change += 1
        }
        counts[base &+ target] += 1
        return change
    }

    /// Change of the cost if an entry went to another worker.
    @inline(__always)
    func change(_ entry: Int, to target: Int) -> Int {
        let source = Int(owners[entry])
        let row = Int(rowLines[entry])
        let column = Int(columnLines[entry])
        var change = 0
        if counts[row &* workerCount &+ source] == 1 { change -= 1 }
        if counts[column &* workerCount &+ source] == 1 { change -= 1 }
        if counts[row &* workerCount &+ target] == 0 { change += 1 }
        if counts[column &* workerCount &+ target] == 0 { change += 1 }
        return change
    }

    var ownerList: [UInt16] { owners.elements.map(UInt16.init) }
}
