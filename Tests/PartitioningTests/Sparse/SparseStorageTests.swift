import DeviceProfiles
import NeuralNetworks
import Testing
import Units

@testable import Partitioning

@Suite struct SparseStorageTests {
    /// A device with 1 GMAC/s for dense and a fifth of it for sparse weights.
    private func device(bandwidth: DataRate? = nil) -> DeviceProfile {
        var profile = DeviceCatalogue.profile(named: "nexus-5")!
        profile.convolutionRate.value = ComputeRate(macsPerSecond: 1e9)
        profile.relativeRates = [.sparseFullyConnected: Sourced(0.2, .estimate("for tests"))]
        profile.memoryBandwidth.value = bandwidth ?? DataRate(megabytesPerSecond: 1_000_000)
        return profile
    }

    private func storage(
        _ positions: [(row: Int, column: Int)], inputCount: Int = 1000, bandwidth: DataRate? = nil
    ) -> SparseStorage {
        SparseStorage(
            rows: positions.map { Int32($0.row) }, columns: positions.map { Int32($0.column) }, inputCount: inputCount,
            costs: SparseKernelCosts(profile: device(bandwidth: bandwidth), inputCount: inputCount))
    }

    /// Two inputs: the first feeds all 1000 outputs, the second `count` of them.
    private func twoInputs(_ count: Int) -> [(row: Int, column: Int)] {
        (0..<1000).map { (0, $0) } + (0..<count).map { (1, $0) }
    }

    /// A dense weight takes 1 ns and a non-zero 5 ns: 1000 more dense weights pay from 200 non-zeros on.
    @Test func anInputIsStoredDenselyAboveTheBreakEvenDensity() {
        #expect(abs(SparseKernelCosts(profile: device(), inputCount: 1000).breakEvenDensity - 0.2) < 1e-12)
        let below = storage(twoInputs(195))
        #expect(below.block == DenseBlock(inputs: [0], outputs: Array(0..<1000)))
        #expect(below.sparse == .init(nonZeroCount: 195, inputs: [1], outputs: Array(0..<195)))
        #expect(below.macs.count == 1000 + 195)
        // 4 bytes a dense weight; 4 + 2 bytes a non-zero, 195 + 1 offsets.
        #expect(below.denseBytes.bytes == 4000 && below.sparseBytes.bytes == 6 * 195 + 4 * 196)
        let above = storage(twoInputs(205))
        #expect(above.block == DenseBlock(inputs: [0, 1], outputs: Array(0..<1000)))
        #expect(above.sparse == nil && above.dense?.nonZeroCount == 1205)
        #expect(above.macs.count == 2000 && above.bytes.bytes == 8000)
    }

    /// Bound by memory, a dense weight costs 4 bytes and a non-zero 6 bytes, or 8 with more than 65,536 inputs.
    @Test func slowMemoryShiftsTheBreakEvenDensity() {
        let slow = device(bandwidth: DataRate(megabytesPerSecond: 10))
        #expect(abs(SparseKernelCosts(profile: slow, inputCount: 65536).breakEvenDensity - 4.0 / 6) < 1e-12)
        #expect(abs(SparseKernelCosts(profile: slow, inputCount: 65537).breakEvenDensity - 4.0 / 8) < 1e-12)
        let fifth = storage(twoInputs(200), bandwidth: DataRate(megabytesPerSecond: 10))
        #expect(fifth.block?.inputs == [0] && fifth.sparse?.nonZeroCount == 200)
        #expect(storage(twoInputs(700), bandwidth: DataRate(megabytesPerSecond: 10)).sparse == nil)
        #expect(storage([(0, 0), (70000, 1)], inputCount: 70001).indexBytes == 4)
    }

    /// A block of a diagonal saves one non-zero's 5 - 1 ns of 500 ns, too little for a second kernel.
    @Test func scatteredNonZerosStaySparse() {
        let diagonal = storage((0..<100).map { ($0, $0) })
        #expect(diagonal.dense == nil && diagonal.sparse == diagonal.all)
        #expect(diagonal.macs.count == 100 && diagonal.bytes.bytes == 600 + 4 * 101)
        let nothing = storage([])
        #expect(nothing.dense == nil && nothing.sparse == nil && nothing.bytes == .zero)
    }

    /// A full block hidden among other lines with few non-zeros is found exactly.
    @Test(arguments: 0..<5) func aHiddenBlockIsFound(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let inputs = (0..<30).map { (37 * $0 + Int(seed)) % 100 }.sorted()
        let outputs = (0..<20).map { (73 * $0 + Int(seed)) % 100 }.sorted()
        var positions = inputs.flatMap { row in outputs.map { (row: row, column: $0) } }
        for row in 0..<100 {
            for column in 0..<100 where !(inputs.contains(row) && outputs.contains(column)) {
                if generator.next(below: 40) == 0 { positions.append((row, column)) }
            }
        }
        let found = storage(positions)
        #expect(found.block == DenseBlock(inputs: inputs.map { Int32($0) }, outputs: outputs.map { Int32($0) }))
        #expect(found.sparse?.nonZeroCount == positions.count - 600)
    }

    /// Against all blocks of tiny patterns: never more than the best one, never less than everything or nothing, and
    /// at most a quarter below the best one.
    @Test(arguments: 0..<10) func tinyPatternsAgainstAllBlocks(seed: UInt64) {
        let matrix = SparseMatrix.uniform(
            rowCount: 6, columnCount: 5, nonZeroCount: 8 + Int(2 * seed), seed: seed)
        let costs = SparseKernelCosts(profile: device(), inputCount: 6)
        let columnsOfRow = (0..<6).map { row in
            matrix.entries(ofRow: row).reduce(0) { $0 | 1 << Int(matrix.columnIndices[$1]) }
        }
        /// Of a set of inputs and a set of outputs as bit masks.
        func saving(_ inputs: Int, _ outputs: Int) -> Double {
            var inside = 0
            for row in 0..<6 where inputs >> row & 1 == 1 { inside += (columnsOfRow[row] & outputs).nonzeroBitCount }
            return Double(inside) * costs.secondsPerNonZero
                - Double(inputs.nonzeroBitCount * outputs.nonzeroBitCount) * costs.secondsPerDenseWeight
        }
        func mask(_ numbers: [Int32]) -> Int { numbers.reduce(0) { $0 | 1 << Int($1) } }
        var best = 0.0
        for inputs in 1..<64 { for outputs in 1..<32 { best = max(best, saving(inputs, outputs)) } }
        let rows = matrix.rowIndices()
        let block = DenseBlockSearch(costs: costs).block(rows: rows, columns: matrix.columnIndices)
        let found = block.map { saving(mask($0.inputs), mask($0.outputs)) } ?? 0
        #expect(found <= best * (1 + 1e-12))
        #expect(found >= max(0, saving(mask(rows), mask(matrix.columnIndices))) * (1 - 1e-12))
        #expect(found >= 0.75 * best)
    }

    @Test func storagesHoldEveryNonZeroOnce() {
        let matrix = SparseMatrix.uniform(rowCount: 40, columnCount: 30, nonZeroCount: 500, seed: 3)
        let partition = SparseTestSupport.randomPartition(matrix, workers: 4, seed: 1)
        let storages = SparseStorage.storages(
            of: partition, matrix: matrix, profiles: Array(repeating: device(), count: 4))
        #expect(storages.map(\.all.nonZeroCount) == partition.loads())
        for storage in storages {
            #expect(
                (storage.dense?.nonZeroCount ?? 0) + (storage.sparse?.nonZeroCount ?? 0) == storage.all.nonZeroCount)
        }
        let sparse = SparseStorage.storages(of: partition, matrix: matrix, profiles: nil)
        #expect(sparse.allSatisfy { $0.dense == nil && $0.sparse == $0.all })
    }
}
