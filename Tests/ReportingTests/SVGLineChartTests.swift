import TestSupport
import Testing

@testable import Reporting

@Suite struct SVGLineChartTests {
    private func series(_ name: String, _ ys: [Double]) -> SVGLineChart.Series {
        SVGLineChart.Series(name, ys.enumerated().map { .init(x: Double($0.offset + 1), y: $0.element) })
    }

    private static let golden = #"""
        <rect class="background" width="100%" height="100%" fill="#FFFFFF"/>
        <text class="ink" x="24" y="38" font-size="18" fill="#1F2328" font-weight="600">T</text>
        <path class="grid" d="M50.17 380H672.19M50.17 282.33H672.19M50.17 184.67H672.19M50.17 87H672.19" fill="none" stroke="#E4E7EB"/>
        <path class="axis" d="M50.17 380H672.19M64.17 380v5M658.19 380v5" fill="none" stroke="#6E7781"/>
        <text class="muted" x="42.17" y="384" font-size="12" fill="#59636E" text-anchor="end">0.0</text>
        <text class="muted" x="42.17" y="286.33" font-size="12" fill="#59636E" text-anchor="end">0.5</text>
        <text class="muted" x="42.17" y="188.67" font-size="12" fill="#59636E" text-anchor="end">1.0</text>
        <text class="muted" x="42.17" y="91" font-size="12" fill="#59636E" text-anchor="end">1.5</text>
        <text class="muted" x="64.17" y="399" font-size="12" fill="#59636E" text-anchor="middle">0</text>
        <text class="muted" x="658.19" y="399" font-size="12" fill="#59636E" text-anchor="middle">1</text>
        <text class="ink" x="24" y="69" font-size="13" fill="#1F2328">y (s)</text>
        <text class="ink" x="361.18" y="424" font-size="13" fill="#1F2328" text-anchor="middle">x</text>
        <path class="line-0" d="M64.17 380L658.19 184.67" fill="none" stroke="#0072B2" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/>
        <path class="error-bars line-0" d="M654.19 87h8M658.19 87V282.33M654.19 282.33h8" fill="none" stroke="#0072B2" stroke-width="1.25"/>
        <g class="fill-0" fill="#0072B2">
        <path class="halo" transform="translate(64.17 380)" d="M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z" stroke="#FFFFFF"><title>a: x 0, y 0 s</title></path>
        <path class="halo" transform="translate(658.19 184.67)" d="M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0Z" stroke="#FFFFFF"><title>a: x 1, y 1 s</title></path>
        </g>
        <path class="line-0" d="M666.19 184.67L683.19 184.67" fill="none" stroke="#0072B2"/>
        <text class="ink" x="688.19" y="189.17" font-size="13" fill="#1F2328">a</text>
        </svg>

        """#

    private func chart(_ series: [SVGLineChart.Series], reference: SVGLineChart.Series? = nil) -> SVGLineChart {
        SVGLineChart(
            title: "Speed-up of VGG-16",
            subtitle: "40 Mbit/s, shared",
            xAxis: .init("Workers"),
            yAxis: .init("Latency", unit: "s", includesZero: true),
            series: series,
            reference: reference
        )
    }

    @Test func namesAxesWithUnitsAndEachWholeNumber() throws {
        let texts = try ParsedImage(chart([series("BODP", [1, 1.5, 2])]).render()).texts.map(\.content)
        let expected = ["Speed-up of VGG-16", "40 Mbit/s, shared", "0.0", "0.5", "1.0", "1.5", "2.0", "1", "2", "3"]
        #expect(texts == expected + ["Latency (s)", "Workers", "BODP"])
    }

    @Test func textIsEscaped() throws {
        var chart = chart([series("a < b & \"c\"", [1, 2])])
        chart.title = "<script>'&"
        let image = try ParsedImage(chart.render())
        #expect(image.texts.first?.content == "<script>'&")
        #expect(image.texts.last?.content == "a < b & \"c\"")
    }

    @Test func equalChartsGiveEqualBytes() {
        let chart = chart([series("a", [1, 2]), series("b", [2, 1])], reference: series("ideal", [1, 2]))
        #expect(chart.render() == chart.render())
        #expect(chart.render().contains("prefers-color-scheme: dark"))
        #expect(chart.render().contains("stroke-dasharray=\"6 4\""))
    }

    @Test func errorBarsAreDrawnAndShown() throws {
        let points = [SVGLineChart.Point(x: 1, y: 2, errorBar: 1...9), .init(x: 2, y: 2, errorBar: 2...2)]
        let text = chart([.init("a", points)]).render()
        #expect(text.contains("error-bars"))
        #expect(try ParsedImage(text).texts.map(\.content).contains("10"))
    }

    @Test func aTinyChartIsWrittenAsExpected() throws {
        let image = SVGLineChart(
            title: "T", xAxis: .init("x"), yAxis: .init("y", unit: "s", includesZero: true),
            series: [.init("a", [.init(x: 0, y: 0), .init(x: 1, y: 1, errorBar: 0.5...1.5)])]
        ).render()
        let drawing = image.split(separator: "</style>\n")[1]
        #expect(String(drawing) == Self.golden)
    }

    @Test func variantsShareColourAndName() throws {
        var chart = chart([
            .init("bodp", [.init(x: 1, y: 1), .init(x: 2, y: 4)], variant: 1),
            .init("bodp", [.init(x: 1, y: 1), .init(x: 2, y: 5)]),
            .init("grid", [.init(x: 1, y: 2), .init(x: 2, y: 2)], variant: 1),
        ])
        chart.variantNames = ["simulated", "published"]
        for width in [720.0, 380] {
            chart.width = width
            let text = chart.render()
            let image = try ParsedImage(text)
            image.expectCleanLayout("variants, \(width)")
            let texts = image.texts.map(\.content)
            #expect(Set(["simulated", "published", "bodp", "grid"]).isSubset(of: texts))
            #expect(texts.count { $0 == "bodp" } == 1)
            // Both lines of a name in one colour, the published ones dashed.
            #expect(text.matches(of: /class="line-0" d=[^>]*stroke-width="(2|1.5)"/).count == 2)
            #expect(text.matches(of: /class="line-[01]" d=[^>]*stroke-dasharray="4 3"/).count == 2)
            #expect(!text.contains("line-2\" d"))
            #expect(text.contains("bodp, published: Workers 2, Latency 4 s"))
        }
    }

    @Test func longNamesTakeTwoLines() throws {
        let name = "a scheme (with=several;settings=of;its=own;and=more)"
        let image = try ParsedImage(chart([series(name, [1, 2]), series("other", [1.9, 1.99])]).render())
        image.expectCleanLayout("two lines")
        #expect(image.texts.suffix(3).map(\.content).joined(separator: "").contains("settings=of;"))
        #expect(!image.texts.contains { $0.content.contains("…") })
    }

    @Test func narrowChartsNameLinesAboveTheAxes() throws {
        var chart = chart([series("a long name of a partitioner", [1, 2]), series("another long name", [2, 1])])
        chart.width = 380
        let image = try ParsedImage(chart.render())
        image.expectCleanLayout("narrow")
        let axis = try #require(image.texts.first { $0.content == "Latency (s)" })
        let name = try #require(image.texts.first { $0.content == "another long name" })
        #expect(name.box.bottom <= axis.box.top)
    }

    @Test func logarithmicAxesHaveEqualDistancesForEqualRatios() throws {
        let points = [1.0, 10, 100].map { SVGLineChart.Point(x: $0, y: $0) }
        let chart = SVGLineChart(
            title: "", xAxis: .init("x", isLogarithmic: true), yAxis: .init("y", isLogarithmic: true),
            series: [.init("a", points)])
        let layout = SVGLineChartLayout(chart)
        let places = points.map(layout.place)
        #expect(abs(places[1].x - places[0].x - (places[2].x - places[1].x)) < 1e-9)
        #expect(abs(places[1].y - places[0].y - (places[2].y - places[1].y)) < 1e-9)
    }

    @Test func aChartWithoutPointsSaysSo() throws {
        #expect(try ParsedImage(chart([.init("a", [])]).render()).texts.map(\.content).contains("no data"))
    }

    @Test func manySeriesMakeTheImageHigher() throws {
        let image = try ParsedImage(chart((0..<40).map { series("series \($0)", [1, 2]) }).render())
        #expect(image.height > 440)
        image.expectCleanLayout("40 series")
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func noTextOverlapsAnotherOrLeavesTheImage(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let scale = [1e-6, 1, 1e7].randomElement(using: &generator)!
        let series = (0..<Int.random(in: 1...12, using: &generator)).map { index in
            let count = Int.random(in: 1...9, using: &generator)
            let ys = (0..<count).map { _ in Double.random(in: 0...1, using: &generator) * scale }
            return self.series("partitioner number \(index)", ys)
        }
        var chart = chart(series, reference: self.series("ideal", [0.5 * scale, scale]))
        if seed.isMultiple(of: 2) { chart.title = Array(repeating: "word", count: 40).joined(separator: " ") }
        try ParsedImage(chart.render()).expectCleanLayout("seed \(seed)")
        chart.width = 380
        chart.xAxis.isLogarithmic = seed.isMultiple(of: 3)
        try ParsedImage(chart.render()).expectCleanLayout("narrow, seed \(seed)")
    }
}
