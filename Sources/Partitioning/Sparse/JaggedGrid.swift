import NeuralNetworks

/// A grid whose inner cuts differ from group to group of the workers.
struct JaggedGrid {
    enum Direction: CaseIterable {
        case rows
        case columns
    }

    /// Workers of every group.
    var groups: [[Int]]
    /// What is cut by groups; the other direction is cut inside each group.
    var direction: Direction

    /// For every number of groups and both directions: workers dealt, strongest first, to the group with the smallest
    /// sum of capabilities (ties to the first).
    static func all(capabilities: [Int]) -> [JaggedGrid] {
        let order = capabilities.indices.sorted { (-capabilities[$0], $0) < (-capabilities[$1], $1) }
        return (1...capabilities.count).flatMap { groupCount in
            var groups = [[Int]](repeating: [], count: groupCount)
            var sums = [Int](repeating: 0, count: groupCount)
            for worker in order {
                let group = sums.indices.min { (sums[$0], $0) < (sums[$1], $1) }!
                groups[group].append(worker)
                sums[group] += capabilities[worker]
            }
            return Direction.allCases.map { JaggedGrid(groups: groups, direction: $0) }
        }
    }

    /// Owner of every non-zero.
    func owners(_ matrix: SparseMatrix, limits: LoadLimits) -> [UInt16] {
        let columns = matrix.columnIndices
        let rows = matrix.rowIndices()
        let isByRows = direction == .rows
        let outer = isByRows ? rows : columns
        let inner = isByRows ? columns : rows
        let innerCount = isByRows ? matrix.columnCount : matrix.rowCount
        let groupOfLine = CapabilityCut.owners(
            degrees: isByRows ? matrix.rowDegrees() : matrix.columnDegrees(),
            weights: groups.map { $0.reduce(0) { $0 + limits.capabilities[$1] } })

        var degrees = [[Int]](repeating: Array(repeating: 0, count: innerCount), count: groups.count)
        for entry in outer.indices { degrees[groupOfLine[Int(outer[entry])]][Int(inner[entry])] += 1 }
        let cuts = groups.indices.map { group in
            CapabilityCut.owners(degrees: degrees[group], weights: groups[group].map { limits.capabilities[$0] })
        }
        return outer.indices.map { entry in
            let group = groupOfLine[Int(outer[entry])]
            return UInt16(groups[group][cuts[group][Int(inner[entry])]])
        }
    }
}

/// Cuts consecutive lines so that the parts' non-zeros are proportional to weights.
enum CapabilityCut {
    /// Part of every line: the one in whose share of the non-zeros the middle of the line lies; a middle on a border
    /// belongs to the later part.
    ///
    /// Borders are sums of the shares w / S in double precision times the number of non-zeros.
    static func owners(degrees: [Int], weights: [Int]) -> [Int] {
        let total = Double(degrees.reduce(0, +))
        let weightSum = Double(weights.reduce(0, +))
        var part = 0
        var share = Double(weights[0]) / weightSum
        var before = 0
        return degrees.map { degree in
            let middle = Double(2 * before + degree) / 2
            while part < weights.count - 1, share * total <= middle {
                part += 1
                share += Double(weights[part]) / weightSum
            }
            before += degree
            return part
        }
    }
}
