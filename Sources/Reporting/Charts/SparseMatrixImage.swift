package import NeuralNetworks
package import Partitioning

/// A picture of a partitioned sparse matrix: inputs and outputs in the order of the workers that keep their words, so
/// that diagonal blocks show as framed rectangles, and every cell in the colour of the worker that multiplies with most
/// of its non-zeros. Outliers, outside of the diagonal blocks, are drawn at full strength. Empty lines come last.
package struct SparseMatrixImage: Sendable {
    private let matrix: SparseMatrix
    private let partition: SparsePartition
    private let title: String
    private let subtitle: String
    private let rows: LineOrder
    private let columns: LineOrder
    /// Lines in a cell along both edges.
    private let linesPerCell: Int
    private let pixelsPerLine: Double

    /// Cells along the longer edge at most; larger matrices are drawn in cells of several rows and columns.
    private static let cellLimit = 256
    private static let edge = 640.0
    /// Room for the heading of thin matrices.
    private static let smallestWidth = 560.0
    private static let axisWidth = 56.0
    private static let namesWidth = 84.0

    package init(_ matrix: SparseMatrix, partition: SparsePartition, title: String, subtitle: String) {
        self.matrix = matrix
        self.partition = partition
        self.title = title
        self.subtitle = subtitle
        rows = LineOrder(
            partition.inputOwners, isEmpty: matrix.rowDegrees().map { $0 == 0 }, workerCount: partition.workerCount)
        columns = LineOrder(
            partition.outputOwners, isEmpty: matrix.columnDegrees().map { $0 == 0 },
            workerCount: partition.workerCount)
        let longest = max(matrix.rowCount, matrix.columnCount, 1)
        linesPerCell = (longest + Self.cellLimit - 1) / Self.cellLimit
        pixelsPerLine = Self.edge / Double(longest)
    }

    /// Where the matrix lies in the image.
    private struct Plot {
        var left: Double
        var top: Double
        var width: Double
        var height: Double

        var bottom: Double { top + height }
        var right: Double { left + width }
    }

    package func svg() -> String {
        let plotWidth = Double(matrix.columnCount) * pixelsPerLine
        let width = max(2 * ChartStyle.margin + Self.axisWidth + plotWidth + Self.namesWidth, Self.smallestWidth)
        let heading = ChartHeading(title: title, subtitle: subtitle, width: width)
        let legend = ChartLegend(legendEntries, top: heading.bottom + 10, width: width)
        let plot = Plot(
            left: ChartStyle.margin + Self.axisWidth, top: legend.bottom + 50, width: plotWidth,
            height: Double(matrix.rowCount) * pixelsPerLine)
        return ChartStyle.document(
            width: width, height: plot.bottom + 62, title: title,
            heading.elements + legend.elements + cells(plot) + frames(plot) + names(plot) + axes(plot))
    }

    /// Workers beyond the number of colours share them; names stand beside their rows too.
    private var legendEntries: [ChartLegend.Entry] {
        let loads = partition.loads()
        return ChartPalette.series.indices.prefix(partition.workerCount).map { colour in
            let workers = stride(from: colour, to: partition.workerCount, by: ChartPalette.series.count)
            let names = workers.map { "\($0 + 1)" }.joined(separator: ", ")
            let nonZeros = workers.reduce(0) { $0 + loads[$1] }
            return ChartLegend.Entry(
                name: "worker \(names): \(HumanFormat.count(nonZeros)) non-zeros",
                symbol: .area(colourIndex: colour))
        }
    }

    /// One path for every worker and shade.
    private func cells(_ plot: Plot) -> [SVGElement] {
        let workers = partition.workerCount
        let down = (matrix.rowCount + linesPerCell - 1) / linesPerCell
        let across = (matrix.columnCount + linesPerCell - 1) / linesPerCell
        var counts = [Int32](repeating: 0, count: down * across * workers)
        var hasOutlier = [Bool](repeating: false, count: down * across)
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row) {
                let column = Int(matrix.columnIndices[entry])
                let cell = rows.places[row] / linesPerCell * across + columns.places[column] / linesPerCell
                counts[cell * workers + Int(partition.owners[entry])] += 1
                if partition.inputOwners[row] != partition.outputOwners[column] { hasOutlier[cell] = true }
            }
        }
        let sums = (0..<down * across).map { cell in counts[cell * workers..<(cell + 1) * workers].reduce(0, +) }
        let fullest = Double(sums.max() ?? 1)
        // Four shades are enough to tell thin from full.
        let shades = [0.55, 0.7, 0.85, 1]
        var paths = [String](repeating: "", count: workers * shades.count)
        let size = Double(linesPerCell) * pixelsPerLine
        for row in 0..<down {
            // Runs of equal cells become one rectangle.
            var run: (start: Int, path: Int)?
            for column in 0...across {
                var path: Int?
                let cell = row * across + column
                if column < across, sums[cell] > 0 {
                    let list = counts[cell * workers..<(cell + 1) * workers]
                    let owner = list.indices.max { (list[$0], -$0) < (list[$1], -$1) }! - list.startIndex
                    let shade = Int((Double(sums[cell]) / fullest * Double(shades.count)).rounded(.up)) - 1
                    path = owner * shades.count + (hasOutlier[cell] ? shades.count - 1 : shade)
                }
                if let known = run, known.path != path {
                    let x = plot.left + Double(known.start) * size
                    let y = plot.top + Double(row) * size
                    let width = min(Double(column) * size, plot.width) - Double(known.start) * size
                    let height = min(Double(row + 1) * size, plot.height) - Double(row) * size
                    paths[known.path] +=
                        "M\(x.svgText) \(y.svgText)h\(width.svgText)v\(height.svgText)h\((-width).svgText)z"
                    run = nil
                }
                if run == nil, let path { run = (column, path) }
            }
        }
        let drawn = paths.enumerated().filter { !$0.element.isEmpty }.map { number, path in
            let colour = number / shades.count % ChartPalette.series.count
            let shade = shades[number % shades.count]
            return SVGElement(
                "path", ["class": "fill-\(colour)", "d": path, "fill": ChartPalette.series[colour].light]
            ).with("fill-opacity", shade < 1 ? shade : nil)
        }
        return [SVGElement("g", ["shape-rendering": "crispEdges"], drawn)]
    }

    /// The matrix, the borders between workers, and strong frames around the diagonal blocks, where a worker keeps x and
    /// y alike.
    private func frames(_ plot: Plot) -> [SVGElement] {
        func x(_ line: Int) -> String { (plot.left + Double(line) * pixelsPerLine).svgText }
        func y(_ line: Int) -> String { (plot.top + Double(line) * pixelsPerLine).svgText }
        var borders = ""
        var blocks = ""
        for worker in 0..<partition.workerCount {
            let rows = rows.ranges[worker]
            let columns = columns.ranges[worker]
            if !rows.isEmpty, rows.upperBound < matrix.rowCount {
                borders += "M\(plot.left.svgText) \(y(rows.upperBound))h\(plot.width.svgText)"
            }
            if !columns.isEmpty, columns.upperBound < matrix.columnCount {
                borders += "M\(x(columns.upperBound)) \(plot.top.svgText)v\(plot.height.svgText)"
            }
            if !rows.isEmpty, !columns.isEmpty {
                blocks +=
                    "M\(x(columns.lowerBound)) \(y(rows.lowerBound))H\(x(columns.upperBound))"
                    + "V\(y(rows.upperBound))H\(x(columns.lowerBound))z"
            }
        }
        let frame =
            "M\(plot.left.svgText) \(plot.top.svgText)h\(plot.width.svgText)v\(plot.height.svgText)"
            + "h\((-plot.width).svgText)z"
        return [
            ChartStyle.stroke(borders + frame, class: "axis", ChartPalette.axis, width: 0.5),
            ChartStyle.stroke(blocks, class: "mark", ChartPalette.ink, width: 1.5),
        ]
    }

    /// Who keeps x beside the rows, who keeps y above the columns, where there is room.
    private func names(_ plot: Plot) -> [SVGElement] {
        var elements: [SVGElement] = []
        func add(_ name: String, _ lines: Range<Int>, room: Double, _ place: (Double) -> ImagePoint, isRow: Bool) {
            let extent = Double(lines.count) * pixelsPerLine
            guard extent >= room else { return }
            let middle = (Double(lines.lowerBound) + Double(lines.count) / 2) * pixelsPerLine
            elements.append(
                ChartStyle.text(
                    name, at: place(middle), size: ChartStyle.tickSize, anchor: isRow ? .start : .middle,
                    isMuted: true))
        }
        for worker in 0...partition.workerCount {
            let name = worker < partition.workerCount ? "worker \(worker + 1)" : "empty"
            add(
                name, rows.ranges[worker], room: 14,
                { ImagePoint(x: plot.right + 8, y: plot.top + $0 + 4) }, isRow: true)
            add(
                name, columns.ranges[worker], room: TextMetrics.width(name, fontSize: ChartStyle.tickSize),
                { ImagePoint(x: plot.left + $0, y: plot.top - 8) }, isRow: false)
        }
        return elements
    }

    private func axes(_ plot: Plot) -> [SVGElement] {
        var elements: [SVGElement] = []
        var marks = ""
        /// Where there is room for their labels.
        func ticks(_ count: Int, room: Double) -> [(value: Double, label: String)] {
            guard count > 0 else { return [] }
            let ticks = AxisTicks(
                0...Double(count), about: max(2, Int(Double(count) * pixelsPerLine / 80)), integersOnly: true,
                extending: false)
            var end = -room
            return zip(ticks.values, ticks.labels).filter { value, _ in
                guard value * pixelsPerLine - end >= room else { return false }
                end = value * pixelsPerLine
                return true
            }.map { (value: $0, label: $1) }
        }
        for (value, label) in ticks(matrix.columnCount, room: 48) {
            let x = plot.left + value * pixelsPerLine
            marks += "M\(x.svgText) \(plot.bottom.svgText)v5"
            elements.append(
                ChartStyle.text(
                    label, at: ImagePoint(x: x, y: plot.bottom + 19), size: ChartStyle.tickSize, anchor: .middle,
                    isMuted: true))
        }
        for (value, label) in ticks(matrix.rowCount, room: 16) {
            let y = plot.top + value * pixelsPerLine
            marks += "M\(plot.left.svgText) \(y.svgText)h-5"
            elements.append(
                ChartStyle.text(
                    label, at: ImagePoint(x: plot.left - 9, y: y + 4), size: ChartStyle.tickSize, anchor: .end,
                    isMuted: true))
        }
        elements.append(ChartStyle.stroke(marks, class: "axis", ChartPalette.axis))
        elements.append(
            ChartStyle.text(
                "input neurons (rows), re-ordered", at: ImagePoint(x: ChartStyle.margin, y: plot.top - 28)))
        elements.append(
            ChartStyle.text(
                "output neurons (columns), re-ordered",
                at: ImagePoint(x: max(plot.left + plot.width / 2, ChartStyle.margin + 130), y: plot.bottom + 42),
                anchor: .middle))
        return elements
    }
}

/// Lines in the order of the workers that keep their words, the empty ones last.
private struct LineOrder: Sendable {
    /// Of every line.
    var places: [Int]
    /// Of every worker, then of the empty lines.
    var ranges: [Range<Int>]

    init(_ owners: [UInt16], isEmpty: [Bool], workerCount: Int) {
        let keys = zip(owners, isEmpty).map { $1 ? workerCount : Int($0) }
        places = [Int](repeating: 0, count: owners.count)
        var counts = [Int](repeating: 0, count: workerCount + 1)
        for (place, line) in keys.indices.sorted(by: { (keys[$0], $0) < (keys[$1], $1) }).enumerated() {
            places[line] = place
            counts[keys[line]] += 1
        }
        var start = 0
        ranges = counts.map { count in
            defer { start += count }
            return start..<start + count
        }
    }
}
