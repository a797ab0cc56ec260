/// Where everything in a line chart goes.
struct SVGLineChartLayout {
    /// A line as it will be drawn.
    struct Line {
        /// The whole name.
        let name: String
        /// As it stands beside the line; empty if another line bears it.
        let label: [String]
        let points: [SVGLineChart.Point]
        /// `nil` for the reference line.
        let style: Style?

        var labelHeight: Double { SVGLineChartLayout.labelGap * Double(label.count) }
        var labelWidth: Double {
            label.map { TextMetrics.width($0, fontSize: ChartStyle.labelSize) }.max() ?? 0
        }
    }

    struct Style {
        let colourIndex: Int
        let marker: ChartMarker
        let variant: Int
    }

    static let labelGap = 17.0
    /// The distance between the outermost points and the ends of the x axis.
    static let inset = 14.0
    /// The distance between the x axis' end and the names of the lines.
    static let labelOffset = 16.0

    /// Those that have points, the reference line first, so that it lies under the data.
    let lines: [Line]
    let heading: ChartHeading
    /// Above the axes: the names where there is no room for them at the ends of the lines, and the variants.
    let legend: ChartLegend?
    private let namesLinesInLegend: Bool
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

        let labelWidth = lines.map(\.labelWidth).max() ?? 0
        let tickWidth = y.ticks.labels.map { TextMetrics.width($0, fontSize: ChartStyle.tickSize) }.max() ?? 0
        left = ChartStyle.margin + tickWidth + 8
        // In a narrow image long names would leave nothing for the lines.
        let usesLegend = isNarrow && labelWidth > chart.width * 0.2
        namesLinesInLegend = usesLegend
        self.lines = lines.map { line in
            let label = TextMetrics.label(
                line.name, fontSize: ChartStyle.labelSize, maximumWidth: chart.width * 0.35, lineLimit: 2)
            return Line(
                name: line.name, label: line.label.isEmpty ? [] : label, points: line.points, style: line.style)
        }
        var entries: [ChartLegend.Entry] = []
        if usesLegend {
            entries = self.lines.filter { !$0.label.isEmpty }.map { line in
                ChartLegend.Entry(
                    name: line.name,
                    symbol: line.style.map { .marker(colourIndex: $0.colourIndex, $0.marker) } ?? .dashes)
            }
        }
        entries += chart.variantNames.enumerated().map {
            ChartLegend.Entry(name: $1, symbol: .variant(isDashed: $0 > 0))
        }
        legend = entries.isEmpty ? nil : ChartLegend(entries, top: heading.bottom + 8, width: chart.width)
        top = legend.map { $0.bottom + 38 } ?? heading.bottom + 40
        if usesLegend {
            right = chart.width - ChartStyle.margin
        } else {
            let widest = self.lines.map(\.labelWidth).max() ?? 0
            right = chart.width - ChartStyle.margin - widest - Self.labelOffset
        }
        let labels = self.lines.reduce(0) { $0 + $1.labelHeight }
        let room = max(chart.height - 60 - top, usesLegend ? chart.width * 0.55 : labels)
        bottom = top + room
        height = bottom + 60
    }

    /// The lines with their whole names as labels.
    private static func lines(_ chart: SVGLineChart) -> [Line] {
        var names: [String] = []
        var lines = chart.series.enumerated().map { position, series in
            var index = position
            if !chart.variantNames.isEmpty {
                index = names.firstIndex(of: series.name) ?? names.count
                if index == names.count { names.append(series.name) }
            }
            // After one round through the colours, the markers are shifted, so that pairs stay distinct.
            let markers = ChartMarker.allCases
            let marker = markers[(index + index / ChartPalette.series.count) % markers.count]
            let style = Style(
                colourIndex: index % ChartPalette.series.count, marker: marker, variant: series.variant)
            // The solid line bears the name, if there is one.
            let bearer =
                chart.variantNames.isEmpty
                ? series
                : chart.series.filter { $0.name == series.name && !$0.points.isEmpty }.min { $0.variant < $1.variant }
            return Line(
                name: series.name, label: bearer?.variant == series.variant ? [series.name] : [],
                points: series.points, style: style)
        }
        if let reference = chart.reference {
            lines.insert(
                Line(name: reference.name, label: [reference.name], points: reference.points, style: nil), at: 0)
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
        guard !namesLinesInLegend else { return [] }
        let lines = lines.filter { !$0.label.isEmpty }
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
        let heights = column.map { lines[$0].labelHeight }
        let places = LabelPlacement.spread(
            column.map { ends[$0].y }, heights: heights, within: top...max(top, bottom))
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
        let width = line.labelWidth
        let height = line.labelHeight / 2
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
