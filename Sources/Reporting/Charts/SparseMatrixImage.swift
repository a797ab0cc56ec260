import Foundation
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
    private static let margin = 24.0

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
        let top = 2 * Self.margin
        let plotWidth = Double(columns) * size
        let plotHeight = Double(rows) * size
        let legendHeight = 20 * Double((partition.workerCount + 3) / 4)
        let width = max(plotWidth, 480) + 2 * Self.margin
        let height = top + plotHeight + Self.margin + legendHeight + Self.margin

        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" \
            width="\(number(width))" height="\(number(height))" role="img" \
            font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif">
            <title>\(XMLText.escaped(title))</title>
            <rect width="100%" height="100%" fill="\(ChartPalette.background.light)"/>
            <text x="\(number(Self.margin))" y="30" font-size="14" fill="\(ChartPalette.ink.light)">\
            \(XMLText.escaped(title))</text>

            """
        text += cells(bin: bin, rows: rows, columns: columns, size: size, top: top)
        text += borders(bin: bin, size: size, top: top, width: plotWidth, height: plotHeight)
        for worker in 0..<partition.workerCount {
            let x = Self.margin + Double(worker % 4) * 110
            let y = top + plotHeight + Self.margin + Double(worker / 4) * 20
            text += """
                <rect x="\(number(x))" y="\(number(y))" width="12" height="12" \(fill(worker, share: 1))/>
                <text x="\(number(x + 18))" y="\(number(y + 11))" font-size="12" \
                fill="\(ChartPalette.ink.light)">worker \(worker + 1)</text>

                """
        }
        return text + "</svg>\n"
    }

    /// Runs of equal cells of a row become one rectangle.
    private func cells(bin: Int, rows: Int, columns: Int, size: Double, top: Double) -> String {
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
        var text = "<g shape-rendering=\"crispEdges\">\n"
        for row in 0..<rows {
            var run: (start: Int, attributes: String)?
            for column in 0...columns {
                var attributes: String?
                if column < columns {
                    let cell = counts[(row * columns + column) * workers..<(row * columns + column + 1) * workers]
                    let sum = cell.reduce(0, +)
                    if sum > 0 {
                        let owner = cell.indices.max { (cell[$0], -$0) < (cell[$1], -$1) }! - cell.startIndex
                        // Four shades are enough to tell thin from full.
                        let shade = (Double(sum) / Double(fullest) * 4).rounded(.up) / 4
                        attributes = fill(owner, share: 0.4 + 0.6 * shade)
                    }
                }
                if let known = run, known.attributes != attributes {
                    text +=
                        "<rect x=\"\(number(Self.margin + Double(known.start) * size))\" "
                        + "y=\"\(number(top + Double(row) * size))\" "
                        + "width=\"\(number(Double(column - known.start) * size))\" height=\"\(number(size))\" "
                        + "\(known.attributes)/>\n"
                    run = nil
                }
                if run == nil, let attributes { run = (column, attributes) }
            }
        }
        return text + "</g>\n"
    }

    /// Frames around the diagonal blocks, where a worker owns x and y alike.
    private func borders(bin: Int, size: Double, top: Double, width: Double, height: Double) -> String {
        let scale = size / Double(bin)
        var text =
            "<g fill=\"none\" stroke=\"\(ChartPalette.axis.light)\">\n<rect x=\"\(number(Self.margin))\" "
            + "y=\"\(number(top))\" width=\"\(number(width))\" height=\"\(number(height))\"/>\n"
        var row = 0
        var column = 0
        for worker in 0..<partition.workerCount {
            let rows = partition.inputOwners.count { Int($0) == worker }
            let columns = partition.outputOwners.count { Int($0) == worker }
            if rows > 0, columns > 0 {
                text +=
                    "<rect x=\"\(number(Self.margin + Double(column) * scale))\" "
                    + "y=\"\(number(top + Double(row) * scale))\" width=\"\(number(Double(columns) * scale))\" "
                    + "height=\"\(number(Double(rows) * scale))\"/>\n"
            }
            row += rows
            column += columns
        }
        return text + "</g>\n"
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
    private func fill(_ worker: Int, share: Double) -> String {
        let colours = ChartPalette.series
        let round = Double(worker / colours.count)
        let opacity = share * max(0.25, 1 - 0.35 * round)
        return "fill=\"\(colours[worker % colours.count].light)\""
            + (opacity < 1 ? " fill-opacity=\"\(number(opacity))\"" : "")
    }

    private func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}
