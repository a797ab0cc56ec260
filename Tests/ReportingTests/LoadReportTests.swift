import Experiments
import Foundation
import Reporting
import ScenarioFiles
import Simulator
import Testing
import Units

@Suite struct LoadReportTests {
    private static let load = #"load={"arrivals": {"process": "periodic", "interval": "20 ms"}, "requests": 4}"#

    @Test func theColumnsOfALoadStandBehindAllOthers() throws {
        let (file, records) = try sweep(try twoPhones(sweep: #"{"computeVariation": [0, 0.1]}"#, Self.load))
        let table = ResultsTable.make(records, axes: file.axes)
        #expect(
            Array(table.columns.dropFirst(ResultsTable.standardColumns.count)) == [
                "compute_variation", "sources", "requests", "throughput_per_s", "load_latency_mean_s",
                "load_latency_p50_s", "load_latency_p95_s", "load_latency_p99_s", "load_latency_max_s",
                "in_flight_mean", "in_flight_max", "device_utilization", "channel_utilization",
            ])
        let row = try #require(table.rows.first)
        // One request every 20 ms, each 9 ms as alone.
        let latency = CSVCell.double(records[0].metrics.latency.seconds)
        #expect(Array(row.suffix(12).prefix(2)) == [.int(1), .int(4)])
        #expect(Array(row.suffix(9).prefix(5)) == [latency, latency, latency, latency, latency])
        let plain = try sweep(try twoPhones())
        #expect(ResultsTable.make(plain.records, axes: plain.file.axes).columns == ResultsTable.standardColumns)
    }

    @Test func aRunShowsOneRequestAloneAndThenTheLoad() throws {
        let report = RunReport(PreparedRun(try twoPhones(Self.load).scenario()))
        let text = report.text(details: [.requests])
        #expect(text.contains("\nRequests\n"))
        #expect(text.contains("\nrequests     4 counted, from group-owner\n"))
        #expect(!report.text(details: []).contains("\nRequests\n"))
        let json = try #require(try parsed(report.json(details: [.requests])) as? [String: Any])
        let load = try #require(json["load"] as? [String: Any])
        #expect(load["requests"] as? Int == 4)
        let requests = try #require(json["request_list"] as? [[String: Any]])
        #expect(requests.map { $0["arrival_s"] as? Double } == [0, 0.02, 0.04, 0.06])
        #expect(requests.allSatisfy { $0["latency_s"] as? Double == json["latency_s"] as? Double })
        let plain = RunReport(PreparedRun(try twoPhones().scenario()))
        #expect(try #require(try parsed(plain.json(details: [])) as? [String: Any])["load"] == nil)
    }

    @Test func aSweepShowsLatenciesInsteadOfSpeedUps() throws {
        let axis = #"{"load.arrivals.interval": ["12 ms", "20 ms"]}"#
        let (file, records) = try sweep(try twoPhones(sweep: axis, Self.load))
        let summary = SweepSummary(records, file: file)
        #expect(summary.table().contains("Throughput"))
        #expect(try #require(summary.chart(width: 80, ascii: true)).hasPrefix("Latency, 95 % of requests below"))
        let image = try #require(summary.image())
        #expect(image.contains("median") && image.contains("95 %"))
    }
}
