/// A chart of lines or single points for publications, as a self-contained SVG image.
///
/// Every line is named at its end, in narrow images above the axes, and lines differ in colour and marker. The image
/// follows the light or dark setting of its viewer; programs that do not know that setting show the light version. Equal
/// charts give equal bytes.
package struct SVGLineChart: Hashable, Sendable {
    /// What an axis shows.
    package struct Axis: Hashable, Sendable {
        /// The quantity, such as `Latency`.
        package var title: String
        /// Its unit, such as `s`; `nil` for counts and ratios.
        package var unit: String?
        /// Whether the axis shows zero even when the data lie far from it.
        package var includesZero: Bool
        /// Whether equal ratios take equal distances; then all numbers must be positive, and zero is not shown.
        package var isLogarithmic: Bool

        /// Creates an axis.
        package init(_ title: String, unit: String? = nil, includesZero: Bool = false, isLogarithmic: Bool = false) {
            self.title = title
            self.unit = unit
            self.includesZero = includesZero
            self.isLogarithmic = isLogarithmic
        }

        /// The title with the unit in brackets.
        var caption: String { unit.map { "\(title) (\($0))" } ?? title }
    }

    /// An observation. All numbers are finite.
    package struct Point: Hashable, Sendable {
        /// The place on the x axis.
        package var x: Double
        /// The place on the y axis.
        package var y: Double
        /// The ends of the error bar on the y axis, if there is one.
        package var errorBar: ClosedRange<Double>?
        /// What appears when the mark is pointed at; by default name and numbers.
        package var note: String?

        /// Creates a point.
        package init(x: Double, y: Double, errorBar: ClosedRange<Double>? = nil, note: String? = nil) {
            self.x = x
            self.y = y
            self.errorBar = errorBar
            self.note = note
        }
    }

    /// A line with a name.
    package struct Series: Hashable, Sendable {
        /// The name at the end of the line.
        package var name: String
        /// The points in the order in which the line joins them.
        package var points: [Point]
        /// Which of the chart's variants the line is: the first is solid, the second dashed with hollow markers.
        package var variant = 0

        /// Creates a series; one without points is left out of the chart.
        package init(_ name: String, _ points: [Point], variant: Int = 0) {
            precondition((0...1).contains(variant), "there are two variants")
            self.name = name
            self.points = points
            self.variant = variant
        }
    }

    /// The question or the finding, above the chart.
    package var title: String
    /// The circumstances, under the title.
    package var subtitle: String?
    /// The horizontal axis. Its ticks are whole numbers when all x are.
    package var xAxis: Axis
    /// The vertical axis.
    package var yAxis: Axis
    /// The lines, which get colours and markers in this order.
    package var series: [Series]
    /// A dashed grey line without markers, such as the ideal speed-up.
    package var reference: Series?
    /// What the variants are called, such as `simulated` and `published`; empty without. Series of one name then share
    /// their colour, and the name stands once.
    package var variantNames: [String] = []
    /// Whether lines join the points of a series.
    package var joinsPoints = true
    /// The width of the view box in pixels.
    package var width = ChartStyle.standardWidth
    /// The height of the view box in pixels. The image gets higher when there are too many names for it.
    package var height = 440.0

    /// Creates a chart.
    package init(
        title: String,
        subtitle: String? = nil,
        xAxis: Axis,
        yAxis: Axis,
        series: [Series],
        reference: Series? = nil
    ) {
        self.title = title
        self.subtitle = subtitle
        self.xAxis = xAxis
        self.yAxis = yAxis
        self.series = series
        self.reference = reference
    }

    /// The image as the text of an SVG file. All coordinates must be finite.
    package func render() -> String {
        SVGLineChartRenderer(self).render()
    }
}
