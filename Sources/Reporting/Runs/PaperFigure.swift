import Experiments
import ScenarioFiles

/// A chart of published and simulated curves of one metric under the same circumstances.
struct PaperFigure {
    var name: String
    var chart: SVGLineChart

    /// Fields that may lie along the horizontal axis, the first that varies is taken.
    private static let axes = [
        (field: "workers", title: "Devices", unit: nil as String?), ("bandwidthMbps", "Bandwidth", "Mbit/s"),
    ]

    /// Charts of all curves of two points or more, in the order of the observations.
    static func figures(of paper: PaperValidation.Paper) -> [PaperFigure] {
        var figures: [PaperFigure] = []
        for axis in axes {
            struct Curve {
                var circumstances: String
                var label: String
                var rows: [PaperValidation.Row]
            }
            var curves: [Curve] = []
            for row in paper.rows where row.observation.number(axis.field) != nil && row.value != nil {
                let observation = row.observation
                let label = ["scheme", "grid"].compactMap { observation.text($0) }.joined(separator: " ")
                let circumstances =
                    observation.metric + " " + observation.label(without: ["scheme", "grid", axis.field])
                if let index = curves.firstIndex(where: { $0.label == label && $0.circumstances == circumstances }) {
                    curves[index].rows.append(row)
                } else {
                    curves.append(Curve(circumstances: circumstances, label: label, rows: [row]))
                }
            }
            curves = curves.filter { $0.rows.count > 1 }
            var seen: [String] = []
            for circumstances in curves.map(\.circumstances) where !seen.contains(circumstances) {
                seen.append(circumstances)
                let group = curves.filter { $0.circumstances == circumstances }
                let first = group[0].rows[0].observation
                let series = group.flatMap { curve in
                    let rows = curve.rows.sorted {
                        $0.observation.number(axis.field)! < $1.observation.number(axis.field)!
                    }
                    func points(_ value: (PaperValidation.Row) -> Double) -> [SVGLineChart.Point] {
                        rows.map { .init(x: $0.observation.number(axis.field)!, y: value($0)) }
                    }
                    return [
                        SVGLineChart.Series(curve.label, points(\.observation.value), variant: 1),
                        SVGLineChart.Series(curve.label, points { $0.value! }),
                    ]
                }
                let subtitle = Self.words(of: first, without: ["scheme", "grid", axis.field])
                let metric = words(first.metric).capitalizedFirst
                let xs = series.flatMap { $0.points.map(\.x) }
                // Devices, which have no unit, are counted.
                let isLogarithmic = axis.unit != nil && AxisScale.Kind(suiting: xs) == .logarithmic
                var chart = SVGLineChart(
                    title: "\(paper.title): \(metric.lowercasedFirst)",
                    subtitle: subtitle.isEmpty ? nil : subtitle,
                    xAxis: .init(axis.title, unit: axis.unit, isLogarithmic: isLogarithmic),
                    yAxis: .init(metric, unit: first.unit == "x" ? nil : first.unit, includesZero: true),
                    series: series)
                chart.variantNames = ["simulated", "published"]
                figures.append(PaperFigure(name: "\(paper.name)-\(figures.count + 1)", chart: chart))
            }
        }
        return figures
    }

    /// What was the same for all points, in words with units.
    private static func words(of observation: PaperObservation, without omitted: Set<String>) -> String {
        observation.conditions.filter { !omitted.contains($0.key) }.map { field in
            let value = field.value.plainText
            return switch field.key {
            case "model", "network": value
            case "clockMHz": "\(value) MHz"
            case "bandwidthMbps": "\(value) Mbit/s"
            case "workers": value == "1" ? "1 device" : "\(value) devices"
            default: "\(words(field.key)) \(value)"
            }
        }.joined(separator: ", ").capitalizedFirst
    }

    private static func words(_ name: String) -> String {
        name == "speedup" ? "speed-up" : name.camelCaseWords
    }
}
