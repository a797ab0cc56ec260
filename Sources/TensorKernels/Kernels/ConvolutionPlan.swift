import NeuralNetworks
import Tensors

/// A convolution with its weights packed for one instruction set.
///
/// Implicit matrix product: blocks of output pixels are the columns, their inputs are packed straight from the (padded)
/// feature map, and every output element starts from its bias and adds its products in the order (input channel, kernel
/// row, kernel column), products with padding included, wherever it lies and whoever computes it.
struct ConvolutionPlan: Sendable {
    private let shape: ConvolutionShape
    private let kernels: VectorKernels
    /// Every group's blocks of depth, each `[panels, depth of the block, tileRows]`.
    private let weights: AlignedStorage
    /// Every group's, filled up to whole panels.
    private let bias: AlignedStorage
    private let panels: Int
    private let blockDepth: Int

    /// Packed inputs of a block, about: they stay in the last-level cache.
    private static let blockInputs = 512 * 1024

    /// - Parameters:
    ///   - weight: `[outputChannels, inputChannels / groups, kernel height, kernel width]`, any extents of that product.
    ///   - bias: `[outputChannels]`.
    init(
        _ shape: ConvolutionShape, weight: Tensor, bias: Tensor?, kernels: VectorKernels, pool: StoragePool? = nil
    ) {
        self.shape = shape
        self.kernels = kernels
        let rows = kernels.tileRows
        let depth = shape.depth
        let panels = (shape.outputsPerGroup + rows - 1) / rows
        let blocks = max((depth + kernels.depthLimit - 1) / kernels.depthLimit, 1)
        blockDepth = max((depth + blocks - 1) / blocks, 1)
        self.panels = panels
        weights = Self.packed(
            shape, weight: weight, panels: panels, kernels: kernels, blockDepth: blockDepth, pool: pool)
        self.bias = AlignedStorage(count: shape.groups * panels * rows, repeating: 0)
        if let bias {
            for group in 0..<shape.groups {
                for row in 0..<shape.outputsPerGroup {
                    self.bias.base[group * panels * rows + row] = bias[group * shape.outputsPerGroup + row]
                }
            }
        }
    }

    private static func packed(
        _ shape: ConvolutionShape, weight: Tensor, panels: Int, kernels: VectorKernels, blockDepth: Int,
        pool: StoragePool?
    ) -> AlignedStorage {
        let depth = shape.depth
        let tileRows = kernels.tileRows
        let packed = AlignedStorage(uninitialized: shape.groups * panels * tileRows * depth, pool: pool)
        weight.withUnsafeBuffer { source in
            guard let source = source.baseAddress else { return }
            var target = packed.base
            for group in 0..<shape.groups {
                var first = 0
                while first < depth {
                    let count = min(blockDepth, depth - first)
                    for panel in 0..<panels {
                        let rows = min(tileRows, shape.outputsPerGroup - panel * tileRows)
                        let channel = group * shape.outputsPerGroup + panel * tileRows
                        let from = source + (channel * depth + first)
                        if rows == tileRows {
                            kernels.packRows(from, depth, count, target)
                        } else {
                            // Rows that do not exist are computed and thrown away.
                            target.update(repeating: 0, count: count * tileRows)
                            for row in 0..<rows {
                                for index in 0..<count { target[index * tileRows + row] = from[row * depth + index] }
                            }
                        }
                        target += count * tileRows
                    }
                    first += count
                }
            }
        }
        return packed
    }

    /// Computes an output region into `output`, `[channels, rows, columns]` of the region.
    func run(
        _ input: MapElements, producing region: Region, clamp: OutputClamp, threads: Int,
        pool: StoragePool? = nil, output: UnsafeMutablePointer<Float>
    ) {
        let input = shape.oriented(input)
        let region = shape.oriented(region)
        if region.isEmpty { return }
        let pixels = min(max(Self.blockInputs / max(shape.depth, 1), 256), 1024)
        let share = max(region.rows.count * region.columns.count / (3 * threads), 8 * kernels.tileColumns)
        let blocks = PixelBlocks(region: region, pixels: threads == 1 ? pixels : min(pixels, share))
        let firstGroup = region.channels.lowerBound / shape.outputsPerGroup
        let groupCount = (region.channels.upperBound - 1) / shape.outputsPerGroup + 1 - firstGroup
        let splits =
            threads == 1
            ? 1 : max(1, min((3 * threads) / max(blocks.count * groupCount, 1), panels / 4))
        let layout = Scratch(
            window: PaddedWindow.scratchCount(
                shape, channels: shape.inputsPerGroup, rows: blocks.maximumRows, columns: blocks.maximumColumns),
            packed: (blocks.maximumPixels + 2 * kernels.tileColumns) * shape.depth
                + kernels.tileColumns + AlignedStorage.slack,
            tile: kernels.tileRows * kernels.tileColumns)
        nonisolated(unsafe) let source = input
        nonisolated(unsafe) let target = output
        runJobs(blocks.count * groupCount * splits, threads: threads, scratch: layout.count, pool: pool) {
            job, scratch in
            let split = job % splits
            let group = firstGroup + job / splits % groupCount
            let block = blocks[job / splits / groupCount]
            let firstChannel = group * shape.outputsPerGroup
            let wanted = region.channels.clamped(to: firstChannel..<firstChannel + shape.outputsPerGroup)
            let first = (wanted.lowerBound - firstChannel) / kernels.tileRows
            let last = (wanted.upperBound - firstChannel + kernels.tileRows - 1) / kernels.tileRows
            let share = (last - first + splits - 1) / splits
            let rows = (wanted.lowerBound - firstChannel..<wanted.upperBound - firstChannel).clamped(
                to: (first + split * share) * kernels.tileRows..<(first + (split + 1) * share) * kernels.tileRows)
            if rows.isEmpty { return }
            let plane = region.rows.count * region.columns.count
            let place =
                (firstChannel + rows.lowerBound - region.channels.lowerBound) * plane
                + (block.rows.lowerBound - region.rows.lowerBound) * region.columns.count
                + block.columns.lowerBound - region.columns.lowerBound
            multiply(
                source, group: group, rows: rows, block: block, clamp: clamp, output: target + place,
                rowStride: plane, scratch: scratch, layout: layout)
        }
    }

    private struct Scratch: Sendable {
        let window: Int
        let packed: Int
        let tile: Int
        var count: Int { window + packed + tile }
    }

    /// Output channels `rows` of a group for a block of pixels.
    private func multiply(
        _ input: MapElements, group: Int, rows: Range<Int>, block: PixelBlocks.Block, clamp: OutputClamp,
        output: UnsafeMutablePointer<Float>, rowStride: Int, scratch: UnsafeMutablePointer<Float>, layout: Scratch
    ) {
        let channels = group * shape.inputsPerGroup..<(group + 1) * shape.inputsPerGroup
        let window = PaddedWindow(
            shape, input: input, channels: channels, rows: block.rows, columns: block.columns, scratch: scratch)
        let packedInputs = scratch + layout.window
        let tile = packedInputs + layout.packed
        var taps: [Int] = []
        taps.reserveCapacity(shape.depth)
        for channel in 0..<shape.inputsPerGroup {
            for row in 0..<shape.kernelRows {
                for column in 0..<shape.kernelColumns {
                    taps.append(
                        window.tap(
                            channel: channel, row: row * shape.dilationRows, column: column * shape.dilationColumns))
                }
            }
        }
        let runs = PixelRuns(
            rows: block.rows.count, columns: block.columns.count, rowStride: shape.strideRows * window.rowStride,
            panel: kernels.tileColumns)
        let pixels = block.rows.count * block.columns.count
        let packedPixels = (pixels + kernels.tileColumns - 1) / kernels.tileColumns * kernels.tileColumns
        taps.withUnsafeBufferPointer { taps in
            for first in stride(from: 0, to: shape.depth, by: blockDepth) {
                kernels.packInputs(
                    window.source, min(blockDepth, shape.depth - first), taps.baseAddress! + first, runs.ends.count,
                    runs.runs, runs.ends, packedInputs + first * packedPixels)
            }
        }
        // As many rows as keep their weights and sums in the second-level cache while the depth goes by.
        let tileRows = kernels.tileRows
        let rowsOfGroup = max(kernels.groupWeights / blockDepth / tileRows, 1) * tileRows
        let allRows = panels * tileRows
        var row = rows.lowerBound
        while row < rows.upperBound {
            let end = min((row / rowsOfGroup + 1) * rowsOfGroup, rows.upperBound)
            for first in stride(from: 0, to: shape.depth, by: blockDepth) {
                let depth = min(blockDepth, shape.depth - first)
                let isLast = first + depth == shape.depth
                kernels.multiplyBlock(
                    row, end, pixels, depth, weights.base + (group * shape.depth + first) * allRows,
                    packedInputs + first * packedPixels, output + (row - rows.lowerBound) * rowStride, rowStride,
                    first == 0 ? UnsafePointer(bias.base + group * allRows) : nil, isLast ? clamp.finish : 0,
                    clamp.limit, tile)
            }
            row = end
        }
    }
}
