import DeviceProfiles
import Execution
package import Experiments
import NeuralNetworks
import Partitioning
import ScenarioFiles
import Simulator
import Tensors
import Units

/// One run for people and for programs.
package struct RunReport: Sendable {
    /// Extra tables.
    package enum Detail: String, Sendable, CaseIterable { case layers, devices, messages }

    private let run: PreparedRun
    private let timeline: Timeline
    private let record: RunRecord
    private var metrics: Metrics { record.metrics }

    package init(_ run: PreparedRun, repetition: Int = 0) {
        self.run = run
        let (timeline, metrics) = run.run(repetition: repetition)
        self.timeline = timeline
        record = RunRecord(run, repetition: repetition, metrics: metrics)
    }

    // MARK: Text

    package func text(details: Set<Detail>) -> String {
        let cluster = run.scenario.cluster
        var parts = [heading]
        if details.isEmpty || details.contains(.layers) { parts.append(layerTable.render()) }
        if details.isEmpty || details.contains(.devices) { parts.append(deviceTable.render()) }
        if details.contains(.messages) { parts.append(messageTable.render()) }
        parts.append(totals(cluster))
        return parts.joined(separator: "\n")
    }

    private var heading: String {
        let scenario = run.scenario
        let cluster = scenario.cluster
        return """
            \(scenario.name): \(scenario.network.name) at \(scenario.network.input) on \(cluster.computing.count) of \
            \(cluster.devices.count) devices
            convolution \(scenario.convolution.label), fully connected \(scenario.fullyConnectedName), delivery \
            \(scenario.delivery.rawValue), seed \(scenario.seed)

            """
    }

    private var layerTable: TextTable {
        var table = TextTable(
            title: "Layers",
            columns: [
                .init("Layer"), .init("Begin", .right), .init("Compute", .right), .init("Wake-up", .right),
                .init("Transmission", .right), .init("Messages", .right), .init("Sent", .right),
            ])
        for step in metrics.steps {
            table.append([
                step.name, step.begin.map { milliseconds($0 - .start) } ?? "", milliseconds(step.compute),
                milliseconds(step.wakeUp), milliseconds(step.transmission), HumanFormat.count(step.messages),
                HumanFormat.bytes(step.sentBytes.bytes),
            ])
        }
        let sum = metrics.steps.reduce(TimeSpan.zero) { $0 + $1.compute }
        table.appendFooter([
            "sum", "", milliseconds(sum), milliseconds(metrics.wakeUp), milliseconds(metrics.transmission),
            HumanFormat.count(metrics.messages), HumanFormat.bytes(metrics.sentBytes.bytes),
        ])
        return table
    }

    private var deviceTable: TextTable {
        let cluster = run.scenario.cluster
        let statistics = run.compiled.statistics
        var table = TextTable(
            title: "Devices",
            columns: [
                .init("Device"), .init("Profile"), .init("Busy", .right), .init("Idle", .right), .init("Used", .right),
                .init("MACs", .right), .init("Sent", .right), .init("Received", .right), .init("Memory", .right),
                .init("Available", .right),
            ])
        for (index, device) in cluster.devices.enumerated() {
            let busy = metrics.computeByDevice[index]
            table.append([
                device.name, device.profile.name, milliseconds(busy), milliseconds(metrics.latency - busy),
                HumanFormat.percent(busy / metrics.latency), HumanFormat.count(statistics.macsByDevice[index].count),
                HumanFormat.bytes(statistics.sentBytesByDevice[index].bytes),
                HumanFormat.bytes(statistics.receivedBytesByDevice[index].bytes),
                HumanFormat.bytes(run.compiled.residency.demandByDevice[index].bytes),
                HumanFormat.bytes(device.profile.applicationMemory.value.bytes),
            ])
        }
        return table
    }

    private var messageTable: TextTable {
        var table = TextTable(
            title: "Messages",
            columns: [
                .init("Layer"), .init("From"), .init("To"), .init("Purpose"), .init("Bytes", .right),
                .init("Ready", .right), .init("Wake-up", .right), .init("Transmission", .right),
                .init("Arrived", .right),
            ])
        for (index, step, transfer) in messages {
            table.append([
                step, deviceName(ofPlace: transfer.source), deviceName(ofPlace: transfer.destination),
                transfer.purpose.rawValue, HumanFormat.count(transfer.bytes.bytes),
                milliseconds(timeline.ready[index] - .start), milliseconds(timeline.wakeUp[index]),
                milliseconds(timeline.transmission[index]), milliseconds(timeline.end[index] - .start),
            ])
        }
        return table
    }

    private func totals(_ cluster: Cluster) -> String {
        var lines = [
            ("latency", HumanFormat.seconds(metrics.latency.seconds)),
            (
                "speed-up",
                "\(HumanFormat.factor(record.speedup)) over the fastest device alone "
                    + "(\(HumanFormat.seconds(record.baseline.seconds))), efficiency "
                    + HumanFormat.percent(record.efficiency)
            ),
            ("compute", "\(HumanFormat.seconds(metrics.compute.seconds)) on the busiest device"),
            (
                "delivery",
                "\(HumanFormat.seconds(metrics.delivery.seconds)) = wake-up \(HumanFormat.seconds(metrics.wakeUp.seconds)) "
                    + "+ transmission \(HumanFormat.seconds(metrics.transmission.seconds))"
            ),
            (
                "messages",
                "\(HumanFormat.count(metrics.messages)), \(HumanFormat.bytes(metrics.sentBytes.bytes)) in all"
            ),
            ("peak memory", "\(HumanFormat.bytes(metrics.peakMemory.bytes)) on the device that needs most"),
        ]
        if metrics.streamedBytes > .zero {
            lines.append(("streamed", "\(HumanFormat.bytes(metrics.streamedBytes.bytes)) of weights from storage"))
        }
        if metrics.redundantMACs > .zero {
            lines.append(
                (
                    "redundancy",
                    HumanFormat.percent(
                        Double(metrics.redundantMACs.count) / Double(max(1, run.scenario.network.macs.count)))
                        + " of the network's MACs are done more than once"
                ))
        }
        let width = lines.map(\.0.count).max()!
        return lines.map { name, value in
            name + String(repeating: " ", count: width - name.count + 2) + value + "\n"
        }.joined()
    }

    private func milliseconds(_ span: TimeSpan) -> String {
        "\(HumanFormat.fixed(span.seconds * 1e3, decimals: 2)) ms"
    }

    private var messages: [(index: Int, step: String, transfer: Transfer)] {
        let plan = run.compiled.plan
        return plan.operations.enumerated().compactMap { index, operation in
            guard case .transfer(let transfer) = operation.action else { return nil }
            return (index, plan.steps[Int(operation.step)].name, transfer)
        }
    }

    private func deviceName(ofPlace place: Int32) -> String {
        run.scenario.cluster.devices[run.compiled.plan.placeDevices[Int(place)]].name
    }

    // MARK: JSON

    package func json(details: Set<Detail>) -> JSONText {
        let scenario = run.scenario
        var members: [JSONText.Member] = [
            .init("scenario", .string(record.scenario)), .init("network", .string(record.network)),
            .init("convolution", .string(record.convolution)),
            .init("fully_connected", .string(record.fullyConnected)), .init("delivery", .string(record.delivery)),
            .init("devices", .int(record.devices)), .init("repetition", .int(record.repetition)),
            .init("seed", .int(Int(record.seed))), .init("latency_s", .double(metrics.latency.seconds)),
            .init("baseline_s", .double(record.baseline.seconds)), .init("speedup", .double(record.speedup)),
            .init("efficiency", .double(record.efficiency)), .init("compute_s", .double(metrics.compute.seconds)),
            .init("wake_up_s", .double(metrics.wakeUp.seconds)),
            .init("transmission_s", .double(metrics.transmission.seconds)),
            .init("delivery_s", .double(metrics.delivery.seconds)), .init("messages", .int(metrics.messages)),
            .init("sent_bytes", .int(metrics.sentBytes.bytes)),
            .init("redundant_macs", .int(metrics.redundantMACs.count)),
            .init("peak_memory_bytes", .int(metrics.peakMemory.bytes)),
            .init("streamed_bytes", .int(metrics.streamedBytes.bytes)),
        ]
        if details.isEmpty || details.contains(.layers) {
            members.append(
                .init(
                    "layers",
                    .array(
                        metrics.steps.map { step in
                            [
                                "layer": .string(step.name),
                                "begin_s": step.begin.map { .double($0.seconds) } ?? .null,
                                "end_s": step.end.map { .double($0.seconds) } ?? .null,
                                "compute_s": .double(step.compute.seconds), "wake_up_s": .double(step.wakeUp.seconds),
                                "transmission_s": .double(step.transmission.seconds), "messages": .int(step.messages),
                                "sent_bytes": .int(step.sentBytes.bytes),
                            ]
                        })))
        }
        if details.isEmpty || details.contains(.devices) {
            members.append(.init("device_list", .array(scenario.cluster.devices.indices.map(deviceJSON))))
        }
        if details.contains(.messages) {
            members.append(.init("message_list", .array(messages.map(messageJSON))))
        }
        return .object(members)
    }

    private func deviceJSON(_ index: Int) -> JSONText {
        let device = run.scenario.cluster.devices[index]
        let statistics = run.compiled.statistics
        let busy = metrics.computeByDevice[index]
        return [
            "device": .string(device.name), "profile": .string(device.profile.name),
            "busy_s": .double(busy.seconds), "idle_s": .double((metrics.latency - busy).seconds),
            "macs": .int(statistics.macsByDevice[index].count),
            "sent_bytes": .int(statistics.sentBytesByDevice[index].bytes),
            "received_bytes": .int(statistics.receivedBytesByDevice[index].bytes),
            "memory_bytes": .int(run.compiled.residency.demandByDevice[index].bytes),
        ]
    }

    private func messageJSON(_ message: (index: Int, step: String, transfer: Transfer)) -> JSONText {
        [
            "layer": .string(message.step), "from": .string(deviceName(ofPlace: message.transfer.source)),
            "to": .string(deviceName(ofPlace: message.transfer.destination)),
            "purpose": .string(message.transfer.purpose.rawValue), "bytes": .int(message.transfer.bytes.bytes),
            "ready_s": .double(timeline.ready[message.index].seconds),
            "wake_up_s": .double(timeline.wakeUp[message.index].seconds),
            "transmission_s": .double(timeline.transmission[message.index].seconds),
            "arrived_s": .double(timeline.end[message.index].seconds),
        ]
    }
}
