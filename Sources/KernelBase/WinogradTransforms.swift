/// Winograd's F(4x4, 3x3): Lavin and Gray, Fast algorithms for convolutional neural networks, CVPR 2016,
/// doi:10.1109/CVPR.2016.435. The polynomials are evaluated at 0, +-1/sqrt(2), +-sqrt(2) and infinity, which rounds less
/// than at 0, +-1, +-2 (Barabasz et al., Error analysis and improving the accuracy of Winograd convolution for deep
/// neural networks, ACM TOMS 46(4), 2020, doi:10.1145/3412380).
///
/// Tiles lie along the lanes.
@inline(__always)
private var near: Float { 0.707_106_781_186_547_5 }
@inline(__always)
private var far: Float { 1.414_213_562_373_095 }

@inline(__always)
private func scaled(_ a: Vector, _ factor: Float, plus b: Vector) -> Vector {
    var sum = b
    multiplyAdd(&sum, a, Vector(repeating: factor))
    return sum
}

/// B^T d along one direction.
@inline(__always)
private func inputTransform(
    _ d0: Vector, _ d1: Vector, _ d2: Vector, _ d3: Vector, _ d4: Vector, _ d5: Vector
) -> (Vector, Vector, Vector, Vector, Vector, Vector) {
    let nearEven = scaled(d2, -2, plus: d4)
    let nearOdd = scaled(d1, -2, plus: d3)
    let farEven = scaled(d2, -0.5, plus: d4)
    let farOdd = scaled(d1, -0.5, plus: d3)
    return (
        scaled(d2, -2.5, plus: d0 + d4), scaled(nearOdd, near, plus: nearEven),
        scaled(nearOdd, -near, plus: nearEven), scaled(farOdd, far, plus: farEven),
        scaled(farOdd, -far, plus: farEven), scaled(d3, -2.5, plus: d1 + d5)
    )
}

/// A^T m along one direction.
@inline(__always)
private func outputTransform(
    _ m0: Vector, _ m1: Vector, _ m2: Vector, _ m3: Vector, _ m4: Vector, _ m5: Vector
) -> (Vector, Vector, Vector, Vector) {
    let nearEven = m1 + m2
    let nearOdd = m1 - m2
    let farEven = m3 + m4
    let farOdd = m3 - m4
    return (
        m0 + nearEven + farEven, scaled(farOdd, far, plus: nearOdd * Vector(repeating: near)),
        scaled(farEven, 2, plus: nearEven * Vector(repeating: 0.5)),
        scaled(farOdd, 2 * far, plus: scaled(nearOdd, 0.5 * near, plus: m5))
    )
}

/// Tiles that a vector holds, and what the transforms may write or read beyond the last tile of a row.
@inline(never)
public func winogradLanes() -> Int { lanes }

/// Elements of scratch memory of `winogradInputs` and `winogradOutputs`.
@inline(never)
public func winogradScratch(tileColumns: Int, tiles: Int) -> Int {
    let row = paddedRow(tileColumns)
    return 10 &* row &+ 36 &* (tiles &+ 3 &* lanes) &+ 24 &* lanes
}

/// Elements of the input rows of `winogradInputs`, slack included.
@inline(never)
public func winogradRow(tileColumns: Int) -> Int { paddedRow(tileColumns) }

/// A row of tiles needs two elements of the tile behind its last.
@inline(__always)
private func paddedRow(_ tileColumns: Int) -> Int { (tileColumns &+ lanes) / lanes &* lanes &* 4 }

/// Transforms the tiles of one input channel and puts them into the panels of the 36 products.
///
/// - Parameters:
///   - source: 4 tileRows + 2 rows of `winogradRow` elements, padding included.
///   - target: the channel's row of the first panel of the first product.
///   - panelStride: elements from a panel to the next.
///   - productStride: elements from a product to the next.
///   - scratch: `winogradScratch` elements.
@inline(never)
public func winogradInputs(
    tileRows: Int, tileColumns: Int, source: UnsafePointer<Float>, target: UnsafeMutablePointer<Float>,
    panelStride: Int, productStride: Int, scratch: UnsafeMutablePointer<Float>
) {
    let row = paddedRow(tileColumns)
    let quarter = row / 4
    let tiles = tileRows &* tileColumns
    let stride = tiles &+ 3 &* lanes
    let vertical = scratch
    let sorted = scratch + 6 &* row
    let linear = scratch + 10 &* row
    for tileRow in 0..<tileRows {
        let rows = source + 4 &* tileRow &* row
        var x = 0
        while x < row {
            let from = rows + x
            let t = inputTransform(
                load(from), load(from + row), load(from + 2 &* row), load(from + 3 &* row), load(from + 4 &* row),
                load(from + 5 &* row))
            let to = vertical + x
            store(t.0, to)
            store(t.1, to + row)
            store(t.2, to + 2 &* row)
            store(t.3, to + 3 &* row)
            store(t.4, to + 4 &* row)
            store(t.5, to + 5 &* row)
            x &+= lanes
        }
        for frequency in 0..<6 {
            // Columns by their remainder modulo 4, so that the same column of neighbouring tiles lies side by side.
            var place = 0
            while place < quarter {
                let from = UnsafePointer(vertical + (frequency &* row &+ 4 &* place))
                let (a, b) = (load(from), load(from + lanes))
                let (c, d) = (load(from + 2 &* lanes), load(from + 3 &* lanes))
                let (evenLow, evenHigh) = (evenElements(a, b), evenElements(c, d))
                let (oddLow, oddHigh) = (oddElements(a, b), oddElements(c, d))
                let to = sorted + place
                store(evenElements(evenLow, evenHigh), to)
                store(evenElements(oddLow, oddHigh), to + quarter)
                store(oddElements(evenLow, evenHigh), to + 2 &* quarter)
                store(oddElements(oddLow, oddHigh), to + 3 &* quarter)
                place &+= lanes
            }
            var tile = 0
            while tile < tileColumns {
                let from = UnsafePointer(sorted + tile)
                let v = inputTransform(
                    load(from), load(from + quarter), load(from + 2 &* quarter), load(from + 3 &* quarter),
                    load(from + 1), load(from + (quarter &+ 1)))
                let to = linear + (6 &* frequency &* stride &+ tileRow &* tileColumns &+ tile)
                store(v.0, to)
                store(v.1, to + stride)
                store(v.2, to + 2 &* stride)
                store(v.3, to + 3 &* stride)
                store(v.4, to + 4 &* stride)
                store(v.5, to + 5 &* stride)
                tile &+= lanes
            }
        }
    }
    for product in 0..<36 {
        let from = linear + product &* stride
        store(.zero, from + tiles)
        store(.zero, from + (tiles &+ lanes))
        let to = target + product &* productStride
        var tile = 0
        var panel = 0
        while tile < tiles {
            store(load(from + tile), to + panel)
            store(load(from + (tile &+ lanes)), to + (panel &+ lanes))
            tile &+= columnsOfTile
            panel &+= panelStride
        }
    }
}

/// The outputs of the tiles of one channel.
///
/// - Parameters:
///   - products: the channel's row of the first product, a tile after the other.
///   - productStride: elements from a product to the next.
///   - rows: of the output that exist; the last tiles may hang over.
///   - columns: as `rows`.
///   - finish: 0 stores the sums, else they are clamped to 0 ... `limit`.
@inline(never)
public func winogradOutputs(
    tileRows: Int, tileColumns: Int, products: UnsafePointer<Float>, productStride: Int, start: Float,
    output: UnsafeMutablePointer<Float>, rowStride: Int, rows: Int, columns: Int, finish: Int, limit: Float,
    scratch: UnsafeMutablePointer<Float>
) {
    let base = Vector(repeating: start)
    let tail = scratch + 24 &* lanes
    for tileRow in 0..<tileRows {
        let rowsLeft = min(4, rows &- 4 &* tileRow)
        var tile = 0
        while tile < tileColumns {
            let from = products + (tileRow &* tileColumns &+ tile)
            for column in 0..<6 {
                let m = from + column &* productStride
                let y = outputTransform(
                    load(m), load(m + 6 &* productStride), load(m + 12 &* productStride),
                    load(m + 18 &* productStride), load(m + 24 &* productStride), load(m + 30 &* productStride))
                let to = scratch + column &* lanes
                store(y.0, to)
                store(y.1, to + 6 &* lanes)
                store(y.2, to + 12 &* lanes)
                store(y.3, to + 18 &* lanes)
            }
            let columnsLeft = columns &- 4 &* tile
            for row in 0..<rowsLeft {
                let m = UnsafePointer(scratch + 6 &* row &* lanes)
                var y = outputTransform(
                    load(m), load(m + lanes), load(m + 2 &* lanes), load(m + 3 &* lanes), load(m + 4 &* lanes),
                    load(m + 5 &* lanes))
                y = (y.0 + base, y.1 + base, y.2 + base, y.3 + base)
                if finish != 0 {
                    y = (
                        clamped(y.0, limit: limit), clamped(y.1, limit: limit), clamped(y.2, limit: limit),
                        clamped(y.3, limit: limit)
                    )
                }
                let target = output + ((4 &* tileRow &+ row) &* rowStride &+ 4 &* tile)
                let isWhole = columnsLeft >= 4 &* lanes
                let to = isWhole ? target : tail
                let (low02, low13) = (lowerInTurn(y.0, y.2), lowerInTurn(y.1, y.3))
                let (high02, high13) = (upperInTurn(y.0, y.2), upperInTurn(y.1, y.3))
                store(lowerInTurn(low02, low13), to)
                store(upperInTurn(low02, low13), to + lanes)
                store(lowerInTurn(high02, high13), to + 2 &* lanes)
                store(upperInTurn(high02, high13), to + 3 &* lanes)
                if !isWhole { for column in 0..<columnsLeft { target[column] = tail[column] } }
            }
            tile &+= lanes
        }
    }
}
