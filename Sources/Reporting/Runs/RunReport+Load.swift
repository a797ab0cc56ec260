import DeviceProfiles
import Experiments
import ScenarioFiles
import Simulator
import Units

/// What the requests of a load came to; everything else in a report is of one request alone.
extension RunReport {
    func loadTotals(_ load: LoadMetrics) -> String {
        Self.aligned([
            ("requests", "\(HumanFormat.count(load.requests)) counted, from \(sourceNames.joined(separator: ", "))"),
            ("throughput", "\(HumanFormat.fixed(load.throughput, decimals: 4)) /s"),
            (
                "latency",
                "mean \(HumanFormat.seconds(load.meanLatency)), median \(HumanFormat.seconds(load.medianLatency)), "
                    + "95 % \(HumanFormat.seconds(load.latency95)), 99 % \(HumanFormat.seconds(load.latency99)), "
                    + "largest \(HumanFormat.seconds(load.largestLatency))"
            ),
            (
                "under way",
                "\(HumanFormat.fixed(load.meanInFlight, decimals: 2)) requests on average, \(load.mostInFlight) at most"
            ),
            (
                "utilization",
                "\(HumanFormat.percent(load.deviceUtilization)) of the busiest device, "
                    + "\(HumanFormat.percent(load.channelUtilization)) of the channel"
            ),
        ])
    }

    func requestTable(_ run: RequestRun) -> TextTable {
        var table = TextTable(
            title: "Requests",
            columns: [
                .init("Request", .right), .init("Source"), .init("Arrival", .right), .init("Answer", .right),
                .init("Latency", .right),
            ])
        for (number, request) in run.requests.enumerated() {
            table.append([
                "\(number)", sourceNames[Int(request.source)], HumanFormat.seconds(request.arrival.seconds),
                HumanFormat.seconds(request.answer.seconds), HumanFormat.seconds(request.latency.seconds),
            ])
        }
        return table
    }

    func loadJSON(_ load: LoadMetrics) -> JSONText {
        [
            "sources": .int(load.sources), "requests": .int(load.requests),
            "throughput_per_s": .double(load.throughput), "latency_mean_s": .double(load.meanLatency),
            "latency_p50_s": .double(load.medianLatency), "latency_p95_s": .double(load.latency95),
            "latency_p99_s": .double(load.latency99), "latency_max_s": .double(load.largestLatency),
            "in_flight_mean": .double(load.meanInFlight), "in_flight_max": .int(load.mostInFlight),
            "device_utilization": .double(load.deviceUtilization),
            "channel_utilization": .double(load.channelUtilization),
        ]
    }

    func requestJSON(_ request: RequestRun.Request) -> JSONText {
        [
            "source": .string(sourceNames[Int(request.source)]), "arrival_s": .double(request.arrival.seconds),
            "answer_s": .double(request.answer.seconds), "latency_s": .double(request.latency.seconds),
        ]
    }

    private var sourceNames: [String] {
        (run.scenario.load?.sources ?? []).map { run.scenario.cluster.devices[$0.device].name }
    }
}
