import Execution
import Simulator
import Units

extension RunTimeline {
    /// Processors, radios and the channel over time, as the text of an SVG file.
    /// - Parameters:
    ///   - width: In pixels.
    ///   - from: Where the image begins, in seconds.
    ///   - to: Where it ends.
    package func image(width: Double = 1200, from: Double? = nil, to: Double? = nil) -> String {
        let end = max(latency.seconds, 1e-9)
        let begin = from ?? 0
        // Numbers on the axis need some digits to differ in.
        let range = begin...max(min(to ?? end, end), begin + max(1e-9, begin * 1e-4))
        var chart = SVGTimelineChart(
            title: title, subtitle: "\(circumstances). Latency \(HumanFormat.seconds(latency.seconds))", range: range)
        chart.width = width
        let shown = devices.indices.prefix(Self.deviceLimit)
        if shown.count < devices.count {
            chart.subtitle += ". \(devices.count - shown.count) more devices are left out"
        }
        chart.groups = shown.map(group)
        chart.legend = legend
        chart.milestones = steps.compactMap { step in
            guard let begin = step.begin, let end = step.end else { return nil }
            return SVGTimelineChart.Milestone(
                name: step.name, begin: begin.seconds, end: end.seconds,
                note: "\(step.name)\n\(interval(begin, end))")
        }
        if !messages.isEmpty {
            chart.counter = SVGTimelineChart.Counter(
                name: "channel", caption: "messages under way",
                steps: messagesUnderWay.map { ($0.instant.seconds, $0.count) })
        }
        return chart.render()
    }

    /// An image of more devices is too high to look at; the trace has all.
    private static let deviceLimit = 64

    private func group(_ device: Int) -> SVGTimelineChart.Group {
        var lanes = [
            SVGTimelineChart.Lane(
                name: "compute", height: 22,
                bars: computations.filter { $0.device == device }.map(bar))
        ]
        for (name, members) in [
            ("send", messages.filter { $0.source == device }),
            ("receive", messages.filter { $0.destination == device }),
        ] where !messages.isEmpty {
            let (tracks, count) = Self.tracks(members.map { ($0.begin, $0.end) })
            // Many messages at a time get thin lines, lest one device fill the image.
            let height = max(3, 12 / Double(max(count, 1)).squareRoot())
            for track in 0..<max(count, 1) {
                let bars = zip(members, tracks).filter { $0.1 == track }.map { bar($0.0, isSent: name == "send") }
                lanes.append(.init(name: track == 0 ? name : nil, height: count > 1 ? height : 12, bars: bars))
            }
        }
        return SVGTimelineChart.Group(name: devices[device].name, detail: devices[device].profile, lanes: lanes)
    }

    private func bar(_ computation: Computation) -> SVGTimelineChart.Bar {
        let colour = Kind(computation.kernel).colourIndex
        var note = "\(computation.step): computing\n\(interval(computation.begin, computation.end))"
        if computation.macs > .zero { note += "\n\(HumanFormat.rate(Double(computation.macs.count), unit: "MAC"))" }
        if computation.streamedBytes > .zero {
            note += "\n\(HumanFormat.bytes(computation.streamedBytes.bytes)) of weights from storage"
        }
        let share = min(1, computation.storageShare)
        return SVGTimelineChart.Bar(
            begin: computation.begin.seconds, end: computation.end.seconds,
            parts: [(share, Kind.storage.colourIndex), (1 - share, colour)].filter { $0.0 > 0 },
            label: computation.step,
            note: note)
    }

    private func bar(_ message: Message, isSent: Bool) -> SVGTimelineChart.Bar {
        let demand = message.wakeUp + message.transmission
        let share = demand > .zero ? message.wakeUp / demand : 0
        let peer = devices[isSent ? message.destination : message.source].name
        var note = "\(message.step): \(message.purpose.rawValue) \(isSent ? "to" : "from") \(peer)"
        note += "\n\(interval(message.begin, message.end))\n\(HumanFormat.bytes(message.bytes.bytes))"
        note += ", wake-up \(HumanFormat.seconds(message.wakeUp.seconds))"
        note += ", airtime \(HumanFormat.seconds(message.transmission.seconds))"
        if message.begin > message.ready {
            note += "\nwaited \(HumanFormat.seconds((message.begin - message.ready).seconds)) for its turn"
        }
        return SVGTimelineChart.Bar(
            begin: message.begin.seconds, end: message.end.seconds,
            parts: [(share, Kind.wakeUp.colourIndex), (1 - share, Kind.transmission.colourIndex)].filter { $0.0 > 0 },
            label: nil, note: note)
    }

    private func interval(_ begin: Instant, _ end: Instant) -> String {
        "\(HumanFormat.seconds(begin.seconds)) to \(HumanFormat.seconds(end.seconds)), "
            + "\(HumanFormat.seconds((end - begin).seconds))"
    }

    // MARK: Kinds

    /// What a bar stands for, with its colour.
    private enum Kind: CaseIterable {
        case convolution, fullyConnected, other, storage, wakeUp, transmission

        init(_ kernel: KernelClass) {
            switch kernel {
            case .convolution, .depthwiseConvolution, .pointwiseConvolution: self = .convolution
            case .elementwise: self = .other
            default: self = .fullyConnected
            }
        }

        var name: String {
            switch self {
            case .convolution: "Convolution"
            case .fullyConnected: "Fully connected"
            case .other: "Pooling and other layers"
            case .storage: "Weights from storage"
            case .wakeUp: "Wake-up"
            case .transmission: "Transmission"
            }
        }

        /// Wake-up, transmission and storage look as in the breakdown of a latency.
        var colourIndex: Int {
            switch self {
            case .convolution: 0
            case .fullyConnected: 5
            case .other: 7
            case .storage: 3
            case .wakeUp: 4
            case .transmission: 2
            }
        }
    }

    /// The kinds that occur.
    private var legend: [ChartLegend.Entry] {
        var kinds = Set(computations.map { Kind($0.kernel) })
        if computations.contains(where: { $0.storageShare > 0 }) { kinds.insert(.storage) }
        if messages.contains(where: { $0.wakeUp > .zero }) { kinds.insert(.wakeUp) }
        if !messages.isEmpty { kinds.insert(.transmission) }
        return Kind.allCases.filter(kinds.contains).map {
            ChartLegend.Entry(name: $0.name, symbol: .area(colourIndex: $0.colourIndex))
        }
    }
}
