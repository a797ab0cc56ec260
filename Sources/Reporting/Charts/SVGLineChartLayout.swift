/// Where everything in a line chart goes.
struct SVGLineChartLayout {
    /// A line as it will be drawn.
    struct Line {
        let label: String
        let points: [SVGLineChart.Point]
        /// `nil` for the reference line.
        let style: Style?
    }

    struct Style {
        let colourIndex: Int
        let marker: ChartMarker
    }

    static let labelGap = 17.0
    /// The distance between the outermost points and the ends of the x axis.
    static let inset = 14.0
    /// The distance between the x axis' end and the names of the lines.
    static let labelOffset = 16.0

    /// Those that have points, the reference line first, so that it lies under the data.
    let lines: [Line]
    let heading: ChartHeading
    /// The names above the axes, where there is no room for them at the ends of the lines.
    let legend: ChartLegend?
    let x, y: AxisScale
    let width, height: Double
    /// The rectangle between the axes.
    let left, right, top, bottom: Double

    init(_ chart: SVGLineChart) {
        width = chart.width
        heading = ChartHeading(title: chart.title, subtitle: chart.subtitle, width: chart.width)
        let lines = Self.lines(chart)
        let points = lines.flatMap(\.points)
        let xs = points.map(\.x)
        let ys = points.flatMap { [$0.y] + ($0.errorBar.map { [$0.lowerBound, $0.upperBound] } ?? []) }
        precondition((xs + ys).allSatisfy(\.isFinite), "a chart needs finite numbers")
        let isNarrow = chart.width < 520
        x = AxisScale(
            Self.range(xs, chart.xAxis), kind: chart.xAxis.isLogarithmic ? .logarithmic : .linear,
            about: isNarrow ? 5 : 8, integersOnly: xs.allSatisfy { $0 == $0.rounded() }, extending: false)
        y = AxisScale(
            Self.range(ys, chart.yAxis), kind: chart.yAxis.isLogarithmic ? .logarithmic : .linear, about: 5,
            extending: true)

        let labelWidth = lines.map { TextMetrics.width($0.label, fontSize: ChartStyle.labelSize) }.max() ?? 0
        let tickWidth = y.ticks.labels.map { TextMetrics.width($0, fontSize: ChartStyle.tickSize) }.max() ?? 0
        left = ChartStyle.margin + tickWidth + 8
        // In a narrow image long names would leave nothing for the lines.
        let usesLegend = isNarrow && labelWidth > chart.width * 0.2
        self.lines = lines.map { line in
            let limit = usesLegend ? chart.width - 2 * ChartStyle.margin - 30 : chart.width * 0.35
            let label = TextMetrics.truncated(line.label, fontSize: ChartStyle.labelSize, maximumWidth: limit)
            return Line(label: label, points: line.points, style: line.style)
        }
        if usesLegend {
            let entries = self.lines.map { line in
                ChartLegend.Entry(
                    name: line.label,
                    symbol: line.style.map { .marker(colourIndex: $0.colourIndex, $0.marker) } ?? .dashes)
            }
            let legend = ChartLegend(entries, top: heading.bottom + 8, width: chart.width)
            self.legend = legend
            right = chart.width - ChartStyle.margin
            top = legend.bottom + 34
        } else {
            legend = nil
            let widest = self.lines.map { TextMetrics.width($0.label, fontSize: ChartStyle.labelSize) }.max() ?? 0
            right = chart.width - ChartStyle.margin - widest - Self.labelOffset
            top = heading.bottom + 40
        }
        let room = max(
            chart.height - 60 - top, usesLegend ? chart.width * 0.55 : Self.labelGap * Double(self.lines.count))
        bottom = top + room
        height = bottom + 60
    }

    private static func lines(_ chart: SVGLineChart) -> [Line] {
        var lines = chart.series.enumerated().map { index, series in
            // After one round through the colours, the markers are shifted, so that pairs stay distinct.
            let markers = ChartMarker.allCases
            let marker = markers[(index + index / ChartPalette.series.count) % markers.count]
            let style = Style(colourIndex: index % ChartPalette.series.count, marker: marker)
            return Line(label: series.name, points: series.points, style: style)
        }
        if let reference = chart.reference {
            lines.insert(Line(label: reference.name, points: reference.points, style: nil), at: 0)
        }
        return lines.filter { !$0.points.isEmpty }
    }

    private static func range(_ values: [Double], _ axis: SVGLineChart.Axis) -> ClosedRange<Double> {
        let values = axis.includesZero && !axis.isLogarithmic ? values + [0] : values
        guard let lowest = values.min(), let highest = values.max() else { return axis.isLogarithmic ? 1...10 : 0...1 }
        return lowest...highest
    }

    func place(_ point: SVGLineChart.Point) -> ImagePoint {
        ImagePoint(x: horizontalPosition(point.x), y: verticalPosition(point.y))
    }

    func horizontalPosition(_ value: Double) -> Double {
        left + Self.inset + x.share(of: value) * (right - left - 2 * Self.inset)
    }

    func verticalPosition(_ value: Double) -> Double { bottom - y.share(of: value) * (bottom - top) }

    /// The ticks of the x axis whose labels have room, from the left.
    var xTicks: [(value: Double, label: String)] {
        var shown: [(value: Double, label: String)] = []
        var free = -Double.infinity
        for (value, label) in zip(x.ticks.values, x.ticks.labels) {
            let half = TextMetrics.width(label, fontSize: ChartStyle.tickSize) / 2
            let place = horizontalPosition(value)
            guard place - half >= free, place - half >= 0, place + half <= width else { continue }
            shown.append((value, label))
            free = place + half + 6
        }
        return shown
    }

    // MARK: Names of lines

    /// Where the name of a line goes, and whether a thin line leads to it.
    struct Name {
        let line: Line
        let end: ImagePoint
        let place: ImagePoint
        /// The space of a name beside a line that stops early; `nil` in the column on the right.
        let box: LayoutBox?
    }

    /// The names: beside the ends of lines that stop early if there is space, else in a column on the right, each
    /// joined to its line.
    func names() -> [Name] {
        guard legend == nil else { return [] }
        let ends = lines.map { place($0.points.last!) }
        var names: [Name] = []
        var boxes: [LayoutBox] = []
        var column: [Int] = []
        for index in lines.indices {
            if let box = spaceForName(of: lines[index], after: ends[index], avoiding: boxes) {
                boxes.append(box)
                names.append(
                    Name(
                        line: lines[index], end: ends[index], place: ImagePoint(x: box.left, y: ends[index].y),
                        box: box))
            } else {
                column.append(index)
            }
        }
        let places = LabelPlacement.spread(column.map { ends[$0].y }, gap: Self.labelGap, within: top...bottom)
        for (index, y) in zip(column, places) {
            names.append(
                Name(
                    line: lines[index], end: ends[index], place: ImagePoint(x: right + Self.labelOffset, y: y), box: nil
                ))
        }
        return names
    }

    func stopsEarly(_ x: Double) -> Bool { x < right - Self.inset - 1 }

    /// A rectangle beside the end of a line that stops early, if the name covers nothing there.
    private func spaceForName(of line: Line, after end: ImagePoint, avoiding boxes: [LayoutBox]) -> LayoutBox? {
        guard stopsEarly(end.x) else { return nil }
        let width = TextMetrics.width(line.label, fontSize: ChartStyle.labelSize)
        let height = Self.labelGap / 2
        let box = LayoutBox(left: end.x + 9, top: end.y - height, right: end.x + 9 + width, bottom: end.y + height)
        // The top line of the grid may run through a name at the very top.
        let plot = LayoutBox(left: left, top: top - height, right: right, bottom: bottom)
        guard plot.contains(box), !boxes.contains(where: box.overlaps) else { return nil }
        // Markers reach beyond their line.
        let reach = 6.0
        let wide = LayoutBox(
            left: box.left - reach, top: box.top - reach, right: box.right + reach, bottom: box.bottom + reach)
        let coversLine = lines.contains { other in
            let places = other.points.map(place)
            // The last point is a segment of its own, for lines of a single point.
            return zip(places, places.dropFirst() + places.suffix(1)).contains {
                wide.meetsSegment(from: ($0.x, $0.y), to: ($1.x, $1.y))
            }
        }
        return coversLine ? nil : box
    }
}
