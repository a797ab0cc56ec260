/// A pair of extents along the height and the width.
public struct Extent: Sendable, Hashable {
    public var height: Int
    public var width: Int

    public init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    /// The same along both.
    public init(_ both: Int) { self.init(height: both, width: both) }
}

/// Zeros (or, for a maximum, ignored elements) around a feature map.
public struct Padding: Sendable, Hashable {
    public var top: Int
    public var bottom: Int
    public var left: Int
    public var right: Int

    public init(top: Int, bottom: Int, left: Int, right: Int) {
        self.top = top
        self.bottom = bottom
        self.left = left
        self.right = right
    }

    /// The same on all sides.
    public init(_ all: Int) { self.init(top: all, bottom: all, left: all, right: all) }

    public static let none = Padding(0)
}

/// How the padding of a layer is given; `same` is resolved against the layer's input.
public enum PaddingRule: Sendable, Hashable {
    case explicit(Padding)
    /// Output extent = ceil(input / stride); the odd element goes to the high side (TensorFlow's convention).
    case same

    public static func all(_ amount: Int) -> Self { .explicit(Padding(amount)) }
    public static let none = Self.all(0)
}

/// The sliding window of a convolution or a pooling layer.
public struct Window: Sendable, Hashable {
    public var kernel: Extent
    public var stride: Extent
    public var dilation: Extent
    public var padding: Padding

    public init(kernel: Extent, stride: Extent = Extent(1), dilation: Extent = Extent(1), padding: Padding = .none) {
        self.kernel = kernel
        self.stride = stride
        self.dilation = dilation
        self.padding = padding
    }

    /// The window along one direction.
    struct Axis {
        var kernel: Int
        var stride: Int
        var dilation: Int
        var low: Int
        var high: Int

        /// Extent that a dilated kernel spans.
        var span: Int { (kernel - 1) * dilation + 1 }

        /// Number of positions of the window, or 0 when it does not fit.
        ///
        /// In ceil mode a last, partly outside window counts if it starts inside the input or its low padding; it
        /// may be the only one (PyTorch, `pooling_output_shape` in aten/src/ATen/native/Pool.h).
        func outputCount(input: Int, ceilMode: Bool) -> Int {
            let room = input + low + high - span + (ceilMode ? stride - 1 : 0)
            if room < 0 { return 0 }
            var count = room / stride + 1
            if ceilMode && (count - 1) * stride >= input + low { count -= 1 }
            return count
        }

        /// The input indices that a range of outputs reads, without padding: from the first to the last of them.
        func inputs(of outputs: Range<Int>, extent: Int) -> Range<Int> {
            if outputs.isEmpty { return 0..<0 }
            var lower = outputs.lowerBound * stride - low
            var upper = (outputs.upperBound - 1) * stride - low + span
            if dilation > 1 {
                // Between two taps lie elements that nobody reads; where the padding ends among them, the first or last
                // element that is read lies further in.
                if lower < 0 { lower = firstRead(by: outputs) }
                if upper > extent { upper = extent - firstReadFromEnd(by: outputs, extent: extent) }
            }
            let clippedLower = Swift.min(Swift.max(lower, 0), extent)
            return clippedLower..<Swift.max(clippedLower, Swift.min(upper, extent))
        }

        /// The least index from 0 on that a range of outputs reads.
        private func firstRead(by outputs: Range<Int>) -> Int {
            var least = Int.max
            for output in outputs {
                let start = output * stride - low
                if start >= 0 { return Swift.min(least, start) }
                let tap = (-start + dilation - 1) / dilation
                if tap < kernel { least = Swift.min(least, start + tap * dilation) }
            }
            return least
        }

        /// The same counted from the end of the input.
        private func firstReadFromEnd(by outputs: Range<Int>, extent: Int) -> Int {
            var mirrored = self
            mirrored.low = (outputs.upperBound - 1) * stride - low + span - extent
            return mirrored.firstRead(by: 0..<outputs.count)
        }
    }

    var vertical: Axis {
        Axis(
            kernel: kernel.height, stride: stride.height, dilation: dilation.height, low: padding.top,
            high: padding.bottom)
    }

    var horizontal: Axis {
        Axis(
            kernel: kernel.width, stride: stride.width, dilation: dilation.width, low: padding.left,
            high: padding.right)
    }

    /// The padding that makes the output ceil(input / stride) long.
    static func samePadding(input: Int, kernel: Int, stride: Int, dilation: Int) -> (low: Int, high: Int) {
        let span = (kernel - 1) * dilation + 1
        let output = (input + stride - 1) / stride
        let total = max((output - 1) * stride + span - input, 0)
        return (total / 2, total - total / 2)
    }
}
