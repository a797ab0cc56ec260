public import DeviceProfiles
public import Execution
public import Units

/// How long each computation of a plan takes on its device.
///
/// From a measured trace where there is one, for the part's share of the step, scaled by the ratio of the rates that the
/// two machines reach with that kernel class; otherwise a roofline (Williams et al., 2009, doi 10.1145/1498765.1498785):
/// the larger of MACs over the kernel's rate and bytes over the memory bandwidth. What does not fit into the
/// application's memory is streamed from storage on top.
public struct ComputeCost: Sendable {
    public var trace: WorkloadTrace?
    /// Time that every fused part takes on top of its layers: setting up its buffers and copying in and out.
    public var taskOverhead: TimeSpan

    public init(trace: WorkloadTrace? = nil, taskOverhead: TimeSpan = .zero) {
        self.trace = trace
        self.taskOverhead = taskOverhead
    }

    /// Time of a computation with all of its weights in memory.
    public func time(of computation: Computation, step: PlanStep, on device: DeviceProfile) -> TimeSpan {
        tracedTime(of: computation, step: step, on: device)
            ?? device.time(
                of: computation.macs, kernel: computation.kernel, activations: computation.activationBytes,
                weights: computation.weightBytes)
    }

    /// Nil for what the trace says nothing about: other layers, sums of contributions, sparse layers (dense ones were
    /// measured).
    private func tracedTime(of computation: Computation, step: PlanStep, on device: DeviceProfile) -> TimeSpan? {
        guard let trace, !computation.addsPartialSums, !step.isSparse else { return nil }
        let share =
            step.macs > .zero
            ? Double(computation.macs.count) / Double(step.macs.count)
            : Double(computation.outputElements) / Double(step.elementCount)
        guard let time = trace.time(ofShare: share, ofLayer: step.name) else { return nil }
        let scaled = TimeSpan(seconds: time.seconds * slowdown(of: device, against: trace, for: computation))
        return scaled + weightPreparation(beyondShare: share, computation, step: step, on: device, trace)
    }

    /// What the preparation of weights takes beyond the part's share of it: a tile needs as many prepared as a whole map.
    /// Measured strips contain it.
    private func weightPreparation(
        beyondShare share: Double, _ computation: Computation, step: PlanStep, on device: DeviceProfile,
        _ trace: WorkloadTrace
    ) -> TimeSpan {
        guard let rate = device.weightPreparationRate?.value, trace.strips[step.name] == nil else { return .zero }
        let beyond = computation.weightBytes.bits - share * step.weights.bits
        return TimeSpan(seconds: max(0, beyond) / rate.bitsPerSecond)
    }

    private func slowdown(of device: DeviceProfile, against trace: WorkloadTrace, for computation: Computation)
        -> Double
    {
        if device.name == trace.device { return 1 / device.speed }
        let bandwidth = device.memoryBandwidth.value.bitsPerSecond
        if computation.macs == .zero { return (trace.elementwiseRate?.bitsPerSecond ?? bandwidth) / bandwidth }
        var rate = device.rate(of: computation.kernel).macsPerSecond
        if computation.kernel == .fullyConnected, computation.weightBytes > .zero {
            // Every weight is used once: memory may be what limits the device.
            rate = min(rate, bandwidth * Double(computation.macs.count) / computation.weightBytes.bits)
        }
        return (trace.rates[computation.kernel]?.macsPerSecond ?? rate) / rate
    }
}

/// Which weights stay in memory between inferences and which are read from storage every time.
public struct WeightResidency: Sendable, Hashable {
    /// Bytes of every weight block of the plan that are streamed at each use.
    public var streamedBytes: [ByteCount]
    /// Weights and activations that every device would hold if it had the room.
    public var demandByDevice: [ByteCount]

    /// Blocks are kept in the order of the steps until the memory beside the activations is full; every weight is used
    /// once an inference, so which ones are streamed makes no difference to the total.
    public init(plan: ExecutionPlan, statistics: PlanStatistics, cluster: Cluster) {
        var room = cluster.devices.indices.map { device in
            max(
                0,
                cluster.devices[device].profile.applicationMemory.value.bytes
                    - statistics.peakActivationBytesByDevice[device].bytes)
        }
        streamedBytes = plan.weightBlocks.map { block in
            let resident = min(room[block.device], block.bytes.bytes)
            room[block.device] -= resident
            return ByteCount(block.bytes.bytes - resident)
        }
        demandByDevice = cluster.devices.indices.map {
            statistics.weightBytesByDevice[$0] + statistics.peakActivationBytesByDevice[$0]
        }
    }
}
