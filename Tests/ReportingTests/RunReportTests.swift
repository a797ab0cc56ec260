import Experiments
import Foundation
import Reporting
import ScenarioFiles
import Testing

@Suite struct RunReportTests {
    private func report(_ overrides: String = "seed=0", repetition: Int = 0) throws -> RunReport {
        RunReport(PreparedRun(try twoPhones(overrides).scenario()), repetition: repetition)
    }

    @Test func theTextShowsLayersDevicesAndTotals() throws {
        let text = try report().text(details: [])
        #expect(
            text == """
                two-phones: mlp at 1000x1x1 on 2 of 2 devices
                convolution bodp, fully connected by-outputs, delivery direct, seed 0

                Layers

                Layer     Begin  Compute  Wake-up  Transmission  Messages      Sent
                ───────────────────────────────────────────────────────────────────
                fc1     0.00 ms  0.40 ms  1.00 ms       4.00 ms         1  3.91 KiB
                fc2     5.00 ms  0.04 ms  2.00 ms       0.80 ms         2     800 B
                output  7.80 ms  0.00 ms  1.00 ms       0.20 ms         1     200 B
                ───────────────────────────────────────────────────────────────────
                sum              0.45 ms  4.00 ms       5.00 ms         4  4.88 KiB

                Devices

                Device       Profile     Busy     Idle  Used     MACs     Sent  Received   Memory  Available
                ────────────────────────────────────────────────────────────────────────────────────────────
                group-owner  nexus-5  0.45 ms  8.55 ms  4.9%  110 000  4.3 KiB     600 B  434 KiB    192 MiB
                worker-1     nexus-5  0.45 ms  8.55 ms  4.9%  110 000    600 B   4.3 KiB  434 KiB    192 MiB

                latency      9 ms
                speed-up     0.10x over the fastest device alone (886 µs), efficiency 4.9%
                compute      445.4 µs on the busiest device
                delivery     9 ms = wake-up 4 ms + transmission 5 ms
                messages     4, 4.88 KiB in all
                peak memory  434 KiB on the device that needs most

                """)
    }

    @Test func detailsChooseTheTables() throws {
        let report = try report()
        let titles = { (details: Set<RunReport.Detail>) in
            report.text(details: details).split(separator: "\n").filter {
                ["Layers", "Devices", "Messages"].contains($0)
            }
        }
        #expect(titles([]) == ["Layers", "Devices"])
        #expect(titles([.layers]) == ["Layers"])
        #expect(titles([.messages]) == ["Messages"])
        #expect(titles([.layers, .devices, .messages]) == ["Layers", "Devices", "Messages"])
    }

    @Test func messagesShowTheWayTheyTake() throws {
        let text = try report().text(details: [.messages])
        #expect(
            text == """
                two-phones: mlp at 1000x1x1 on 2 of 2 devices
                convolution bodp, fully connected by-outputs, delivery direct, seed 0

                Messages

                Layer   From         To           Purpose   Bytes    Ready  Wake-up  Transmission  Arrived
                ──────────────────────────────────────────────────────────────────────────────────────────
                fc1     group-owner  worker-1     scatter   4 000  0.00 ms  1.00 ms       4.00 ms  5.00 ms
                fc2     worker-1     group-owner  exchange    400  5.40 ms  1.00 ms       0.40 ms  7.80 ms
                fc2     group-owner  worker-1     exchange    400  0.40 ms  1.00 ms       0.40 ms  7.40 ms
                output  worker-1     group-owner  gather      200  7.44 ms  1.00 ms       0.20 ms  9.00 ms

                latency      9 ms
                speed-up     0.10x over the fastest device alone (886 µs), efficiency 4.9%
                compute      445.4 µs on the busiest device
                delivery     9 ms = wake-up 4 ms + transmission 5 ms
                messages     4, 4.88 KiB in all
                peak memory  434 KiB on the device that needs most

                """)
    }

    @Test func streamingAndRedundancyAreMentionedWhereTheyOccur() throws {
        let plain = try report().text(details: [])
        #expect(!plain.contains("streamed"))
        #expect(!plain.contains("redundancy"))
        let tight = try report("cluster.groupOwner.device.applicationMemory=100 KiB").text(details: [])
        #expect(tight.contains("streamed     "))
        let fused = RunReport(
            PreparedRun(try twoPhones("network=lenet5", "convolution=fused-strips").scenario())
        ).text(details: [])
        #expect(fused.contains("redundancy"))
    }

    @Test func sumsOfTheJSONEqualItsTotals() throws {
        let json = try #require(
            try parsed(try report().json(details: [.layers, .devices, .messages])) as? [String: Any])
        let layers = try #require(json["layers"] as? [[String: Any]])
        let devices = try #require(json["device_list"] as? [[String: Any]])
        let messages = try #require(json["message_list"] as? [[String: Any]])
        func number(_ object: [String: Any], _ key: String) -> Double {
            (object[key] as? NSNumber)?.doubleValue ?? .nan
        }
        func sum(_ objects: [[String: Any]], _ key: String) -> Double { objects.reduce(0) { $0 + number($1, key) } }

        #expect(number(json, "messages") > 0)
        #expect(sum(layers, "messages") == number(json, "messages"))
        #expect(Double(messages.count) == number(json, "messages"))
        #expect(sum(layers, "sent_bytes") == number(json, "sent_bytes"))
        #expect(sum(messages, "bytes") == number(json, "sent_bytes"))
        #expect(sum(devices, "sent_bytes") == number(json, "sent_bytes"))
        #expect(sum(devices, "received_bytes") == number(json, "sent_bytes"))
        #expect(sum(devices, "macs") == 1000 * 200 + 200 * 100)
        for key in ["wake_up_s", "transmission_s"] {
            #expect(abs(sum(layers, key) - number(json, key)) < 1e-12)
            #expect(abs(sum(messages, key) - number(json, key)) < 1e-12)
        }
        #expect(abs(number(json, "wake_up_s") + number(json, "transmission_s") - number(json, "delivery_s")) < 1e-12)
        #expect(abs(number(json, "baseline_s") / number(json, "latency_s") - number(json, "speedup")) < 1e-12)
        for device in devices {
            #expect(abs(number(device, "busy_s") + number(device, "idle_s") - number(json, "latency_s")) < 1e-12)
        }
        #expect(devices.map { number($0, "busy_s") }.max() == number(json, "compute_s"))
        #expect(messages.map { number($0, "arrived_s") }.max() == number(json, "latency_s"))
    }

    @Test func repetitionsAreNamedAndDiffer() throws {
        let first = try #require(try parsed(try report("computeVariation=0.3").json(details: [])) as? [String: Any])
        let second = try #require(
            try parsed(try report("computeVariation=0.3", repetition: 1).json(details: [])) as? [String: Any])
        #expect(first["repetition"] as? Int == 0)
        #expect(second["repetition"] as? Int == 1)
        #expect(first["compute_s"] as? Double != second["compute_s"] as? Double)
    }
}
