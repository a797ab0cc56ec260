package import Experiments
package import ScenarioFiles
import Simulator
import Units

/// What a sweep found, for people: a table, a chart in characters, and a chart as an image.
package struct SweepSummary: Sendable {
    /// The runs of one point, averaged over the repetitions.
    struct Point {
        var labels: [String]
        var series: String
        var devices: Int
        var x: Double?
        var latency: Double
        var speedup: Double
        /// Half of the 95 % intervals; `nil` for a single run.
        var latencyInterval: Double?
        var speedupInterval: Double?
        var efficiency: Double
        var compute: Double
        var wakeUp: Double
        var transmission: Double
        var messages: Int
        var sentBytes: Int
        /// Set for every point if the scenario has a load.
        var load: LoadFigures?
    }

    private let file: ScenarioFile
    private(set) var title: String
    let axisTitles: [String]
    private(set) var points: [Point] = []
    /// The axis along which points lie: the device count, else the first of numbers.
    private let xAxis: Int?
    /// What tells lines apart: axes that vary and do not advance together with the abscissa.
    private let seriesAxes: [Int]
    private var runCount = 0
    /// Points beyond those that are shown.
    package var omittedPoints = 0

    var xTitle: String? { xAxis.map { axisTitles[$0] } }
    var xUnit: String? { xAxis.flatMap { file.axes[$0].dimension?.displayUnit.symbol } }
    var repetitions: Int { runCount / max(1, points.count) }

    /// A summary without points.
    package init(_ file: ScenarioFile) {
        self.file = file
        title = file.title ?? ""
        axisTitles = file.axes.map(Self.title)
        let isNumeric = file.axes.map { axis in
            axis.values.count > 1 && axis.values.allSatisfy { Self.number($0, axis) != nil }
        }
        let devicesAxis = file.axes.firstIndex { $0.path == "cluster.devices" && $0.values.count > 1 }
        let xAxis = devicesAxis ?? isNumeric.firstIndex(of: true)
        self.xAxis = xAxis
        seriesAxes = file.axes.indices.filter { index in
            file.axes[index].values.count > 1 && xAxis.map { file.axes[$0].group != file.axes[index].group } ?? true
        }
    }

    /// - Parameter records: in the order of the sweep, the repetitions of a point together.
    package init(_ records: [RunRecord], file: ScenarioFile) {
        self.init(file)
        var start = 0
        while start < records.count {
            var end = start + 1
            while end < records.count, records[end].repetition > records[end - 1].repetition { end += 1 }
            add(Array(records[start..<end]))
            start = end
        }
    }

    /// Adds the runs of one point, at least one; a point that cannot run is left out.
    package mutating func add(_ runs: [RunRecord]) {
        guard let first = runs.first, runs.allSatisfy({ $0.failure == nil }) else { return }
        if title.isEmpty { title = first.scenario }
        runCount += runs.count
        func mean(_ value: (RunRecord) -> Double) -> Double { runs.reduce(0) { $0 + value($1) } / Double(runs.count) }
        let latencies = SampleStatistics(runs.map(\.metrics.latency.seconds))
        let speedups = SampleStatistics(runs.map(\.speedup))
        let labels = file.axes.enumerated().map { first.label(of: $1, at: $0) }
        points.append(
            Point(
                labels: labels,
                series: seriesAxes.map { index in
                    // A bare "true" says nothing.
                    guard case .bool(let value) = first.axisValues[index].value else { return labels[index] }
                    return "\(axisTitles[index]): \(value ? "yes" : "no")"
                }.joined(separator: ", "),
                devices: first.devices,
                x: xAxis.flatMap { Self.number(first.axisValues[$0], file.axes[$0]) },
                latency: mean { $0.metrics.latency.seconds }, speedup: mean(\.speedup),
                latencyInterval: latencies.interval, speedupInterval: speedups.interval,
                efficiency: mean(\.efficiency),
                compute: mean { $0.metrics.compute.seconds }, wakeUp: mean { $0.metrics.wakeUp.seconds },
                transmission: mean { $0.metrics.transmission.seconds }, messages: first.metrics.messages,
                sentBytes: first.metrics.sentBytes.bytes,
                load: LoadFigures(runs.compactMap(\.load))))
    }

    /// Numbers and quantities in the unit that charts show.
    private static func number(_ value: JSONNode, _ axis: SweepAxis) -> Double? {
        switch value.value {
        case .number(let number): return number.double
        case .string(let text):
            guard let dimension = axis.dimension, let quantity = Quantity(parsing: text, as: dimension) else {
                return nil
            }
            return quantity.baseValue / dimension.displayUnit.factor
        default: return nil
        }
    }

    private static func title(of axis: SweepAxis) -> String {
        let name = axis.path.split(separator: ".").last.map(String.init) ?? axis.path
        // Of what? Pictures of the axis's column say that as well.
        if name == "rate" { return ColumnMeaning(axis.columnName).title.lowercasedFirst }
        return name.camelCaseWords
    }

    /// - Parameter rowLimit: longer tables are cut with a note.
    package func table(rowLimit: Int = 60) -> String {
        if hasLoad { return loadTable(rowLimit: rowLimit) }
        var table = TextTable(
            title: repetitions > 1
                ? "\(title)\nMeans of \(repetitions) repetitions, \u{b1} half the 95 % interval." : title,
            columns: axisTitles.map { TextTable.Column($0.capitalizedFirst, .left) }
                + [
                    .init("Latency", .right), .init("Speed-up", .right), .init("Efficiency", .right),
                    .init("Compute", .right), .init("Wake-up", .right), .init("Transmission", .right),
                    .init("Messages", .right), .init("Sent", .right),
                ])
        for point in points.prefix(rowLimit) {
            table.append(
                point.labels + [
                    HumanFormat.seconds(point.latency) + Self.interval(point.latencyInterval, of: point.latency),
                    HumanFormat.factor(point.speedup) + Self.interval(point.speedupInterval, of: point.speedup),
                    HumanFormat.percent(point.efficiency, decimals: 0),
                    HumanFormat.seconds(point.compute),
                    HumanFormat.seconds(point.wakeUp),
                    HumanFormat.seconds(point.transmission), HumanFormat.count(point.messages),
                    HumanFormat.bytes(point.sentBytes),
                ])
        }
        let rest = max(0, points.count - rowLimit) + omittedPoints
        return table.render() + (rest > 0 ? "... and \(rest) more rows in the CSV\n" : "")
    }

    private static func interval(_ half: Double?, of mean: Double) -> String {
        guard let half, mean > 0 else { return "" }
        return " \u{b1} \(HumanFormat.percent(half / mean, decimals: 1))"
    }

    /// Bars of the speed-up, or of the latency under a load, one group a series.
    package func chart(width: Int, ascii: Bool, barLimit: Int = 40) -> String? {
        guard omittedPoints == 0, points.count > 1, points.count <= barLimit else { return nil }
        let groups = series.map { series in
            TerminalChart.Group(
                series.name.isEmpty ? nil : series.name,
                series.points.map { point in
                    let label = xTitle.map { title in
                        let x = point.x.map { HumanFormat.trimmed($0) } ?? ""
                        return xUnit.map { "\(x) \($0)" } ?? "\(title) \(x)"
                    }
                    let name = label ?? point.labels.joined(separator: ", ")
                    if let load = point.load {
                        return TerminalChart.Bar(name, load.latency95, HumanFormat.seconds(load.latency95))
                    }
                    return TerminalChart.Bar(name, point.speedup, HumanFormat.factor(point.speedup))
                })
        }
        let title = hasLoad ? "Latency, 95 % of requests below" : "Speed-up"
        return TerminalChart(title: title, groups: groups, maximumWidth: width, ascii: ascii).render()
    }

    /// A line chart of the speed-up, or of latencies under a load; `nil` without an axis of numbers.
    package func image() -> String? {
        guard omittedPoints == 0, !points.isEmpty, let xTitle, points.allSatisfy({ $0.x != nil }) else { return nil }
        if hasLoad { return loadImage(xTitle: xTitle) }
        let lines = series.map { series in
            SVGLineChart.Series(
                series.name.isEmpty ? "speed-up" : series.name,
                series.points.map { point in
                    .init(
                        x: point.x!, y: point.speedup,
                        errorBar: point.speedupInterval.map { point.speedup - $0...point.speedup + $0 })
                })
        }
        guard lines.count <= 12 else { return nil }
        var chart = SVGLineChart(
            title: title, subtitle: "Speed-up over the fastest device alone",
            xAxis: .init(xTitle.capitalizedFirst, unit: xUnit),
            yAxis: .init("Speed-up", includesZero: true), series: lines)
        if xTitle == "devices" {
            let counts = Set(points.map(\.devices)).sorted()
            // A model of the wireless network may have the same name.
            let name = lines.contains { $0.name == "ideal" } ? "linear" : "ideal"
            chart.reference = SVGLineChart.Series(name, counts.map { .init(x: Double($0), y: Double($0)) })
            if chart.isCrowded { chart.showEfficiency() }
        }
        if xTitle != "devices", AxisScale.Kind(suiting: points.compactMap(\.x)) == .logarithmic {
            chart.xAxis.isLogarithmic = true
        }
        return chart.render()
    }

    var series: [(name: String, points: [Point])] {
        var series: [(name: String, points: [Point])] = []
        for point in points {
            if let index = series.firstIndex(where: { $0.name == point.series }) {
                series[index].points.append(point)
            } else {
                series.append((point.series, [point]))
            }
        }
        return series
    }
}

extension PhysicalDimension {
    /// A unit of handy size for axes.
    var displayUnit: (symbol: String, factor: Double) {
        switch self {
        case .time: ("ms", 1e-3)
        case .data: ("MiB", 1_048_576)
        case .dataRate: ("Mbit/s", 1e6)
        case .computeRate: ("GMAC/s", 1e9)
        case .power: ("W", 1)
        case .frequency: ("GHz", 1e9)
        case .rate: ("1/s", 1)
        }
    }
}

extension HumanFormat {
    /// Without needless zeros behind the point.
    static func trimmed(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
