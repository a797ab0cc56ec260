import Foundation

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
    private static let margin = (left: 64.0, top: 84.0, right: 24.0, bottom: 150.0)

    func render() -> String {
        let shown = panels.filter { !$0.series.allSatisfy(\.points.isEmpty) }
        let panelWidth = Self.side + Self.margin.left + Self.margin.right
        let width = panelWidth * Double(max(1, shown.count))
        let height = Self.side + Self.margin.top + Self.margin.bottom
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" \
            width="\(Self.number(width))" height="\(Self.number(height))" font-family="sans-serif">
            <rect width="100%" height="100%" fill="\(ChartPalette.background.light)"/>
            <text x="24" y="32" font-size="17" font-weight="600" fill="\(ChartPalette.ink.light)">\
            \(XMLText.escaped(title))</text>
            <text x="24" y="54" font-size="13" fill="\(ChartPalette.mutedInk.light)">\(XMLText.escaped(subtitle))</text>

            """
        for (index, panel) in shown.enumerated() {
            text +=
                "<g transform=\"translate(\(Self.number(panelWidth * Double(index) + Self.margin.left)) "
                + "\(Self.number(Self.margin.top)))\">\n" + render(panel) + "</g>\n"
        }
        return text + "</svg>\n"
    }

    private func render(_ panel: Panel) -> String {
        let values = panel.series.flatMap { $0.points.flatMap { [$0.x, $0.y] } }
        let low = (log10(values.min() ?? 1) - 0.05).rounded(.down)
        let high = max(low + 1, (log10(values.max() ?? 10) + 0.05).rounded(.up))
        let place = { (value: Double) in (log10(value) - low) / (high - low) * Self.side }
        let side = Self.number(Self.side)
        var text = ""
        for exponent in Int(low)...Int(high) {
            let at = Self.number((Double(exponent) - low) / (high - low) * Self.side)
            let down = Self.number(Self.side - (Double(exponent) - low) / (high - low) * Self.side)
            text += """
                <path d="M\(at) 0V\(side)M0 \(down)H\(side)" stroke="\(ChartPalette.grid.light)" fill="none"/>
                <text x="\(at)" y="\(Self.number(Self.side + 18))" font-size="11" text-anchor="middle" \
                fill="\(ChartPalette.mutedInk.light)">1e\(exponent)</text>
                <text x="-6" y="\(down)" dy="4" font-size="11" text-anchor="end" \
                fill="\(ChartPalette.mutedInk.light)">1e\(exponent)</text>

                """
        }
        // Ten per cent is a fixed distance on a logarithmic axis.
        for factor in [1, 1.1, 1 / 1.1] {
            let shift = log10(factor) / (high - low) * Self.side
            let from = (max(0, -shift), Self.side - max(0, shift))
            let to = (Self.side - max(0, shift), max(0, -shift))
            text +=
                "<path d=\"M\(Self.number(from.0)) \(Self.number(from.1))L\(Self.number(to.0)) \(Self.number(to.1))\" "
                + "stroke=\"\(ChartPalette.axis.light)\" fill=\"none\"\(factor == 1 ? "" : " stroke-dasharray=\"2 4\"")/>\n"
        }
        for (index, series) in panel.series.enumerated() {
            let colour = ChartPalette.series[index % ChartPalette.series.count].light
            text += "<g fill=\"\(colour)\" fill-opacity=\"0.7\">\n"
            for point in series.points {
                text +=
                    "<circle cx=\"\(Self.number(place(point.x)))\" "
                    + "cy=\"\(Self.number(Self.side - place(point.y)))\" r=\"3\"/>\n"
            }
            let row = Double(index / 2)
            let x = index % 2 == 0 ? 0 : Self.side / 2
            text += """
                <circle cx="\(Self.number(x + 5))" cy="\(Self.number(Self.side + 66 + row * 18))" r="4"/>
                <text x="\(Self.number(x + 16))" y="\(Self.number(Self.side + 70 + row * 18))" font-size="12" \
                fill="\(ChartPalette.ink.light)">\(XMLText.escaped(series.name))</text>
                </g>

                """
        }
        return text + """
            <text x="\(Self.number(Self.side / 2))" y="\(Self.number(Self.side + 40))" font-size="13" \
            text-anchor="middle" fill="\(ChartPalette.ink.light)">\(XMLText.escaped(panel.title)), ns-3 (\
            \(XMLText.escaped(panel.unit)))</text>
            <text transform="translate(-46 \(Self.number(Self.side / 2))) rotate(-90)" font-size="13" \
            text-anchor="middle" fill="\(ChartPalette.ink.light)">\(XMLText.escaped(panel.title)), model (\
            \(XMLText.escaped(panel.unit)))</text>

            """
    }

    /// Tenths of a pixel, so that the last bits of logarithms don't show.
    private static func number(_ value: Double) -> String { HumanFormat.fixed(value, decimals: 1) }
}
