import NeuralNetworks
import Partitioning

enum SparseTestSupport {
    /// Owners drawn at random.
    static func randomPartition(_ matrix: SparseMatrix, workers: Int, seed: UInt64) -> SparsePartition {
        var generator = SplitMix64(seed: seed)
        func draw(_ count: Int) -> [UInt16] { (0..<count).map { _ in UInt16(generator.next(below: workers)) } }
        return SparsePartition(
            workerCount: workers, owners: draw(matrix.nonZeroCount), inputOwners: draw(matrix.rowCount),
            outputOwners: draw(matrix.columnCount))
    }
}
