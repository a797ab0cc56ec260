/// A chart of horizontal bars, whole or stacked from parts, as a self-contained SVG image.
///
/// Bars lie, so that each has its name beside it whatever their number, on a page as on a phone; the image gets as high
/// as it must. Colours follow the light or dark setting of the viewer. Equal charts give equal bytes.
package struct SVGBarChart: Hashable, Sendable {
    /// A part of a bar.
    package struct Part: Hashable, Sendable {
        /// Its length, at least 0 and finite.
        package var value: Double
        /// What appears when it is pointed at.
        package var note: String?

        /// Creates a part.
        package init(_ value: Double, note: String? = nil) {
            self.value = value
            self.note = note
        }
    }

    /// A bar.
    package struct Bar: Hashable, Sendable {
        /// The text before it.
        package var label: String
        /// From the left, in the order of `partNames`; of a bar without parts' names the only one.
        package var parts: [Part]
        /// The colour of the only part; parts with names have the colours of their order.
        package var colourIndex = 0
        /// The text behind it, with the unit.
        package var valueText: String
        /// The ends of the error bar, if there is one.
        package var errorBar: ClosedRange<Double>?
        /// Where an upright line crosses the bar, if there is one.
        package var mark: Double?

        /// Creates a bar.
        package init(_ label: String, _ parts: [Part], valueText: String) {
            precondition(parts.allSatisfy { $0.value.isFinite && $0.value >= 0 }, "a bar has a length")
            self.label = label
            self.parts = parts
            self.valueText = valueText
        }

        /// The length of the whole.
        var total: Double { parts.reduce(0) { $0 + $1.value } }
    }

    /// Bars that belong together.
    package struct Group: Hashable, Sendable {
        /// A line above the bars.
        package var title: String?
        /// The bars from top to bottom.
        package var bars: [Bar]

        /// Creates a group.
        package init(_ title: String? = nil, _ bars: [Bar]) {
            self.title = title
            self.bars = bars
        }
    }

    /// What a part of bars is called.
    package struct PartName: Hashable, Sendable {
        /// The name in the legend.
        package var name: String
        /// Its colour; `nil` for what is there without being work.
        package var colourIndex: Int?

        /// Creates a name.
        package init(_ name: String, colourIndex: Int?) {
            self.name = name
            self.colourIndex = colourIndex
        }
    }

    /// The question or the finding, above the chart.
    package var title: String
    /// The circumstances, under the title.
    package var subtitle: String?
    /// What the lengths show.
    package var axis: SVGLineChart.Axis
    /// The parts that bars consist of; empty when each has one.
    package var partNames: [PartName] = []
    /// What the upright lines show; `nil` without any.
    package var markName: String?
    /// The groups from top to bottom.
    package var groups: [Group]
    /// The width of the view box in pixels.
    package var width = ChartStyle.standardWidth

    /// Creates a chart.
    package init(title: String, subtitle: String? = nil, axis: SVGLineChart.Axis, groups: [Group]) {
        self.title = title
        self.subtitle = subtitle
        self.axis = axis
        self.groups = groups
    }

    /// The image as the text of an SVG file.
    package func render() -> String { SVGBarChartRenderer(self).render() }
}
