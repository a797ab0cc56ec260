/// Horizontal bars made of characters, for a look at numbers in a terminal.
package struct TerminalChart: Hashable, Sendable {
    /// One bar.
    package struct Bar: Hashable, Sendable {
        /// The text before the bar.
        package var label: String
        /// The length of the bar, at least 0 and finite.
        package var value: Double
        /// The text behind the bar, with the unit.
        package var valueText: String

        /// Creates a bar.
        package init(_ label: String, _ value: Double, _ valueText: String) {
            precondition(value.isFinite && value >= 0, "a bar cannot show \(value)")
            self.label = label
            self.value = value
            self.valueText = valueText
        }
    }

    /// Bars that belong together.
    package struct Group: Hashable, Sendable {
        /// A line above the bars, which are then indented.
        package var title: String?
        /// The bars from top to bottom.
        package var bars: [Bar]

        /// Creates a group.
        package init(_ title: String? = nil, _ bars: [Bar]) {
            self.title = title
            self.bars = bars
        }
    }

    /// A line above the chart, if any.
    package var title: String?
    /// The groups from top to bottom; all bars have the same scale.
    package var groups: [Group]
    /// The number of characters that no line exceeds, as long as values and the shortest bars fit into it.
    package var maximumWidth: Int
    /// Whether to use ASCII characters only in bars; their resolution is then one character instead of an eighth.
    package var ascii: Bool

    /// Creates a chart.
    package init(title: String? = nil, groups: [Group], maximumWidth: Int = 80, ascii: Bool = false) {
        self.title = title
        self.groups = groups
        self.maximumWidth = maximumWidth
        self.ascii = ascii
    }

    /// The chart, with a line feed after each line. The longest bar stands for the largest value.
    package func render() -> String {
        let bars = groups.flatMap(\.bars)
        let largest = bars.map(\.value).max() ?? 0
        let indentation = groups.contains { $0.title != nil } ? "  " : ""
        let valueWidth = bars.map(\.valueText.count).max() ?? 0
        let room = maximumWidth - indentation.count - valueWidth - 2 * Self.gap.count
        let longestLabel = bars.map(\.label.count).max() ?? 0
        let labelWidth = min(longestLabel, max(room - Self.shortestBarWidth, Self.shortestLabelWidth))
        let barWidth = max(room - labelWidth, Self.shortestBarWidth)

        var lines: [String] = []
        if let title { lines += [title, ""] }
        for group in groups {
            if let title = group.title { lines.append(title) }
            for bar in group.bars {
                let label = padded(shortened(bar.label, to: labelWidth), to: labelWidth)
                let share = largest > 0 ? bar.value / largest : 0
                let drawing = padded(drawing(share: share, width: barWidth), to: barWidth)
                let space = String(repeating: " ", count: valueWidth - bar.valueText.count)
                lines.append(indentation + label + Self.gap + drawing + Self.gap + space + bar.valueText)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static let gap = "  "
    private static let shortestBarWidth = 8
    private static let shortestLabelWidth = 8
    private static let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

    private func drawing(share: Double, width: Int) -> String {
        let parts = ascii ? 1 : 8
        var length = Int((share * Double(width * parts)).rounded())
        // A small number differs from none.
        if share > 0 { length = max(length, 1) }
        let whole = String(repeating: ascii ? "#" : "█", count: length / parts)
        return ascii ? whole : whole + Self.eighths[length % parts]
    }

    private func shortened(_ text: String, to width: Int) -> String {
        guard text.count > width else { return text }
        let ellipsis = ascii ? "..." : "…"
        return String(text.prefix(width - ellipsis.count)) + ellipsis
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
