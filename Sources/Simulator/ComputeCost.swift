public import DeviceProfiles
public import Execution
public import Units

/// How long each computation of a plan takes on its device.
///
/// From a measured trace where there is one, scaled by the part's share of the step and by the ratio of the devices'
/// rates; otherwise a roofline (Williams et al., 2009, doi 10.1145/1498765.1498785): the larger of MACs over the
/// kernel's rate and bytes over the memory bandwidth. What does not fit into the application's memory is streamed from
/// storage on top.
public struct ComputeCost: Sendable {
    public var trace: WorkloadTrace?
    /// Profile of the device that the trace was measured on.
    public var tracedDevice: DeviceProfile?

    public init(trace: WorkloadTrace? = nil, tracedDevice: DeviceProfile? = nil) {
        self.trace = trace
        self.tracedDevice = tracedDevice
    }

    /// Time of a computation with all of its weights in memory.
    public func time(of computation: Computation, step: PlanStep, on device: DeviceProfile) -> TimeSpan {
        if !computation.addsPartialSums, let whole = trace?.layerTimes[step.name] {
            let share =
                step.macs > .zero
                ? Double(computation.macs.count) / Double(step.macs.count)
                : Double(computation.outputElements) / Double(step.elementCount)
            let factor = tracedDevice.map { Self.slowdown(of: device, against: $0, kernel: computation.kernel) } ?? 1
            return TimeSpan(seconds: whole.seconds * share * factor)
        }
        let memory = (computation.activationBytes + computation.weightBytes) / device.memoryBandwidth.value
        if computation.macs == .zero { return memory }
        return max(memory, computation.macs / device.rate(of: computation.kernel))
    }

    private static func slowdown(of device: DeviceProfile, against traced: DeviceProfile, kernel: KernelClass) -> Double
    {
        if device.name == traced.name { return 1 }
        if kernel == .elementwise {
            return traced.memoryBandwidth.value.bitsPerSecond / device.memoryBandwidth.value.bitsPerSecond
        }
        return traced.rate(of: kernel).macsPerSecond / device.rate(of: kernel).macsPerSecond
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
