/// Outputs of a panel of `multiplyVector`.
@inline(never)
public func vectorPanelRows() -> Int { 4 * Vector.scalarCount }

/// Matrix times vector, bound by the reading of the weights.
///
/// Every output is summed in one accumulator from the first input to the last, as `multiplyBlock` does.
///
/// - Parameters:
///   - panels: their number.
///   - panelStride: elements from one panel to the next.
///   - weights: panels of `[depth, vectorPanelRows]`.
///   - output: every panel's rows; holds what the sums start from.
@inline(never)
public func multiplyVector(
    panels: Int, panelStride: Int, depth: Int, weights: UnsafePointer<Float>, inputs: UnsafePointer<Float>,
    output: UnsafeMutablePointer<Float>
) {
    var panel = 0
    while panel &+ 1 < panels {
        // Two panels at once: two streams, eight chains of additions.
        let first = weights + panel &* panelStride
        let target = output + panel &* (4 &* lanes)
        pairOfPanels(depth: depth, first: first, second: first + panelStride, inputs: inputs, target: target)
        panel &+= 2
    }
    if panel < panels {
        singlePanel(
            depth: depth, weights: weights + panel &* panelStride, inputs: inputs,
            target: output + panel &* (4 &* lanes))
    }
}

@inline(__always)
private func pairOfPanels(
    depth: Int, first: UnsafePointer<Float>, second: UnsafePointer<Float>, inputs: UnsafePointer<Float>,
    target: UnsafeMutablePointer<Float>
) {
    var a = first
    var b = second
    var s0 = load(target)
    var s1 = load(target + lanes)
    var s2 = load(target + 2 * lanes)
    var s3 = load(target + 3 * lanes)
    var s4 = load(target + 4 * lanes)
    var s5 = load(target + 5 * lanes)
    var s6 = load(target + 6 * lanes)
    var s7 = load(target + 7 * lanes)
    for index in 0..<depth {
        let x = Vector(repeating: inputs[index])
        multiplyAdd(&s0, x, load(a))
        multiplyAdd(&s1, x, load(a + lanes))
        multiplyAdd(&s2, x, load(a + 2 * lanes))
        multiplyAdd(&s3, x, load(a + 3 * lanes))
        multiplyAdd(&s4, x, load(b))
        multiplyAdd(&s5, x, load(b + lanes))
        multiplyAdd(&s6, x, load(b + 2 * lanes))
        multiplyAdd(&s7, x, load(b + 3 * lanes))
        a += 4 * lanes
        b += 4 * lanes
    }
    store(s0, target)
    store(s1, target + lanes)
    store(s2, target + 2 * lanes)
    store(s3, target + 3 * lanes)
    store(s4, target + 4 * lanes)
    store(s5, target + 5 * lanes)
    store(s6, target + 6 * lanes)
    store(s7, target + 7 * lanes)
}

@inline(__always)
private func singlePanel(
    depth: Int, weights: UnsafePointer<Float>, inputs: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>
) {
    var a = weights
    var s0 = load(target)
    var s1 = load(target + lanes)
    var s2 = load(target + 2 * lanes)
    var s3 = load(target + 3 * lanes)
    for index in 0..<depth {
        let x = Vector(repeating: inputs[index])
        multiplyAdd(&s0, x, load(a))
        multiplyAdd(&s1, x, load(a + lanes))
        multiplyAdd(&s2, x, load(a + 2 * lanes))
        multiplyAdd(&s3, x, load(a + 3 * lanes))
        a += 4 * lanes
    }
    store(s0, target)
    store(s1, target + lanes)
    store(s2, target + 2 * lanes)
    store(s3, target + 3 * lanes)
}
