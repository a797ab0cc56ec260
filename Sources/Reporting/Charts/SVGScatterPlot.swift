/// Computed against measured values on logarithmic axes, a panel a quantity, as a self-contained SVG image.
struct SVGScatterPlot {
    struct Series {
        var name: String
        /// Positive values; others are left out.
        var points: [(x: Double, y: Double)]

        init(_ name: String, _ points: [(x: Double, y: Double)]) {
            self.name = name
            self.points = points.filter { $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite }
        }
    }

    struct Panel {
        var title: String
        var unit: String
        var series: [Series]
    }

    var title: String
    var subtitle: String
    var panels: [Panel]

    private static let side = 360.0
    private static let gap = 84.0
    private static let left = 78.0

    func render() -> String {
        let shown = panels.filter { !$0.series.allSatisfy(\.points.isEmpty) }
        let count = Double(max(1, shown.count))
        let width = Self.left + count * Self.side + (count - 1) * Self.gap + ChartStyle.margin
        let heading = ChartHeading(title: title, subtitle: subtitle, width: width)
        let top = heading.bottom + 34
        let bottom = top + Self.side
        var elements = heading.elements
        var height = bottom + 60
        for (index, panel) in shown.enumerated() {
            let left = Self.left + Double(index) * (Self.side + Self.gap)
            elements += drawing(of: panel, left: left, top: top)
            let legend = legend(of: panel, left: left, top: bottom + 58)
            elements += legend.elements
            height = max(height, legend.bottom + 14)
        }
        return ChartStyle.document(width: width, height: height, title: title, elements)
    }

    private func drawing(of panel: Panel, left: Double, top: Double) -> [SVGElement] {
        let values = panel.series.flatMap { $0.points.flatMap { [$0.x, $0.y] } }
        let scale = AxisScale(values.min()!...values.max()!, kind: .logarithmic, about: 6, extending: true)
        let (right, bottom) = (left + Self.side, top + Self.side)
        func x(_ value: Double) -> Double { left + scale.share(of: value) * Self.side }
        func y(_ value: Double) -> Double { bottom - scale.share(of: value) * Self.side }

        var grid = ""
        var texts: [SVGElement] = []
        for (value, label) in zip(scale.ticks.values, scale.ticks.labels) {
            grid += "M\(x(value).svgText) \(top.svgText)V\(bottom.svgText)"
            grid += "M\(left.svgText) \(y(value).svgText)H\(right.svgText)"
            for (place, anchor) in [
                (ImagePoint(x: x(value), y: bottom + 19), ChartStyle.TextAnchor.middle),
                (ImagePoint(x: left - 8, y: y(value) + 4), .end),
            ] {
                texts.append(
                    ChartStyle.text(label, at: place, size: ChartStyle.tickSize, anchor: anchor, isMuted: true))
            }
        }
        texts.append(
            ChartStyle.text(
                "\(panel.title), model (\(panel.unit))", at: ImagePoint(x: left - 54, y: top - 14)))
        texts.append(
            ChartStyle.text(
                "\(panel.title), ns-3 (\(panel.unit))", at: ImagePoint(x: (left + right) / 2, y: bottom + 43),
                anchor: .middle))

        var elements = [ChartStyle.stroke(grid, class: "grid", ChartPalette.grid)]
        let (low, high) = (scale.ticks.range.lowerBound, scale.ticks.range.upperBound)
        // Ten per cent is a fixed distance on a logarithmic axis.
        for factor in [1, 1.1, 1 / 1.1] {
            let (from, to) = (max(low, low / factor), min(high, high / factor))
            let path = "M\(x(from).svgText) \(y(from * factor).svgText)L\(x(to).svgText) \(y(to * factor).svgText)"
            elements.append(
                ChartStyle.stroke(path, class: "axis", ChartPalette.axis)
                    .with("stroke-dasharray", factor == 1 ? nil : "2 4"))
        }
        for (index, series) in panel.series.enumerated() {
            let (colourIndex, marker) = Self.style(index)
            let colour = ChartPalette.series[colourIndex]
            let marks = series.points.map { point in
                SVGElement(
                    "path",
                    [
                        "transform": "translate(\(x(point.x).svgText) \(y(point.y).svgText)) scale(0.8)",
                        "d": marker.path,
                    ])
            }
            elements.append(
                SVGElement(
                    "g", ["class": "fill-\(colourIndex)", "fill": colour.light, "fill-opacity": "0.7"], marks))
        }
        return elements + texts
    }

    private func legend(of panel: Panel, left: Double, top: Double) -> ChartLegend {
        let entries = panel.series.enumerated().filter { !$1.points.isEmpty }.map { index, series in
            let (colourIndex, marker) = Self.style(index)
            return ChartLegend.Entry(name: series.name, symbol: .marker(colourIndex: colourIndex, marker))
        }
        return ChartLegend(entries, left: left, right: left + Self.side, top: top)
    }

    private static func style(_ index: Int) -> (colourIndex: Int, marker: ChartMarker) {
        (index % ChartPalette.series.count, ChartMarker.allCases[index % ChartMarker.allCases.count])
    }
}
