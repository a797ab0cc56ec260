import NeuralNetworks
import Tensors
import Testing

/// A window along the height of a signal `[1, length, 1]`.
private struct AxisCase: CustomStringConvertible {
    var length: Int
    var kernel: Int
    var stride: Int
    var dilation: Int
    var low: Int
    var high: Int

    var span: Int { (kernel - 1) * dilation + 1 }
    var description: String {
        "length \(length), kernel \(kernel), stride \(stride), dilation \(dilation), padding \(low) and \(high)"
    }

    /// A pooling layer with this window, `nil` when the builder refuses it.
    func layer(ceilMode: Bool = false) -> Layer? {
        layer(padding: .explicit(Padding(top: low, bottom: high, left: 0, right: 0)), ceilMode: ceilMode)
    }

    func layer(padding: PaddingRule, ceilMode: Bool = false) -> Layer? {
        guard var builder = try? NetworkBuilder(name: "axis", input: TensorShape(channels: 1, height: length, width: 1))
        else { return nil }
        _ = try? builder.pooling(
            "pool",
            kernel: Extent(height: kernel, width: 1),
            stride: Extent(height: stride, width: 1),
            padding: padding,
            dilation: Extent(height: dilation, width: 1),
            ceilMode: ceilMode
        )
        return try? builder.network().layers[0]
    }

    /// The rows that an output row's taps touch, tap by tap.
    func touched(by output: Int) -> [Int] {
        (0..<kernel).map { output * stride - low + $0 * dilation }.filter { (0..<length).contains($0) }
    }

    static func every(maximumLength: Int, dilations: ClosedRange<Int>) -> [AxisCase] {
        var cases: [AxisCase] = []
        for length in 1...maximumLength {
            for kernel in 1...4 {
                for stride in 1...3 {
                    for dilation in dilations {
                        for low in 0..<kernel {
                            for high in 0..<kernel {
                                cases.append(
                                    AxisCase(
                                        length: length,
                                        kernel: kernel,
                                        stride: stride,
                                        dilation: dilation,
                                        low: low,
                                        high: high
                                    )
                                )
                            }
                        }
                    }
                }
            }
        }
        return cases
    }
}

@Suite struct WindowTests {
    @Test func `a window stands wherever it fits into the padded input`() {
        let wrong = AxisCase.every(maximumLength: 7, dilations: 1...3).first { axis in
            let padded = axis.low + axis.length + axis.high
            let positions = (0...padded).count { $0 * axis.stride + axis.span <= padded }
            return (axis.layer()?.output.height ?? 0) != positions
        }
        #expect(wrong == nil)
    }

    @Test func `in ceil mode a last window may hang over when it starts in the input or its low padding`() {
        let wrong = AxisCase.every(maximumLength: 7, dilations: 1...2).first { axis in
            let padded = axis.low + axis.length + axis.high
            // Windows are added until one reaches the padded end.
            var positions = 0
            while positions * axis.stride < axis.low + axis.length {
                let previousEnd = (positions - 1) * axis.stride + axis.span
                if previousEnd >= padded { break }
                positions += 1
            }
            return (axis.layer(ceilMode: true)?.output.height ?? 0) != positions
        }
        #expect(wrong == nil)
    }

    /// Extents of `torch.nn.MaxPool1d(kernel, stride, padding, ceil_mode=True)`, by its formula
    /// floor((length + 2 padding - (kernel - 1) - 1 + stride - 1) / stride) + 1, less one when that last window would
    /// start beyond length + padding.
    @Test(arguments: [
        (112, 3, 2, 0, 56), (55, 3, 2, 0, 27), (27, 3, 2, 0, 13), (13, 3, 2, 0, 6),
        (4, 3, 2, 0, 2), (3, 3, 2, 0, 1),
        // (2 - 3 + 1) / 2 + 1 = 1: the only window hangs over.
        (2, 3, 2, 0, 1),
        // floor((1 - 3 + 1) / 2) + 1 = 0: no window.
        (1, 3, 2, 0, 0),
        // (4 + 2 - 2 + 2) / 3 + 1 = 3, but the third would start at 6 >= 4 + 1.
        (4, 2, 3, 1, 2),
        // (111 + 2 - 3 + 1) / 2 + 1 = 56
        (111, 3, 2, 1, 56),
    ])
    func `ceil mode counts as PyTorch does`(length: Int, kernel: Int, stride: Int, padding: Int, expected: Int) {
        let axis = AxisCase(length: length, kernel: kernel, stride: stride, dilation: 1, low: padding, high: padding)
        #expect((axis.layer(ceilMode: true)?.output.height ?? 0) == expected)
    }

    @Test(arguments: [false, true])
    func `the rows read run from the first to the last row that a tap touches`(ceilMode: Bool) {
        let wrong = AxisCase.every(maximumLength: 6, dilations: 1...3).first { axis in
            guard let layer = axis.layer(ceilMode: ceilMode) else { return false }
            return everyRange(layer.output.height).contains { outputs in
                let touched = outputs.flatMap(axis.touched)
                let rows = layer.inputRegion(of: stripe(outputs)).rows
                guard let first = touched.min(), let last = touched.max() else { return !rows.isEmpty }
                return rows != first..<last + 1
            }
        }
        #expect(wrong == nil)
    }

    @Test func `a window that stands on padding alone reads nothing`() {
        // Output 0 of kernel 1, padding 2 is a zero of the padding.
        let axis = AxisCase(length: 3, kernel: 1, stride: 1, dilation: 1, low: 2, high: 0)
        #expect(axis.layer()?.inputRegion(of: stripe(0..<2)) == .empty)
        #expect(axis.layer()?.inputRegion(of: stripe(0..<3)).rows == 0..<1)
    }

    @Test func `same padding gives ceil(length / stride) outputs, the odd element on the high side`() throws {
        for axis in AxisCase.every(maximumLength: 9, dilations: 1...2) where axis.low == 0 && axis.high == 0 {
            let layer = try #require(axis.layer(padding: .same), "\(axis)")
            let padding = try #require(layer.window?.padding)
            #expect(layer.output.height == (axis.length + axis.stride - 1) / axis.stride, "\(axis)")
            #expect((0...1).contains(padding.bottom - padding.top), "\(axis)")
            #expect(padding.left == 0 && padding.right == 0)
            // No more than needed: one element less would lose the last output.
            let needed = (layer.output.height - 1) * axis.stride + axis.span - axis.length
            #expect(padding.top + padding.bottom == max(needed, 0), "\(axis)")
        }
    }

    @Test func `same padding of a 3x3 window with stride 2 is one-sided on an even input`() throws {
        // TensorFlow: 224 -> 112, (112 - 1) * 2 + 3 - 224 = 1 element, on the high side.
        let axis = AxisCase(length: 224, kernel: 3, stride: 2, dilation: 1, low: 0, high: 0)
        #expect(axis.layer(padding: .same)?.window?.padding == Padding(top: 0, bottom: 1, left: 0, right: 0))
    }
}

private func stripe(_ rows: Range<Int>) -> Region { Region(channels: 0..<1, rows: rows, columns: 0..<1) }

private func everyRange(_ count: Int) -> [Range<Int>] {
    (0..<count).flatMap { lower in (lower + 1...count).map { lower..<$0 } }
}
