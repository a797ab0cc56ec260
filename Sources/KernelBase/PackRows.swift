/// Packs the rows of a matrix into a panel `[depth, tileRows]` for `multiplyBlock`.
///
/// - Parameters:
///   - source: the panel's first row, column 0; `tileRows` rows exist.
///   - rowStride: elements from a row to the next.
///   - target: whole vectors are written, so that up to a vector behind the panel is overwritten.
@inline(never)
public func packRows(
    source: UnsafePointer<Float>, rowStride: Int, depth: Int, target: UnsafeMutablePointer<Float>
) {
    var first = 0
    #if VECTOR_512 || VECTOR_256
        while first &+ 8 <= depth {
            let from = source + first
            let to = target + first &* rowsOfTile
            let upper = sixRowsTurned(from, rowStride)
            #if VECTOR_512
                let lower = sixRowsTurned(from + 6 &* rowStride, rowStride)
            #else
                let lower = upper
            #endif
            // In this order: the two elements too many of a vector are overwritten by the next one.
            storeColumn(0, upper.0, lower.0, to)
            storeColumn(1, upper.1, lower.1, to)
            storeColumn(2, upper.2, lower.2, to)
            storeColumn(3, upper.3, lower.3, to)
            storeColumn(4, upper.4, lower.4, to)
            storeColumn(5, upper.5, lower.5, to)
            storeColumn(6, upper.6, lower.6, to)
            storeColumn(7, upper.7, lower.7, to)
            first &+= 8
        }
    #endif
    while first < depth {
        let to = target + first &* rowsOfTile
        for row in 0..<rowsOfTile { to[row] = source[row &* rowStride &+ first] }
        first &+= 1
    }
}

#if VECTOR_512 || VECTOR_256
    private typealias Eight = SIMD8<Float>

    /// One column of the tile: its upper six rows and, if it has twelve, its lower six.
    @inline(__always)
    private func storeColumn(_ column: Int, _ upper: Eight, _ lower: Eight, _ target: UnsafeMutablePointer<Float>) {
        let place = UnsafeMutableRawPointer(target + column &* rowsOfTile)
        place.storeBytes(of: upper, as: Eight.self)
        #if VECTOR_512
            (place + 6 &* MemoryLayout<Float>.stride).storeBytes(of: lower, as: Eight.self)
        #endif
    }

    @inline(__always)
    private func inTurn(_ a: Eight, _ b: Eight) -> (Eight, Eight) {
        (
            Eight(a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3]),
            Eight(a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7])
        )
    }

    /// Eight columns of six rows, two zeros behind each: shuffling vectors 0 and 4, 1 and 5 ... three times turns a
    /// square of eight.
    @inline(__always)
    private func sixRowsTurned(
        _ source: UnsafePointer<Float>, _ rowStride: Int
    ) -> (Eight, Eight, Eight, Eight, Eight, Eight, Eight, Eight) {
        func row(_ index: Int) -> Eight {
            UnsafeRawPointer(source + index &* rowStride).loadUnaligned(as: Eight.self)
        }
        let (a0, a1) = inTurn(row(0), row(4))
        let (a2, a3) = inTurn(row(1), row(5))
        let (a4, a5) = inTurn(row(2), .zero)
        let (a6, a7) = inTurn(row(3), .zero)
        let (b0, b1) = inTurn(a0, a4)
        let (b2, b3) = inTurn(a1, a5)
        let (b4, b5) = inTurn(a2, a6)
        let (b6, b7) = inTurn(a3, a7)
        let (c0, c1) = inTurn(b0, b4)
        let (c2, c3) = inTurn(b1, b5)
        let (c4, c5) = inTurn(b2, b6)
        let (c6, c7) = inTurn(b3, b7)
        return (c0, c1, c2, c3, c4, c5, c6, c7)
    }
#endif
