/// Names with their colours, in rows above a chart.
struct ChartLegend {
    /// A name and what stands before it.
    struct Entry {
        let name: String
        let symbol: Symbol
    }

    /// What marks a name.
    enum Symbol {
        case area(colourIndex: Int, opacity: Double = 1)
        case quietArea
        case marker(colourIndex: Int, ChartMarker)
        case dashes
        /// How the lines of a variant look, whatever their colour.
        case variant(isDashed: Bool)
        /// An upright line, as marks on bars have it.
        case mark
    }

    let elements: [SVGElement]
    /// Below the last row.
    let bottom: Double

    /// Breaks the rows so that none leaves the image.
    init(_ entries: [Entry], top: Double, width: Double) {
        self.init(entries, left: ChartStyle.margin, right: width - ChartStyle.margin, top: top)
    }

    /// Breaks the rows so that none leaves the space between left and right.
    init(_ entries: [Entry], left: Double, right: Double, top: Double) {
        var elements: [SVGElement] = []
        var (x, y) = (left, top)
        for entry in entries {
            let name = TextMetrics.truncated(
                entry.name, fontSize: ChartStyle.labelSize, maximumWidth: right - left - 20)
            let textWidth = TextMetrics.width(name, fontSize: ChartStyle.labelSize)
            if x > left, x + 20 + textWidth > right {
                x = left
                y += Self.rowHeight
            }
            elements.append(Self.drawing(of: entry.symbol, left: x, middle: y + 9))
            elements.append(ChartStyle.text(name, at: ImagePoint(x: x + 20, y: y + 13.5)))
            x += 20 + textWidth + 18
        }
        self.elements = elements
        bottom = entries.isEmpty ? top : y + Self.rowHeight
    }

    private static let rowHeight = 21.0

    private static func drawing(of symbol: Symbol, left: Double, middle: Double) -> SVGElement {
        func square(_ name: String, _ colour: ChartPalette.Colour) -> SVGElement {
            SVGElement(
                "rect",
                [
                    "class": name, "x": left, "y": middle - 6, "width": 13, "height": 12, "rx": 2,
                    "fill": colour.light,
                ])
        }
        switch symbol {
        case .area(let index, let opacity):
            return square("fill-\(index)", ChartPalette.series[index])
                .with("fill-opacity", opacity < 1 ? opacity : nil)
        case .quietArea: return square("quiet", ChartPalette.quiet)
        case .marker(let index, let marker):
            return SVGElement(
                "path",
                [
                    "class": "fill-\(index)", "transform": "translate(\((left + 7).svgText) \(middle.svgText))",
                    "d": marker.path, "fill": ChartPalette.series[index].light,
                ])
        case .dashes:
            return ChartStyle.stroke(
                "M\(left.svgText) \(middle.svgText)h15", class: "axis", ChartPalette.axis, width: 1.5
            )
            .with("stroke-dasharray", "6 3")
        case .variant(let isDashed):
            let line = ChartStyle.stroke(
                "M\((left - 1).svgText) \(middle.svgText)h17", class: "mark", ChartPalette.ink,
                width: isDashed ? 1.5 : 2
            ).with("stroke-dasharray", isDashed ? "4 3" : nil)
            let marker = SVGElement(
                "circle",
                [
                    "class": isDashed ? "hollow mark" : "ink", "cx": left + 7.5, "cy": middle, "r": isDashed ? 3.25 : 4,
                    "fill": (isDashed ? ChartPalette.background : ChartPalette.ink).light,
                ])
            return SVGElement(
                "g", [:],
                [line, isDashed ? marker.with("stroke", ChartPalette.ink.light).with("stroke-width", 1.5) : marker])
        case .mark:
            return ChartStyle.stroke(
                "M\((left + 7).svgText) \((middle - 8).svgText)v16", class: "mark", ChartPalette.ink, width: 2)
        }
    }
}
