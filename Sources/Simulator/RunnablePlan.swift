public import Execution
import Units

/// A plan with all that can be told without knowing any rate: runs at different rates share it.
public struct RunnablePlan: Sendable {
    public let plan: ExecutionPlan
    public let statistics: PlanStatistics
    /// Device of every computation and sender of every message; `noDevice` for joins.
    let devices: [Int32]
    static let noDevice: Int32 = -1
    /// The message of every transfer; for other operations one that is numbered -1.
    let messages: [Message]
    let dependencies: DependencyGraph
    /// The pools, if the plan has any; the devices of their operations are `undecided`.
    let tasks: TaskTable?
    static let undecided: Int32 = -2
    /// What every operation waits for: predecessors and, in a pool, to be taken.
    let initialCounts: [Int32]
    /// Operations that wait for nothing.
    let roots: [Int32]

    /// - Parameter bytesPerElement: size of an activation.
    public init(_ plan: ExecutionPlan, bytesPerElement: Int) {
        self.plan = plan
        statistics = plan.statistics(bytesPerElement: bytesPerElement)
        dependencies = DependencyGraph(predecessors: plan.predecessors, offsets: plan.predecessorOffsets)
        let tasks = plan.isDynamic ? TaskTable(plan) : nil
        self.tasks = tasks
        let initialCounts = dependencies.predecessorCounts.enumerated().map { index, count in
            (tasks?.wayOfOperation[index] ?? -1) >= 0 ? count + 1 : count
        }
        self.initialCounts = tasks == nil ? dependencies.predecessorCounts : initialCounts
        roots = initialCounts.indices.filter { initialCounts[$0] == 0 }.map { Int32($0) }
        func device(of place: Int32) -> Int32 {
            let device = plan.placeDevices[Int(place)]
            return device == ExecutionPlan.undecided ? Self.undecided : Int32(device)
        }
        var devices: [Int32] = []
        var messages: [Message] = []
        for (index, operation) in plan.operations.enumerated() {
            var message = Message.none
            switch operation.action {
            case .compute(let computation): devices.append(device(of: computation.place))
            case .join: devices.append(Self.noDevice)
            case .transfer(let transfer):
                let source = device(of: transfer.source)
                devices.append(source)
                message = Message(
                    identifier: Int32(index), source: source,
                    destination: device(of: transfer.destination), bytes: transfer.bytes)
            }
            messages.append(message)
        }
        self.devices = devices
        self.messages = messages
    }
}

extension Message {
    /// Stands where there is no message.
    static let none = Message(identifier: -1, source: 0, destination: 0, bytes: .zero)
}
