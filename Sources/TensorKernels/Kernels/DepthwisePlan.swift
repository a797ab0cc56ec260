import NeuralNetworks
import Tensors

/// A convolution whose groups read one input channel each; summed in the order (kernel row, kernel column).
struct DepthwisePlan: Sendable {
    private let shape: ConvolutionShape
    private let kernels: VectorKernels
    /// `[outputChannels, kernel height, kernel width]`.
    private let weight: Tensor
    private let bias: Tensor?

    init(_ shape: ConvolutionShape, weight: Tensor, bias: Tensor?, kernels: VectorKernels) {
        precondition(shape.inputsPerGroup == 1)
        self.shape = shape
        self.weight = weight
        self.bias = bias
        self.kernels = kernels
    }

    /// Computes an output region into `output`, `[channels, rows, columns]` of the region.
    func run(
        _ input: MapElements, producing region: Region, clamp: OutputClamp, threads: Int,
        pool: StoragePool? = nil, output: UnsafeMutablePointer<Float>
    ) {
        nonisolated(unsafe) let input = shape.oriented(input)
        let region = shape.oriented(region)
        if region.isEmpty { return }
        nonisolated(unsafe) let target = output
        let blocks = PixelBlocks(region: region, pixels: 16 * 1024)
        let scratchCount = PaddedWindow.scratchCount(
            shape, channels: 1, rows: blocks.maximumRows, columns: blocks.maximumColumns)
        let taps = shape.kernelRows * shape.kernelColumns
        let channelCount = region.channels.count
        runJobs(channelCount * blocks.count, threads: threads, scratch: scratchCount, pool: pool) { job, scratch in
            let block = blocks[job / channelCount]
            let channel = region.channels.lowerBound + job % channelCount
            let inputChannel = channel / shape.outputsPerGroup
            let window = PaddedWindow(
                shape, input: input, channels: inputChannel..<inputChannel + 1, rows: block.rows,
                columns: block.columns, scratch: scratch)
            let offsets = (0..<taps).map { tap in
                window.tap(
                    channel: 0, row: tap / shape.kernelColumns * shape.dilationRows,
                    column: tap % shape.kernelColumns * shape.dilationColumns)
            }
            weight.withUnsafeBuffer { weight in
                for row in block.rows {
                    let place =
                        ((channel - region.channels.lowerBound) * region.rows.count + row - region.rows.lowerBound)
                        * region.columns.count + block.columns.lowerBound - region.columns.lowerBound
                    kernels.depthwiseRow(
                        block.columns.count, taps,
                        window.source + (row - block.rows.lowerBound) * shape.strideRows * window.rowStride, offsets,
                        weight.baseAddress! + channel * taps, bias?[channel] ?? 0, target + place, clamp.finish,
                        clamp.limit)
                }
            }
        }
    }
}
