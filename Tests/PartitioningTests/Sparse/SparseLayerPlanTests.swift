import NeuralNetworks
import Partitioning
import Testing

@Suite struct SparseLayerPlanTests {
    @Test(arguments: 0..<10) func wordsAndMessagesAreThoseOfTheMetrics(seed: UInt64) {
        let matrix = SparseMatrix.uniform(rowCount: 12, columnCount: 9, nonZeroCount: 40, seed: seed)
        let limits = LoadLimits(capabilities: [1, 1, 1, 1], nonZeroCount: 40)
        let partition = SparseTestSupport.randomPartition(matrix, workers: 4, seed: seed)
        let plan = SparseLayerPlan(partition, of: matrix)
        let metrics = SparseMetrics(partition, of: matrix, limits: limits)
        #expect(plan.volume == metrics.volume)
        #expect(plan.messageCount == metrics.messages)
        #expect(plan.workers.map(\.entries.count) == partition.loads())
        #expect(plan.workers.flatMap(\.entries).sorted() == (0..<40).map(Int32.init))
    }

    @Test(arguments: 0..<10) func carriedOutItMultipliesTheMatrix(seed: UInt64) {
        let matrix = SparseMatrix.uniform(rowCount: 12, columnCount: 9, nonZeroCount: 40, seed: seed)
        let plan = SparseLayerPlan(
            SparseTestSupport.randomPartition(matrix, workers: 3, seed: seed), of: matrix)
        let rows = matrix.rowIndices()
        // Whole numbers, so that the order of the additions does not matter.
        func weight(_ entry: Int32) -> Int { Int(entry) * 7 % 11 - 5 }
        let input = (0..<12).map { $0 * $0 - 20 }
        var expected = [Int](repeating: 0, count: 9)
        for entry in 0..<40 {
            expected[Int(matrix.columnIndices[entry])] += weight(Int32(entry)) * input[Int(rows[entry])]
        }

        var known = plan.workers.map { worker in
            Dictionary(uniqueKeysWithValues: worker.ownInputs.map { ($0, input[Int($0)]) })
        }
        for message in plan.expand {
            for word in message.words {
                #expect(known[message.receiver][word] == nil)
                known[message.receiver][word] = known[message.sender][word]!
            }
        }
        var sums = plan.workers.indices.map { worker in
            plan.workers[worker].entries.reduce(into: [Int32: Int]()) { sums, entry in
                let product = weight(entry) * known[worker][rows[Int(entry)]]!
                sums[matrix.columnIndices[Int(entry)], default: 0] += product
            }
        }
        for worker in plan.workers.indices {
            #expect(sums[worker].keys.sorted() == plan.workers[worker].partialOutputs)
        }
        for message in plan.fold {
            for word in message.words { sums[message.receiver][word, default: 0] += sums[message.sender][word]! }
        }
        for (worker, part) in plan.workers.enumerated() {
            for output in part.ownOutputs { #expect(sums[worker][output] ?? 0 == expected[Int(output)]) }
        }
        #expect(plan.workers.flatMap(\.ownOutputs).sorted() == (0..<9).map(Int32.init))
    }
}
