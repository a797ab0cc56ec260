import NeuralNetworks

/// Who keeps the words of x and y, when any worker may.
///
/// The owner of a word gets it from those who have sums of it and sends it to those who read it. Greedily, words that
/// few workers share first, every word goes to the worker of its own for which words and new messages are cheapest.
/// Then, where messages have a price, they are given up one by one, if handing all their words to other owners is
/// cheaper.
struct VectorOwners {
    private let workerCount: Int
    private let cost: SparseCost
    private var sums: Flow
    private var reads: Flow
    /// Of every word.
    private var owners: [Int]

    /// Between the owners of words and others, in one direction.
    private struct Flow {
        /// Workers that have sums of, or read, every word.
        var workers: [UInt64]
        /// Words of owner `o` that worker `w` has to do with, at `o * workerCount + w`.
        var uses: [Int32]
        /// Workers with at least one such word, by owner.
        var partners: [UInt64]

        init(workers: [UInt64], workerCount: Int) {
            self.workers = workers
            uses = [Int32](repeating: 0, count: workerCount * workerCount)
            partners = [UInt64](repeating: 0, count: workerCount)
        }

        mutating func add(_ change: Int32, word: Int, owner: Int) {
            var others = workers[word] & ~(1 << UInt64(owner))
            let count = partners.count
            while others != 0 {
                let other = others.trailingZeroBitCount
                others &= others &- 1
                uses[owner * count + other] += change
                if uses[owner * count + other] == 0 {
                    partners[owner] &= ~(1 << UInt64(other))
                } else {
                    partners[owner] |= 1 << UInt64(other)
                }
            }
        }

        /// Words to send, and messages that nobody else sends, if a word had this owner.
        func price(word: Int, owner: Int) -> (words: Int, messages: Int) {
            let others = workers[word] & ~(1 << UInt64(owner))
            return (others.nonzeroBitCount, (others & ~partners[owner]).nonzeroBitCount)
        }
    }

    /// - Parameters:
    ///   - sums: workers that have sums of every word, as bit masks.
    ///   - reads: workers that read every word.
    ///   - preference: of equals, the owner with the highest number gets a word; of every word and worker.
    private init(
        sums: [UInt64], reads: [UInt64], preference: [Int32], workerCount: Int, cost: SparseCost
    ) {
        self.workerCount = workerCount
        self.cost = cost
        self.sums = Flow(workers: sums, workerCount: workerCount)
        self.reads = Flow(workers: reads, workerCount: workerCount)
        owners = [Int](repeating: 0, count: sums.count)
        let order = owners.indices.sorted {
            ((sums[$0] | reads[$0]).nonzeroBitCount, $0) < ((sums[$1] | reads[$1]).nonzeroBitCount, $1)
        }
        for word in order {
            let all = sums[word] | reads[word]
            if all == 0 { continue }
            owners[word] = cheapestOwner(of: word, among: all, preference)
            change(1, word)
        }
        if cost.perMessage > 0 { giveUpMessages(preference) }
    }

    private mutating func change(_ count: Int32, _ word: Int) {
        sums.add(count, word: word, owner: owners[word])
        reads.add(count, word: word, owner: owners[word])
    }

    private func cheapestOwner(of word: Int, among candidates: UInt64, _ preference: [Int32]) -> Int {
        var best: (price: Double, messages: Int, preference: Int32, owner: Int)?
        var left = candidates
        while left != 0 {
            let owner = left.trailingZeroBitCount
            left &= left &- 1
            let (sumWords, sumMessages) = sums.price(word: word, owner: owner)
            let (readWords, readMessages) = reads.price(word: word, owner: owner)
            let messages = sumMessages + readMessages
            let price = cost.perWord * Double(sumWords + readWords) + cost.perMessage * Double(messages)
            let key = (price, messages, -preference[word * workerCount + owner], owner)
            if let best, key >= (best.price, best.messages, best.preference, best.owner) { continue }
            best = (price, messages, -preference[word * workerCount + owner], owner)
        }
        return best!.owner
    }

    private var total: Double {
        let words = (sums.uses + reads.uses).reduce(0) { $0 + Int($1) }
        let messages = (sums.partners + reads.partners).reduce(0) { $0 + $1.nonzeroBitCount }
        return cost.perWord * Double(words) + cost.perMessage * Double(messages)
    }

    /// Messages with few words first, until none is worth giving up.
    private mutating func giveUpMessages(_ preference: [Int32]) {
        let everyone = workerCount == 64 ? UInt64.max : (1 << UInt64(workerCount)) - 1
        var isDone = false
        while !isDone {
            isDone = true
            var wordsOfOwner = [[Int]](repeating: [], count: workerCount)
            for word in owners.indices where sums.workers[word] | reads.workers[word] != 0 {
                wordsOfOwner[owners[word]].append(word)
            }
            let pairs = (0..<workerCount * workerCount).filter { sums.uses[$0] + reads.uses[$0] > 0 }
            for pair in pairs.sorted(by: {
                (sums.uses[$0] + reads.uses[$0], $0) < (sums.uses[$1] + reads.uses[$1], $1)
            }) {
                let (owner, other) = (pair / workerCount, pair % workerCount)
                let words = wordsOfOwner[owner].filter {
                    owners[$0] == owner && (sums.workers[$0] | reads.workers[$0]) >> UInt64(other) & 1 == 1
                }
                if words.isEmpty { continue }
                let before = (total: total, self)
                for word in words { change(-1, word) }
                for word in words {
                    owners[word] = cheapestOwner(of: word, among: everyone & ~(1 << UInt64(owner)), preference)
                    change(1, word)
                }
                if total < before.total {
                    isDone = false
                } else {
                    self = before.1
                }
            }
        }
    }

    private static func masks(_ counts: [Int32], workerCount: Int) -> [UInt64] {
        stride(from: 0, to: counts.count, by: workerCount).map { start in
            (0..<workerCount).reduce(0) { $0 | (counts[start + $1] > 0 ? 1 << UInt64($1) : 0) }
        }
    }

    /// Owners of x and y at the lowest price for words and messages; where messages are free, the fewest messages with
    /// the fewest words.
    ///
    /// - Precondition: at most 64 workers.
    static func cheapest(
        _ owners: [UInt16], workerCount: Int, of matrix: SparseMatrix, cost: SparseCost
    ) -> SparsePartition {
        let counts = LineCounts(workerCount: workerCount, owners: owners, of: matrix)
        let (inputs, outputs) = (
            masks(counts.rows, workerCount: workerCount), masks(counts.columns, workerCount: workerCount)
        )
        let nobody = { (words: [UInt64]) in [UInt64](repeating: 0, count: words.count) }
        let x = VectorOwners(
            sums: nobody(inputs), reads: inputs, preference: counts.rows, workerCount: workerCount, cost: cost)
        let y = VectorOwners(
            sums: outputs, reads: nobody(outputs), preference: counts.columns, workerCount: workerCount, cost: cost)
        return SparsePartition(
            workerCount: workerCount, owners: owners, inputOwners: x.owners.map { UInt16($0) },
            outputOwners: y.owners.map { UInt16($0) })
    }

    /// Who reads the words of y next.
    enum Readers {
        /// Non-zeros of row `j` of the next matrix and worker `p` at `j * workerCount + p`.
        case workers([Int32])
        /// One worker all of them.
        case all(Int)
    }

    /// Owners of y for which adding it up and handing it on is cheapest.
    ///
    /// - Precondition: at most 64 workers.
    static func chained(
        _ partition: SparsePartition, of matrix: SparseMatrix, readers: Readers?, cost: SparseCost
    ) -> [UInt16] {
        let count = partition.workerCount
        let counts = LineCounts(workerCount: count, owners: partition.owners, of: matrix).columns
        let reads: [UInt64] =
            switch readers {
            case .workers(let counts): masks(counts, workerCount: count)
            case .all(let reader): [UInt64](repeating: 1 << UInt64(reader), count: matrix.columnCount)
            case nil: [UInt64](repeating: 0, count: matrix.columnCount)
            }
        let owners = VectorOwners(
            sums: masks(counts, workerCount: count), reads: reads, preference: counts, workerCount: count, cost: cost)
        return owners.owners.map { UInt16($0) }
    }
}
