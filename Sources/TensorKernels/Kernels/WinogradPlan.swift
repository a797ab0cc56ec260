import Tensors

/// A 3x3 convolution of stride 1 by Winograd's F(4x4, 3x3): tiles of 4x4 outputs, 36 matrix products instead of 144.
///
/// Errors are about ten times those of the exact path. The tiles start at a region's corner, so that a part differs from
/// the whole in the last bits.
struct WinogradPlan: Sendable {
    private typealias Transforms = WinogradTransforms
    /// Tiles lie along the lanes.
    private typealias Vector = SIMD8<Float>

    private let shape: ConvolutionShape
    private let kernels: VectorKernels
    /// For every product blocks of input channels, each `[panels, channels, tileRows]`.
    private let weights: AlignedStorage
    private let bias: [Float]
    private let panels: Int
    /// Zeros that the products start from.
    private let zeros: AlignedStorage

    /// Tiles of a block: its transformed inputs and products stay in the caches.
    private static let blockTiles = 96

    static func applies(to shape: ConvolutionShape) -> Bool {
        shape.groups == 1 && shape.kernelRows == 3 && shape.kernelColumns == 3 && shape.strideRows == 1
            && shape.strideColumns == 1 && shape.dilationRows == 1 && shape.dilationColumns == 1
            && shape.inputsPerGroup >= 16 && shape.outputsPerGroup >= 16
    }

    init(_ shape: ConvolutionShape, weight: Tensor, bias: Tensor?, kernels: VectorKernels) {
        self.shape = shape
        self.kernels = kernels
        let rows = kernels.tileRows
        let (inputs, outputs) = (shape.inputsPerGroup, shape.outputsPerGroup)
        let panels = (outputs + rows - 1) / rows
        self.panels = panels
        let stride = panels * rows * inputs
        let packed = AlignedStorage(count: Transforms.products * stride, repeating: 0)
        weight.withUnsafeBuffer { source in
            for output in 0..<outputs {
                for input in 0..<inputs {
                    let values = Transforms.kernel(source.baseAddress! + (output * inputs + input) * 9)
                    let place = output / rows * rows * inputs + input * rows + output % rows
                    for product in 0..<Transforms.products {
                        packed.base[product * stride + place] = Float(values[product])
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
        let tileColumns = (region.columns.count + 3) / 4
        let tiles = (region.rows.count + 3) / 4 * tileColumns
        let share = threads == 1 ? Self.blockTiles : min(Self.blockTiles, (tiles + threads - 1) / threads)
        let block = max(share, 1).roundedUp(toMultipleOf: kernels.tileColumns)
        let paddedTiles = block + kernels.tileColumns
        let (inputs, outputs) = (shape.inputsPerGroup, region.channels.count)
        let packedStride = inputs * paddedTiles
        let productStride = outputs * paddedTiles
        let tile = kernels.tileRows * kernels.tileColumns
        nonisolated(unsafe) let input = input
        nonisolated(unsafe) let output = output
        runJobs(
            (tiles + block - 1) / block, threads: threads,
            scratch: Transforms.products * (packedStride + productStride) + tile, pool: pool
        ) { job, scratch in
            let range = job * block..<min((job + 1) * block, tiles)
            let products = scratch + Transforms.products * packedStride
            for first in stride(from: range.lowerBound, to: range.upperBound, by: Vector.scalarCount) {
                let count = min(Vector.scalarCount, range.upperBound - first)
                transformInputs(
                    input, region: region, first: first, count: count, tileColumns: tileColumns,
                    place: first - range.lowerBound, into: scratch, stride: packedStride)
            }
            for product in 0..<Transforms.products {
                kernels.multiplyBlock(
                    region.channels.lowerBound, region.channels.upperBound, range.count, inputs,
                    weights.base + product * panels * kernels.tileRows * inputs, scratch + product * packedStride,
                    products + product * productStride, paddedTiles, UnsafePointer(zeros.base), 0, .infinity,
                    products + Transforms.products * productStride)
            }
            for channel in 0..<outputs {
                for first in stride(from: range.lowerBound, to: range.upperBound, by: Vector.scalarCount) {
                    let count = min(Vector.scalarCount, range.upperBound - first)
                    transformOutputs(
                        products + channel * paddedTiles + first - range.lowerBound, stride: productStride,
                        start: bias[region.channels.lowerBound + channel], clamp: clamp, region: region,
                        first: first, count: count, tileColumns: tileColumns,
                        output: output + channel * region.rows.count * region.columns.count)
                }
            }
        }
    }

    /// Tiles first ..< first + count of every input channel, into the panels of the 36 products.
    private func transformInputs(
        _ map: MapElements, region: Region, first: Int, count: Int, tileColumns: Int, place: Int,
        into packed: UnsafeMutablePointer<Float>, stride: Int
    ) {
        let width = kernels.tileColumns
        let inputs = shape.inputsPerGroup
        let target = packed + place / width * width * inputs + place % width
        withUnsafeTemporaryAllocation(of: Vector.self, capacity: 2 * Transforms.products) { memory in
            let (d, t) = (memory.baseAddress!, memory.baseAddress! + Transforms.products)
            let lanes = UnsafeMutableRawPointer(d).assumingMemoryBound(to: Float.self)
            for channel in 0..<inputs {
                for index in 0..<Transforms.products { d[index] = .zero }
                for lane in 0..<count {
                    let (tileRow, tileColumn) = (first &+ lane).quotientAndRemainder(dividingBy: tileColumns)
                    gather(
                        map, channel: channel, row: region.rows.lowerBound &+ 4 &* tileRow &- shape.paddingTop,
                        column: region.columns.lowerBound &+ 4 &* tileColumn &- shape.paddingLeft,
                        into: lanes + lane)
                }
                for column in 0..<6 {
                    (t[column], t[6 + column], t[12 + column], t[18 + column], t[24 + column], t[30 + column]) =
                        Transforms.input(
                            d[column], d[6 + column], d[12 + column], d[18 + column], d[24 + column],
                            d[30 + column])
                }
                let to = target + channel &* width
                for row in 0..<6 {
                    let s = t + 6 * row
                    let v = Transforms.input(s[0], s[1], s[2], s[3], s[4], s[5])
                    let from = UnsafeMutableRawPointer(to + 6 * row * stride)
                    let step = stride &* MemoryLayout<Float>.stride
                    from.storeBytes(of: v.0, as: Vector.self)
                    (from + step).storeBytes(of: v.1, as: Vector.self)
                    (from + 2 * step).storeBytes(of: v.2, as: Vector.self)
                    (from + 3 * step).storeBytes(of: v.3, as: Vector.self)
                    (from + 4 * step).storeBytes(of: v.4, as: Vector.self)
                    (from + 5 * step).storeBytes(of: v.5, as: Vector.self)
                }
            }
        }
    }

    /// A tile's 6x6 inputs into one lane; what lies outside of the map stays 0.
    @inline(__always)
    private func gather(
        _ map: MapElements, channel: Int, row: Int, column: Int, into lane: UnsafeMutablePointer<Float>
    ) {
        let (rows, columns) = (map.region.rows, map.region.columns)
        let lanes = Vector.scalarCount
        if row >= rows.lowerBound && row &+ 6 <= rows.upperBound && column >= columns.lowerBound
            && column &+ 6 <= columns.upperBound
        {
            var source = map.element(channel, row, column)
            var target = lane
            for _ in 0..<6 {
                target[0] = source[0]
                target[lanes] = source[1]
                target[2 &* lanes] = source[2]
                target[3 &* lanes] = source[3]
                target[4 &* lanes] = source[4]
                target[5 &* lanes] = source[5]
                source += map.rowStride
                target += 6 &* lanes
            }
            return
        }
        for i in 0..<6 where rows.contains(row &+ i) {
            for j in 0..<6 where columns.contains(column &+ j) {
                lane[(6 &* i &+ j) &* lanes] = map.element(channel, row &+ i, column &+ j).pointee
            }
        }
    }

    /// The 4x4 outputs of tiles first ..< first + count of one channel.
    private func transformOutputs(
        _ products: UnsafePointer<Float>, stride: Int, start: Float, clamp: OutputClamp, region: Region, first: Int,
        count: Int, tileColumns: Int, output: UnsafeMutablePointer<Float>
    ) {
        @inline(__always)
        func product(_ index: Int) -> Vector {
            UnsafeRawPointer(products + index &* stride).loadUnaligned(as: Vector.self)
        }
        withUnsafeTemporaryAllocation(of: Vector.self, capacity: 40) { memory in
            let (t, y) = (memory.baseAddress!, memory.baseAddress! + 24)
            for column in 0..<6 {
                (t[column], t[6 + column], t[12 + column], t[18 + column]) = Transforms.output(
                    product(column), product(6 + column), product(12 + column), product(18 + column),
                    product(24 + column), product(30 + column))
            }
            let base = Vector(repeating: start)
            let limit = Vector(repeating: clamp.limit)
            for row in 0..<4 {
                let s = t + 6 * row
                let v = Transforms.output(s[0], s[1], s[2], s[3], s[4], s[5])
                (y[4 * row], y[4 * row + 1], y[4 * row + 2], y[4 * row + 3]) =
                    (v.0 + base, v.1 + base, v.2 + base, v.3 + base)
            }
            if clamp != .none {
                for index in 0..<16 {
                    let x = y[index]
                    y[index] = x.replacing(with: Vector.zero, where: x .< Vector.zero).replacing(
                        with: limit, where: x .> limit)
                }
            }
            let values = UnsafeRawPointer(y).assumingMemoryBound(to: Float.self)
            for lane in 0..<count {
                let (tileRow, tileColumn) = (first &+ lane).quotientAndRemainder(dividingBy: tileColumns)
                let columns = min(4, region.columns.count &- 4 &* tileColumn)
                for row in 0..<min(4, region.rows.count &- 4 &* tileRow) {
                    let outputRow: Int = 4 &* tileRow &+ row
                    let target = output + (outputRow &* region.columns.count &+ 4 &* tileColumn)
                    let source = values + (4 &* row &* Vector.scalarCount &+ lane)
                    if columns == 4 {
                        target[0] = source[0]
                        target[1] = source[Vector.scalarCount]
                        target[2] = source[2 &* Vector.scalarCount]
                        target[3] = source[3 &* Vector.scalarCount]
                    } else {
                        for column in 0..<columns { target[column] = source[column &* Vector.scalarCount] }
                    }
                }
            }
        }
    }
}
