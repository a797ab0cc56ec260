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
    /// Device of every computation and sender of every message; `noDevice` for joins.
    let devices: [Int32]
    static let noDevice: Int32 = -1
    /// The message of every transfer; for computations one that is numbered -1.
    let messages: [Message]
    let dependencies: DependencyGraph

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
        var messages: [Message] = []
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
                messages.append(.none)
            case .join:
                computeTimes.append(.zero)
                devices.append(Self.noDevice)
                messages.append(.none)
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

        dependencies = DependencyGraph(predecessors: plan.predecessors, offsets: plan.predecessorOffsets)
    }

    /// The longest chain of dependent operations when nothing waits for a processor or the channel.
    public func criticalPath(on medium: borrowing some WirelessMedium & ~Copyable) -> TimeSpan {
        var ends = [TimeSpan](repeating: .zero, count: plan.operations.count)
        var longest = TimeSpan.zero
        for index in plan.operations.indices {
            var time = plan.predecessors(of: index).reduce(TimeSpan.zero) { max($0, ends[Int($1)]) }
            if messages[index].identifier >= 0 {
                let cost = medium.unloadedCost(of: messages[index])
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

extension Message {
    /// Stands where there is no message.
    static let none = Message(identifier: -1, source: 0, destination: 0, bytes: .zero)
}
