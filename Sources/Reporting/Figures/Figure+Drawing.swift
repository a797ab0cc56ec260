import Experiments

extension Figure {
    /// Of a picture, in pixels, unless told otherwise.
    package static let standardWidth = ChartStyle.standardWidth

    /// The picture as the text of an SVG file.
    /// - Parameter width: In pixels; below 520 names move from beside the lines to above them.
    package func image(width: Double = standardWidth) -> String {
        switch kind {
        case .line, .scatter: lineChart(width: width).render()
        case .bar: barChart(width: width).render()
        case .stacked: stackedChart(width: width).render()
        }
    }

    /// The series and their points in the order of the table.
    var groups: [(series: String, points: [Point])] {
        var groups: [(series: String, points: [Point])] = []
        for point in points {
            if let index = groups.firstIndex(where: { $0.series == point.series }) {
                groups[index].points.append(point)
            } else {
                groups.append((point.series, [point]))
            }
        }
        return groups
    }

    private func note(_ point: Point, series: String, _ value: SampleStatistics, _ y: ColumnMeaning) -> String {
        var text = series.isEmpty ? "" : "\(series)\n"
        if let x { text += "\(x.title): \(point.x.map(x.text) ?? point.xText)\n" }
        text += "\(y.title): \(y.text(value.mean))"
        if let interval = value.range, interval.lowerBound < interval.upperBound {
            text += "\n95 % interval: \(y.text(interval.lowerBound)) to \(y.text(interval.upperBound))"
        }
        if value.count > 1 { text += "\nmean of \(value.count) repetitions" }
        return text
    }

    // MARK: Lines

    /// Whether its lines end so close to each other that they cannot be told apart.
    var isCrowded: Bool { kind == .line && lineChart(width: Self.standardWidth).isCrowded }

    private func lineChart(width: Double) -> SVGLineChart {
        let x = self.x!
        // Two quantities of several settings: colours are for the settings.
        let hasVariants = kind == .line && y.count == 2 && groups.allSatisfy { !$0.series.isEmpty }
        var series: [SVGLineChart.Series] = []
        for group in groups {
            for (index, y) in y.enumerated() {
                let isNamed = self.y.count > 1 && !hasVariants || group.series.isEmpty
                let parts = [group.series, isNamed ? y.title.lowercasedFirst : ""]
                let name = parts.filter { !$0.isEmpty }.joined(separator: ", ")
                let ordered = kind == .scatter ? group.points : group.points.sorted { $0.x! < $1.x! }
                let points = ordered.map { point in
                    let value = point.values[index]
                    let interval = value.range.map {
                        // Where a logarithmic axis ends, so does the bar.
                        let least = logarithmic.includesY ? max($0.lowerBound, value.mean / 10) : $0.lowerBound
                        return least / y.factor...$0.upperBound / y.factor
                    }
                    return SVGLineChart.Point(
                        x: point.x! / x.factor, y: value.mean / y.factor, errorBar: interval,
                        note: note(point, series: name, value, y))
                }
                series.append(SVGLineChart.Series(name, points, variant: hasVariants ? index : 0))
            }
        }
        let yTitle =
            y.count == 1
            ? y[0].title
            : y.map(\.name) == FigureColumns.loadLatencies ? "Latency" : y[0].baseUnit == "s" ? "Time" : "Value"
        var chart = SVGLineChart(
            title: title, subtitle: subtitle,
            xAxis: .init(x.title, unit: x.unit, isLogarithmic: logarithmic.includesX),
            yAxis: .init(
                yTitle, unit: y[0].unit, includesZero: kind == .line && !logarithmic.includesY,
                isLogarithmic: logarithmic.includesY),
            series: series, reference: reference)
        if hasVariants { chart.variantNames = y.map(\.title.lowercasedFirst) }
        if y[0].name == "efficiency", chart.isCrowded { chart.yAxis.includesZero = false }
        chart.joinsPoints = kind == .line
        chart.width = width
        chart.height = min(440, max(300, width * 0.61))
        return chart
    }

    /// What the best cluster would do: as many times faster as it has devices.
    private var reference: SVGLineChart.Series? {
        guard kind == .line, x?.name == "devices", y.count == 1 else { return nil }
        let counts = Set(points.compactMap(\.x)).sorted()
        // A model of the wireless network may have the same name.
        let name = points.contains { $0.series == "ideal" } ? "linear" : "ideal"
        switch y[0].name {
        case "speedup": return SVGLineChart.Series(name, counts.map { .init(x: $0, y: $0) })
        case "efficiency": return SVGLineChart.Series(name, counts.map { .init(x: $0, y: 1) })
        default: return nil
        }
    }

    // MARK: Bars

    private func barChart(width: Double) -> SVGBarChart {
        let y = self.y[0]
        let names = groups.map(\.series)
        func bar(_ label: String, _ point: Point, colourIndex: Int) -> SVGBarChart.Bar {
            let value = point.values[0]
            var bar = SVGBarChart.Bar(
                label, [.init(value.mean / y.factor, note: note(point, series: point.series, value, y))],
                valueText: y.text(value.mean))
            bar.colourIndex = colourIndex
            bar.errorBar = value.range.map { $0.lowerBound / y.factor...$0.upperBound / y.factor }
            return bar
        }
        var bars: [SVGBarChart.Group] = []
        if names.count == 1 {
            bars = [.init(names[0].isEmpty ? nil : names[0], points.map { bar(barLabel($0), $0, colourIndex: 0) })]
        } else if x == nil {
            bars = [.init(nil, points.map { bar($0.series, $0, colourIndex: 0) })]
        } else {
            // Beside each other lies what is to be compared.
            var order: [String] = []
            for point in points where !order.contains(point.xText) { order.append(point.xText) }
            bars = order.map { text in
                let members = points.filter { $0.xText == text }
                return .init(
                    groupTitle(members[0]),
                    members.map { point in
                        let index = names.firstIndex(of: point.series)!
                        return bar(point.series, point, colourIndex: index % ChartPalette.series.count)
                    })
            }
        }
        var chart = SVGBarChart(title: title, subtitle: subtitle, axis: .init(y.title, unit: y.unit), groups: bars)
        chart.width = width
        return chart
    }

    /// The place of a point on the x axis, in words.
    func barLabel(_ point: Point) -> String {
        guard let x, let value = point.x else { return point.xText.isEmpty ? point.series : point.xText }
        if x.unit != nil { return x.text(value) }
        return "\(point.xText) \(x.name == "devices" && value == 1 ? "device" : x.title.lowercased())"
    }

    private func groupTitle(_ point: Point) -> String {
        guard let x, point.x != nil, x.unit != nil || x.name == "devices" else {
            return x.map { "\($0.title) \(point.xText)" } ?? point.xText
        }
        return barLabel(point)
    }

    // MARK: Stacks

    /// The colours of parts whose names are known, the same in every picture.
    private static let partColours = [
        "compute_s": 0, "storage_s": 3, "wake_up_s": 4, "transmission_s": 2, "contention_s": 1, "retransmission_s": 7,
    ]

    private func stackedChart(width: Double) -> SVGBarChart {
        let latencies = points.compactMap(\.latency)
        let hasLatency = latencies.count == points.count
        // Times of the busiest device and of the channel may overlap; then there is no rest.
        let rests = points.map { point in (point.latency ?? 0) - point.values.reduce(0) { $0 + $1.mean } }
        // What is thinner than a line needs no name.
        let hasRest = hasLatency && rests.contains { $0 > 0.004 * (latencies.max() ?? 0) }
        let longest = points.map { max($0.latency ?? 0, $0.values.reduce(0) { $0 + $1.mean }) }
        let unit = ColumnMeaning(y[0].name, values: longest)
        let parts = y.map { $0.sharingUnit(with: unit) }

        var free = ChartPalette.series.indices.filter { !Self.partColours.values.contains($0) }
        var names = parts.map { part -> SVGBarChart.PartName in
            if part.name == "waiting_s" { return .init(part.title, colourIndex: nil) }
            let colour = Self.partColours[part.name] ?? (free.isEmpty ? 7 : free.removeFirst())
            return .init(part.title, colourIndex: colour)
        }
        if hasRest { names.append(.init("Waiting", colourIndex: nil)) }
        let bars = groups.map { group in
            SVGBarChart.Group(
                group.series.isEmpty ? nil : group.series,
                group.points.map { stack($0, parts: parts, unit: unit, withRest: hasRest, withMark: hasLatency) })
        }
        let overlaps = hasLatency && rests.contains { $0 < -0.004 * (latencies.max() ?? 0) }
        let remark = overlaps ? "Bars beyond their mark: computing and sending overlap" : nil
        let subtitles = [subtitle, remark].compactMap(\.self)
        var chart = SVGBarChart(
            title: title, subtitle: subtitles.isEmpty ? nil : subtitles.joined(separator: ". "),
            axis: .init(unit.baseUnit == "s" ? "Time" : "Sum", unit: unit.unit), groups: bars)
        chart.partNames = names
        chart.markName = hasLatency ? "Latency" : nil
        chart.width = width
        return chart
    }

    private func stack(
        _ point: Point, parts: [ColumnMeaning], unit: ColumnMeaning, withRest: Bool, withMark: Bool
    ) -> SVGBarChart.Bar {
        var segments = zip(parts, point.values).map { part, value in
            SVGBarChart.Part(value.mean / unit.factor, note: note(point, series: point.series, value, part))
        }
        let sum = point.values.reduce(0) { $0 + $1.mean }
        if withRest {
            let rest = max(0, (point.latency ?? 0) - sum)
            segments.append(
                .init(
                    rest / unit.factor,
                    note: "\(point.series)\nWaiting: \(unit.text(rest)), nobody sends and the busiest device idles"))
        }
        var bar = SVGBarChart.Bar(barLabel(point), segments, valueText: unit.text(point.latency ?? sum))
        if withMark { bar.mark = point.latency.map { $0 / unit.factor } }
        return bar
    }
}
