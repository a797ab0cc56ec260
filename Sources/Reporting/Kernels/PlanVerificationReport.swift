package import Execution
package import TensorKernels

/// Whether a partitioned network computes what the whole one does.
package struct PlanVerificationReport: Sendable {
    private let verification: PlanVerification
    private let plan: ExecutionPlan
    private let heading: String

    package init(_ verification: PlanVerification, plan: ExecutionPlan, heading: String) {
        self.verification = verification
        self.plan = plan
        self.heading = heading
    }

    private var messages: Int {
        plan.operations.count { if case .transfer = $0.action { true } else { false } }
    }

    package func text() -> String {
        var lines = [
            heading,
            "\(HumanFormat.count(verification.computations)) computations, \(HumanFormat.count(messages)) messages, "
                + "\(HumanFormat.count(verification.outputCount)) outputs",
        ]
        if verification.isEqual {
            lines.append("equal to the whole network, bit for bit")
        } else {
            lines.append("differs in \(HumanFormat.count(verification.differingOutputs)) outputs")
            if let first = verification.firstDifference { lines.append("first: \(first)") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    package func json() -> JSONText {
        [
            "plan": .string(heading), "computations": .int(verification.computations), "messages": .int(messages),
            "outputs": .int(verification.outputCount), "differingOutputs": .int(verification.differingOutputs),
            "equal": .bool(verification.isEqual),
            "firstDifference": verification.firstDifference.map { .string("\($0)") } ?? .null,
        ]
    }
}
