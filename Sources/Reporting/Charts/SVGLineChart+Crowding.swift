/// What to do about curves that lie on each other.
extension SVGLineChart {
    /// Whether the ends of many lines are closer than their names can be told apart.
    var isCrowded: Bool {
        let ends = series.compactMap { $0.points.last?.y }
        guard ends.count > 4, let least = ends.min(), let greatest = ends.max() else { return false }
        return (greatest - least) / Double(ends.count - 1) < 0.01 * greatest
    }

    /// Divides a speed-up by the devices along the x axis, which leaves what tells the lines apart.
    mutating func showEfficiency() {
        func divided(_ series: Series) -> Series {
            var series = series
            for index in series.points.indices {
                let point = series.points[index]
                series.points[index].y /= point.x
                series.points[index].errorBar = point.errorBar.map {
                    $0.lowerBound / point.x...$0.upperBound / point.x
                }
            }
            return series
        }
        series = series.map(divided)
        reference = reference.map(divided)
        yAxis = Axis("Efficiency")
        subtitle = "Speed-up over the fastest device alone, divided by the devices"
    }
}
