/// Lays out a bar chart and writes its SVG elements.
struct SVGBarChartRenderer {
    private static let barHeight = 17.0
    private static let barStep = 23.0
    private static let groupGap = 12.0
    private static let groupTitleHeight = 22.0

    private let chart: SVGBarChart
    private let heading: ChartHeading
    private let legend: ChartLegend
    private let scale: AxisScale
    private let labelLimit: Double
    /// The rectangle between the axes.
    private let left, right, top, bottom: Double

    /// Computes the layout of a chart.
    init(_ chart: SVGBarChart) {
        self.chart = chart
        heading = ChartHeading(title: chart.title, subtitle: chart.subtitle, width: chart.width)
        var entries = chart.partNames.map { part in
            ChartLegend.Entry(
                name: part.name, symbol: part.colourIndex.map { .area(colourIndex: $0) } ?? .quietArea)
        }
        if let name = chart.markName { entries.append(.init(name: name, symbol: .mark)) }
        legend = ChartLegend(entries, top: heading.bottom + 10, width: chart.width)
        top = legend.bottom + (entries.isEmpty ? 6 : 10)

        let bars = chart.groups.flatMap(\.bars)
        let longest = bars.map { max($0.total, $0.mark ?? 0, $0.errorBar?.upperBound ?? 0) }.max() ?? 0
        // The axis ends with the longest bar, as the numbers stand behind the bars.
        scale = AxisScale(
            0...(longest > 0 ? longest : 1), kind: .linear, about: chart.width < 520 ? 4 : 6, extending: false)
        let labelLimit = chart.width * 0.34
        self.labelLimit = labelLimit
        let labels = bars.map {
            min(labelLimit, TextMetrics.width($0.label, fontSize: ChartStyle.labelSize))
        }
        let values = bars.map { TextMetrics.width($0.valueText, fontSize: ChartStyle.tickSize) }
        left = ChartStyle.margin + (labels.max() ?? 0) + 10
        right = max(left + 40, chart.width - ChartStyle.margin - (values.max() ?? 0) - 10)
        bottom = top + Self.height(of: chart.groups)
    }

    private static func height(of groups: [SVGBarChart.Group]) -> Double {
        var height = 6.0
        for (index, group) in groups.enumerated() {
            if index > 0 { height += groupGap }
            if group.title != nil { height += groupTitleHeight }
            height += barStep * Double(group.bars.count)
        }
        return height
    }

    /// The SVG document.
    func render() -> String {
        var elements = heading.elements + legend.elements + axes
        if chart.groups.allSatisfy(\.bars.isEmpty) {
            let centre = ImagePoint(x: (left + right) / 2, y: (top + bottom) / 2 + 4)
            elements.append(ChartStyle.text("no data", at: centre, anchor: .middle, isMuted: true))
        }
        var y = top + 6
        for (index, group) in chart.groups.enumerated() {
            if index > 0 { y += Self.groupGap }
            if let title = group.title {
                let text = TextMetrics.truncated(
                    title, fontSize: ChartStyle.labelSize * 1.125, maximumWidth: chart.width - 2 * ChartStyle.margin)
                elements.append(
                    ChartStyle.text(text, at: ImagePoint(x: ChartStyle.margin, y: y + 14), weight: 600))
                y += Self.groupTitleHeight
            }
            elements.append(grid(from: y - 3, to: y + Self.barStep * Double(group.bars.count) - 3))
            for bar in group.bars {
                elements += drawing(of: bar, top: y)
                y += Self.barStep
            }
        }
        return ChartStyle.document(width: chart.width, height: bottom + 58, title: chart.title, elements)
    }

    /// Upright lines behind the bars of a group.
    private func grid(from top: Double, to bottom: Double) -> SVGElement {
        let lines = scale.ticks.values.map { "M\(position($0).svgText) \(top.svgText)V\(bottom.svgText)" }
        return ChartStyle.stroke(lines.joined(), class: "grid", ChartPalette.grid)
    }

    private var axes: [SVGElement] {
        var texts: [SVGElement] = []
        var free = 0.0
        for (value, name) in zip(scale.ticks.values, scale.ticks.labels) {
            let x = position(value)
            let half = TextMetrics.width(name, fontSize: ChartStyle.tickSize) / 2
            guard x - half >= free, x + half <= chart.width else { continue }
            free = x + half + 6
            texts.append(
                ChartStyle.text(
                    name, at: ImagePoint(x: x, y: bottom + 18), size: ChartStyle.tickSize, anchor: .middle,
                    isMuted: true))
        }
        let caption = TextMetrics.width(chart.axis.caption, fontSize: ChartStyle.labelSize)
        let centre = max((left + right) / 2, ChartStyle.margin + caption / 2)
        texts.append(
            ChartStyle.text(chart.axis.caption, at: ImagePoint(x: centre, y: bottom + 42), anchor: .middle))
        return texts
    }

    private func drawing(of bar: SVGBarChart.Bar, top: Double) -> [SVGElement] {
        let middle = top + Self.barHeight / 2
        let label = TextMetrics.truncated(bar.label, fontSize: ChartStyle.labelSize, maximumWidth: labelLimit)
        var elements = [
            ChartStyle.text(label, at: ImagePoint(x: left - 10, y: middle + 4.5), anchor: .end)
        ]
        var start = 0.0
        for (index, part) in bar.parts.enumerated() where part.value > 0 {
            let colourIndex = chart.partNames.isEmpty ? bar.colourIndex : chart.partNames[index].colourIndex
            let (x, end) = (position(start), position(start + part.value))
            start += part.value
            elements.append(
                SVGElement(
                    "rect",
                    [
                        "class": colourIndex.map { "fill-\($0)" } ?? "quiet", "x": x, "y": top,
                        // A small part differs from none.
                        "width": max(end - x, 0.75), "height": Self.barHeight,
                        "fill": (colourIndex.map { ChartPalette.series[$0] } ?? ChartPalette.quiet).light,
                    ]
                ).titled(part.note))
        }
        var end = position(start)
        if let range = bar.errorBar, range.lowerBound < range.upperBound {
            let (lower, upper) = (position(max(range.lowerBound, 0)), position(range.upperBound))
            let y = (middle - 4).svgText
            elements.append(
                ChartStyle.stroke(
                    "M\(lower.svgText) \(y)v8M\(lower.svgText) \(middle.svgText)H\(upper.svgText)M\(upper.svgText) \(y)v8",
                    class: "error-bars mark", ChartPalette.ink, width: 1.25))
            end = max(end, upper)
        }
        if let mark = bar.mark {
            let x = position(mark)
            elements.append(
                ChartStyle.stroke(
                    "M\(x.svgText) \((top - 2.5).svgText)v\((Self.barHeight + 5).svgText)", class: "mark",
                    ChartPalette.ink, width: 2))
            end = max(end, x + 1)
        }
        elements.append(
            // Hides the grid behind it.
            ChartStyle.text(
                bar.valueText, at: ImagePoint(x: end + 6, y: middle + 4.5), size: ChartStyle.tickSize, isMuted: true
            ).withHalo())
        return elements
    }

    private func position(_ value: Double) -> Double { left + scale.share(of: value) * (right - left) }
}
