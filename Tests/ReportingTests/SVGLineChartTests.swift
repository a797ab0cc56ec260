import Foundation
import TestSupport
import Testing

@testable import Reporting

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite struct SVGLineChartTests {
    private func series(_ name: String, _ ys: [Double]) -> SVGLineChart.Series {
        SVGLineChart.Series(name, ys.enumerated().map { .init(x: Double($0.offset + 1), y: $0.element) })
    }

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
    }
}

/// The texts of an SVG image with estimates of the space they take.
private struct ParsedImage {
    struct Text {
        let content: String
        let box: LayoutBox
    }

    let texts: [Text]
    let width: Double
    let height: Double

    init(_ svg: String) throws {
        let parser = XMLParser(data: Data(svg.utf8))
        let collector = Collector()
        parser.delegate = collector
        try #require(parser.parse(), "not well-formed: \(String(describing: parser.parserError))")
        texts = collector.texts
        width = collector.width
        height = collector.height
    }

    func expectCleanLayout(_ comment: Comment) {
        let image = LayoutBox(left: 0, top: 0, right: width, bottom: height)
        for (index, text) in texts.enumerated() {
            #expect(image.contains(text.box), "'\(text.content)' leaves the image, \(comment)")
            for other in texts[..<index] {
                #expect(!text.box.overlaps(other.box), "'\(text.content)' on '\(other.content)', \(comment)")
            }
        }
    }

    private final class Collector: NSObject, XMLParserDelegate {
        var texts: [Text] = []
        var width = 0.0
        var height = 0.0
        private var attributes: [String: String] = [:]
        private var content = ""

        func parser(
            _ parser: XMLParser,
            didStartElement name: String,
            namespaceURI: String?,
            qualifiedName: String?,
            attributes: [String: String]
        ) {
            if name == "svg" {
                width = Double(attributes["width"]!)!
                height = Double(attributes["height"]!)!
            }
            self.attributes = attributes
            content = ""
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            content += string
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            guard name == "text" else { return }
            let size = Double(attributes["font-size"]!)!
            let width = TextMetrics.width(content, fontSize: size)
            let x = Double(attributes["x"]!)!
            let y = Double(attributes["y"]!)!
            let left =
                switch attributes["text-anchor"] {
                case "end": x - width
                case "middle": x - width / 2
                default: x
                }
            let box = LayoutBox(left: left, top: y - size * 0.75, right: left + width, bottom: y + size * 0.22)
            texts.append(Text(content: content, box: box))
        }
    }
}
