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
    // Row by row left and right; one test for all rows keeps everything in registers.
    var c0: Vector
    var d0: Vector
    var c1: Vector
    var d1: Vector
    var c2: Vector
    var d2: Vector
    var c3: Vector
    var d3: Vector
    var c4: Vector
    var d4: Vector
    var c5: Vector
    var d5: Vector
    #if VECTOR_512
        var c6: Vector
        var d6: Vector
        var c7: Vector
        var d7: Vector
        var c8: Vector
        var d8: Vector
        var c9: Vector
        var d9: Vector
        var c10: Vector
        var d10: Vector
        var c11: Vector
        var d11: Vector
    #endif
    if let start {
        c0 = Vector(repeating: start[0])
        d0 = c0
        c1 = Vector(repeating: start[1])
        d1 = c1
        c2 = Vector(repeating: start[2])
        d2 = c2
        c3 = Vector(repeating: start[3])
        d3 = c3
        c4 = Vector(repeating: start[4])
        d4 = c4
        c5 = Vector(repeating: start[5])
        d5 = c5
        #if VECTOR_512
            c6 = Vector(repeating: start[6])
            d6 = c6
            c7 = Vector(repeating: start[7])
            d7 = c7
            c8 = Vector(repeating: start[8])
            d8 = c8
            c9 = Vector(repeating: start[9])
            d9 = c9
            c10 = Vector(repeating: start[10])
            d10 = c10
            c11 = Vector(repeating: start[11])
            d11 = c11
        #endif
    } else {
        let source = UnsafePointer(output)
        c0 = load(source + 0 &* rowStride)
        d0 = load(source + (0 &* rowStride &+ lanes))
        c1 = load(source + 1 &* rowStride)
        d1 = load(source + (1 &* rowStride &+ lanes))
        c2 = load(source + 2 &* rowStride)
        d2 = load(source + (2 &* rowStride &+ lanes))
        c3 = load(source + 3 &* rowStride)
        d3 = load(source + (3 &* rowStride &+ lanes))
        c4 = load(source + 4 &* rowStride)
        d4 = load(source + (4 &* rowStride &+ lanes))
        c5 = load(source + 5 &* rowStride)
        d5 = load(source + (5 &* rowStride &+ lanes))
        #if VECTOR_512
            c6 = load(source + 6 &* rowStride)
            d6 = load(source + (6 &* rowStride &+ lanes))
            c7 = load(source + 7 &* rowStride)
            d7 = load(source + (7 &* rowStride &+ lanes))
            c8 = load(source + 8 &* rowStride)
            d8 = load(source + (8 &* rowStride &+ lanes))
            c9 = load(source + 9 &* rowStride)
            d9 = load(source + (9 &* rowStride &+ lanes))
            c10 = load(source + 10 &* rowStride)
            d10 = load(source + (10 &* rowStride &+ lanes))
            c11 = load(source + 11 &* rowStride)
            d11 = load(source + (11 &* rowStride &+ lanes))
        #endif
    }
    var a = weights
    var b = inputs
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
    if finish != 0 {
        c0 = clamped(c0, limit: limit)
        d0 = clamped(d0, limit: limit)
        c1 = clamped(c1, limit: limit)
        d1 = clamped(d1, limit: limit)
        c2 = clamped(c2, limit: limit)
        d2 = clamped(d2, limit: limit)
        c3 = clamped(c3, limit: limit)
        d3 = clamped(d3, limit: limit)
        c4 = clamped(c4, limit: limit)
        d4 = clamped(d4, limit: limit)
        c5 = clamped(c5, limit: limit)
        d5 = clamped(d5, limit: limit)
        #if VECTOR_512
            c6 = clamped(c6, limit: limit)
            d6 = clamped(d6, limit: limit)
            c7 = clamped(c7, limit: limit)
            d7 = clamped(d7, limit: limit)
            c8 = clamped(c8, limit: limit)
            d8 = clamped(d8, limit: limit)
            c9 = clamped(c9, limit: limit)
            d9 = clamped(d9, limit: limit)
            c10 = clamped(c10, limit: limit)
            d10 = clamped(d10, limit: limit)
            c11 = clamped(c11, limit: limit)
            d11 = clamped(d11, limit: limit)
        #endif
    }
    store(c0, output + 0 &* rowStride)
    store(d0, output + (0 &* rowStride &+ lanes))
    store(c1, output + 1 &* rowStride)
    store(d1, output + (1 &* rowStride &+ lanes))
    store(c2, output + 2 &* rowStride)
    store(d2, output + (2 &* rowStride &+ lanes))
    store(c3, output + 3 &* rowStride)
    store(d3, output + (3 &* rowStride &+ lanes))
    store(c4, output + 4 &* rowStride)
    store(d4, output + (4 &* rowStride &+ lanes))
    store(c5, output + 5 &* rowStride)
    store(d5, output + (5 &* rowStride &+ lanes))
    #if VECTOR_512
        store(c6, output + 6 &* rowStride)
        store(d6, output + (6 &* rowStride &+ lanes))
        store(c7, output + 7 &* rowStride)
        store(d7, output + (7 &* rowStride &+ lanes))
        store(c8, output + 8 &* rowStride)
        store(d8, output + (8 &* rowStride &+ lanes))
        store(c9, output + 9 &* rowStride)
        store(d9, output + (9 &* rowStride &+ lanes))
        store(c10, output + 10 &* rowStride)
        store(d10, output + (10 &* rowStride &+ lanes))
        store(c11, output + 11 &* rowStride)
        store(d11, output + (11 &* rowStride &+ lanes))
    #endif
}
