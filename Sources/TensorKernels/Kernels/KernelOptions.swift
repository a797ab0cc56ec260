/// How kernels run.
public struct KernelOptions: Sendable, Hashable {
    public enum ConvolutionAlgorithm: String, Sendable, CaseIterable {
        /// Every output element is summed over (input channel, kernel row, kernel column) in one order, so that a part
        /// equals the same elements of the whole bit for bit.
        case exact
        /// Where it applies (3x3, stride 1) Winograd's F(4x4, 3x3): faster, other rounding, and another for every cut.
        case winograd
    }

    public var instructionSet: InstructionSet
    /// Workers; the results do not depend on it.
    public var threads: Int
    public var convolution: ConvolutionAlgorithm

    public init(
        instructionSet: InstructionSet = .best, threads: Int = 1, convolution: ConvolutionAlgorithm = .exact
    ) {
        self.instructionSet = instructionSet
        self.threads = max(threads, 1)
        self.convolution = convolution
    }
}
