/// One row of a convolution of a single input channel.
///
/// Every output is summed in one accumulator from the first tap to the last. A row of fewer columns than a vector is
/// computed one column after the other; else a last vector that hangs over is moved back.
///
/// - Parameters:
///   - source: the origin of the first output's window.
///   - offsets: for every tap its distance from the origin.
@inline(never)
public func depthwiseRow(
    columns: Int, taps: Int, source: UnsafePointer<Float>, offsets: UnsafePointer<Int>,
    weights: UnsafePointer<Float>, start: Float, output: UnsafeMutablePointer<Float>, finish: Int, limit: Float
) {
    var column = 0
    while column &+ 4 &* lanes <= columns {
        let origin = source + column
        var s0 = Vector(repeating: start)
        var s1 = s0
        var s2 = s0
        var s3 = s0
        for tap in 0..<taps {
            let from = origin + offsets[tap]
            let weight = Vector(repeating: weights[tap])
            multiplyAdd(&s0, weight, load(from))
            multiplyAdd(&s1, weight, load(from + lanes))
            multiplyAdd(&s2, weight, load(from + 2 * lanes))
            multiplyAdd(&s3, weight, load(from + 3 * lanes))
        }
        let to = output + column
        if finish == 0 {
            store(s0, to)
            store(s1, to + lanes)
            store(s2, to + 2 * lanes)
            store(s3, to + 3 * lanes)
        } else {
            store(clamped(s0, limit: limit), to)
            store(clamped(s1, limit: limit), to + lanes)
            store(clamped(s2, limit: limit), to + 2 * lanes)
            store(clamped(s3, limit: limit), to + 3 * lanes)
        }
        column &+= 4 &* lanes
    }
    while column < columns && columns >= lanes {
        column = min(column, columns &- lanes)
        let origin = source + column
        var sum = Vector(repeating: start)
        for tap in 0..<taps { multiplyAdd(&sum, Vector(repeating: weights[tap]), load(origin + offsets[tap])) }
        store(finish == 0 ? sum : clamped(sum, limit: limit), output + column)
        column &+= lanes
    }
    while column < columns {
        var sum = start
        for tap in 0..<taps { multiplyAdd(&sum, weights[tap], source[column &+ offsets[tap]]) }
        if finish != 0 { sum = sum < 0 ? 0 : sum > limit ? limit : sum }
        output[column] = sum
        column &+= 1
    }
}
