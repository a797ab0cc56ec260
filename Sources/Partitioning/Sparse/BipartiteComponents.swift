import NeuralNetworks

/// Connected components of the bipartite graph of rows and columns.
struct BipartiteComponents {
    /// Component of every line (rows, then columns); -1 for empty lines. Numbered by decreasing weight, ties by the
    /// first line.
    var componentOfLine: [Int]
    /// Non-zeros of every component.
    var weights: [Int]

    init(_ matrix: SparseMatrix) {
        let rows = matrix.rowCount
        var parent = Array(0..<rows + matrix.columnCount)
        func root(_ line: Int) -> Int {
            var line = line
            while parent[line] != line {
                parent[line] = parent[parent[line]]
                line = parent[line]
            }
            return line
        }
        for row in 0..<rows {
            for entry in matrix.entries(ofRow: row) {
                let a = root(row)
                let b = root(rows + Int(matrix.columnIndices[entry]))
                // The smallest line is the root.
                if a < b { parent[b] = a } else { parent[a] = b }
            }
        }
        var weightOfRoot = [Int](repeating: 0, count: parent.count)
        for row in 0..<rows { weightOfRoot[root(row)] += matrix.entries(ofRow: row).count }
        let roots = parent.indices.filter { weightOfRoot[$0] > 0 }
            .sorted { (-weightOfRoot[$0], $0) < (-weightOfRoot[$1], $1) }
        var number = [Int](repeating: -1, count: parent.count)
        for (index, line) in roots.enumerated() { number[line] = index }
        componentOfLine = parent.indices.map { number[root($0)] }
        weights = roots.map { weightOfRoot[$0] }
    }

    /// Whole components for workers, heaviest first to the worker with the least relative load; nil if a load limit
    /// breaks.
    func packing(_ limits: LoadLimits) -> [Int]? {
        guard weights.count > 1 else { return nil }
        var loads = [Int](repeating: 0, count: limits.workerCount)
        var workers: [Int] = []
        for weight in weights {
            var best: Int?
            for worker in loads.indices where loads[worker] + weight <= limits.limits[worker] {
                if let other = best {
                    let a = (loads[worker] + weight) * limits.capabilities[other]
                    let b = (loads[other] + weight) * limits.capabilities[worker]
                    if a >= b { continue }
                }
                best = worker
            }
            guard let best else { return nil }
            loads[best] += weight
            workers.append(best)
        }
        return workers
    }
}
