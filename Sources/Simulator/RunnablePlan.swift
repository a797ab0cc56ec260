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

    /// - Parameter bytesPerElement: size of an activation.
    public init(_ plan: ExecutionPlan, bytesPerElement: Int) {
        self.plan = plan
        statistics = plan.statistics(bytesPerElement: bytesPerElement)
        dependencies = DependencyGraph(predecessors: plan.predecessors, offsets: plan.predecessorOffsets)
        var devices: [Int32] = []
        var messages: [Message] = []
        for (index, operation) in plan.operations.enumerated() {
            var message = Message.none
            switch operation.action {
            case .compute(let computation): devices.append(Int32(plan.placeDevices[Int(computation.place)]))
            case .join: devices.append(Self.noDevice)
            case .transfer(let transfer):
                let source = Int32(plan.placeDevices[Int(transfer.source)])
                devices.append(source)
                message = Message(
                    identifier: Int32(index), source: source,
                    destination: Int32(plan.placeDevices[Int(transfer.destination)]), bytes: transfer.bytes)
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
