import Simulator

/// Sweeps of scenarios with a load: latencies and throughput instead of the speed-up of one request.
extension SweepSummary {
    /// Means over the repetitions of a point.
    struct LoadFigures {
        var throughput = 0.0
        var meanLatency = 0.0
        var medianLatency = 0.0
        var latency95 = 0.0
        var latency99 = 0.0
        var meanInFlight = 0.0
        var deviceUtilization = 0.0
        var channelUtilization = 0.0

        /// `nil` without any.
        init?(_ runs: [LoadMetrics]) {
            guard !runs.isEmpty else { return nil }
            let count = Double(runs.count)
            for run in runs {
                throughput += run.throughput / count
                meanLatency += run.meanLatency / count
                medianLatency += run.medianLatency / count
                latency95 += run.latency95 / count
                latency99 += run.latency99 / count
                meanInFlight += run.meanInFlight / count
                deviceUtilization += run.deviceUtilization / count
                channelUtilization += run.channelUtilization / count
            }
        }
    }

    var hasLoad: Bool { points.contains { $0.load != nil } }

    func loadTable(rowLimit: Int) -> String {
        var table = TextTable(
            title: repetitions > 1 ? "\(title)\nMeans of \(repetitions) repetitions." : title,
            columns: axisTitles.map { TextTable.Column($0.capitalizedFirst, .left) }
                + [
                    .init("Throughput", .right), .init("Mean latency", .right), .init("Median", .right),
                    .init("95 %", .right), .init("99 %", .right), .init("Under way", .right), .init("Device", .right),
                    .init("Channel", .right),
                ])
        for point in points.prefix(rowLimit) {
            guard let load = point.load else { continue }
            table.append(
                point.labels + [
                    "\(HumanFormat.fixed(load.throughput, decimals: 4)) /s", HumanFormat.seconds(load.meanLatency),
                    HumanFormat.seconds(load.medianLatency), HumanFormat.seconds(load.latency95),
                    HumanFormat.seconds(load.latency99), HumanFormat.fixed(load.meanInFlight, decimals: 2),
                    HumanFormat.percent(load.deviceUtilization, decimals: 0),
                    HumanFormat.percent(load.channelUtilization, decimals: 0),
                ])
        }
        let rest = points.count - rowLimit
        return table.render() + (rest > 0 ? "... and \(rest) more rows in the CSV\n" : "")
    }

    /// Median and 95 % quantile against the abscissa.
    func loadImage(xTitle: String) -> String? {
        let lines = series.flatMap { series in
            [\LoadFigures.medianLatency, \LoadFigures.latency95].enumerated().map { variant, figure in
                SVGLineChart.Series(
                    series.name.isEmpty ? "latency" : series.name,
                    series.points.compactMap { point in
                        point.load.map { .init(x: point.x!, y: $0[keyPath: figure]) }
                    }, variant: variant)
            }
        }
        guard lines.count <= 24 else { return nil }
        var chart = SVGLineChart(
            title: title, subtitle: "From the arrival of a request to its answer",
            xAxis: .init(xTitle.capitalizedFirst, unit: xUnit), yAxis: .init("Latency", unit: "s", includesZero: true),
            series: lines)
        chart.variantNames = ["median", "95 % of the requests are below"]
        return chart.render()
    }
}
