/// Horizontal bars around a central value, one a parameter, as a self-contained SVG image. Equal charts give equal bytes.
package struct SVGTornadoChart: Hashable, Sendable {
    /// What one parameter does.
    package struct Bar: Hashable, Sendable {
        package var name: String
        /// The result at either end of the parameter's range, and what the ends are called.
        package var low: Double
        package var high: Double
        package var lowName: String
        package var highName: String

        package init(name: String, low: Double, high: Double, lowName: String, highName: String) {
            self.name = name
            self.low = low
            self.high = high
            self.lowName = lowName
            self.highName = highName
        }
    }

    package var title: String
    package var subtitle: String
    /// What the horizontal axis shows.
    package var axis: SVGLineChart.Axis
    package var centre: Double
    package var bars: [Bar]
    /// The width of the view box in pixels.
    package var width = ChartStyle.standardWidth

    package init(title: String, subtitle: String, axis: SVGLineChart.Axis, centre: Double, bars: [Bar]) {
        self.title = title
        self.subtitle = subtitle
        self.axis = axis
        self.centre = centre
        self.bars = bars
    }

    /// The image as the text of an SVG file. All numbers must be finite.
    package func render() -> String { SVGTornadoRenderer(self).render() }
}

/// Lays out a tornado chart and writes its SVG elements.
private struct SVGTornadoRenderer {
    private static let barHeight = 20.0
    private static let step = 30.0
    private static let endSize = 11.5
    private static let gap = 6.0

    private let chart: SVGTornadoChart
    private let heading: ChartHeading
    private let legend: ChartLegend
    private let ticks: AxisTicks
    private let left, right, top, bottom: Double

    /// The end of a parameter's range that gives the lower result, and the other.
    private struct End {
        let value: Double
        let name: String
        /// 0 for the low end of the range, 1 for the high one.
        let colourIndex: Int
    }

    init(_ chart: SVGTornadoChart) {
        self.chart = chart
        heading = ChartHeading(title: chart.title, subtitle: chart.subtitle, width: chart.width)
        legend = ChartLegend(
            [
                .init(name: "low value", symbol: .area(colourIndex: 0)),
                .init(name: "high value", symbol: .area(colourIndex: 1)),
                .init(name: "as written: \(HumanFormat.factor(chart.centre))", symbol: .mark),
            ], top: heading.bottom + 10, width: chart.width)
        let values = chart.bars.flatMap { [$0.low, $0.high] } + [chart.centre]
        ticks = AxisTicks(values.min()!...values.max()!, about: 5, extending: false)
        func widest(_ names: [String], _ size: Double) -> Double {
            names.map { TextMetrics.width($0, fontSize: size) }.max() ?? 0
        }
        let names = min(widest(chart.bars.map(\.name), ChartStyle.tickSize), chart.width * 0.4)
        let ends = chart.bars.map(Self.ends)
        left = ChartStyle.margin + names + 14 + widest(ends.map(\.lower.name), Self.endSize) + Self.gap
        right = max(
            left + 60, chart.width - ChartStyle.margin - widest(ends.map(\.upper.name), Self.endSize) - Self.gap)
        top = legend.bottom + 12
        bottom = top + Self.step * Double(chart.bars.count)
    }

    private static func ends(of bar: SVGTornadoChart.Bar) -> (lower: End, upper: End) {
        let (low, high) = (
            End(value: bar.low, name: bar.lowName, colourIndex: 0),
            End(value: bar.high, name: bar.highName, colourIndex: 1)
        )
        return bar.low <= bar.high ? (low, high) : (high, low)
    }

    func render() -> String {
        var elements = heading.elements + legend.elements + axis
        for (index, bar) in chart.bars.enumerated() {
            elements += drawing(of: bar, top: top + Self.step * Double(index) + 4)
        }
        let x = position(chart.centre).svgText
        elements.append(
            ChartStyle.stroke(
                "M\(x) \((top - 2).svgText)V\(bottom.svgText)", class: "mark", ChartPalette.ink, width: 1.5))
        return ChartStyle.document(width: chart.width, height: bottom + 58, title: chart.title, elements)
    }

    private var axis: [SVGElement] {
        var grid = ""
        var texts: [SVGElement] = []
        for (value, name) in zip(ticks.values, ticks.labels) {
            let x = position(value)
            grid += "M\(x.svgText) \(top.svgText)V\(bottom.svgText)"
            texts.append(
                ChartStyle.text(
                    name, at: ImagePoint(x: x, y: bottom + 18), size: ChartStyle.tickSize, anchor: .middle,
                    isMuted: true))
        }
        let caption = ImagePoint(x: (left + right) / 2, y: bottom + 42)
        texts.append(ChartStyle.text(chart.axis.caption, at: caption, anchor: .middle))
        return [ChartStyle.stroke(grid, class: "grid", ChartPalette.grid)] + texts
    }

    private func drawing(of bar: SVGTornadoChart.Bar, top: Double) -> [SVGElement] {
        let name = TextMetrics.truncated(
            bar.name, fontSize: ChartStyle.tickSize, maximumWidth: chart.width * 0.4)
        let baseline = top + Self.barHeight / 2 + 4
        var elements = [
            ChartStyle.text(name, at: ImagePoint(x: ChartStyle.margin, y: baseline), size: ChartStyle.tickSize)
        ]
        let (lower, upper) = Self.ends(of: bar)
        let centre = position(chart.centre)
        // Where both ends lie on one side, the shorter bar is in front.
        let distances = [lower, upper].sorted { abs($0.value - chart.centre) > abs($1.value - chart.centre) }
        for end in distances {
            let x = position(end.value)
            elements.append(
                SVGElement(
                    "rect",
                    [
                        "class": "fill-\(end.colourIndex)", "x": min(x, centre), "y": top,
                        "width": abs(x - centre), "height": Self.barHeight,
                        "fill": ChartPalette.series[end.colourIndex].light,
                    ]
                ).titled("\(bar.name) \(end.name)\n\(chart.axis.title) \(HumanFormat.factor(end.value))"))
        }
        for (end, isLower) in [(lower, true), (upper, false)] {
            let x = isLower ? min(position(end.value), centre) : max(position(end.value), centre)
            elements.append(
                ChartStyle.text(
                    end.name, at: ImagePoint(x: x + (isLower ? -Self.gap : Self.gap), y: baseline), size: Self.endSize,
                    anchor: isLower ? .end : .start, isMuted: true
                ).withHalo())
        }
        return elements
    }

    private func position(_ value: Double) -> Double {
        let range = ticks.range
        return left + (value - range.lowerBound) / (range.upperBound - range.lowerBound) * (right - left)
    }
}
