import NeuralNetworks
import Tensors

/// Multiplies matrices, every element summed from the first depth to the last; keeps its memory from one product to the
/// next.
public struct MatrixProduct: Sendable {
    public let options: KernelOptions
    private let kernels: VectorKernels
    private let pool = StoragePool()

    /// - Throws: `KernelError.parameter` when the instruction set is not available.
    public init(options: KernelOptions = KernelOptions()) throws(KernelError) {
        self.options = options
        kernels = try .kernels(options.instructionSet)
    }

    /// The product of `[rows, depth]` and `[depth, columns]`.
    public func callAsFunction(_ a: Tensor, _ b: Tensor) throws(KernelError) -> Tensor {
        guard a.extents.count == 2, b.extents.count == 2, a.extents[1] == b.extents[0] else {
            throw .extents(what: "a factor", found: b.extents, needed: "a matrix of the rows of \(a.extents)")
        }
        let (rows, depth, columns) = (a.extents[0], a.extents[1], b.extents[1])
        if rows == 0 || depth == 0 || columns == 0 { return Tensor(extents: [rows, columns]) }
        // A pointwise convolution of one row of pixels.
        let input = TensorShape(channels: depth, height: 1, width: columns)
        let output = TensorShape(channels: rows, height: 1, width: columns)
        let convolution = Convolution(outputChannels: rows, window: Window(kernel: Extent(1)))
        let plan = ConvolutionPlan(
            try ConvolutionShape(convolution, input: input, output: output), weight: a, bias: nil, kernels: kernels,
            pool: pool)
        return Tensor(extents: [rows, columns], pool: pool) { target in
            b.withUnsafeBuffer { source in
                plan.run(
                    MapElements(base: source.baseAddress!, region: Region(input)), producing: Region(output),
                    clamp: .none, threads: options.threads, pool: pool, output: target.baseAddress!)
            }
        }
    }
}

extension Tensor {
    /// The matrix product of `[rows, depth]` and `[depth, columns]`.
    public func multiplied(
        by other: Tensor, options: KernelOptions = KernelOptions()
    ) throws(KernelError) -> Tensor {
        try MatrixProduct(options: options)(self, other)
    }
}
