import Execution
import Units

extension RunTimeline {
    /// The run in the Chrome trace event format, which Perfetto and chrome://tracing open.
    ///
    /// One process a device with a thread for its processor and threads for sending and receiving: messages that overlap
    /// get a thread each, as complete events (X) of one thread must nest. Arrows (s, f) lead from sender to receiver.
    /// The process of the channel has every message as an asynchronous event (b, e) and a counter (C) of those under
    /// way. Times are in microseconds, as the format wants them; `ts` and `dur` are whole nanoseconds.
    package func trace() -> JSONText {
        var events = metadata
        var timed: [(instant: Instant, rank: Int, event: JSONText)] = []
        for computation in computations {
            timed.append((computation.begin, 2, event(computation)))
        }
        let (sending, receiving) = (threads(of: \.source), threads(of: \.destination))
        for (index, message) in messages.enumerated() {
            timed.append((message.begin, 2, event(message, sent: true, thread: 100 + sending.thread[index])))
            timed.append((message.begin, 2, event(message, sent: false, thread: 200 + receiving.thread[index])))
            timed.append((message.begin, 3, arrow("s", message, thread: 100 + sending.thread[index])))
            timed.append((message.begin, 4, arrow("f", message, thread: 200 + receiving.thread[index])))
            timed.append((message.begin, 2, channelEvent("b", message, at: message.begin)))
            // A message that takes no time ends after it begins.
            timed.append(
                (message.end, message.end > message.begin ? 1 : 5, channelEvent("e", message, at: message.end)))
        }
        for (instant, count) in messagesUnderWay {
            timed.append(
                (
                    instant, 6,
                    [
                        "name": "messages under way", "ph": "C", "pid": .int(channelProcess), "tid": 0,
                        "ts": microseconds(instant), "args": ["messages": .int(count)],
                    ]
                ))
        }
        let order = timed.indices.sorted {
            (timed[$0].instant, timed[$0].rank, $0) < (timed[$1].instant, timed[$1].rank, $1)
        }
        events += order.map { timed[$0].event }
        return [
            "displayTimeUnit": "ms",
            "otherData": summary,
            "traceEvents": .array(events),
        ]
    }

    private var channelProcess: Int { devices.count + 1 }

    private var metadata: [JSONText] {
        func name(_ kind: String, process: Int, thread: Int? = nil, _ arguments: JSONText) -> JSONText {
            var members: [JSONText.Member] = [
                .init("name", .string(kind)), .init("ph", "M"), .init("pid", .int(process)),
            ]
            if let thread { members.append(.init("tid", .int(thread))) }
            return .object(members + [.init("args", arguments)])
        }
        let (sending, receiving) = (threads(of: \.source), threads(of: \.destination))
        var events: [JSONText] = []
        for (index, device) in devices.enumerated() {
            let process = index + 1
            events.append(
                name("process_name", process: process, ["name": .string("\(device.name) (\(device.profile))")]))
            events.append(name("process_sort_index", process: process, ["sort_index": .int(process)]))
            events.append(name("thread_name", process: process, thread: 1, ["name": "compute"]))
            events.append(name("thread_sort_index", process: process, thread: 1, ["sort_index": 1]))
            for (first, label, count) in [
                (100, "send", sending.count[index]), (200, "receive", receiving.count[index]),
            ] {
                for track in 0..<count {
                    let text = track == 0 ? label : "\(label) \(track + 1)"
                    events.append(
                        name("thread_name", process: process, thread: first + track, ["name": .string(text)]))
                    events.append(
                        name(
                            "thread_sort_index", process: process, thread: first + track,
                            ["sort_index": .int(first + track)]))
                }
            }
        }
        events.append(name("process_name", process: channelProcess, ["name": "wireless channel"]))
        events.append(name("process_sort_index", process: channelProcess, ["sort_index": .int(channelProcess)]))
        return events
    }

    /// The threads of messages at their senders or receivers, and how many each device has.
    private func threads(of device: (Message) -> Int) -> (thread: [Int], count: [Int]) {
        var members = Array(repeating: [Int](), count: devices.count)
        for (index, message) in messages.enumerated() { members[device(message)].append(index) }
        var thread = Array(repeating: 0, count: messages.count)
        let count = members.map { indices in
            let (tracks, count) = Self.tracks(indices.map { (messages[$0].begin, messages[$0].end) })
            for (index, track) in zip(indices, tracks) { thread[index] = track }
            return count
        }
        return (thread, count)
    }

    private func event(_ computation: Computation) -> JSONText {
        [
            "name": .string(computation.step), "cat": "compute", "ph": "X", "pid": .int(computation.device + 1),
            "tid": 1,
            "ts": microseconds(computation.begin), "dur": microseconds(computation.end - computation.begin),
            "args": [
                "layer": .string(computation.step), "kernel": .string(computation.kernel.rawValue),
                "macs": .int(computation.macs.count), "weight_bytes": .int(computation.weightBytes.bytes),
                "streamed_bytes": .int(computation.streamedBytes.bytes),
            ],
        ]
    }

    private func event(_ message: Message, sent: Bool, thread: Int) -> JSONText {
        let peer = devices[sent ? message.destination : message.source].name
        return [
            "name": .string("\(message.step) \(sent ? "to" : "from") \(peer)"), "cat": sent ? "send" : "receive",
            "ph": "X", "pid": .int((sent ? message.source : message.destination) + 1), "tid": .int(thread),
            "ts": microseconds(message.begin), "dur": microseconds(message.end - message.begin),
            "args": arguments(message),
        ]
    }

    private func arrow(_ phase: String, _ message: Message, thread: Int) -> JSONText {
        var members: [JSONText.Member] = [
            .init("name", "message"), .init("cat", "flow"), .init("ph", .string(phase)),
            .init("id", .int(message.operation)),
            .init("pid", .int((phase == "s" ? message.source : message.destination) + 1)), .init("tid", .int(thread)),
            .init("ts", microseconds(message.begin)),
        ]
        // The arrow ends at the interval that contains it, not at the next one.
        if phase == "f" { members.append(.init("bp", "e")) }
        return .object(members)
    }

    private func channelEvent(_ phase: String, _ message: Message, at instant: Instant) -> JSONText {
        let (source, destination) = (devices[message.source].name, devices[message.destination].name)
        var members: [JSONText.Member] = [
            .init("name", .string("\(message.step): \(source) to \(destination)")), .init("cat", "message"),
            .init("ph", .string(phase)), .init("id", .int(message.operation)), .init("pid", .int(channelProcess)),
            .init("tid", 0), .init("ts", microseconds(instant)),
        ]
        if phase == "b" { members.append(.init("args", arguments(message))) }
        return .object(members)
    }

    private func arguments(_ message: Message) -> JSONText {
        [
            "layer": .string(message.step), "purpose": .string(message.purpose.rawValue),
            "bytes": .int(message.bytes.bytes), "waited_us": microseconds(message.begin - message.ready),
            "wake_up_us": microseconds(message.wakeUp), "transmission_us": microseconds(message.transmission),
        ]
    }

    private func microseconds(_ instant: Instant) -> JSONText { microseconds(instant - .start) }

    private func microseconds(_ span: TimeSpan) -> JSONText { .double(Double(span.nanoseconds) / 1000) }
}
