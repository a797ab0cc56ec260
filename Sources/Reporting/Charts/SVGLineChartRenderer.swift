/// Lays out a line chart and writes its SVG elements.
///
/// Colours stand in attributes, as many programs that import SVG know no style sheets; the style sheet holds only what
/// differs on dark backgrounds.
struct SVGLineChartRenderer {
    private let chart: SVGLineChart
    private let lines: [Line]
    private let titleLines: [String]
    private let subtitleLines: [String]
    private let xTicks: AxisTicks
    private let yTicks: AxisTicks
    private let height: Double
    /// The rectangle between the axes.
    private let left, right, top, bottom: Double

    /// A line as it will be drawn.
    private struct Line {
        let label: String
        let points: [SVGLineChart.Point]
        /// `nil` for the reference line.
        let style: Style?
    }

    private struct Style {
        let colourIndex: Int
        let marker: ChartMarker
    }

    private static let margin = 24.0
    private static let titleSize = 18.0
    private static let subtitleSize = 13.0
    private static let labelSize = 13.0
    private static let tickSize = 12.0
    private static let labelGap = 17.0
    /// The distance between the outermost points and the ends of the x axis.
    private static let inset = 14.0
    /// The distance between the x axis' end and the names of the lines.
    private static let labelOffset = 16.0

    /// Computes the layout of a chart.
    init(_ chart: SVGLineChart) {
        self.chart = chart
        let textWidth = chart.width - 2 * Self.margin
        // Bold type is wider by about an eighth.
        titleLines = TextMetrics.lines(chart.title, fontSize: Self.titleSize * 1.125, maximumWidth: textWidth)
        subtitleLines = TextMetrics.lines(chart.subtitle ?? "", fontSize: Self.subtitleSize, maximumWidth: textWidth)

        var lines = chart.series.enumerated().map { index, series in
            // After one round through the colours, the markers are shifted, so that pairs stay distinct.
            let markers = ChartMarker.allCases
            let marker = markers[(index + index / ChartPalette.series.count) % markers.count]
            let style = Style(colourIndex: index % ChartPalette.series.count, marker: marker)
            return Line(label: Self.label(series.name, in: chart), points: series.points, style: style)
        }
        if let reference = chart.reference {
            let label = Self.label(reference.name, in: chart)
            // First, so that it lies under the data.
            lines.insert(Line(label: label, points: reference.points, style: nil), at: 0)
        }
        self.lines = lines.filter { !$0.points.isEmpty }

        let points = self.lines.flatMap(\.points)
        let xs = points.map(\.x)
        let ys = points.flatMap { [$0.y] + ($0.errorBar.map { [$0.lowerBound, $0.upperBound] } ?? []) }
        precondition((xs + ys).allSatisfy(\.isFinite), "a chart needs finite numbers")
        xTicks = AxisTicks(
            Self.range(xs, chart.xAxis),
            about: 8,
            integersOnly: xs.allSatisfy { $0 == $0.rounded() },
            extending: false
        )
        yTicks = AxisTicks(Self.range(ys, chart.yAxis), about: 5, extending: true)

        let tickWidth = yTicks.labels.map { TextMetrics.width($0, fontSize: Self.tickSize) }.max() ?? 0
        let labelWidth = self.lines.map { TextMetrics.width($0.label, fontSize: Self.labelSize) }.max() ?? 0
        left = Self.margin + tickWidth + 8
        right = chart.width - Self.margin - labelWidth - Self.labelOffset
        top = Self.margin + 23 * Double(titleLines.count) + 19 * Double(subtitleLines.count) + 40
        let room = max(chart.height - 60 - top, Self.labelGap * Double(self.lines.count))
        bottom = top + room
        height = bottom + 60
    }

    /// The SVG document.
    func render() -> String {
        let size = "\(number(chart.width)) \(number(height))"
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" width="\(number(chart.width))" \
            height="\(number(height))" class="line-chart" role="img" aria-label="\(XMLText.escaped(chart.title))" \
            font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif">
            <style>
            \(styleSheet)
            </style>
            <rect class="background" width="100%" height="100%" fill="\(ChartPalette.background.light)"/>

            """
        text += heading()
        text += axes()
        if lines.isEmpty {
            let centre = (x: (left + right) / 2, y: (top + bottom) / 2)
            text += label("no data", at: centre, size: Self.labelSize, anchor: "middle", isMuted: true)
        }
        for line in lines { text += drawing(of: line) }
        text += names()
        return text + "</svg>\n"
    }

    private static func label(_ name: String, in chart: SVGLineChart) -> String {
        TextMetrics.truncated(name, fontSize: labelSize, maximumWidth: chart.width * 0.35)
    }

    private static func range(_ values: [Double], _ axis: SVGLineChart.Axis) -> ClosedRange<Double> {
        let values = axis.includesZero ? values + [0] : values
        guard let lowest = values.min(), let highest = values.max() else { return 0...1 }
        return lowest...highest
    }

    private var styleSheet: String {
        var rules = [
            (".background", "fill", ChartPalette.background), (".ink", "fill", ChartPalette.ink),
            (".muted", "fill", ChartPalette.mutedInk), (".grid", "stroke", ChartPalette.grid),
            (".axis", "stroke", ChartPalette.axis), (".halo", "stroke", ChartPalette.background),
        ]
        for index in Set(lines.compactMap(\.style?.colourIndex)).sorted() {
            rules.append((".line-\(index)", "stroke", ChartPalette.series[index]))
            rules.append((".marker-\(index)", "fill", ChartPalette.series[index]))
        }
        // The image may be pasted into a page, whose other elements the rules must not reach.
        let dark = rules.map { ".line-chart \($0.0) { \($0.1): \($0.2.dark) }" }
        return """
            .line-chart text { font-variant-numeric: tabular-nums }
            @media (prefers-color-scheme: dark) {
            \(dark.joined(separator: "\n"))
            }
            """
    }

    private func heading() -> String {
        var text = ""
        var y = Self.margin + 14
        for line in titleLines {
            text += label(line, at: (Self.margin, y), size: Self.titleSize, weight: 600)
            y += 23
        }
        y -= 3
        for line in subtitleLines {
            text += label(line, at: (Self.margin, y), size: Self.subtitleSize, isMuted: true)
            y += 19
        }
        return text
    }

    private func axes() -> String {
        var grid = ""
        var ticks = ""
        var texts = ""
        for (value, name) in zip(yTicks.values, yTicks.labels) {
            let y = verticalPosition(value)
            grid += "M\(number(left)) \(number(y))H\(number(right))"
            texts += label(name, at: (left - 8, y + 4), size: Self.tickSize, anchor: "end", isMuted: true)
        }
        for (value, name) in zip(xTicks.values, xTicks.labels) {
            let x = horizontalPosition(value)
            ticks += "M\(number(x)) \(number(bottom))v5"
            texts += label(name, at: (x, bottom + 19), size: Self.tickSize, anchor: "middle", isMuted: true)
        }
        let middle = (left + right) / 2
        texts += label(title(of: chart.yAxis), at: (Self.margin, top - 16), size: Self.tickSize)
        texts += label(title(of: chart.xAxis), at: (middle, bottom + 41), size: Self.tickSize, anchor: "middle")
        return """
            <path class="grid" d="\(grid)" fill="none" stroke="\(ChartPalette.grid.light)"/>
            <path class="axis" d="M\(number(left)) \(number(bottom))H\(number(right))\(ticks)" fill="none" \
            stroke="\(ChartPalette.axis.light)"/>

            """ + texts
    }

    private func drawing(of line: Line) -> String {
        let places = line.points.map(position).map { "\(number($0.x)) \(number($0.y))" }
        let path = "M" + places.joined(separator: "L")
        guard let style = line.style else {
            return """
                <path class="axis" d="\(path)" fill="none" stroke="\(ChartPalette.axis.light)" stroke-width="1.5" \
                stroke-dasharray="6 4"/>

                """
        }
        let colour = ChartPalette.series[style.colourIndex].light
        var text = """
            <path class="line-\(style.colourIndex)" d="\(path)" fill="none" stroke="\(colour)" stroke-width="2" \
            stroke-linejoin="round" stroke-linecap="round"/>

            """
        let bars = errorBars(of: line)
        if !bars.isEmpty {
            text += """
                <path class="error-bars line-\(style.colourIndex)" d="\(bars)" fill="none" stroke="\(colour)" \
                stroke-width="1.25"/>

                """
        }
        text += "<g class=\"marker-\(style.colourIndex)\" fill=\"\(colour)\">\n"
        for place in places {
            text += """
                <path class="halo" transform="translate(\(place))" d="\(style.marker.path)" \
                stroke="\(ChartPalette.background.light)"/>

                """
        }
        return text + "</g>\n"
    }

    private func errorBars(of line: Line) -> String {
        var path = ""
        for point in line.points {
            guard let bar = point.errorBar, bar.lowerBound < bar.upperBound else { continue }
            let x = horizontalPosition(point.x)
            let lower = number(verticalPosition(bar.lowerBound))
            let upper = number(verticalPosition(bar.upperBound))
            path += "M\(number(x - 4)) \(upper)h8M\(number(x)) \(upper)V\(lower)M\(number(x - 4)) \(lower)h8"
        }
        return path
    }

    /// The names: beside the ends of lines that stop early if there is space, else in a column on the right, each
    /// joined to its line.
    private func names() -> String {
        let ends = lines.compactMap(\.points.last).map(position)
        var text = ""
        var boxes: [LayoutBox] = []
        var column: [Int] = []
        for index in lines.indices {
            if let box = spaceForName(of: lines[index], after: ends[index], avoiding: boxes) {
                boxes.append(box)
                // Hides the grid behind the name.
                text += """
                    <rect class="background" x="\(number(box.left - 2))" y="\(number(box.top + 2))" \
                    width="\(number(box.right - box.left))" height="\(number(box.bottom - box.top - 4))" \
                    fill="\(ChartPalette.background.light)"/>

                    """
                text += name(of: lines[index], x: box.left, y: ends[index].y)
            } else {
                column.append(index)
            }
        }

        let x = right + Self.labelOffset
        let places = LabelPlacement.spread(column.map { ends[$0].y }, gap: Self.labelGap, within: top...bottom)
        var leaders = ""
        for (index, y) in zip(column, places) {
            let colourIndex = lines[index].style?.colourIndex
            let colour = colourIndex.map { ChartPalette.series[$0] } ?? ChartPalette.axis
            // A long way is dotted, lest it be taken for data.
            let dots = stopsEarly(ends[index].x) ? " stroke-dasharray=\"1 3\"" : ""
            leaders += """
                <path class="\(colourIndex.map { "line-\($0)" } ?? "axis")" \
                d="M\(number(ends[index].x + 8)) \(number(ends[index].y))L\(number(x - 5)) \(number(y))" \
                fill="none" stroke="\(colour.light)"\(dots)/>

                """
            text += name(of: lines[index], x: x, y: y)
        }
        return leaders + text
    }

    private func name(of line: Line, x: Double, y: Double) -> String {
        label(line.label, at: (x, y + 4.5), size: Self.labelSize, isMuted: line.style == nil)
    }

    private func stopsEarly(_ x: Double) -> Bool {
        x < right - Self.inset - 1
    }

    /// A rectangle beside the end of a line that stops early, if the name covers nothing there.
    private func spaceForName(
        of line: Line,
        after end: (x: Double, y: Double),
        avoiding boxes: [LayoutBox]
    ) -> LayoutBox? {
        guard stopsEarly(end.x) else { return nil }
        let width = TextMetrics.width(line.label, fontSize: Self.labelSize)
        let height = Self.labelGap / 2
        let box = LayoutBox(left: end.x + 9, top: end.y - height, right: end.x + 9 + width, bottom: end.y + height)
        // The top line of the grid may run through a name at the very top.
        let plot = LayoutBox(left: left, top: top - height, right: right, bottom: bottom)
        guard plot.contains(box), !boxes.contains(where: box.overlaps) else { return nil }
        // Markers reach beyond their line.
        let reach = 6.0
        let wide = LayoutBox(
            left: box.left - reach,
            top: box.top - reach,
            right: box.right + reach,
            bottom: box.bottom + reach
        )
        let coversLine = lines.contains { other in
            let places = other.points.map(position)
            // The last point is a segment of its own, for lines of a single point.
            return zip(places, places.dropFirst() + places.suffix(1)).contains { wide.meetsSegment(from: $0, to: $1) }
        }
        return coversLine ? nil : box
    }

    private func title(of axis: SVGLineChart.Axis) -> String {
        axis.unit.map { "\(axis.title) (\($0))" } ?? axis.title
    }

    private func label(
        _ text: String,
        at place: (x: Double, y: Double),
        size: Double,
        anchor: String = "start",
        weight: Int = 400,
        isMuted: Bool = false
    ) -> String {
        let colour = isMuted ? ChartPalette.mutedInk : ChartPalette.ink
        var attributes = "class=\"\(isMuted ? "muted" : "ink")\" x=\"\(number(place.x))\" y=\"\(number(place.y))\""
        attributes += " font-size=\"\(number(size))\" fill=\"\(colour.light)\""
        if anchor != "start" { attributes += " text-anchor=\"\(anchor)\"" }
        if weight != 400 { attributes += " font-weight=\"\(weight)\"" }
        return "<text \(attributes)>\(XMLText.escaped(text))</text>\n"
    }

    private func position(_ point: SVGLineChart.Point) -> (x: Double, y: Double) {
        (horizontalPosition(point.x), verticalPosition(point.y))
    }

    private func horizontalPosition(_ x: Double) -> Double {
        let range = xTicks.range
        let share = (x - range.lowerBound) / (range.upperBound - range.lowerBound)
        return left + Self.inset + share * (right - left - 2 * Self.inset)
    }

    private func verticalPosition(_ y: Double) -> Double {
        let range = yTicks.range
        return bottom - (y - range.lowerBound) / (range.upperBound - range.lowerBound) * (bottom - top)
    }

    /// A coordinate with two decimals at most, which is finer than any screen.
    private func number(_ value: Double) -> String {
        var numeral = DecimalNumeral(value)
        numeral.round(toDecimals: 2)
        return numeral.text()
    }
}
