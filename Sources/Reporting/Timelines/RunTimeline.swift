import DeviceProfiles
import Execution
package import Experiments
import NeuralNetworks
import Partitioning
import ScenarioFiles
import Simulator
package import Units

/// One run as intervals of processors and radios: what images and traces of it are made of.
package struct RunTimeline: Sendable {
    /// A computation.
    struct Computation: Sendable {
        var device: Int
        var step: String
        var begin, end: Instant
        var kernel: KernelClass
        var macs: MACCount
        var weightBytes: ByteCount
        /// Weights that come from storage, and the share of the time that this takes.
        var streamedBytes: ByteCount
        var storageShare: Double
    }

    /// A message.
    struct Message: Sendable {
        /// Its number in the plan.
        var operation: Int
        var source, destination: Int
        var step: String
        var purpose: Transfer.Purpose
        var bytes: ByteCount
        /// When it could have been sent, when it was its turn, when it had arrived.
        var ready, begin, end: Instant
        /// Its own shares of the channel's time; the rest of the interval is the others'.
        var wakeUp, transmission: TimeSpan
    }

    let title: String
    let scenario: String
    let network: String
    let circumstances: String
    let devices: [(name: String, profile: String)]
    /// In the order of the plan.
    let computations: [Computation]
    let messages: [Message]
    let steps: [StepMetrics]
    let repetition: Int
    let seed: UInt64
    /// From the input at its source to the output at the Group Owner.
    package let latency: TimeSpan

    /// Runs a repetition.
    package init(_ run: PreparedRun, repetition: Int = 0, title: String? = nil) {
        let (timeline, metrics) = run.run(repetition: repetition)
        let scenario = run.scenario
        let plan = run.compiled.plan
        self.title = title ?? scenario.name
        self.scenario = scenario.name
        network = scenario.network.name
        let computing = scenario.cluster.computing.count
        circumstances =
            "\(network) on \(computing) \(computing == 1 ? "device" : "devices"), \(scenario.convolution.label), "
            + "\(scenario.fullyConnected.name), delivery \(scenario.delivery.rawValue)"
        devices = scenario.cluster.devices.map { ($0.name, $0.profile.name) }
        self.repetition = repetition
        seed = scenario.seed
        latency = metrics.latency
        steps = metrics.steps
        var computations: [Computation] = []
        var messages: [Message] = []
        let places = timeline.tasks?.placeDevices ?? plan.placeDevices
        for (index, operation) in plan.operations.enumerated() {
            if let tasks = timeline.tasks, tasks.isSkipped[index] { continue }
            let step = plan.steps[Int(operation.step)].name
            let (begin, end) = (timeline.begin[index], timeline.end[index])
            switch operation.action {
            case .compute(let computation):
                let device = places[Int(computation.place)]
                let block = Int(computation.weightBlock)
                let streamed = block < 0 ? .zero : run.compiled.residency.streamedBytes[block]
                let profile = scenario.cluster.devices[device].profile
                let storage = streamed > .zero ? streamed / profile.storageReadRate.value : .zero
                let expected = run.compiled.computeTime(of: index, on: device)
                computations.append(
                    Computation(
                        device: device, step: step, begin: begin, end: end, kernel: computation.kernel,
                        macs: computation.macs, weightBytes: computation.weightBytes, streamedBytes: streamed,
                        storageShare: expected > .zero ? storage / expected : 0))
            case .transfer(let transfer):
                messages.append(
                    Message(
                        operation: index, source: places[Int(transfer.source)],
                        destination: places[Int(transfer.destination)], step: step,
                        purpose: transfer.purpose, bytes: transfer.bytes, ready: timeline.ready[index], begin: begin,
                        end: end, wakeUp: timeline.wakeUp[index], transmission: timeline.transmission[index]))
            case .join: break
            }
        }
        self.computations = computations
        self.messages = messages
    }

    /// How many messages are under way after each instant at which that changes.
    var messagesUnderWay: [(instant: Instant, count: Int)] {
        var changes = messages.flatMap { [($0.begin, 1), ($0.end, -1)] }
        changes.sort { ($0.0, $0.1) < ($1.0, $1.1) }
        var result: [(instant: Instant, count: Int)] = []
        var count = 0
        for (instant, change) in changes {
            count += change
            if result.last?.instant == instant { result.removeLast() }
            if result.last?.count != count || result.isEmpty { result.append((instant, count)) }
        }
        return result
    }

    /// Deals intervals to tracks so that those of a track do not overlap, each to the first that is free.
    /// - Returns: The track of each interval, and how many there are.
    static func tracks(_ intervals: [(begin: Instant, end: Instant)]) -> (tracks: [Int], count: Int) {
        let order = intervals.indices.sorted { (intervals[$0].begin, $0) < (intervals[$1].begin, $1) }
        var ends: [Instant] = []
        var tracks = Array(repeating: 0, count: intervals.count)
        for index in order {
            let track = ends.firstIndex { $0 <= intervals[index].begin } ?? ends.count
            if track == ends.count { ends.append(intervals[index].end) }
            ends[track] = intervals[index].end
            tracks[index] = track
        }
        return (tracks, ends.count)
    }

    /// What the files hold, for programs.
    package var summary: JSONText {
        [
            "scenario": .string(scenario), "network": .string(network), "latency_s": .double(latency.seconds),
            "devices": .int(devices.count), "computations": .int(computations.count), "messages": .int(messages.count),
            "repetition": .int(repetition), "seed": .string(String(seed)),
        ]
    }
}
