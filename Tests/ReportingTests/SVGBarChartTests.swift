import TestSupport
import Testing

@testable import Reporting

@Suite struct SVGBarChartTests {
    private func bar(_ label: String, _ values: [Double]) -> SVGBarChart.Bar {
        SVGBarChart.Bar(label, values.map { .init($0, note: "\(label) \($0)") }, valueText: "\(values.reduce(0, +)) s")
    }

    @Test func partsLieBesideEachOtherInTheirColours() throws {
        var chart = SVGBarChart(
            title: "T", axis: .init("Time", unit: "s"),
            groups: [.init(nil, [bar("one", [3, 1]), bar("two", [0, 2])])])
        chart.partNames = [.init("Computing", colourIndex: 0), .init("Waiting", colourIndex: nil)]
        let image = try ParsedImage(chart.render())
        let parts = image.rectangles.filter { $0.title != nil }
        #expect(parts.map(\.title) == ["one 3.0", "one 1.0", "two 2.0"])
        #expect(parts.map(\.fill) == ["fill-0", "quiet", "quiet"])
        // Lengths are as 3 : 1 : 2, and the second part begins where the first ends.
        #expect(abs(parts[0].box.width - 3 * parts[1].box.width) < 0.05)
        #expect(abs(parts[2].box.width - 2 * parts[1].box.width) < 0.05)
        #expect(abs(parts[0].box.right - parts[1].box.left) < 0.02)
        #expect(parts[2].box.left == parts[0].box.left)
    }

    @Test func namesUnitsAndLegendAreShown() throws {
        var chart = SVGBarChart(title: "T", axis: .init("Time", unit: "ms"), groups: [.init("G", [bar("b", [1])])])
        chart.partNames = [.init("Computing", colourIndex: 0)]
        chart.markName = "Latency"
        let texts = try ParsedImage(chart.render()).texts.map(\.content)
        for text in ["T", "Computing", "Latency", "Time (ms)", "G", "b", "1.0 s"] { #expect(texts.contains(text)) }
    }

    @Test func aChartWithoutBarsSaysSo() throws {
        let chart = SVGBarChart(title: "T", axis: .init("Time"), groups: [])
        #expect(try ParsedImage(chart.render()).texts.map(\.content).contains("no data"))
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func noTextOverlapsAnotherOrLeavesTheImage(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let scale = [1e-5, 1, 1e9].randomElement(using: &generator)!
        let parts = Int.random(in: 1...5, using: &generator)
        let groups = (0..<Int.random(in: 1...6, using: &generator)).map { group in
            let bars = (0..<Int.random(in: 1...8, using: &generator)).map { index in
                let values = (0..<parts).map { _ in Double.random(in: 0...1, using: &generator) * scale }
                var bar = SVGBarChart.Bar(
                    "setting \(index) of a partitioner", values.map { .init($0) },
                    valueText: HumanFormat.significant(values.reduce(0, +)) + " s")
                bar.mark = Double.random(in: 0...2, using: &generator) * scale
                bar.errorBar = 0.1 * scale...2 * scale
                return bar
            }
            return SVGBarChart.Group(group.isMultiple(of: 2) ? "group \(group)" : nil, bars)
        }
        for width in [380.0, 720] {
            var chart = SVGBarChart(title: "Bars", axis: .init("Time", unit: "s"), groups: groups)
            chart.partNames = (0..<parts).map { .init("part number \($0)", colourIndex: $0) }
            chart.width = width
            try ParsedImage(chart.render()).expectCleanLayout("seed \(seed), width \(width)")
        }
    }
}
