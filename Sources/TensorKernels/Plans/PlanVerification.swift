public import Execution
import NeuralNetworks
import Tensors

/// The comparison of an executed plan with the whole network, bit by bit: the output and everything that any place
/// computed on the way.
///
/// Where a plan adds up partial sums of a fully connected layer, dense or sparse, the whole layer is summed in the same
/// parts and order, because another order of additions rounds otherwise; all else runs as if there were no plan.
public struct PlanVerification: Sendable {
    /// The first element, in the plan's order, that is not what the whole network computes.
    public struct Difference: Sendable, Equatable {
        /// Of the plan; `nil` when the elements were computed right, but did not arrive where the output is wanted.
        public let operation: Int?
        /// The layers that the operation computes; of the output none.
        public let step: String
        public let place: Int
        public let device: Int
        public let tensor: Int
        /// In the network's order; of words that were packed for a message, the position among them.
        public let channel: Int
        public let row: Int
        public let column: Int
        public let found: Float
        public let expected: Float
        /// The first box that was read and was not there, if that is the reason.
        public let missing: TensorSlice?
    }

    /// `nil` when everything is equal.
    public let firstDifference: Difference?
    /// Elements of the output with other bits.
    public let differingOutputs: Int
    public let outputCount: Int
    /// Computations that were compared.
    public let computations: Int
    /// The output of the plan.
    public let output: Tensor

    public var isEqual: Bool { firstDifference == nil && differingOutputs == 0 }

    /// - Parameters:
    ///   - input: the network's, `[channels, height, width]`.
    ///   - progress: told after every computation how many are done, of how many.
    /// - Throws: `KernelError.parameter` when the plan is not one of the network or leaves open which devices run tasks,
    ///   or when the layers do not run by the exact algorithm.
    public init(
        _ plan: ExecutionPlan, layers: NetworkLayers, input: Tensor,
        progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws(KernelError) {
        guard layers.options.convolution == .exact else {
            throw .parameter(
                what: "the algorithm", found: layers.options.convolution.rawValue,
                allowed: "exact, whose sums do not depend on the cut")
        }
        let execution = try PlanExecution(plan, layers: layers)
        let whole = try WholeNetwork(plan, layers: layers, input: execution.checked(input))
        let count = plan.operations.count { if case .compute = $0.action { true } else { false } }
        var first: Difference?
        var done = 0
        var last: Int?
        let result = try execution.run(input) { observation in
            if observation.operation != last { done += 1 }
            last = observation.operation
            if first == nil, let expected = whole.stored[observation.tensor],
                let place = Self.firstDifference(observation.values, expected)
            {
                let operation = plan.operations[observation.operation]
                let channel = plan.elementOrder(of: observation.tensor).map { Int($0[place.channel]) } ?? place.channel
                first = Difference(
                    operation: observation.operation, step: plan.steps[Int(operation.step)].name,
                    place: observation.place, device: plan.placeDevices[observation.place],
                    tensor: observation.tensor, channel: channel, row: place.row, column: place.column,
                    found: place.found, expected: place.expected, missing: observation.missing)
            }
            progress(done, count)
        }
        let expected = whole.tensors[plan.outputTensor]!
        output = result.output
        outputCount = expected.tensor.count
        differingOutputs = (0..<expected.tensor.count).count {
            result.output[$0].bitPattern != expected.tensor[$0].bitPattern
        }
        computations = done
        if first == nil, differingOutputs > 0 {
            let part = FeatureMapPart(uncheckedRegion: expected.region, tensor: result.output)
            first = Self.firstDifference(part, expected).map {
                Difference(
                    operation: nil, step: "output", place: plan.outputPlace,
                    device: plan.placeDevices[plan.outputPlace], tensor: plan.outputTensor, channel: $0.channel,
                    row: $0.row, column: $0.column, found: $0.found, expected: $0.expected,
                    missing: result.missing.map { TensorSlice(tensor: plan.outputTensor, region: $0) })
            }
        }
        firstDifference = first
    }

    private struct Element {
        let channel: Int
        let row: Int
        let column: Int
        let found: Float
        let expected: Float
    }

    private static func firstDifference(_ part: FeatureMapPart, _ whole: FeatureMapPart) -> Element? {
        let region = part.region
        return part.withElements { found in
            whole.withElements { expected in
                for channel in region.channels {
                    for row in region.rows {
                        let a = found.element(channel, row, region.columns.lowerBound)
                        let b = expected.element(channel, row, region.columns.lowerBound)
                        for column in 0..<region.columns.count where a[column].bitPattern != b[column].bitPattern {
                            return Element(
                                channel: channel, row: row, column: region.columns.lowerBound + column,
                                found: a[column], expected: b[column])
                        }
                    }
                }
                return nil
            }
        }
    }
}

extension PlanVerification.Difference: CustomStringConvertible {
    public var description: String {
        let element = "[\(channel), \(row), \(column)] of tensor \(tensor)"
        let location = operation.map { "\"\(step)\" on device \(device) (operation \($0))" } ?? "the output"
        let reason = missing.map { "; tensor \($0.tensor) \($0.region) was not there" } ?? ""
        return "\(location): element \(element) is \(found), of the whole network \(expected)\(reason)"
    }
}
