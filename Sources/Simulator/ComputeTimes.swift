import DeviceProfiles
import Execution
import Units

/// The time of every computation of a plan on the device that runs it, or on every device that may.
struct ComputeTimes {
    /// Zero for other operations; in pools the least of all devices.
    private(set) var decided: [TimeSpan]
    /// By device and operation, for those that may take tasks.
    private(set) var byCandidate: [[TimeSpan]]

    init(_ plan: ExecutionPlan, on cluster: Cluster, cost: ComputeCost, residency: WeightResidency) {
        let starts = cost.taskOverhead > .zero ? Set(plan.taskStarts) : []
        /// - Parameter block: of the weights on this device.
        func time(of index: Int, _ computation: Computation, on device: Int, block: Int32) -> TimeSpan {
            let profile = cluster.devices[device].profile
            var time = cost.time(of: computation, step: plan.steps[Int(plan.operations[index].step)], on: profile)
            if starts.contains(Int32(index)) { time += cost.taskOverhead }
            if block < 0 { return time }
            return time + residency.streamedBytes[Int(block)] / profile.storageReadRate.value
        }
        decided = plan.operations.enumerated().map { index, operation in
            guard case .compute(let computation) = operation.action else { return .zero }
            let device = plan.placeDevices[Int(computation.place)]
            if device == ExecutionPlan.undecided { return .zero }
            return time(of: index, computation, on: device, block: computation.weightBlock)
        }
        byCandidate = Array(repeating: [], count: plan.isDynamic ? cluster.devices.count : 0)
        for pool in plan.pools {
            let operations = pool.tasks.flatMap { $0.ways.flatMap(\.operations) }
            for (position, device) in pool.candidates.enumerated() {
                if byCandidate[device].isEmpty {
                    byCandidate[device] = Array(repeating: .zero, count: plan.operations.count)
                }
                for index in operations {
                    guard case .compute(let computation) = plan.operations[index].action else { continue }
                    let block = computation.weightBlock < 0 ? -1 : computation.weightBlock + Int32(position)
                    let span = time(of: index, computation, on: device, block: block)
                    byCandidate[device][index] = span
                    decided[index] = position == 0 ? span : min(decided[index], span)
                }
            }
        }
    }
}
