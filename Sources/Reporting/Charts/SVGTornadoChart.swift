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
    package var centre: Double
    package var bars: [Bar]

    package init(title: String, subtitle: String, centre: Double, bars: [Bar]) {
        self.title = title
        self.subtitle = subtitle
        self.centre = centre
        self.bars = bars
    }

    /// The image as the text of an SVG file. All numbers must be finite.
    package func render() -> String {
        let (width, top, step, left, right) = (720.0, 86.0, 34.0, 280.0, 640.0)
        let values = bars.flatMap { [$0.low, $0.high] } + [centre]
        let (least, greatest) = (values.min()!, values.max()!)
        let span = greatest > least ? greatest - least : 1
        func x(_ value: Double) -> Double { left + 40 + (value - least) / span * (right - left - 80) }
        let height = top + step * Double(bars.count) + 40
        var text = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(number(width)) \(number(height))" \
            width="\(number(width))" height="\(number(height))" class="tornado-chart" role="img" \
            aria-label="\(XMLText.escaped(title))" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, \
            'Helvetica Neue', Arial, sans-serif">
            <style>
            @media (prefers-color-scheme: dark) {
            .tornado-chart .background { fill: \(ChartPalette.background.dark) }
            .tornado-chart .ink { fill: \(ChartPalette.ink.dark) }
            .tornado-chart .muted { fill: \(ChartPalette.mutedInk.dark) }
            .tornado-chart .low { fill: \(ChartPalette.series[0].dark) }
            .tornado-chart .high { fill: \(ChartPalette.series[1].dark) }
            .tornado-chart .axis { stroke: \(ChartPalette.axis.dark) }
            }
            </style>
            <rect class="background" width="100%" height="100%" fill="\(ChartPalette.background.light)"/>

            """
        text += label(title, 24, 38, size: 18, weight: 600)
        text += label("\(subtitle); as written \(value(centre))", 24, 60, size: 13, isMuted: true)
        for (index, bar) in bars.enumerated() {
            let y = top + step * Double(index)
            text += label(bar.name, 24, y + 14, size: 12)
            for (end, name, style, colour) in [
                (bar.low, bar.lowName, "low", ChartPalette.series[0]),
                (bar.high, bar.highName, "high", ChartPalette.series[1]),
            ] {
                let (from, to) = (min(x(end), x(centre)), max(x(end), x(centre)))
                text += """
                    <rect class="\(style)" x="\(number(from))" y="\(number(y))" width="\(number(to - from))" \
                    height="20" fill="\(colour.light)"><title>\(XMLText.escaped(name)): \(value(end))</title></rect>

                    """
            }
            let ends = [(bar.low, bar.lowName), (bar.high, bar.highName)].sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            text += label(ends[0].1, min(x(ends[0].0), x(centre)) - 5, y + 14, size: 10, anchor: "end", isMuted: true)
            text += label(ends[1].1, max(x(ends[1].0), x(centre)) + 5, y + 14, size: 10, isMuted: true)
        }
        let bottom = height - 36
        text += """
            <path class="axis" d="M\(number(x(centre))) \(number(top - 6))V\(number(bottom))" \
            stroke="\(ChartPalette.axis.light)" fill="none"/>

            """
        for end in [least, centre, greatest] {
            text += label(value(end), x(end), bottom + 16, size: 12, anchor: "middle", isMuted: true)
        }
        return text + "</svg>\n"
    }

    private func label(
        _ text: String, _ x: Double, _ y: Double, size: Int, anchor: String = "start", weight: Int = 400,
        isMuted: Bool = false
    ) -> String {
        let colour = isMuted ? ChartPalette.mutedInk : ChartPalette.ink
        return """
            <text class="\(isMuted ? "muted" : "ink")" x="\(number(x))" y="\(number(y))" font-size="\(size)" \
            font-weight="\(weight)" text-anchor="\(anchor)" fill="\(colour.light)">\(XMLText.escaped(text))</text>

            """
    }

    private func value(_ value: Double) -> String { HumanFormat.factor(value) }

    private func number(_ value: Double) -> String {
        var numeral = DecimalNumeral(value)
        numeral.round(toDecimals: 2)
        return numeral.text()
    }
}
