/// What all charts have in common: fonts, sizes, texts and how they look on a dark background.
///
/// Colours stand in attributes, as many programs that import SVG know no style sheets; the style sheet holds only what
/// differs on dark backgrounds. On paper everything is as on a light background.
enum ChartStyle {
    /// Of images, in pixels, unless told otherwise.
    static let standardWidth = 720.0
    static let margin = 24.0
    static let titleSize = 18.0
    static let subtitleSize = 13.0
    static let labelSize = 13.0
    static let tickSize = 12.0

    private static let font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

    /// A document of its own.
    /// - Parameter title: For screen readers.
    static func document(width: Double, height: Double, title: String, _ elements: [SVGElement]) -> String {
        SVGElement(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 \(width.svgText) \(height.svgText)",
                "width": width, "height": height, "class": "chart", "role": "img", "aria-label": title,
                "font-family": font,
            ],
            [
                SVGElement("style", text: "\n\(styleSheet)\n"),
                SVGElement(
                    "rect",
                    ["class": "background", "width": "100%", "height": "100%", "fill": ChartPalette.background.light]),
            ] + elements
        ).render() + "\n"
    }

    /// A chart as part of a page that has the style sheet.
    static func inline(_ document: String) -> String {
        var text = document.replacing("<style>\n\(styleSheet)\n</style>\n", with: "", maxReplacements: 1)
        text = text.replacing(" xmlns=\"http://www.w3.org/2000/svg\"", with: "", maxReplacements: 1)
        return text
    }

    /// The image may be pasted into a page, whose other elements the rules must not reach.
    static let styleSheet: String = {
        var rules = [
            (".background", "fill", ChartPalette.background), (".ink", "fill", ChartPalette.ink),
            (".muted", "fill", ChartPalette.mutedInk), (".grid", "stroke", ChartPalette.grid),
            (".axis", "stroke", ChartPalette.axis), (".halo", "stroke", ChartPalette.background),
            (".mark", "stroke", ChartPalette.ink), (".hollow", "fill", ChartPalette.background),
            (".band", "fill", ChartPalette.band),
            (".quiet", "fill", ChartPalette.quiet), (".on-fill", "fill", ChartPalette.inkOn(0)),
        ]
        for (index, colour) in ChartPalette.series.enumerated() {
            rules.append((".line-\(index)", "stroke", colour))
            rules.append((".fill-\(index)", "fill", colour))
        }
        let dark = rules.map { ".chart \($0.0) { \($0.1): \($0.2.dark) }" }
        return """
            .chart text { font-variant-numeric: tabular-nums }
            @media screen and (prefers-color-scheme: dark) {
            \(dark.joined(separator: "\n"))
            }
            """
    }()

    /// A line of text.
    static func text(
        _ text: String, at place: ImagePoint, size: Double = labelSize, anchor: TextAnchor = .start, weight: Int? = nil,
        isMuted: Bool = false
    ) -> SVGElement {
        SVGElement(
            "text",
            [
                "class": isMuted ? "muted" : "ink", "x": place.x, "y": place.y, "font-size": size,
                "fill": (isMuted ? ChartPalette.mutedInk : ChartPalette.ink).light,
            ], text: text
        )
        .with("text-anchor", anchor == .start ? nil : anchor.rawValue).with("font-weight", weight)
    }

    /// A path that is drawn as a line in a role's colour.
    static func stroke(_ path: String, class name: String, _ colour: ChartPalette.Colour, width: Double? = nil)
        -> SVGElement
    {
        SVGElement("path", ["class": name, "d": path, "fill": "none", "stroke": colour.light])
            .with("stroke-width", width)
    }

    /// Which point of a text its place is.
    enum TextAnchor: String { case start, middle, end }
}

extension SVGElement {
    /// A text with a rim in the colour of the background, which keeps lines behind it away.
    func withHalo() -> SVGElement {
        with("stroke", ChartPalette.background.light).with("stroke-width", 3).with("stroke-linejoin", "round")
            .with("paint-order", "stroke").adding(class: "halo")
    }
}

/// Title and subtitle of a chart, broken into lines.
struct ChartHeading {
    let elements: [SVGElement]
    /// Where the rest of the chart may begin.
    let bottom: Double

    init(title: String, subtitle: String?, width: Double) {
        let textWidth = width - 2 * ChartStyle.margin
        // Bold type is wider by about an eighth.
        let titleLines = TextMetrics.lines(title, fontSize: ChartStyle.titleSize * 1.125, maximumWidth: textWidth)
        let subtitleLines = TextMetrics.lines(
            subtitle ?? "", fontSize: ChartStyle.subtitleSize, maximumWidth: textWidth)
        var elements: [SVGElement] = []
        var y = ChartStyle.margin + 14
        for line in titleLines {
            elements.append(
                ChartStyle.text(
                    line, at: .init(x: ChartStyle.margin, y: y), size: ChartStyle.titleSize, weight: 600))
            y += 23
        }
        y -= 3
        for line in subtitleLines {
            elements.append(
                ChartStyle.text(
                    line, at: .init(x: ChartStyle.margin, y: y), size: ChartStyle.subtitleSize, isMuted: true))
            y += 19
        }
        self.elements = elements
        bottom = ChartStyle.margin + 23 * Double(titleLines.count) + 19 * Double(subtitleLines.count)
    }
}
