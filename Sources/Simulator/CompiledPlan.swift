public import DeviceProfiles
public import Execution
public import Units

/// A plan made ready to run on a cluster: what does not change between repetitions is worked out once.
public struct CompiledPlan: Sendable {
    public let runnable: RunnablePlan
    public let cluster: Cluster
    public let residency: WeightResidency
    /// Time of every computation, streaming of weights included; zero for other operations.
    /// Of a task in a pool the time on the fastest device that may take it.
    public let computeTimes: [TimeSpan]
    /// Times of the computations in pools, by device and operation; empty for devices that take no tasks.
    let taskTimes: [[TimeSpan]]

    public var plan: ExecutionPlan { runnable.plan }
    public var statistics: PlanStatistics { runnable.statistics }

    public init(_ runnable: RunnablePlan, on cluster: Cluster, cost: ComputeCost) {
        self.runnable = runnable
        self.cluster = cluster
        let plan = runnable.plan
        let residency = WeightResidency(plan: plan, statistics: runnable.statistics, cluster: cluster)
        self.residency = residency
        let times = ComputeTimes(plan, on: cluster, cost: cost, residency: residency)
        computeTimes = times.decided
        taskTimes = times.byCandidate
    }

    /// Time of a computation on the device that runs it.
    public func computeTime(of operation: Int, on device: Int) -> TimeSpan {
        runnable.devices[operation] == RunnablePlan.undecided ? taskTimes[device][operation] : computeTimes[operation]
    }

    /// - Parameter bytesPerElement: size of an activation.
    public init(_ plan: ExecutionPlan, on cluster: Cluster, cost: ComputeCost, bytesPerElement: Int) {
        self.init(RunnablePlan(plan, bytesPerElement: bytesPerElement), on: cluster, cost: cost)
    }

    /// The longest chain of dependent operations when nothing waits for a processor or the channel; what tasks in pools
    /// take is left out.
    public func criticalPath(on medium: borrowing some WirelessMedium & ~Copyable) -> TimeSpan {
        var ends = [TimeSpan](repeating: .zero, count: plan.operations.count)
        var longest = TimeSpan.zero
        for index in plan.operations.indices {
            var time = plan.predecessors(of: index).reduce(TimeSpan.zero) { max($0, ends[Int($1)]) }
            let message = runnable.messages[index]
            if let tasks = runnable.tasks, tasks.wayOfOperation[index] >= 0 {
                // It may be skipped; nothing is charged, as the result is a lower bound.
            } else if message.identifier >= 0 {
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
