import NeuralNetworks
import Testing

@testable import Partitioning

/// A row a worker: only the owners of y matter.
@Suite struct VectorOwnersTests {
    /// Columns with sums at the workers of each set.
    private func matrix(_ sets: [Set<Int>], workers: Int) -> (matrix: SparseMatrix, owners: [UInt16]) {
        let matrix = SparseMatrix(
            rowCount: workers, columnCount: sets.count,
            positions: (0..<workers).flatMap { worker in
                sets.indices.filter { sets[$0].contains(worker) }.map { (row: worker, column: $0) }
            })
        return (matrix, matrix.rowIndices().map { UInt16($0) })
    }

    private func metrics(_ sets: [Set<Int>], workers: Int, _ cost: SparseCost) -> SparseMetrics {
        let (matrix, owners) = matrix(sets, workers: workers)
        let partition = VectorOwners.cheapest(owners, workerCount: workers, of: matrix, cost: cost)
        let limits = LoadLimits(
            capabilities: Array(repeating: 1, count: workers), nonZeroCount: matrix.nonZeroCount,
            tolerancePercent: 100)
        return SparseMetrics(partition, of: matrix, limits: limits)
    }

    /// Words of {0,1}, {1,2}, {0,2} need three messages at one word each. Worker 0 as the owner of all needs two, and a
    /// second word for {1,2}.
    @Test func aDearMessageIsGivenUpForWords() {
        let sets: [Set<Int>] = [[0, 1], [1, 2], [0, 2], [0, 1, 2], [0, 1, 2]]
        let cheap = metrics(sets, workers: 3, SparseCost(perWord: 1, perMessage: 0.5))
        #expect(cheap.fold == 7 && cheap.messages == 3)
        let dear = metrics(sets, workers: 3, SparseCost(perWord: 1, perMessage: 2))
        #expect(dear.fold == 8 && dear.messages == 2)
    }

    @Test(arguments: [0.0, 0.7, 3, 100], 0..<10) func littleAboveTheBestOfAllChoices(perMessage: Double, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let sets = (0..<6).map { _ in Set((0..<3).filter { _ in generator.next(below: 2) == 0 }) }
        let cost = SparseCost(perWord: 1, perMessage: perMessage)
        var best = Double.infinity
        for choice in 0..<729 {
            var words = 0
            var messages = Set<[Int]>()
            var rest = choice
            for set in sets {
                let owner = rest % 3
                rest /= 3
                words += set.subtracting([owner]).count
                for other in set where other != owner { messages.insert([other, owner]) }
            }
            best = min(best, Double(words) + perMessage * Double(messages.count))
        }
        let found = metrics(sets, workers: 3, cost)
        #expect(cost.total(found) >= best - 1e-9)
        // Where messages are free, every word is at its best; else one message too many may stay.
        #expect(cost.total(found) <= best + perMessage + 1e-9)
    }

    /// Two workers have sums and a third reads: one word to the reader, or one more.
    @Test func readersCountAsWell() {
        let (matrix, owners) = matrix([[0, 1], [0, 1]], workers: 3)
        let partition = SparsePartition(workerCount: 3, owners: owners, of: matrix)
        let cost = SparseCost(perWord: 1, perMessage: 1)
        // At worker 0 a word comes from 1 and goes to 2; at worker 2 both come. Two words and messages in any case.
        let all = VectorOwners.chained(partition, of: matrix, readers: .all(2), cost: cost)
        #expect(all == [0, 0])
        // Worker 1 reads both: it keeps them.
        let reads: [Int32] = [0, 1, 0, 0, 1, 0]
        #expect(VectorOwners.chained(partition, of: matrix, readers: .workers(reads), cost: cost) == [1, 1])
        #expect(VectorOwners.chained(partition, of: matrix, readers: nil, cost: cost) == [0, 0])
    }
}
