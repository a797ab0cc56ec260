/// Inputs and outputs of a sparse layer whose crossings a place stores densely, zeros included, because it multiplies
/// faster that way.
public struct DenseBlock: Sendable, Hashable {
    /// Increasing, not empty.
    public var inputs: [Int32]
    /// Increasing, not empty.
    public var outputs: [Int32]

    public init(inputs: [Int32], outputs: [Int32]) {
        self.inputs = inputs
        self.outputs = outputs
    }

    /// Weights that are stored and multiplied with, zeros included.
    public var elementCount: Int { inputs.count * outputs.count }
}
