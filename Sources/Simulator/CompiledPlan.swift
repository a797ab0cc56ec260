public import DeviceProfiles
public import Execution
public import Units

/// A plan made ready to run on a cluster: what does not change between repetitions is worked out once.
public struct CompiledPlan: Sendable {
    public let plan: ExecutionPlan
    public let cluster: Cluster
    public let statistics: PlanStatistics
    public let residency: WeightResidency
    /// Time of every computation, streaming of weights included; zero for messages.
    public let computeTimes: [TimeSpan]
    /// Device of every computation and sender of every message.
    let devices: [Int32]
    /// The message of every transfer; `nil` for computations.
    let messages: [Message?]
    let successors: [Int32]
    let successorOffsets: [Int32]
    let predecessorCounts: [Int32]

    /// - Parameter bytesPerElement: size of an activation.
    public init(_ plan: ExecutionPlan, on cluster: Cluster, cost: ComputeCost, bytesPerElement: Int) {
        self.plan = plan
        self.cluster = cluster
        let statistics = plan.statistics(bytesPerElement: bytesPerElement)
        let residency = WeightResidency(plan: plan, statistics: statistics, cluster: cluster)
        self.statistics = statistics
        self.residency = residency

        var computeTimes: [TimeSpan] = []
        var devices: [Int32] = []
        var messages: [Message?] = []
        for (index, operation) in plan.operations.enumerated() {
            switch operation.action {
            case .compute(let computation):
                let device = plan.placeDevices[Int(computation.place)]
                let profile = cluster.devices[device].profile
                var time = cost.time(of: computation, step: plan.steps[Int(operation.step)], on: profile)
                if computation.weightBlock >= 0 {
                    time += residency.streamedBytes[Int(computation.weightBlock)] / profile.storageReadRate.value
                }
                computeTimes.append(time)
                devices.append(Int32(device))
                messages.append(nil)
            case .transfer(let transfer):
                let source = Int32(plan.placeDevices[Int(transfer.source)])
                computeTimes.append(.zero)
                devices.append(source)
                messages.append(
                    Message(
                        identifier: Int32(index), source: source,
                        destination: Int32(plan.placeDevices[Int(transfer.destination)]), bytes: transfer.bytes))
            }
        }
        self.computeTimes = computeTimes
        self.devices = devices
        self.messages = messages

        var counts = [Int32](repeating: 0, count: plan.operations.count + 1)
        for predecessor in plan.predecessors { counts[Int(predecessor) + 1] += 1 }
        for index in 1..<counts.count { counts[index] += counts[index - 1] }
        successorOffsets = counts
        var successors = [Int32](repeating: 0, count: plan.predecessors.count)
        var predecessorCounts: [Int32] = []
        for index in plan.operations.indices {
            let predecessors = plan.predecessors(of: index)
            predecessorCounts.append(Int32(predecessors.count))
            for predecessor in predecessors {
                successors[Int(counts[Int(predecessor)])] = Int32(index)
                counts[Int(predecessor)] += 1
            }
        }
        self.successors = successors
        self.predecessorCounts = predecessorCounts
    }

    /// The longest chain of dependent operations when nothing waits for a processor or the channel.
    public func criticalPath(on medium: some WirelessMedium) -> TimeSpan {
        var ends = [TimeSpan](repeating: .zero, count: plan.operations.count)
        var longest = TimeSpan.zero
        for index in plan.operations.indices {
            var time = plan.predecessors(of: index).reduce(TimeSpan.zero) { max($0, ends[Int($1)]) }
            if let message = messages[index] {
                let cost = medium.unloadedCost(of: message)
                time += cost.wakeUp + cost.transmission
            } else {
                time += computeTimes[index]
            }
            ends[index] = time
            longest = max(longest, time)
        }
        return longest
    }
}
