import Experiments
import Foundation
import ScenarioFiles
import Simulator
import TestSupport
import Testing
import Units

@testable import Reporting

@Suite struct RunTimelineTests {
    private static let phones = """
        {
          "name": "phones", "network": "NETWORK",
          "cluster": {
            "groupOwner": { "device": "nexus-5" }, "workers": { "device": "nexus-5", "count": 3 },
            "wireless": { "rate": "200 Mbit/s", "wakeUp": "3 ms", "delivery": "DELIVERY" }
          },
          "convolution": "bodp"
        }
        """

    private static func run(_ network: String = "vgg16", delivery: String = "direct", _ overrides: String...) throws
        -> PreparedRun
    {
        let text = phones.replacing("NETWORK", with: network).replacing("DELIVERY", with: delivery)
        let file = try ScenarioFile(
            root: JSONReader.parse(text, file: "phones.json"), path: "phones.json",
            overrides: overrides.map { ScenarioOverride($0)! })
        return PreparedRun(try file.scenario())
    }

    /// An event of a trace as Foundation reads it; times in nanoseconds.
    private struct Event {
        let phase, name: String
        let process, thread: Int
        let identifier: Int?
        let begin, end: Int
        let arguments: [String: Any]

        init(_ json: [String: Any]) throws {
            func nanoseconds(_ value: Any?) throws -> Int { Int((try #require(value as? Double) * 1000).rounded()) }
            phase = try #require(json["ph"] as? String)
            name = try #require(json["name"] as? String)
            process = try #require(json["pid"] as? Int)
            thread = json["tid"] as? Int ?? 0
            identifier = json["id"] as? Int
            begin = phase == "M" ? 0 : try nanoseconds(json["ts"])
            end = begin + (phase == "X" ? try nanoseconds(json["dur"]) : 0)
            arguments = json["args"] as? [String: Any] ?? [:]
        }
    }

    private func events(_ timeline: RunTimeline) throws -> [Event] {
        let text = timeline.trace().rendered(pretty: false)
        let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return try #require(document["traceEvents"] as? [[String: Any]]).map(Event.init)
    }

    static let cases: [(network: String, delivery: String)] = [
        ("vgg16", "direct"), ("vgg16", "relay"), ("resnet18", "mapReduce"), ("lenet5", "direct"),
    ]

    @Test(arguments: cases)
    func eventsOfATrackNestAndTimesAscend(network: String, delivery: String) throws {
        let events = try events(RunTimeline(Self.run(network, delivery: delivery)))
        let timed = events.filter { $0.phase != "M" }
        #expect(zip(timed, timed.dropFirst()).allSatisfy { $0.begin <= $1.begin })
        let complete = events.filter { $0.phase == "X" }
        #expect(!complete.isEmpty)
        for track in Set(complete.map { [$0.process, $0.thread] }) {
            var open: [Int] = []
            for event in complete where [event.process, event.thread] == track {
                while let end = open.last, end <= event.begin { open.removeLast() }
                if let end = open.last { #expect(event.end <= end, "\(event.name) on track \(track)") }
                open.append(event.end)
            }
        }
    }

    /// Devices that take tiles decide only in the run which messages there are.
    @Test(arguments: ["work-sharing", "work-stealing"])
    func tasksThatDevicesTakeStandWhereTheyRan(distribution: String) throws {
        let run = try Self.run(
            "yolov2-tiny", delivery: "direct",
            #"convolution={"scheme": "ftp", "grid": "4x4", "distribution": "\#(distribution)"}"#)
        let metrics = run.run(repetition: 0).metrics
        let timeline = RunTimeline(run)
        #expect(timeline.messages.count == metrics.messages)
        for device in metrics.computeByDevice.indices {
            let computations = timeline.computations.filter { $0.device == device }
            let time = computations.reduce(TimeSpan.zero) { $0 + ($1.end - $1.begin) }
            #expect(time == metrics.computeByDevice[device])
            #expect(computations.allSatisfy { (0...1).contains($0.storageShare) })
        }
        #expect(timeline.image(width: 800, from: nil, to: nil).contains("</svg>"))
    }

    @Test(arguments: cases)
    func asynchronousEventsPairUpAndCarryEveryByte(network: String, delivery: String) throws {
        let run = try Self.run(network, delivery: delivery)
        let metrics = run.run(repetition: 0).metrics
        let events = try events(RunTimeline(run))
        var open: [Int: Event] = [:]
        var bytes = 0
        var closed = 0
        for event in events where event.phase == "b" || event.phase == "e" {
            let identifier = try #require(event.identifier)
            if event.phase == "b" {
                let doubled = open.updateValue(event, forKey: identifier)
                #expect(doubled == nil)
                bytes += try #require(event.arguments["bytes"] as? Int)
            } else {
                let removed = open.removeValue(forKey: identifier)
                let begin = try #require(removed)
                #expect(begin.name == event.name && begin.begin <= event.begin)
                closed += 1
            }
        }
        #expect(open.isEmpty)
        #expect(closed == metrics.messages)
        #expect(bytes == metrics.sentBytes.bytes)
    }

    @Test(arguments: cases)
    func arrowsLeadFromTheSendingToTheReceivingInterval(network: String, delivery: String) throws {
        let events = try events(RunTimeline(Self.run(network, delivery: delivery)))
        let intervals = events.filter { $0.phase == "X" }
        let starts = events.filter { $0.phase == "s" }
        let ends = Dictionary(grouping: events.filter { $0.phase == "f" }) { $0.identifier }
        #expect(!starts.isEmpty && starts.count == ends.count)
        for start in starts {
            let end = try #require(ends[start.identifier]?.first)
            for event in [start, end] {
                let bound = intervals.filter {
                    $0.process == event.process && $0.thread == event.thread && $0.begin <= event.begin
                        && event.begin <= $0.end
                }
                #expect(!bound.isEmpty, "an arrow without an interval at \(event.begin)")
            }
            #expect(end.begin >= start.begin && end.process != start.process)
        }
    }

    @Test func computationsHaveTheirLayersAndSumUpToTheMetrics() throws {
        let run = try Self.run()
        let metrics = run.run(repetition: 0).metrics
        let events = try events(RunTimeline(run))
        for device in 0..<4 {
            let busy = events.filter { $0.phase == "X" && $0.process == device + 1 && $0.thread == 1 }
            #expect(busy.reduce(0) { $0 + $1.end - $1.begin } == Int(metrics.computeByDevice[device].nanoseconds))
            #expect(busy.allSatisfy { $0.arguments["layer"] as? String == $0.name })
        }
        #expect(events.map(\.end).max() == Int(metrics.latency.nanoseconds))
    }

    @Test func theCounterBeginsAndEndsAtNone() throws {
        let timeline = RunTimeline(try Self.run())
        let counts = try events(timeline).filter { $0.phase == "C" }.map {
            try #require($0.arguments["messages"] as? Int)
        }
        #expect(counts.last == 0)
        #expect(counts.allSatisfy { $0 >= 0 && $0 <= 4 })
        #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 != $1 })
        let changes = timeline.messagesUnderWay
        #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.instant < $1.instant })
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func tracksKeepIntervalsApartAndAreAsFewAsCan(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let intervals = (0..<40).map { _ in
            let begin = Int64.random(in: 0...100, using: &generator)
            let end = begin + Int64.random(in: 0...20, using: &generator)
            return (begin: Instant(nanoseconds: begin), end: Instant(nanoseconds: end))
        }
        let (tracks, count) = RunTimeline.tracks(intervals)
        for (i, a) in intervals.enumerated() {
            for (j, b) in intervals.enumerated() where i < j && tracks[i] == tracks[j] {
                #expect(a.end <= b.begin || b.end <= a.begin, "seed \(seed)")
            }
        }
        // As many as are open at the fullest instant: first fit is optimal when intervals come in order of their begins.
        let fullest = (0...120).map { time in
            intervals.count { $0.begin.nanoseconds <= time && Int64(time) < $0.end.nanoseconds }
        }.max()!
        #expect(count >= fullest && count <= fullest + 1, "seed \(seed): \(count) tracks, \(fullest) open")
    }

    @Test(arguments: cases)
    func imagesAreWellFormedAndClean(network: String, delivery: String) throws {
        let timeline = RunTimeline(try Self.run(network, delivery: delivery))
        for (width, from, to) in [(1200.0, nil, nil), (700, 0.0, timeline.latency.seconds / 3), (3000, 0.01, nil)] {
            let image = try ParsedImage(timeline.image(width: width, from: from, to: to))
            image.expectCleanLayout("\(network), \(delivery), \(width)")
            let texts = image.texts.map(\.content)
            for name in ["group-owner", "worker-3", "compute", "send", "receive", "messages under way"] {
                #expect(texts.contains(name), "\(name)")
            }
            #expect(texts.contains { $0.hasPrefix("Time (") })
            let bars = image.rectangles.filter { $0.fill?.hasPrefix("fill-") == true }
            #expect(bars.allSatisfy { $0.box.right <= width })
        }
    }

    @Test func equalRunsGiveEqualBytes() throws {
        let (one, other) = (RunTimeline(try Self.run()), RunTimeline(try Self.run()))
        #expect(one.image() == other.image())
        #expect(one.trace() == other.trace())
    }

    @Test func weightsFromStorageHaveTheirShare() throws {
        let timeline = RunTimeline(try Self.run("vgg16", delivery: "direct", "cluster.devices=1"))
        #expect(timeline.computations.contains { $0.storageShare > 0.5 && $0.streamedBytes > .zero })
        #expect(timeline.image().contains("Weights from storage"))
        #expect(timeline.messages.isEmpty)
    }
}
