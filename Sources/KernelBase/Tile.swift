/// Rows of the register tile of `multiplyBlock`: packed weights lie in panels of so many output channels.
@inline(never)
public func tileRows() -> Int { rowsOfTile }

/// Columns of the register tile of `multiplyBlock`: packed inputs lie in panels of so many output pixels.
@inline(never)
public func tileColumns() -> Int { columnsOfTile }

#if VECTOR_512
    @inline(__always)
    var rowsOfTile: Int { 12 }
#else
    @inline(__always)
    var rowsOfTile: Int { 6 }
#endif

@inline(__always)
var columnsOfTile: Int { 2 * Vector.scalarCount }

/// Adds the product of a weight panel `[depth, tileRows]` and an input panel `[depth, tileColumns]` to a tile of the
/// output, every element summed from the first depth to the last in one accumulator.
///
/// - Parameters:
///   - start: what a row starts from; when `nil`, the tile itself.
///   - finish: 0 stores the sums, else they are clamped to 0 ... `limit`.
@inline(__always)
func multiplyTile(
    depth: Int, weights: UnsafePointer<Float>, inputs: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    rowStride: Int, start: UnsafePointer<Float>?, finish: Int, limit: Float
) {
    var a = weights
    var b = inputs
    var (c0, d0) = initialRow(output + 0 &* rowStride, start, 0)
    var (c1, d1) = initialRow(output + 1 &* rowStride, start, 1)
    var (c2, d2) = initialRow(output + 2 &* rowStride, start, 2)
    var (c3, d3) = initialRow(output + 3 &* rowStride, start, 3)
    var (c4, d4) = initialRow(output + 4 &* rowStride, start, 4)
    var (c5, d5) = initialRow(output + 5 &* rowStride, start, 5)
    #if VECTOR_512
        var (c6, d6) = initialRow(output + 6 &* rowStride, start, 6)
        var (c7, d7) = initialRow(output + 7 &* rowStride, start, 7)
        var (c8, d8) = initialRow(output + 8 &* rowStride, start, 8)
        var (c9, d9) = initialRow(output + 9 &* rowStride, start, 9)
        var (c10, d10) = initialRow(output + 10 &* rowStride, start, 10)
        var (c11, d11) = initialRow(output + 11 &* rowStride, start, 11)
    #endif
    for _ in 0..<depth {
        let left = load(b)
        let right = load(b + lanes)
        var x = Vector(repeating: a[0])
        multiplyAdd(&c0, x, left)
        multiplyAdd(&d0, x, right)
        x = Vector(repeating: a[1])
        multiplyAdd(&c1, x, left)
        multiplyAdd(&d1, x, right)
        x = Vector(repeating: a[2])
        multiplyAdd(&c2, x, left)
        multiplyAdd(&d2, x, right)
        x = Vector(repeating: a[3])
        multiplyAdd(&c3, x, left)
        multiplyAdd(&d3, x, right)
        x = Vector(repeating: a[4])
        multiplyAdd(&c4, x, left)
        multiplyAdd(&d4, x, right)
        x = Vector(repeating: a[5])
        multiplyAdd(&c5, x, left)
        multiplyAdd(&d5, x, right)
        #if VECTOR_512
            x = Vector(repeating: a[6])
            multiplyAdd(&c6, x, left)
            multiplyAdd(&d6, x, right)
            x = Vector(repeating: a[7])
            multiplyAdd(&c7, x, left)
            multiplyAdd(&d7, x, right)
            x = Vector(repeating: a[8])
            multiplyAdd(&c8, x, left)
            multiplyAdd(&d8, x, right)
            x = Vector(repeating: a[9])
            multiplyAdd(&c9, x, left)
            multiplyAdd(&d9, x, right)
            x = Vector(repeating: a[10])
            multiplyAdd(&c10, x, left)
            multiplyAdd(&d10, x, right)
            x = Vector(repeating: a[11])
            multiplyAdd(&c11, x, left)
            multiplyAdd(&d11, x, right)
        #endif
        a += rowsOfTile
        b += columnsOfTile
    }
    keepRow(output + 0 &* rowStride, c0, d0, finish, limit)
    keepRow(output + 1 &* rowStride, c1, d1, finish, limit)
    keepRow(output + 2 &* rowStride, c2, d2, finish, limit)
    keepRow(output + 3 &* rowStride, c3, d3, finish, limit)
    keepRow(output + 4 &* rowStride, c4, d4, finish, limit)
    keepRow(output + 5 &* rowStride, c5, d5, finish, limit)
    #if VECTOR_512
        keepRow(output + 6 &* rowStride, c6, d6, finish, limit)
        keepRow(output + 7 &* rowStride, c7, d7, finish, limit)
        keepRow(output + 8 &* rowStride, c8, d8, finish, limit)
        keepRow(output + 9 &* rowStride, c9, d9, finish, limit)
        keepRow(output + 10 &* rowStride, c10, d10, finish, limit)
        keepRow(output + 11 &* rowStride, c11, d11, finish, limit)
    #endif
}

@inline(__always)
private func initialRow(
    _ row: UnsafeMutablePointer<Float>, _ start: UnsafePointer<Float>?, _ index: Int
) -> (Vector, Vector) {
    if let start {
        let value = Vector(repeating: start[index])
        return (value, value)
    }
    let source = UnsafePointer(row)
    return (load(source), load(source + lanes))
}

@inline(__always)
private func keepRow(
    _ row: UnsafeMutablePointer<Float>, _ left: Vector, _ right: Vector, _ finish: Int, _ limit: Float
) {
    if finish == 0 {
        store(left, row)
        store(right, row + lanes)
    } else {
        store(clamped(left, limit: limit), row)
        store(clamped(right, limit: limit), row + lanes)
    }
}
