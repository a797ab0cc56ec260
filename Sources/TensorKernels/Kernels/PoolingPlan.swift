import NeuralNetworks
import Tensors

/// Maximum and average pooling.
///
/// A window is reduced over its rows first, then over its columns; padding does not take part. A maximum is not a number
/// where its window holds one that is not, as in PyTorch. An average divides by the window's elements inside the input,
/// or, counting padding, inside the input and its padding: never by what a last window in ceil mode has beyond.
struct PoolingPlan: Sendable {
    private let pooling: Pooling
    private let input: TensorShape

    /// - Throws: `KernelError.parameter` for a stride of 0 and the like.
    init(_ pooling: Pooling, input: TensorShape) throws(KernelError) {
        let window = pooling.window
        for (what, extent) in [
            ("the kernel", window.kernel), ("the stride", window.stride), ("the dilation", window.dilation),
        ] where extent.height < 1 || extent.width < 1 {
            throw .parameter(what: what, found: "\(extent.height)x\(extent.width)", allowed: "1 or more")
        }
        self.pooling = pooling
        self.input = input
    }

    /// Computes an output region into `output`, `[channels, rows, columns]` of the region.
    func run(
        _ map: MapElements, producing region: Region, threads: Int, pool: StoragePool?,
        output: UnsafeMutablePointer<Float>
    ) {
        if region.isEmpty { return }
        nonisolated(unsafe) let map = map
        nonisolated(unsafe) let output = output
        let plane = region.rows.count * region.columns.count
        let columns = map.region.columns
        runJobs(region.channels.count, threads: threads, scratch: columns.count, pool: pool) { job, scratch in
            let channel = region.channels.lowerBound + job
            var target = output + job * plane
            for row in region.rows {
                let taps = Taps(
                    position: row, kernel: pooling.window.kernel.height, stride: pooling.window.stride.height,
                    dilation: pooling.window.dilation.height, low: pooling.window.padding.top,
                    high: pooling.window.padding.bottom, extent: input.height)
                reduceRows(map, channel: channel, taps: taps, columns: columns, into: scratch)
                reduceColumns(scratch, rows: taps, columns: columns, region: region, into: target)
                target += region.columns.count
            }
        }
    }

    /// The taps of a window along one direction that lie inside of the input.
    private struct Taps {
        var first: Int
        var count: Int
        /// The taps inside of the input and its padding.
        var paddedCount: Int

        init(position: Int, kernel: Int, stride: Int, dilation: Int, low: Int, high: Int, extent: Int) {
            let origin = position &* stride &- low
            let skipped = origin < 0 ? (-origin &+ dilation &- 1) / dilation : 0
            first = origin &+ skipped &* dilation
            let inside = first >= extent ? 0 : (extent &- 1 &- first) / dilation &+ 1
            count = max(min(kernel &- skipped, inside), 0)
            let room = extent &+ high &- origin
            paddedCount = room <= 0 ? 0 : min(kernel, (room &- 1) / dilation &+ 1)
        }
    }

    private func reduceRows(
        _ map: MapElements, channel: Int, taps: Taps, columns: Range<Int>, into target: UnsafeMutablePointer<Float>
    ) {
        let count = columns.count
        let isMaximum = pooling.kind == .maximum
        if taps.count == 0 {
            target.update(repeating: isMaximum ? -.infinity : 0, count: count)
            return
        }
        target.update(from: map.element(channel, taps.first, columns.lowerBound), count: count)
        for tap in 1..<max(taps.count, 1) {
            let source = map.element(
                channel, taps.first + tap * pooling.window.dilation.height, columns.lowerBound)
            if isMaximum {
                for column in 0..<count { target[column] = Self.larger(target[column], source[column]) }
            } else {
                for column in 0..<count { target[column] += source[column] }
            }
        }
    }

    private func reduceColumns(
        _ source: UnsafeMutablePointer<Float>, rows: Taps, columns: Range<Int>, region: Region,
        into target: UnsafeMutablePointer<Float>
    ) {
        let window = pooling.window
        var target = target
        for column in region.columns {
            let taps = Taps(
                position: column, kernel: window.kernel.width, stride: window.stride.width,
                dilation: window.dilation.width, low: window.padding.left, high: window.padding.right,
                extent: input.width)
            let from = source + (taps.first &- columns.lowerBound)
            if pooling.kind == .maximum {
                var value = -Float.infinity
                for tap in 0..<taps.count { value = Self.larger(value, from[tap &* window.dilation.width]) }
                target.pointee = value
            } else {
                var sum: Float = 0
                for tap in 0..<taps.count { sum += from[tap &* window.dilation.width] }
                let divisor =
                    pooling.countsPadding ? rows.paddedCount &* taps.paddedCount : rows.count &* taps.count
                target.pointee = sum / Float(divisor)
            }
            target += 1
        }
    }

    /// The larger, or what is not a number.
    @inline(__always)
    private static func larger(_ a: Float, _ b: Float) -> Float { a >= b || a.isNaN ? a : b }
}
