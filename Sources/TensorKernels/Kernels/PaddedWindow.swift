import Tensors

/// The part of an input that a block of output pixels reads, laid out so that neighbouring pixels lie side by side for
/// every tap.
///
/// Where the block reads padding, or skips columns, the elements are copied: with zeros for the padding, and the
/// columns sorted by their remainder modulo the stride. Else it is a view of the input itself.
struct PaddedWindow {
    /// The first pixel's origin in the first channel.
    let source: UnsafePointer<Float>
    let channelStride: Int
    /// From a row of input to the next.
    let rowStride: Int
    /// Elements of a run of columns with the same remainder.
    private let phaseStride: Int
    private let columnStep: Int

    /// Elements of scratch memory for a block.
    static func scratchCount(_ shape: ConvolutionShape, channels: Int, rows: Int, columns: Int) -> Int {
        let height = (rows - 1) * shape.strideRows + shape.spanRows
        return channels * height * shape.strideColumns * phaseLength(shape, columns: columns) + AlignedStorage.slack
    }

    private static func phaseLength(_ shape: ConvolutionShape, columns: Int) -> Int {
        columns + (shape.spanColumns - 1) / shape.strideColumns
    }

    /// - Parameters:
    ///   - channels: of the input.
    ///   - scratch: memory of `scratchCount` elements.
    init(
        _ shape: ConvolutionShape, input: MapElements, channels: Range<Int>, rows: Range<Int>, columns: Range<Int>,
        scratch: UnsafeMutablePointer<Float>
    ) {
        let firstRow = rows.lowerBound * shape.strideRows - shape.paddingTop
        let firstColumn = columns.lowerBound * shape.strideColumns - shape.paddingLeft
        let height = (rows.count - 1) * shape.strideRows + shape.spanRows
        let width = (columns.count - 1) * shape.strideColumns + shape.spanColumns
        columnStep = shape.strideColumns
        let part = input.region
        if shape.strideColumns == 1 && firstRow >= part.rows.lowerBound && firstColumn >= part.columns.lowerBound
            && firstRow + height <= part.rows.upperBound && firstColumn + width <= part.columns.upperBound
        {
            source = input.element(channels.lowerBound, firstRow, firstColumn)
            channelStride = input.channelStride
            rowStride = input.rowStride
            phaseStride = 0
            return
        }
        phaseStride = Self.phaseLength(shape, columns: columns.count)
        rowStride = phaseStride * columnStep
        channelStride = rowStride * height
        source = UnsafePointer(scratch)

        let usedRows = (0..<height).map { row in
            (0..<shape.kernelRows).contains {
                row >= $0 * shape.dilationRows
                    && (row - $0 * shape.dilationRows) % shape.strideRows == 0
            }
        }
        let usedPhases = (0..<columnStep).map { phase in
            (0..<shape.kernelColumns).contains { $0 * shape.dilationColumns % columnStep == phase }
        }
        for channel in channels {
            for row in 0..<height where usedRows[row] {
                let target = scratch + (channel - channels.lowerBound) * channelStride + row * rowStride
                let inputRow = firstRow + row
                guard part.rows.contains(inputRow) else {
                    target.update(repeating: 0, count: rowStride)
                    continue
                }
                for phase in 0..<columnStep where usedPhases[phase] {
                    Self.copyPhase(
                        from: input.element(channel, inputRow, part.columns.lowerBound), count: part.columns.count,
                        firstColumn: firstColumn + phase - part.columns.lowerBound, step: columnStep,
                        to: target + phase * phaseStride, length: phaseStride)
                }
            }
        }
    }

    /// The distance of a tap's element from a pixel's origin.
    func tap(channel: Int, row: Int, column: Int) -> Int {
        let place = channel * channelStride + row * rowStride
        if columnStep == 1 { return place + column }
        return place + column % columnStep * phaseStride + column / columnStep
    }

    /// Elements firstColumn, firstColumn + step ... of a row of `count` elements, 0 outside of it.
    private static func copyPhase(
        from source: UnsafePointer<Float>, count: Int, firstColumn: Int, step: Int,
        to target: UnsafeMutablePointer<Float>, length: Int
    ) {
        let lower = min(firstColumn >= 0 ? 0 : (-firstColumn + step - 1) / step, length)
        let room = count - firstColumn
        let upper = max(min(room <= 0 ? 0 : (room + step - 1) / step, length), lower)
        if lower > 0 { target.update(repeating: 0, count: lower) }
        if upper < length { (target + upper).update(repeating: 0, count: length - upper) }
        if upper == lower { return }
        let from = source + firstColumn + lower * step
        let to = target + lower
        if step == 1 {
            to.update(from: from, count: upper - lower)
        } else {
            for index in 0..<upper - lower { to[index] = from[index &* step] }
        }
    }
}
