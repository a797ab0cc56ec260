import Tensors

/// A 3x3 convolution of stride 1 by Winograd's F(4x4, 3x3): tiles of 4x4 outputs, 36 matrix products instead of 144.
///
/// Errors are a few times those of the exact path. The tiles start at a region's corner, so that a part differs from the
/// whole in the last bits; the number of threads changes nothing.
struct WinogradPlan: Sendable {
    private let shape: ConvolutionShape
    private let kernels: VectorKernels
    /// For every product blocks of inputs, each `[panels, inputs of the block, tileRows]`.
    private let weights: AlignedStorage
    private let bias: [Float]
    private let panels: Int
    /// Inputs of a block.
    private let blockDepth: Int
    /// Zeros that the products start from.
    private let zeros: AlignedStorage

    /// Tiles of a block: a product's transformed inputs stay in the second-level cache.
    private static let blockTiles = 128

    static func applies(to shape: ConvolutionShape) -> Bool {
        shape.groups == 1 && shape.kernelRows == 3 && shape.kernelColumns == 3 && shape.strideRows == 1
            && shape.strideColumns == 1 && shape.dilationRows == 1 && shape.dilationColumns == 1
            && shape.inputsPerGroup >= 16 && shape.outputsPerGroup >= 16
    }

    /// - Parameters:
    ///   - weight: `[outputChannels, inputChannels, 3, 3]`.
    ///   - bias: `[outputChannels]`.
    init(_ shape: ConvolutionShape, weight: Tensor, bias: Tensor?, kernels: VectorKernels) {
        self.shape = shape
        self.kernels = kernels
        let rows = kernels.tileRows
        let (inputs, outputs) = (shape.inputsPerGroup, shape.outputsPerGroup)
        let panels = (outputs + rows - 1) / rows
        self.panels = panels
        let depthBlocks = (inputs + kernels.depthLimit - 1) / kernels.depthLimit
        let blockDepth = (inputs + depthBlocks - 1) / depthBlocks
        self.blockDepth = blockDepth
        let stride = panels * rows * inputs
        let packed = AlignedStorage(count: WinogradWeights.products * stride, repeating: 0)
        weight.withUnsafeBuffer { source in
            guard let source = source.baseAddress else { return }
            for output in 0..<outputs {
                for input in 0..<inputs {
                    let first = input / blockDepth * blockDepth
                    let depth = min(blockDepth, inputs - first)
                    let place =
                        packed.base
                        + (first * panels * rows + (output / rows * depth + input - first) * rows + output % rows)
                    WinogradWeights.transform(source + (output * inputs + input) * 9) { product, value in
                        place[product &* stride] = value
                    }
                }
            }
        }
        weights = packed
        self.bias = bias?.values ?? [Float](repeating: 0, count: outputs)
        zeros = AlignedStorage(count: panels * rows, repeating: 0)
    }

    /// Computes an output region into `output`, `[channels, rows, columns]` of the region.
    func run(
        _ input: MapElements, producing region: Region, clamp: OutputClamp, threads: Int,
        pool: StoragePool? = nil, output: UnsafeMutablePointer<Float>
    ) {
        if region.isEmpty { return }
        let blocks = Blocks(region, limit: Self.blockTiles, panel: kernels.tileColumns)
        let task = Task(plan: self, input: input, region: region, clamp: clamp, output: output, blocks: blocks)
        nonisolated(unsafe) let shared = task
        if blocks.count >= 2 * threads {
            runJobs(blocks.count, threads: threads, scratch: task.blockScratch + task.workerScratch, pool: pool) {
                job, scratch in
                shared.run(blocks[job], threads: 1, memory: scratch, scratch: scratch + shared.blockScratch, pool)
            }
        } else {
            let memory = AlignedStorage(uninitialized: task.blockScratch, pool: pool)
            for index in 0..<blocks.count { task.run(blocks[index], threads: threads, memory: memory.base, pool) }
            withExtendedLifetime(memory) {}
        }
    }

    /// Rectangles of tiles.
    private struct Blocks: Sendable {
        struct Block: Sendable {
            let rows: Range<Int>
            let columns: Range<Int>
            var count: Int { rows.count * columns.count }
        }

        let tileRows: Int
        let tileColumns: Int
        let rowsPerBlock: Int
        let columnsPerBlock: Int
        private let across: Int

        init(_ region: Region, limit: Int, panel: Int) {
            let tile = WinogradWeights.outputs
            tileRows = (region.rows.count + tile - 1) / tile
            tileColumns = (region.columns.count + tile - 1) / tile
            across = (tileColumns + limit - 1) / limit
            columnsPerBlock = (tileColumns + across - 1) / across
            // As many rows as leave the least of the panels empty, rather more than fewer.
            let (all, width) = (tileRows, columnsPerBlock)
            func panels(_ rows: Int) -> Int {
                let (whole, rest) = all.quotientAndRemainder(dividingBy: rows)
                return whole * ((rows * width + panel - 1) / panel) + (rest * width + panel - 1) / panel
            }
            let most = max(1, min(all, limit / width))
            rowsPerBlock = (max(1, most / 2)...most).reversed().min { panels($0) < panels($1) } ?? 1
        }

        var count: Int { (tileRows + rowsPerBlock - 1) / rowsPerBlock * across }
        var maximumTiles: Int { rowsPerBlock * columnsPerBlock }

        subscript(index: Int) -> Block {
            let (row, column) = (index / across * rowsPerBlock, index % across * columnsPerBlock)
            return Block(
                rows: row..<min(row + rowsPerBlock, tileRows),
                columns: column..<min(column + columnsPerBlock, tileColumns))
        }
    }

    /// One run of the plan.
    private struct Task {
        let plan: WinogradPlan
        let input: MapElements
        let region: Region
        let clamp: OutputClamp
        let output: UnsafeMutablePointer<Float>
        let paddedTiles: Int
        let packedStride: Int
        let productStride: Int
        let windowCount: Int
        let transformCount: Int

        init(
            plan: WinogradPlan, input: MapElements, region: Region, clamp: OutputClamp,
            output: UnsafeMutablePointer<Float>, blocks: Blocks
        ) {
            self.plan = plan
            self.input = input
            self.region = region
            self.clamp = clamp
            self.output = output
            let kernels = plan.kernels
            let panel = kernels.tileColumns
            paddedTiles = (blocks.maximumTiles + panel - 1) / panel * panel + panel
            packedStride = plan.shape.inputsPerGroup * paddedTiles
            productStride = region.channels.count * paddedTiles
            windowCount = (4 * blocks.rowsPerBlock + 2) * kernels.winogradRow(blocks.columnsPerBlock)
            transformCount = kernels.winogradScratch(blocks.columnsPerBlock, blocks.maximumTiles)
        }

        /// Of a block: transformed inputs and products.
        var blockScratch: Int { WinogradWeights.products * (packedStride + productStride) + AlignedStorage.slack }
        /// Of a worker: a channel's window and the transforms' own, or a tile.
        var workerScratch: Int {
            windowCount + max(transformCount, plan.kernels.tileRows * plan.kernels.tileColumns) + AlignedStorage.slack
        }

        /// Three phases, each divided among the threads.
        func run(_ block: Blocks.Block, threads: Int, memory: UnsafeMutablePointer<Float>, _ pool: StoragePool?) {
            for phase in Phase.allCases {
                nonisolated(unsafe) let task = self
                nonisolated(unsafe) let memory = memory
                runJobs(jobs(phase), threads: threads, scratch: workerScratch, pool: pool) { job, scratch in
                    task.run(phase, job, block, memory, scratch)
                }
            }
        }

        /// The same by one thread with scratch memory of its own.
        func run(
            _ block: Blocks.Block, threads: Int, memory: UnsafeMutablePointer<Float>,
            scratch: UnsafeMutablePointer<Float>, _ pool: StoragePool?
        ) {
            for phase in Phase.allCases {
                for job in 0..<jobs(phase) { run(phase, job, block, memory, scratch) }
            }
        }

        private enum Phase: CaseIterable {
            case inputs, products, outputs
        }

        private func jobs(_ phase: Phase) -> Int {
            switch phase {
            case .inputs: plan.shape.inputsPerGroup
            case .products: WinogradWeights.products
            case .outputs: region.channels.count
            }
        }

        private func run(
            _ phase: Phase, _ job: Int, _ block: Blocks.Block, _ memory: UnsafeMutablePointer<Float>,
            _ scratch: UnsafeMutablePointer<Float>
        ) {
            let kernels = plan.kernels
            let inputs = plan.shape.inputsPerGroup
            let products = memory + WinogradWeights.products * packedStride
            switch phase {
            case .inputs:
                copyWindow(block, channel: job, into: scratch)
                let first = job / plan.blockDepth * plan.blockDepth
                let depth = min(plan.blockDepth, inputs - first)
                kernels.winogradInputs(
                    block.rows.count, block.columns.count, scratch,
                    memory + (first * paddedTiles + (job - first) * kernels.tileColumns),
                    depth * kernels.tileColumns, packedStride, scratch + windowCount)
            case .products:
                let groupRows = plan.panels * kernels.tileRows
                for first in stride(from: 0, to: inputs, by: plan.blockDepth) {
                    kernels.multiplyBlock(
                        region.channels.lowerBound, region.channels.upperBound, block.count,
                        min(plan.blockDepth, inputs - first),
                        plan.weights.base + (job * inputs + first) * groupRows,
                        memory + (job * packedStride + first * paddedTiles), products + job * productStride,
                        paddedTiles, first == 0 ? UnsafePointer(plan.zeros.base) : nil, 0, .infinity, scratch)
                }
            case .outputs:
                let (row, column) = (4 * block.rows.lowerBound, 4 * block.columns.lowerBound)
                let width = region.columns.count
                kernels.winogradOutputs(
                    block.rows.count, block.columns.count, products + job * paddedTiles, productStride,
                    plan.bias[region.channels.lowerBound + job],
                    output + ((job * region.rows.count + row) * width + column), width,
                    min(4 * block.rows.count, region.rows.count - row),
                    min(4 * block.columns.count, width - column), clamp.finish, clamp.limit, scratch + windowCount)
            }
        }

        /// The rows that a block of tiles reads of a channel; what lies outside of the map is 0.
        private func copyWindow(_ block: Blocks.Block, channel: Int, into target: UnsafeMutablePointer<Float>) {
            let width = plan.kernels.winogradRow(block.columns.count)
            let firstRow = region.rows.lowerBound + 4 * block.rows.lowerBound - plan.shape.paddingTop
            let firstColumn = region.columns.lowerBound + 4 * block.columns.lowerBound - plan.shape.paddingLeft
            let columns = (firstColumn..<firstColumn + width).clamped(to: input.region.columns)
            var row = target
            for index in 0..<4 * block.rows.count + 2 {
                if columns.isEmpty || !input.region.rows.contains(firstRow + index) {
                    row.update(repeating: 0, count: width)
                } else {
                    let left = columns.lowerBound - firstColumn
                    let right = left + columns.count
                    row.update(repeating: 0, count: left)
                    (row + left).update(
                        from: input.element(channel, firstRow + index, columns.lowerBound), count: columns.count)
                    (row + right).update(repeating: 0, count: width - right)
                }
                row += width
            }
        }
    }
}
