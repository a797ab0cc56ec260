public import DeviceProfiles
public import Execution
public import Units

/// A plan made ready to run on a cluster: what does not change between repetitions is worked out once.
public struct CompiledPlan: Sendable {
    public let runnable: RunnablePlan
    public let cluster: Cluster
    public let residency: WeightResidency
    /// Time of every computation, streaming of weights included; zero for other operations.
    public let computeTimes: [TimeSpan]

    public var plan: ExecutionPlan { runnable.plan }
    public var statistics: PlanStatistics { runnable.statistics }

    public init(_ runnable: RunnablePlan, on cluster: Cluster, cost: ComputeCost) {
        self.runnable = runnable
        self.cluster = cluster
        let plan = runnable.plan
        let residency = WeightResidency(plan: plan, statistics: runnable.statistics, cluster: cluster)
        self.residency = residency
        computeTimes = plan.operations.map { operation in
            guard case .compute(let computation) = operation.action else { return .zero }
            let profile = cluster.devices[plan.placeDevices[Int(computation.place)]].profile
            let time = cost.time(of: computation, step: plan.steps[Int(operation.step)], on: profile)
            if computation.weightBlock < 0 { return time }
            return time + residency.streamedBytes[Int(computation.weightBlock)] / profile.storageReadRate.value
        }
    }

    /// - Parameter bytesPerElement: size of an activation.
    public init(_ plan: ExecutionPlan, on cluster: Cluster, cost: ComputeCost, bytesPerElement: Int) {
        self.init(RunnablePlan(plan, bytesPerElement: bytesPerElement), on: cluster, cost: cost)
    }

    /// The longest chain of dependent operations when nothing waits for a processor or the channel.
    public func criticalPath(on medium: borrowing some WirelessMedium & ~Copyable) -> TimeSpan {
        var ends = [TimeSpan](repeating: .zero, count: plan.operations.count)
        var longest = TimeSpan.zero
        for index in plan.operations.indices {
            var time = plan.predecessors(of: index).reduce(TimeSpan.zero) { max($0, ends[Int($1)]) }
            if runnable.messages[index].identifier >= 0 {
                let cost = medium.unloadedCost(of: runnable.messages[index])
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
