import NeuralNetworks

/// Who keeps the words of x and y, when any worker of a line may.
enum VectorOwners {
    /// Owners among each line's workers such that few pairs of workers exchange messages; the words stay the same.
    ///
    /// Greedy: lines with few workers choose first, the owner with fewest new pairs, then most non-zeros.
    static func withFewMessages(_ owners: [UInt16], workerCount: Int, of matrix: SparseMatrix) -> SparsePartition {
        let counts = LineCounts(workerCount: workerCount, owners: owners, of: matrix)
        return SparsePartition(
            workerCount: workerCount, owners: owners, inputOwners: choose(counts.rows, workerCount: workerCount),
            outputOwners: choose(counts.columns, workerCount: workerCount))
    }

    private static func choose(_ counts: [Int32], workerCount: Int) -> [UInt16] {
        let lines = counts.count / workerCount
        let workers = (0..<lines).map { line in
            (0..<workerCount).filter { counts[line * workerCount + $0] > 0 }
        }
        var isPair = [Bool](repeating: false, count: workerCount * workerCount)
        var owners = [UInt16](repeating: 0, count: lines)
        for line in (0..<lines).sorted(by: { (workers[$0].count, $0) < (workers[$1].count, $1) }) {
            var best: (pairs: Int, count: Int32, owner: Int)?
            for owner in workers[line] {
                let pairs = workers[line].reduce(0) { sum, other in
                    sum + (other != owner && !isPair[owner * workerCount + other] ? 1 : 0)
                }
                let key = (pairs, -counts[line * workerCount + owner], owner)
                if let best, key >= (best.pairs, -best.count, best.owner) { continue }
                best = (pairs, counts[line * workerCount + owner], owner)
            }
            guard let best else { continue }
            owners[line] = UInt16(best.owner)
            for other in workers[line] where other != best.owner { isPair[best.owner * workerCount + other] = true }
        }
        return owners
    }
}
