/// A Gantt chart: what each resource does over time.
struct SVGTimelineChart {
    /// An interval, in seconds.
    struct Bar {
        var begin, end: Double
        /// Shares of the interval with their colours, from its begin; they sum to 1.
        var parts: [(share: Double, colourIndex: Int)]
        /// Stands in the bar if there is room.
        var label: String?
        /// What appears when it is pointed at.
        var note: String
    }

    /// Bars in a row; they do not overlap.
    struct Lane {
        var name: String?
        var height: Double
        var bars: [Bar]
    }

    /// The lanes of a resource.
    struct Group {
        var name: String
        var detail: String
        var lanes: [Lane]
    }

    /// A phase of the whole, named above the lanes.
    struct Milestone {
        var name: String
        var begin, end: Double
        var note: String
    }

    /// A number that changes over time.
    struct Counter {
        var name: String
        var caption: String
        /// When it changes to what, from 0, in ascending order.
        var steps: [(time: Double, value: Int)]
    }

    var title: String
    var subtitle: String
    /// What is shown, in seconds.
    var range: ClosedRange<Double>
    var groups: [Group] = []
    var legend: [ChartLegend.Entry] = []
    var milestones: [Milestone] = []
    var counter: Counter?
    var width = 1200.0

    /// Creates a chart without bars.
    init(title: String, subtitle: String, range: ClosedRange<Double>) {
        self.title = title
        self.subtitle = subtitle
        self.range = range
    }

    /// The image as the text of an SVG file.
    func render() -> String { SVGTimelineRenderer(self).render() }
}
