import DeviceProfiles
import Execution
public import Units

/// The figures of one run.
public struct Metrics: Sendable, Hashable {
    /// From the input at the source to the output at the Group Owner.
    public var latency: TimeSpan
    /// Busy time of the device that computes longest.
    public var compute: TimeSpan
    public var computeByDevice: [TimeSpan]
    /// Sums over all messages.
    public var wakeUp: TimeSpan
    public var transmission: TimeSpan
    public var messages: Int
    public var sentBytes: ByteCount
    public var redundantMACs: MACCount
    /// Weights and activations of the device that needs most.
    public var peakMemory: ByteCount
    /// Weights read from storage, all devices together.
    public var streamedBytes: ByteCount
    public var steps: [StepMetrics]
    public var energyByDevice: [EnergyUse]

    /// Of all devices together; `nil` unless it is known of each.
    public var processorEnergy: Energy? { Self.sum(energyByDevice.map(\.processor)) }
    public var radioEnergy: Energy? { Self.sum(energyByDevice.map(\.radio)) }
    public var energy: Energy? { Self.sum(energyByDevice.map(\.total)) }
    /// Of the battery that suffers most.
    public var batteryShare: Double? { energyByDevice.compactMap(\.batteryShare).max() }

    private static func sum(_ energies: [Energy?]) -> Energy? {
        var sum = Energy.zero
        for energy in energies {
            guard let energy else { return nil }
            sum = sum + energy
        }
        return sum
    }

    /// MoDNN's delivery time: waking up and transmitting.
    public var delivery: TimeSpan { wakeUp + transmission }
}

/// The figures of one step of a plan.
public struct StepMetrics: Sendable, Hashable {
    public var name: String
    /// Compute time of the busiest device.
    public var compute: TimeSpan
    /// Sums over the messages that the step waits for.
    public var wakeUp: TimeSpan
    public var transmission: TimeSpan
    public var messages: Int
    public var sentBytes: ByteCount
    /// First begin and last end of its operations; `nil` if it has none.
    public var begin: Instant?
    public var end: Instant?
}

extension Metrics {
    public init(_ timeline: Timeline, of compiled: CompiledPlan) {
        let plan = compiled.plan
        let deviceCount = compiled.cluster.devices.count
        var computeByDevice = [TimeSpan](repeating: .zero, count: deviceCount)
        var stepCompute = [TimeSpan](repeating: .zero, count: deviceCount * plan.steps.count)
        var steps = plan.steps.map {
            StepMetrics(
                name: $0.name, compute: .zero, wakeUp: .zero, transmission: .zero, messages: 0, sentBytes: .zero)
        }
        var streamed = ByteCount.zero
        for (index, operation) in plan.operations.enumerated() {
            if case .join = operation.action { continue }
            let step = Int(operation.step)
            let begin = timeline.begin[index]
            steps[step].begin = steps[step].begin.map { min($0, begin) } ?? begin
            steps[step].end = max(steps[step].end ?? .start, timeline.end[index])
            switch operation.action {
            case .compute(let computation):
                let device = plan.placeDevices[Int(computation.place)]
                let time = timeline.end[index] - begin
                computeByDevice[device] += time
                stepCompute[step * deviceCount + device] += time
                if computation.weightBlock >= 0 {
                    streamed += compiled.residency.streamedBytes[Int(computation.weightBlock)]
                }
            case .transfer(let transfer):
                steps[step].wakeUp += timeline.wakeUp[index]
                steps[step].transmission += timeline.transmission[index]
                steps[step].messages += 1
                steps[step].sentBytes += transfer.bytes
            case .join: break
            }
        }
        for step in steps.indices {
            steps[step].compute = stepCompute[step * deviceCount..<(step + 1) * deviceCount].max() ?? .zero
        }
        latency = timeline.latency
        compute = computeByDevice.max() ?? .zero
        self.computeByDevice = computeByDevice
        wakeUp = steps.reduce(.zero) { $0 + $1.wakeUp }
        transmission = steps.reduce(.zero) { $0 + $1.transmission }
        messages = compiled.statistics.messages
        sentBytes = compiled.statistics.sentBytes
        redundantMACs = plan.redundantMACs
        peakMemory = compiled.residency.demandByDevice.max() ?? .zero
        streamedBytes = streamed
        self.steps = steps
        let latency = timeline.latency
        energyByDevice = compiled.cluster.devices.enumerated().map { index, device in
            EnergyUse(
                of: device, busy: computeByDevice[index],
                radioTimes: timeline.radioTimes.isEmpty ? nil : timeline.radioTimes[index], latency: latency)
        }
    }
}
