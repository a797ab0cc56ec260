package import NeuralNetworks
package import Partitioning

/// A picture of a partitioned sparse matrix: rows and columns sorted by the owners of their words, so that diagonal
/// blocks show as squares, and every cell in the colour of the worker that multiplies with most of its non-zeros.
package struct SparseMatrixImage: Sendable {
    private let matrix: SparseMatrix
    private let partition: SparsePartition
    private let title: String

    /// Cells along the longer edge at most; larger matrices are drawn in cells of several rows and columns.
    private static let cellLimit = 192
    private static let edge = 640.0

    package init(_ matrix: SparseMatrix, partition: SparsePartition, title: String) {
        self.matrix = matrix
        self.partition = partition
        self.title = title
    }

    package func svg() -> String {
        let longest = max(matrix.rowCount, matrix.columnCount, 1)
        let bin = (longest + Self.cellLimit - 1) / Self.cellLimit
        let size = Self.edge / Double((longest + bin - 1) / bin)
        let rows = (matrix.rowCount + bin - 1) / bin
        let columns = (matrix.columnCount + bin - 1) / bin
        let (plotWidth, plotHeight) = (Double(columns) * size, Double(rows) * size)
        let width = Self.edge + 2 * ChartStyle.margin
        let heading = ChartHeading(
            title: title,
            subtitle: "\(HumanFormat.count(matrix.rowCount)) rows (inputs) by \(HumanFormat.count(matrix.columnCount)) "
                + "columns (outputs), sorted by the worker that owns them; frames: owner of both",
            width: width)
        let legend = ChartLegend(
            (0..<partition.workerCount).map { worker in
                let (index, opacity) = Self.colour(of: worker)
                return .init(name: "worker \(worker + 1)", symbol: .area(colourIndex: index, opacity: opacity))
            }, top: heading.bottom + 8, width: width)
        let top = legend.bottom + 12
        let elements =
            heading.elements + legend.elements + [
                cells(bin: bin, rows: rows, columns: columns, size: size, top: top),
                borders(scale: size / Double(bin), top: top, width: plotWidth, height: plotHeight),
            ]
        return ChartStyle.document(
            width: width, height: top + plotHeight + ChartStyle.margin, title: title, elements)
    }

    /// Runs of equal cells of a row become one rectangle.
    private func cells(bin: Int, rows: Int, columns: Int, size: Double, top: Double) -> SVGElement {
        let workers = partition.workerCount
        let rowPlaces = Self.places(partition.inputOwners)
        let columnPlaces = Self.places(partition.outputOwners)
        var counts = [Int32](repeating: 0, count: rows * columns * workers)
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row) {
                let cell = rowPlaces[row] / bin * columns + columnPlaces[Int(matrix.columnIndices[entry])] / bin
                counts[cell * workers + Int(partition.owners[entry])] += 1
            }
        }
        let fullest = (0..<rows * columns).reduce(1) { largest, cell in
            max(largest, (0..<workers).reduce(0) { $0 + Int(counts[cell * workers + $1]) })
        }
        var elements: [SVGElement] = []
        for row in 0..<rows {
            var run: (start: Int, look: Look)?
            for column in 0...columns {
                var look: Look?
                if column < columns {
                    let cell = counts[(row * columns + column) * workers..<(row * columns + column + 1) * workers]
                    let sum = cell.reduce(0, +)
                    if sum > 0 {
                        let owner = cell.indices.max { (cell[$0], -$0) < (cell[$1], -$1) }! - cell.startIndex
                        // Four shades are enough to tell thin from full.
                        let shade = (Double(sum) / Double(fullest) * 4).rounded(.up) / 4
                        look = Look(worker: owner, share: 0.4 + 0.6 * shade)
                    }
                }
                if let known = run, known.look != look {
                    elements.append(
                        cell(
                            known.look,
                            ImagePoint(
                                x: ChartStyle.margin + Double(known.start) * size, y: top + Double(row) * size),
                            width: Double(column - known.start) * size, height: size))
                    run = nil
                }
                if run == nil, let look { run = (column, look) }
            }
        }
        return SVGElement("g", ["shape-rendering": "crispEdges"], elements)
    }

    /// How a cell is filled.
    private struct Look: Hashable {
        var worker: Int
        var share: Double
    }

    private func cell(_ look: Look, _ place: ImagePoint, width: Double, height: Double) -> SVGElement {
        let (index, opacity) = Self.colour(of: look.worker)
        let share = look.share * opacity
        return SVGElement(
            "rect",
            [
                "class": "fill-\(index)", "x": place.x, "y": place.y, "width": width, "height": height,
                "fill": ChartPalette.series[index].light,
            ]
        ).with("fill-opacity", share < 1 ? share : nil)
    }

    /// Frames around the diagonal blocks, where a worker owns x and y alike.
    private func borders(scale: Double, top: Double, width: Double, height: Double) -> SVGElement {
        func frame(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
            "M\((ChartStyle.margin + x).svgText) \((top + y).svgText)h\(width.svgText)v\(height.svgText)h\((-width).svgText)Z"
        }
        var path = frame(0, 0, width, height)
        var (row, column) = (0, 0)
        for worker in 0..<partition.workerCount {
            let rows = partition.inputOwners.count { Int($0) == worker }
            let columns = partition.outputOwners.count { Int($0) == worker }
            if rows > 0, columns > 0 {
                path += frame(
                    Double(column) * scale, Double(row) * scale, Double(columns) * scale, Double(rows) * scale)
            }
            row += rows
            column += columns
        }
        return ChartStyle.stroke(path, class: "axis", ChartPalette.axis)
    }

    /// The place of every line when they are sorted by owner.
    private static func places(_ owners: [UInt16]) -> [Int] {
        var places = [Int](repeating: 0, count: owners.count)
        for (place, line) in owners.indices.sorted(by: { (owners[$0], $0) < (owners[$1], $1) }).enumerated() {
            places[line] = place
        }
        return places
    }

    /// More workers than colours share them at lower opacity.
    private static func colour(of worker: Int) -> (index: Int, opacity: Double) {
        let count = ChartPalette.series.count
        return (worker % count, max(0.25, 1 - 0.35 * Double(worker / count)))
    }
}
