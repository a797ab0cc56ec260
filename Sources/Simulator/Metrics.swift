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
    /// What devices computed, put on the air and took from it.
    public var macsByDevice: [MACCount]
    public var sentBytesByDevice: [ByteCount]
    public var receivedBytesByDevice: [ByteCount]

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
    public init(_ timeline: Timeline, of compiled: borrowing CompiledPlan) {
        let plan = compiled.plan
        let deviceCount = compiled.cluster.devices.count
        var computeByDevice = [TimeSpan](repeating: .zero, count: deviceCount)
        var stepCompute = [TimeSpan](repeating: .zero, count: deviceCount * plan.steps.count)
        var steps = plan.steps.map {
            StepMetrics(
                name: $0.name, compute: .zero, wakeUp: .zero, transmission: .zero, messages: 0, sentBytes: .zero)
        }
        var streamed = ByteCount.zero
        let nothing = [ByteCount](repeating: .zero, count: deviceCount)
        macsByDevice = Array(repeating: .zero, count: deviceCount)
        (sentBytesByDevice, receivedBytesByDevice) = (nothing, nothing)
        let places = timeline.tasks?.placeDevices ?? plan.placeDevices
        var macsInPools = 0
        for (index, operation) in plan.operations.enumerated() {
            if case .join = operation.action { continue }
            if let tasks = timeline.tasks, tasks.isSkipped[index] { continue }
            let step = Int(operation.step)
            let begin = timeline.begin[index]
            steps[step].begin = steps[step].begin.map { min($0, begin) } ?? begin
            steps[step].end = max(steps[step].end ?? .start, timeline.end[index])
            switch operation.action {
            case .compute(let computation):
                let device = places[Int(computation.place)]
                let isInPool = plan.placeDevices[Int(computation.place)] == ExecutionPlan.undecided
                macsByDevice[device] += computation.macs
                if isInPool { macsInPools += computation.macs.count }
                let time = timeline.end[index] - begin
                computeByDevice[device] += time
                stepCompute[step * deviceCount + device] += time
                if computation.weightBlock >= 0 {
                    var block = Int(computation.weightBlock)
                    // Pools have a block for every device that may take their tasks.
                    if isInPool { block += plan.pools[0].candidates.firstIndex(of: device)! }
                    streamed += compiled.residency.streamedBytes[block]
                }
            case .transfer(let transfer):
                steps[step].wakeUp += timeline.wakeUp[index]
                steps[step].transmission += timeline.transmission[index]
                steps[step].messages += 1
                steps[step].sentBytes += transfer.bytes
                sentBytesByDevice[places[Int(transfer.source)]] += transfer.bytes
                receivedBytesByDevice[places[Int(transfer.destination)]] += transfer.bytes
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
        messages = steps.reduce(0) { $0 + $1.messages }
        sentBytes = steps.reduce(.zero) { $0 + $1.sentBytes }
        redundantMACs = plan.redundantMACs + MACCount(macsInPools - plan.pools.reduce(0) { $0 + $1.macsDoneOnce })
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
