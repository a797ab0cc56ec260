import NeuralNetworks
import Partitioning
import Testing

@testable import Reporting

@Suite struct SparseMatrixImageTests {
    private func image(_ matrix: SparseMatrix, workers: Int, _ scheme: SparseScheme = .jaggedGrid) -> String {
        let limits = LoadLimits(
            capabilities: Array(repeating: 1, count: workers), nonZeroCount: matrix.nonZeroCount)
        return SparseMatrixImage(
            matrix, partition: scheme.partition(matrix, limits: limits), title: "fc6.mtx among \(workers) workers",
            subtitle: "\(matrix.rowCount) x \(matrix.columnCount), rows and columns by the worker that keeps x and y"
        ).svg()
    }

    @Test(arguments: [(300, 700, 4), (700, 20, 2), (20, 700, 3), (64, 64, 20), (3, 3, 8)])
    func textsHaveTheirPlaces(rows: Int, columns: Int, workers: Int) throws {
        let matrix = SparseMatrix.uniform(
            rowCount: rows, columnCount: columns, nonZeroCount: rows * columns / 5, seed: 1)
        for scheme in [SparseScheme.rows, .columns, .jaggedGrid, .coClusteringGreedy] {
            let parsed = try ParsedImage(image(matrix, workers: workers, scheme))
            parsed.expectCleanLayout("\(rows) x \(columns), \(workers) workers, \(scheme.name)")
            #expect(parsed.texts.contains { $0.content == "output neurons (columns), re-ordered" })
            #expect(parsed.texts.contains { $0.content.hasPrefix("worker 1") })
        }
    }

    @Test func nothingToDrawIsDrawn() throws {
        for (rows, columns) in [(0, 0), (0, 5), (5, 0), (1, 1), (4, 4)] {
            let empty = SparseMatrix(rowCount: rows, columnCount: columns, positions: [])
            _ = try ParsedImage(image(empty, workers: 2, .rows))
        }
    }

    /// Two blocks of 2 x 2 and an outlier: cells of 640 / 4 pixels, a path a worker and shade.
    @Test func cellsHaveTheColourOfTheirWorker() throws {
        let matrix = SparseMatrix(
            rowCount: 4, columnCount: 4,
            positions: [(0, 0), (0, 2), (2, 0), (2, 2), (1, 1), (1, 3), (3, 1), (3, 3), (0, 3)])
        let partition = SparsePartition(
            workerCount: 2, owners: [0, 0, 1, 1, 1, 0, 0, 1, 1], inputOwners: [0, 1, 0, 1],
            outputOwners: [0, 1, 0, 1])
        let svg = SparseMatrixImage(matrix, partition: partition, title: "t", subtitle: "s").svg()
        let left = ChartStyle.margin + 56
        let paths = svg.split(separator: "\n").filter { $0.contains("class=\"fill-") && $0.contains("<path") }
        #expect(paths.count == 2)
        // Rows and columns 0 and 2 come first; worker 2 has the outlier in the upper right corner.
        #expect(paths[0].contains("M\(left.svgText) ") && paths[0].contains("h320v160h-320z"))
        #expect(paths[1].contains("M\((left + 480).svgText) ") && paths[1].contains("h160v160h-160z"))
        let frames = svg.split(separator: "\n").filter { $0.contains("class=\"mark\"") }
        #expect(frames.count == 1 && frames[0].split(separator: "z").count == 3)
    }
}
