/// Lays out a Gantt chart and writes its SVG elements.
struct SVGTimelineRenderer {
    private static let laneGap = 3.0
    private static let groupPadding = 8.0
    private static let groupGap = 4.0
    private static let barLabelSize = 11.0
    private static let milestoneSize = 11.0
    /// Between slanted names, so that lines of text of this size do not touch.
    static let milestoneGap = 18.0
    private static let counterHeight = 44.0

    private let chart: SVGTimelineChart
    private let heading: ChartHeading
    private let legend: ChartLegend
    private let ticks: AxisTicks
    private let unit: String
    private let factor: Double
    private let milestones: [PlacedMilestone]
    private let laneNameWidth: Double
    private let left, right, top, bottom: Double

    /// A phase with the place of its name.
    private struct PlacedMilestone {
        let milestone: SVGTimelineChart.Milestone
        let begin: Double
        let place: Double
    }

    init(_ chart: SVGTimelineChart) {
        self.chart = chart
        heading = ChartHeading(title: chart.title, subtitle: chart.subtitle, width: chart.width)
        legend = ChartLegend(chart.legend, top: heading.bottom + 8, width: chart.width)
        let laneNames = chart.groups.flatMap(\.lanes).compactMap(\.name) + [chart.counter?.name].compactMap(\.self)
        laneNameWidth = laneNames.map { TextMetrics.width($0, fontSize: ChartStyle.tickSize) }.max() ?? 0
        let names = chart.groups.map { TextMetrics.width($0.name, fontSize: ChartStyle.labelSize * 1.125) }.max() ?? 0
        let details = chart.groups.map { TextMetrics.width($0.detail, fontSize: Self.barLabelSize) }.max() ?? 0
        let left = ChartStyle.margin + min(max(names, details), 160) + 18 + laneNameWidth + 10
        let right = chart.width - ChartStyle.margin - 8
        self.left = left
        self.right = right

        let longest = chart.range.upperBound
        (unit, factor) = longest >= 1 ? ("s", 1) : longest >= 1e-3 ? ("ms", 1e-3) : ("µs", 1e-6)
        ticks = AxisTicks(
            chart.range.lowerBound / factor...chart.range.upperBound / factor, about: max(3, Int((right - left) / 90)),
            extending: false)

        let span = chart.range.upperBound - chart.range.lowerBound
        let visible = chart.milestones.filter { $0.begin < chart.range.upperBound && $0.end > chart.range.lowerBound }
        // Where there is no room for all names, the longest phases have theirs.
        let room = Int((right - left) / Self.milestoneGap)
        let longestFirst = visible.indices.sorted {
            (visible[$1].end - visible[$1].begin, $0) < (visible[$0].end - visible[$0].begin, $1)
        }
        let kept = longestFirst.prefix(room).sorted { (visible[$0].begin, $0) < (visible[$1].begin, $1) }
        let begins = kept.map {
            left + (max(visible[$0].begin, chart.range.lowerBound) - chart.range.lowerBound) / span * (right - left)
        }
        let reach = kept.map { TextMetrics.width(visible[$0].name, fontSize: Self.milestoneSize) }.max() ?? 0
        let slant = 0.7071
        let places = LabelPlacement.spread(
            begins, gap: Self.milestoneGap, within: left...max(left, right - min(reach * slant, 60) + 30))
        milestones = kept.indices.map {
            PlacedMilestone(milestone: visible[kept[$0]], begin: begins[$0], place: places[$0])
        }
        top = legend.bottom + 12 + (milestones.isEmpty ? 0 : min(reach, 110) * slant + 26)

        var y = top
        for group in chart.groups { y += Self.height(of: group) + Self.groupGap }
        if chart.counter != nil { y += Self.counterHeight + 2 * Self.groupPadding }
        bottom = y
    }

    private static func height(of group: SVGTimelineChart.Group) -> Double {
        let lanes = group.lanes.reduce(0) { $0 + $1.height + laneGap } - laneGap
        return max(lanes, 30) + 2 * groupPadding
    }

    /// The SVG document.
    func render() -> String {
        var elements = heading.elements + legend.elements
        var y = top
        var bars: [SVGElement] = []
        for group in chart.groups {
            elements.append(band(of: group, top: y))
            bars += drawing(of: group, top: y)
            y += Self.height(of: group) + Self.groupGap
        }
        elements += milestones.flatMap(drawing) + bars
        if let counter = chart.counter { elements += drawing(of: counter, top: y) }
        elements += axes
        return ChartStyle.document(width: chart.width, height: bottom + 56, title: chart.title, elements)
    }

    private func position(_ time: Double) -> Double {
        let (low, high) = (chart.range.lowerBound, chart.range.upperBound)
        return left + (min(max(time, low), high) - low) / (high - low) * (right - left)
    }

    // MARK: Axis and phases

    private var axes: [SVGElement] {
        var axis = "M\(left.svgText) \(bottom.svgText)H\(right.svgText)"
        var texts: [SVGElement] = []
        var free = 0.0
        for (value, name) in zip(ticks.values, ticks.labels) {
            let x = position(value * factor)
            axis += "M\(x.svgText) \(bottom.svgText)v5"
            let half = TextMetrics.width(name, fontSize: ChartStyle.tickSize) / 2
            guard x - half >= free, x + half <= chart.width else { continue }
            free = x + half + 6
            texts.append(
                ChartStyle.text(
                    name, at: ImagePoint(x: x, y: bottom + 19), size: ChartStyle.tickSize, anchor: .middle,
                    isMuted: true))
        }
        let centre = ImagePoint(x: (left + right) / 2, y: bottom + 42)
        texts.append(ChartStyle.text("Time (\(unit))", at: centre, anchor: .middle))
        return [ChartStyle.stroke(axis, class: "axis", ChartPalette.axis)] + texts
    }

    private func drawing(of placed: PlacedMilestone) -> [SVGElement] {
        let name = TextMetrics.truncated(
            placed.milestone.name, fontSize: Self.milestoneSize, maximumWidth: 110)
        let foot = top - 16
        var line = "M\(placed.place.svgText) \(foot.svgText)L\(placed.begin.svgText) \((top - 4).svgText)"
        line += "V\(bottom.svgText)"
        let text = SVGElement(
            "text",
            [
                "class": "muted", "font-size": Self.milestoneSize, "fill": ChartPalette.mutedInk.light,
                "transform": "translate(\((placed.place + 3).svgText) \((foot - 3).svgText)) rotate(-45)",
            ], text: name)
        return [
            ChartStyle.stroke(line, class: "axis", ChartPalette.axis, width: 0.6).with("stroke-opacity", "0.55"), text,
        ]
    }

    // MARK: Lanes

    private func band(of group: SVGTimelineChart.Group, top: Double) -> SVGElement {
        SVGElement(
            "rect",
            [
                "class": "band", "x": ChartStyle.margin - 8, "y": top, "width": right - ChartStyle.margin + 16,
                "height": Self.height(of: group), "rx": 4, "fill": ChartPalette.band.light,
            ])
    }

    private func drawing(of group: SVGTimelineChart.Group, top: Double) -> [SVGElement] {
        // Sums of these numbers differ in their last bits.
        let nameWidth = left - 10 - laneNameWidth - 18 - ChartStyle.margin + 0.01
        let name = TextMetrics.truncated(group.name, fontSize: ChartStyle.labelSize * 1.125, maximumWidth: nameWidth)
        let detail = TextMetrics.truncated(group.detail, fontSize: Self.barLabelSize, maximumWidth: nameWidth)
        var elements = [
            ChartStyle.text(name, at: ImagePoint(x: ChartStyle.margin, y: top + Self.groupPadding + 14), weight: 600),
            ChartStyle.text(
                detail, at: ImagePoint(x: ChartStyle.margin, y: top + Self.groupPadding + 29), size: Self.barLabelSize,
                isMuted: true),
        ]
        var y = top + Self.groupPadding
        for lane in group.lanes {
            if let name = lane.name { elements.append(laneName(name, middle: y + lane.height / 2)) }
            elements += merged(lane.bars).flatMap { drawing(of: $0, top: y, height: lane.height) }
            y += lane.height + Self.laneGap
        }
        return elements
    }

    private func laneName(_ name: String, middle: Double) -> SVGElement {
        ChartStyle.text(
            name, at: ImagePoint(x: left - 10, y: middle + 4), size: ChartStyle.tickSize, anchor: .end, isMuted: true)
    }

    /// The visible bars; those too thin to be told apart are drawn as one, so that an image of a million messages has
    /// no more elements than pixels.
    private func merged(_ bars: [SVGTimelineChart.Bar]) -> [SVGTimelineChart.Bar] {
        var result: [(bar: SVGTimelineChart.Bar, count: Int)] = []
        let scale = (right - left) / (chart.range.upperBound - chart.range.lowerBound)
        let visible = bars.filter { $0.begin < chart.range.upperBound && $0.end >= chart.range.lowerBound }
        for bar in visible.sorted(by: { $0.begin < $1.begin }) {
            let isThin = (bar.end - bar.begin) * scale < 0.6
            if isThin, let last = result.last, (bar.begin - last.bar.end) * scale < 0.3,
                last.count > 1 || (last.bar.end - last.bar.begin) * scale < 0.6,
                last.bar.parts.last?.colourIndex == bar.parts.last?.colourIndex
            {
                result[result.count - 1].bar.end = max(last.bar.end, bar.end)
                result[result.count - 1].bar.label = nil
                result[result.count - 1].count += 1
            } else {
                result.append((bar, 1))
            }
        }
        return result.map { bar, count in
            var bar = bar
            if count > 1 { bar.note += "\nand \(count - 1) more that are too short to be shown" }
            return bar
        }
    }

    private func drawing(of bar: SVGTimelineChart.Bar, top: Double, height: Double) -> [SVGElement] {
        var rectangles: [SVGElement] = []
        var start = bar.begin
        for (index, part) in bar.parts.enumerated() {
            let isLast = index == bar.parts.count - 1
            let end = isLast ? bar.end : start + (bar.end - bar.begin) * part.share
            let (x, right) = (position(start), position(end))
            start = end
            guard right > x || bar.parts.count == 1 else { continue }
            rectangles.append(
                SVGElement(
                    "rect",
                    [
                        "class": "fill-\(part.colourIndex)", "x": x, "y": top,
                        // A hair of space tells neighbours apart.
                        "width": max(right - x - (isLast && right - x > 3 ? 0.75 : 0), 0.4), "height": height,
                        "fill": ChartPalette.series[part.colourIndex].light,
                    ]))
        }
        guard !rectangles.isEmpty else { return [] }
        var elements = [
            rectangles.count == 1
                ? rectangles[0].titled(bar.note) : SVGElement("g", [:], rectangles).titled(bar.note)
        ]
        let (x, end) = (position(bar.begin), position(bar.end))
        if let label = bar.label, TextMetrics.width(label, fontSize: Self.barLabelSize) + 6 <= end - x {
            let colour = bar.parts.max { $0.share < $1.share }!.colourIndex
            elements.append(
                SVGElement(
                    "text",
                    [
                        "class": "on-fill", "x": (x + end) / 2, "y": top + height / 2 + 4, "text-anchor": "middle",
                        "font-size": Self.barLabelSize, "fill": ChartPalette.inkOn(colour).light,
                        "pointer-events": "none",
                    ], text: label))
        }
        return elements
    }

    // MARK: Counter

    private func drawing(of counter: SVGTimelineChart.Counter, top: Double) -> [SVGElement] {
        let largest = counter.steps.map(\.value).max() ?? 1
        let base = top + Self.groupPadding + Self.counterHeight
        func height(_ value: Int) -> Double { base - Double(value) / Double(max(largest, 1)) * Self.counterHeight }
        let before = counter.steps.last { $0.time <= chart.range.lowerBound }?.value ?? 0
        var path = "M\(left.svgText) \(base.svgText)V\(height(before).svgText)"
        var (value, drawn, lastX) = (before, before, left)
        for step in counter.steps where step.time > chart.range.lowerBound && step.time < chart.range.upperBound {
            let x = position(step.time)
            if x - lastX < 0.5 {
                // Changes within less than half a pixel show their largest value.
                if step.value > drawn {
                    path += "V\(height(step.value).svgText)"
                    drawn = step.value
                }
            } else {
                if value != drawn { path += "H\((lastX + 0.5).svgText)V\(height(value).svgText)" }
                path += "H\(x.svgText)V\(height(step.value).svgText)"
                (drawn, lastX) = (step.value, x)
            }
            value = step.value
        }
        if value != drawn { path += "H\((lastX + 0.5).svgText)V\(height(value).svgText)" }
        path += "H\(right.svgText)V\(base.svgText)Z"
        let place = ImagePoint(x: ChartStyle.margin, y: top + Self.groupPadding + 14)
        var guides = ""
        var numbers: [SVGElement] = []
        for value in Set([1, largest]).sorted() {
            let y = height(value)
            guides += "M\(left.svgText) \(y.svgText)H\(right.svgText)"
            guard value == largest || base - y < Self.counterHeight - 14 else { continue }
            numbers.append(
                ChartStyle.text(
                    "\(value)", at: ImagePoint(x: left - 10, y: y + 4), size: ChartStyle.tickSize, anchor: .end,
                    isMuted: true))
        }
        return [
            ChartStyle.text(counter.name.capitalizedFirst, at: place, weight: 600),
            ChartStyle.text(
                counter.caption, at: ImagePoint(x: place.x, y: place.y + 15), size: Self.barLabelSize, isMuted: true),
            ChartStyle.stroke(guides, class: "grid", ChartPalette.grid),
            SVGElement(
                "path", ["class": "fill-2", "d": path, "fill": ChartPalette.series[2].light, "fill-opacity": "0.75"]
            ).titled("\(counter.caption.capitalizedFirst), at most \(largest)"),
        ] + numbers
    }
}
