import NeuralNetworks
import Tensors

extension Tensor {
    /// The matrix product of `[rows, depth]` and `[depth, columns]`, every element summed from the first depth to the
    /// last.
    public func multiplied(
        by other: Tensor, options: KernelOptions = KernelOptions()
    ) throws(KernelError) -> Tensor {
        guard extents.count == 2, other.extents.count == 2, extents[1] == other.extents[0] else {
            throw .extents(what: "a factor", found: other.extents, needed: "a matrix of the rows of \(extents)")
        }
        let (rows, depth, columns) = (extents[0], extents[1], other.extents[1])
        if rows == 0 || depth == 0 || columns == 0 { return Tensor(extents: [rows, columns]) }
        // A pointwise convolution of one row of pixels.
        let input = TensorShape(channels: depth, height: 1, width: columns)
        let output = TensorShape(channels: rows, height: 1, width: columns)
        let convolution = Convolution(outputChannels: rows, window: Window(kernel: Extent(1)))
        let plan = ConvolutionPlan(
            try ConvolutionShape(convolution, input: input, output: output), weight: self, bias: nil,
            kernels: try .kernels(options.instructionSet))
        return Tensor(extents: [rows, columns]) { target in
            other.withUnsafeBuffer { source in
                plan.run(
                    MapElements(base: source.baseAddress!, region: Region(input)), producing: Region(output),
                    clamp: .none, threads: options.threads, output: target.baseAddress!)
            }
        }
    }
}
