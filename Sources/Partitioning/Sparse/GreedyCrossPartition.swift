import NeuralNetworks

/// MoDNN's Fine-Grain Cross Partition as a greedy cover: the word that serves most outliers comes first.
enum GreedyCrossPartition {
    static func assign(_ problem: inout OutlierProblem) {
        let workers = problem.limits.workerCount
        let rows = problem.matrix.rowCount
        let outliers = problem.outliers
        // A word is a line and the worker at the other end: x_i for q, or the partial sum y_j from r.
        func rowWord(_ outlier: OutlierProblem.Outlier) -> Int { outlier.row * workers + outlier.columnOwner }
        func columnWord(_ outlier: OutlierProblem.Outlier) -> Int {
            (rows + outlier.column) * workers + outlier.rowOwner
        }

        let wordCount = (rows + problem.matrix.columnCount) * workers
        var offsets = [Int](repeating: 0, count: wordCount + 1)
        for outlier in outliers {
            offsets[rowWord(outlier) + 1] += 1
            offsets[columnWord(outlier) + 1] += 1
        }
        for word in 0..<wordCount { offsets[word + 1] += offsets[word] }
        var next = offsets
        var covered = [Int](repeating: 0, count: 2 * outliers.count)
        for (index, outlier) in outliers.enumerated() {
            for word in [rowWord(outlier), columnWord(outlier)] {
                covered[next[word]] = index
                next[word] += 1
            }
        }

        var open = [Int](repeating: 0, count: wordCount)
        var isAssigned = [Bool](repeating: false, count: outliers.count)
        // Buckets by number of open outliers stand for a heap: numbers only fall.
        var largest = 0
        for word in 0..<wordCount {
            open[word] = offsets[word + 1] - offsets[word]
            largest = max(largest, open[word])
        }
        var buckets = [[Int]](repeating: [], count: largest + 1)
        for word in (0..<wordCount).reversed() where open[word] > 0 { buckets[open[word]].append(word) }
        var hasWord = [Bool](repeating: false, count: wordCount)
        var size = largest
        while size > 0 {
            guard let word = buckets[size].popLast() else {
                size -= 1
                continue
            }
            if open[word] < size {
                if open[word] > 0 { buckets[open[word]].append(word) }
                continue
            }
            let worker = word % workers
            if problem.loads[worker] + size > problem.limits.limits[worker] { continue }
            hasWord[word] = true
            for place in offsets[word]..<offsets[word + 1] where !isAssigned[covered[place]] {
                let index = covered[place]
                isAssigned[index] = true
                open[rowWord(outliers[index])] -= 1
                open[columnWord(outliers[index])] -= 1
                problem.assign(outliers[index], to: worker)
            }
        }
        for (index, outlier) in outliers.enumerated() where !isAssigned[index] {
            assignLeftOver(outlier, &problem, &hasWord, rows: rows)
        }
    }

    /// To the worker with room and fewest new words, then least relative load.
    private static func assignLeftOver(
        _ outlier: OutlierProblem.Outlier, _ problem: inout OutlierProblem, _ hasWord: inout [Bool], rows: Int
    ) {
        let workers = problem.limits.workerCount
        var best = -1
        var bestWords = Int.max
        for worker in 0..<workers where problem.loads[worker] < problem.limits.limits[worker] {
            let needsInput = worker != outlier.rowOwner && !hasWord[outlier.row * workers + worker]
            let needsOutput = worker != outlier.columnOwner && !hasWord[(rows + outlier.column) * workers + worker]
            let words = (needsInput ? 1 : 0) + (needsOutput ? 1 : 0)
            if words < bestWords || (words == bestWords && problem.isLessLoaded(worker, than: best)) {
                (best, bestWords) = (worker, words)
            }
        }
        // Diagonal blocks above their limits may leave no room at all.
        if best < 0 {
            best =
                problem.isLessLoaded(outlier.rowOwner, than: outlier.columnOwner)
                ? outlier.rowOwner : outlier.columnOwner
        }
        if best != outlier.rowOwner { hasWord[outlier.row * workers + best] = true }
        if best != outlier.columnOwner { hasWord[(rows + outlier.column) * workers + best] = true }
        problem.assign(outlier, to: best)
    }
}
