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

    /// Who reads the words of y next.
    enum Readers {
        /// Non-zeros of row `j` of the next matrix and worker `p` at `j * workerCount + p`.
        case workers([Int32])
        /// One worker all of them.
        case all(Int)
    }

    /// Owners of y such that the words sent to add it up and to hand it on are few: for every output someone who has a
    /// sum of it and reads it, else one of either; of equals the one with fewest new pairs of workers, then the most
    /// non-zeros.
    static func chained(_ partition: SparsePartition, of matrix: SparseMatrix, readers: Readers?) -> [UInt16] {
        let count = partition.workerCount
        let sums = LineCounts(workerCount: count, owners: partition.owners, of: matrix).columns
        var folds = [Bool](repeating: false, count: count * count)
        var expands = folds
        var owners = [UInt16](repeating: 0, count: matrix.columnCount)
        func reads(_ worker: Int, _ output: Int) -> Bool {
            switch readers {
            case .workers(let counts): counts[output * count + worker] > 0
            case .all(let reader): worker == reader
            case nil: false
            }
        }
        for output in 0..<matrix.columnCount {
            var best: (words: Int, pairs: Int, nonZeros: Int32, owner: Int)?
            for owner in 0..<count {
                var words = 0
                var pairs = 0
                for other in 0..<count where other != owner {
                    if sums[output * count + other] > 0 {
                        words += 1
                        if !folds[other * count + owner] { pairs += 1 }
                    }
                    if reads(other, output) {
                        words += 1
                        if !expands[owner * count + other] { pairs += 1 }
                    }
                }
                let key = (words, pairs, -sums[output * count + owner], owner)
                if let best, key >= (best.words, best.pairs, -best.nonZeros, best.owner) { continue }
                best = (words, pairs, sums[output * count + owner], owner)
            }
            let owner = best!.owner
            owners[output] = UInt16(owner)
            for other in 0..<count where other != owner {
                if sums[output * count + other] > 0 { folds[other * count + owner] = true }
                if reads(other, output) { expands[owner * count + other] = true }
            }
        }
        return owners
    }
}
