import Reporting
import Testing

@Suite struct TerminalChartTests {
    private func chart(ascii: Bool = false, width: Int = 40) -> TerminalChart {
        let groups = [
            TerminalChart.Group(
                "2 workers",
                [.init("BODP", 1.42, "1.42x"), .init("grid", 1.6, "1.60x"), .init("none", 0, "0.00x")]
            ),
            TerminalChart.Group("10 workers", [.init("BODP", 2, "2.00x"), .init("grid", 0.001, "0.00x")]),
        ]
        return TerminalChart(title: "Speed-up", groups: groups, maximumWidth: width, ascii: ascii)
    }

    // The bars have 40 - 2 - 4 - 5 - 2 * 2 = 25 characters: 1.42 / 2 * 25 = 17.75, 1.6 / 2 * 25 = 20.
    @Test func drawsEighthsOfACharacter() {
        let expected = """
            Speed-up

            2 workers
              BODP  █████████████████▊         1.42x
              grid  ████████████████████       1.60x
              none                             0.00x
            10 workers
              BODP  █████████████████████████  2.00x
              grid  ▏                          0.00x

            """
        #expect(chart().render() == expected)
    }

    @Test func drawsInASCII() {
        let expected = """
            Speed-up

            2 workers
              BODP  ##################         1.42x
              grid  ####################       1.60x
              none                             0.00x
            10 workers
              BODP  #########################  2.00x
              grid  #                          0.00x

            """
        #expect(chart(ascii: true).render() == expected)
        #expect(expected.utf8.allSatisfy { $0 < 0x80 })
    }

    @Test(arguments: 28...100) func keepsToItsWidth(width: Int) {
        for line in chart(width: width).render().split(separator: "\n") { #expect(line.count <= width) }
    }

    @Test func shortensLongLabels() {
        let chart = TerminalChart(groups: [.init(nil, [.init("a rather long label", 1, "1 s")])], maximumWidth: 30)
        #expect(chart.render() == "a rather long…  ████████  1 s\n".replacing("long…", with: "long …"))
    }

    @Test func zerosAloneHaveNoBars() {
        let chart = TerminalChart(groups: [.init(nil, [.init("a", 0, "0")])], maximumWidth: 20)
        #expect(chart.render() == "a" + String(repeating: " ", count: 18) + "0\n")
    }
}
