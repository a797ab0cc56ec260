/// Writes the SVG elements of a line chart.
struct SVGLineChartRenderer {
    private let chart: SVGLineChart
    private let layout: SVGLineChartLayout

    /// Computes the layout of a chart.
    init(_ chart: SVGLineChart) {
        self.chart = chart
        layout = SVGLineChartLayout(chart)
    }

    /// The SVG document.
    func render() -> String {
        var elements = layout.heading.elements + axes
        if layout.lines.isEmpty {
            let centre = ImagePoint(x: (layout.left + layout.right) / 2, y: (layout.top + layout.bottom) / 2)
            elements.append(ChartStyle.text("no data", at: centre, anchor: .middle, isMuted: true))
        }
        elements += layout.lines.flatMap(drawing) + names + (layout.legend?.elements ?? [])
        return ChartStyle.document(width: layout.width, height: layout.height, title: chart.title, elements)
    }

    private var axes: [SVGElement] {
        var grid = ""
        var texts: [SVGElement] = []
        for (value, name) in zip(layout.y.ticks.values, layout.y.ticks.labels) {
            let y = layout.verticalPosition(value)
            grid += "M\(layout.left.svgText) \(y.svgText)H\(layout.right.svgText)"
            texts.append(tick(name, at: ImagePoint(x: layout.left - 8, y: y + 4), anchor: .end))
        }
        var axis = "M\(layout.left.svgText) \(layout.bottom.svgText)H\(layout.right.svgText)"
        for (value, name) in layout.xTicks {
            let x = layout.horizontalPosition(value)
            if chart.xAxis.isLogarithmic { grid += "M\(x.svgText) \(layout.top.svgText)V\(layout.bottom.svgText)" }
            axis += "M\(x.svgText) \(layout.bottom.svgText)v5"
            texts.append(tick(name, at: ImagePoint(x: x, y: layout.bottom + 19), anchor: .middle))
        }
        texts.append(ChartStyle.text(chart.yAxis.caption, at: ImagePoint(x: ChartStyle.margin, y: layout.top - 18)))
        let centre = ImagePoint(x: (layout.left + layout.right) / 2, y: layout.bottom + 44)
        texts.append(ChartStyle.text(chart.xAxis.caption, at: centre, anchor: .middle))
        return [
            ChartStyle.stroke(grid, class: "grid", ChartPalette.grid),
            ChartStyle.stroke(axis, class: "axis", ChartPalette.axis),
        ] + texts
    }

    private func tick(_ name: String, at place: ImagePoint, anchor: ChartStyle.TextAnchor) -> SVGElement {
        ChartStyle.text(name, at: place, size: ChartStyle.tickSize, anchor: anchor, isMuted: true)
    }

    private func drawing(of line: SVGLineChartLayout.Line) -> [SVGElement] {
        let places = line.points.map(layout.place)
        let path = "M" + places.map(\.svgText).joined(separator: "L")
        guard let style = line.style else {
            return [
                ChartStyle.stroke(path, class: "axis", ChartPalette.axis, width: 1.5).with("stroke-dasharray", "6 4")
            ]
        }
        let colour = ChartPalette.series[style.colourIndex]
        let isDashed = style.variant > 0
        // Where nothing joins points, they may lie upon each other.
        let isOpen = !chart.joinsPoints && !isDashed
        var elements: [SVGElement] = []
        if chart.joinsPoints {
            elements.append(
                ChartStyle.stroke(path, class: "line-\(style.colourIndex)", colour, width: isDashed ? 1.5 : 2)
                    .with("stroke-linejoin", "round").with("stroke-linecap", isDashed ? nil : "round")
                    .with("stroke-dasharray", isDashed ? "4 3" : nil))
        }
        let bars = errorBars(of: line)
        if !bars.isEmpty {
            elements.append(
                ChartStyle.stroke(bars, class: "error-bars line-\(style.colourIndex)", colour, width: 1.25))
        }
        let markers = zip(line.points, places).map { point, place in
            SVGElement(
                "path",
                [
                    "class": isOpen ? "open" : isDashed ? "hollow" : "halo", "transform": "translate(\(place.svgText))",
                    "d": style.marker.path,
                ]
            )
            .with("stroke", isOpen || isDashed ? nil : ChartPalette.background.light)
            .titled(point.note ?? note(for: point, of: line))
        }
        if isOpen || isDashed {
            return elements + [
                SVGElement(
                    "g",
                    [
                        "class": "line-\(style.colourIndex)", "stroke": colour.light, "stroke-width": 1.5,
                        "fill": isOpen ? "none" : ChartPalette.background.light,
                    ], markers)
            ]
        }
        return elements + [
            SVGElement("g", ["class": "fill-\(style.colourIndex)", "fill": colour.light], markers)
        ]
    }

    private func note(for point: SVGLineChart.Point, of line: SVGLineChartLayout.Line) -> String {
        func phrase(_ axis: SVGLineChart.Axis, _ value: Double) -> String {
            "\(axis.title) \(HumanFormat.significant(value))\(axis.unit.map { " \($0)" } ?? "")"
        }
        var name = line.name
        if let style = line.style, !chart.variantNames.isEmpty { name += ", \(chart.variantNames[style.variant])" }
        return "\(name): \(phrase(chart.xAxis, point.x)), \(phrase(chart.yAxis, point.y))"
    }

    private func errorBars(of line: SVGLineChartLayout.Line) -> String {
        var path = ""
        for point in line.points {
            guard let bar = point.errorBar, bar.lowerBound < bar.upperBound else { continue }
            let x = layout.horizontalPosition(point.x)
            let lower = layout.verticalPosition(bar.lowerBound).svgText
            let upper = layout.verticalPosition(bar.upperBound).svgText
            let left = (x - 4).svgText
            path += "M\(left) \(upper)h8M\(x.svgText) \(upper)V\(lower)M\(left) \(lower)h8"
        }
        return path
    }

    private var names: [SVGElement] {
        var below: [SVGElement] = []
        var above: [SVGElement] = []
        for name in layout.names() {
            if let box = name.box {
                // Hides the grid behind the name.
                below.append(
                    SVGElement(
                        "rect",
                        [
                            "class": "background", "x": box.left - 2, "y": box.top + 2, "width": box.right - box.left,
                            "height": box.bottom - box.top - 4, "fill": ChartPalette.background.light,
                        ]))
            } else {
                let index = name.line.style?.colourIndex
                let path =
                    "M\((name.end.x + 8).svgText) \(name.end.y.svgText)"
                    + "L\((name.place.x - 5).svgText) \(name.place.y.svgText)"
                below.append(
                    ChartStyle.stroke(
                        path, class: index.map { "line-\($0)" } ?? "axis",
                        index.map { ChartPalette.series[$0] } ?? ChartPalette.axis
                    )
                    // A long way is dotted, lest it be taken for data.
                    .with("stroke-dasharray", layout.stopsEarly(name.end.x) ? "1 3" : nil))
            }
            let first = name.place.y + 4.5 - (name.line.labelHeight - SVGLineChartLayout.labelGap) / 2
            for (index, text) in name.line.label.enumerated() {
                let place = ImagePoint(x: name.place.x, y: first + SVGLineChartLayout.labelGap * Double(index))
                above.append(ChartStyle.text(text, at: place, isMuted: name.line.style == nil))
            }
        }
        return below + above
    }
}
