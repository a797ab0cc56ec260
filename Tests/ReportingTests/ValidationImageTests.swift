import NeuralNetworks
import Partitioning
import Testing

@testable import Reporting

/// Images of comparisons: clean in layout, and made for dark backgrounds too.
@Suite struct ValidationImageTests {
    private func check(_ svg: String, texts: [String], _ comment: Comment) throws {
        let image = try ParsedImage(svg)
        image.expectCleanLayout(comment)
        for text in texts { #expect(image.texts.contains { $0.content == text }, "'\(text)', \(comment)") }
        #expect(svg.contains("prefers-color-scheme: dark"), comment)
    }

    @Test func aTornadoNamesBothEndsOfEachParameter() throws {
        let chart = SVGTornadoChart(
            title: "What matters", subtitle: "Speed-up", axis: .init("Speed-up"), centre: 4,
            bars: [
                .init(name: "cluster.wireless.delivery", low: 2, high: 4, lowName: "mapReduce", highName: "direct"),
                .init(name: "cluster.wireless.wakeUp", low: 4.2, high: 3.9, lowName: "1 ms", highName: "10 ms"),
                .init(name: "a.b", low: 3, high: 2.5, lowName: "both", highName: "below"),
            ])
        let names = ["mapReduce", "direct", "1 ms", "10 ms", "both", "below", "as written: 4.00x", "2.5", "Speed-up"]
        try check(chart.render(), texts: names, "tornado")
        // From 2 to 4.2; the second bar reaches from 3.9 over the centre at 4 to 4.2.
        let bars = try ParsedImage(chart.render()).rectangles.filter { $0.title != nil }.map(\.box)
        let (centre, unit) = (bars[0].right, (bars[0].right - bars[0].left) / 2)
        #expect(abs(bars[2].right - centre - 0.2 * unit) < 0.02 || abs(bars[3].right - centre - 0.2 * unit) < 0.02)
    }

    @Test func aTornadoOfParametersWithoutEffectHasNoExtent() throws {
        let bar = SVGTornadoChart.Bar(name: "a", low: 1, high: 1, lowName: "x", highName: "y")
        let chart = SVGTornadoChart(title: "T", subtitle: "S", axis: .init("Speed-up"), centre: 1, bars: [bar])
        #expect(!chart.render().contains("nan"))
        _ = try ParsedImage(chart.render())
    }

    @Test func aScatterPlotHasAPanelAQuantity() throws {
        let plot = SVGScatterPlot(
            title: "Model against measurement", subtitle: "3 cases",
            panels: [
                .init(
                    title: "Goodput", unit: "Mbit/s",
                    series: [.init("single UDP", [(5, 5.2), (400, 390), (0, 1)]), .init("single TCP", [(20, 21)])]),
                .init(
                    title: "Delivery time", unit: "s", series: [.init("transfer UDP", [(0.00005, 0.00006), (8, 8)])]),
                .init(title: "Nothing", unit: "s", series: [.init("no", [])]),
            ])
        let names = ["single UDP", "transfer UDP", "Goodput, model (Mbit/s)", "Delivery time, ns-3 (s)", "0.001"]
        try check(plot.render(), texts: names, "scatter plot")
        #expect(!plot.render().contains("Nothing"))
        // Two, one and two points; those that are not positive are left out.
        #expect(plot.render().matches(of: /scale\(0.8\)/).count == 5)
    }

    @Test func aSparseMatrixIsDrawnInTheColoursOfItsWorkers() throws {
        // Two blocks on the diagonal and one entry beside them.
        let entries = [(0, 0), (1, 1), (2, 2), (3, 3), (0, 3)]
        let matrix = SparseMatrix(rowCount: 4, columnCount: 4, positions: entries.map { (row: $0.0, column: $0.1) })
        let partition = SparsePartition(
            workerCount: 2, owners: [0, 0, 0, 1, 1], inputOwners: [0, 0, 1, 1], outputOwners: [0, 0, 1, 1])
        let svg = SparseMatrixImage(matrix, partition: partition, title: "four by four").svg()
        try check(svg, texts: ["four by four", "worker 1", "worker 2"], "sparse matrix")
    }
}
