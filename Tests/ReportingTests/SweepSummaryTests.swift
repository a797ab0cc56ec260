import Experiments
import ScenarioFiles
import Testing

@testable import Reporting

@Suite struct SweepSummaryTests {
    private func summary(_ file: ScenarioFile) throws -> SweepSummary {
        let (file, records) = try sweep(file)
        return SweepSummary(records, file: file)
    }

    private static let devices = #"{"cluster.devices": [1, 2]}"#
    private static let deliveries =
        #"{"cluster.wireless.delivery": ["direct", "mapReduce"], "cluster.devices": [1, 2]}"#

    @Test func theTableHasARowAPoint() throws {
        let text = try summary(try twoPhones(sweep: Self.deliveries)).table()
        #expect(
            text == """
                Two phones

                Delivery   Devices   Latency  Speed-up  Efficiency   Compute  Wake-up  Transmission  Messages      Sent
                ───────────────────────────────────────────────────────────────────────────────────────────────────────
                direct     1          886 µs     1.00x        100%    886 µs      0 s           0 s         0       0 B
                direct     2            9 ms     0.10x          5%  445.4 µs     4 ms          5 ms         4  4.88 KiB
                mapReduce  1          886 µs     1.00x        100%    886 µs      0 s           0 s         0       0 B
                mapReduce  2        9.845 ms     0.09x          4%  445.4 µs     4 ms        5.4 ms         4  5.27 KiB

                """)
    }

    @Test func theTableSaysThatItShowsMeans() throws {
        let text = try summary(try twoPhones(sweep: Self.devices, "repetitions=3")).table()
        #expect(text.hasPrefix("Two phones\nMeans of 3 repetitions, \u{b1} half the 95 % interval.\n\nDevices"))
        #expect(text.split(separator: "\n").filter { $0.first?.isNumber == true }.count == 2)
    }

    @Test func aLongTableIsCutWithANote() throws {
        let text = try summary(try twoPhones(sweep: #"{"seed": [1, 2, 3, 4, 5]}"#)).table(rowLimit: 2)
        #expect(text.hasSuffix("... and 3 more rows in the CSV\n"))
        #expect(text.split(separator: "\n").filter { $0.first?.isNumber == true }.count == 2)
    }

    @Test func theChartHasAGroupASeries() throws {
        let chart = try summary(try twoPhones(sweep: Self.deliveries)).chart(width: 50, ascii: true)
        #expect(
            chart == """
                Speed-up

                direct
                  devices 1  ##############################  1.00x
                  devices 2  ###                             0.10x
                mapReduce
                  devices 1  ##############################  1.00x
                  devices 2  ###                             0.09x

                """)
    }

    @Test func quantitiesStandInTheChartWithTheirUnit() throws {
        let file = try twoPhones(sweep: #"{"cluster.wireless.rate": ["8 Mbit/s", "2 MB/s"]}"#)
        let chart = try #require(try summary(file).chart(width: 50, ascii: true))
        #expect(chart.contains("\n8 Mbit/s "))
        #expect(chart.contains("\n16 Mbit/s "))
    }

    @Test func aSinglePointNeedsNoChart() throws {
        #expect(try summary(try twoPhones()).chart(width: 80, ascii: false) == nil)
    }

    @Test func tooManyPointsAreNoChartForTheTerminal() throws {
        let seeds = (0..<5).map(String.init).joined(separator: ",")
        let summary = try summary(try twoPhones(sweep: #"{"seed": [\#(seeds)]}"#))
        #expect(summary.chart(width: 80, ascii: false, barLimit: 4) == nil)
        #expect(summary.chart(width: 80, ascii: false, barLimit: 5) != nil)
    }

    @Test func theImageNeedsANumericAxis() throws {
        #expect(try summary(try twoPhones()).image() == nil)
        let names = #"{"cluster.wireless.delivery": ["direct", "relay"], "convolution": ["bodp", "ftp"]}"#
        #expect(try summary(try twoPhones(sweep: names)).image() == nil)
        let image = try #require(try summary(try twoPhones(sweep: Self.deliveries)).image())
        #expect(image.hasPrefix("<svg") || image.hasPrefix("<?xml"))
        for text in ["Two phones", "Devices", "Speed-up", "direct", "mapReduce", "ideal"] {
            #expect(image.contains(">\(text)<") || image.contains(text))
        }
    }

    @Test func onlyTheNumberOfDevicesHasAnIdealLine() throws {
        let image = try #require(
            try summary(try twoPhones(sweep: #"{"cluster.wireless.rate": ["8 Mbit/s", "1 Mbit/s"]}"#)).image())
        #expect(!image.contains("ideal"))
        #expect(image.contains("Wireless rate (Mbit/s)"))
    }

    @Test func aWirelessModelCalledIdealIsNoIdealLine() throws {
        let axes = #"{"cluster.wireless.fidelity": ["ideal"], "name": ["ideal", "b"], "cluster.devices": [1, 2]}"#
        let image = try #require(try summary(try twoPhones(sweep: axes)).image())
        #expect(image.contains(">linear<") && image.contains(">ideal<"))
    }

    @Test func switchesSayWhatTheySwitch() throws {
        let axes = #"{"cluster.groupOwner.computes": [true, false], "cluster.devices": [1]}"#
        let chart = try #require(try summary(try twoPhones(sweep: axes)).chart(width: 60, ascii: true))
        #expect(chart.contains("computes: yes") && chart.contains("computes: no"))
    }

    @Test func wideRangesHaveALogarithmicAxis() throws {
        func places(_ rates: String) throws -> [Double] {
            let image = try #require(
                try summary(try twoPhones(sweep: "{\"cluster.wireless.rate\": [\(rates)]}")).image())
            return image.matches(of: #/translate\(([0-9.]+) [0-9.]+\)/#).map { Double($0.output.1)! }
        }
        let wide = try places(#""1 Mbit/s", "10 Mbit/s", "100 Mbit/s""#)
        #expect(abs(wide[1] - wide[0] - (wide[2] - wide[1])) < 0.02)
        let narrow = try places(#""1 Mbit/s", "4 Mbit/s", "10 Mbit/s""#)
        #expect(abs((narrow[2] - narrow[0]) / (narrow[1] - narrow[0]) - 3) < 0.01)
    }

    // Speed-ups of 2 on 2 devices with 1 % between the lines at 4: efficiencies are what differs.
    @Test func crowdedLinesShowEfficiencies() throws {
        func chart(_ ends: [Double]) -> SVGLineChart {
            let lines = ends.enumerated().map {
                SVGLineChart.Series("\($0)", [.init(x: 2, y: 2), .init(x: 4, y: $1, errorBar: $1 - 0.4...$1 + 0.4)])
            }
            return SVGLineChart(title: "", xAxis: .init("Devices"), yAxis: .init("Speed-up"), series: lines)
        }
        #expect(!chart([1, 2, 3, 3.5, 4]).isCrowded)
        #expect(!chart([3.9, 3.91, 3.92]).isCrowded)
        var crowded = chart([3.6, 3.61, 3.62, 3.63, 3.64])
        #expect(crowded.isCrowded)
        crowded.showEfficiency()
        #expect(crowded.series[0].points == [.init(x: 2, y: 1), .init(x: 4, y: 0.9, errorBar: 0.8...1)])
        #expect(crowded.yAxis.title == "Efficiency")
    }

    @Test func titlesAreEscapedInTheImage() throws {
        let image = try #require(try summary(try twoPhones(sweep: Self.devices, title: "A < B & C")).image())
        #expect(image.contains("A &lt; B &amp; C"))
    }

    @Test func whatAdvancesTogetherIsOneSeries() throws {
        let zipped = #"{"zip": {"cluster.devices": [1, 2], "cluster.wireless.rate": ["8 Mbit/s", "16 Mbit/s"]}}"#
        let chart = try #require(try summary(try twoPhones(sweep: zipped)).chart(width: 60, ascii: true))
        #expect(chart.contains("\ndevices 1 ") && chart.contains("\ndevices 2 "))
    }

    @Test func pointsThatCannotRunAreLeftOut() throws {
        let axes = #"{"cluster.source": ["worker-1"], "cluster.devices": [1, 2]}"#
        let text = try summary(try twoPhones(sweep: axes)).table()
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("worker-1") }.count == 1)
    }
}
