/// Rows of a slice of `multiplySlices`.
@inline(never)
public func sliceRows() -> Int { 8 }

/// Sparse matrix times vector, eight rows side by side, each summed from its first element to its last.
///
/// A slice is eight rows as far as the shortest of them goes (the sliced ELLPACK format of Monakov et al., HiPEAC 2010,
/// doi:10.1007/978-3-642-11515-8_10, without its padding: what longer rows have beyond is not stored here).
///
/// - Parameters:
///   - lengths: elements of a row in every slice.
///   - values: every slice's `[length, 8]`.
///   - columns: as `values`.
///   - output: eight rows of every slice; holds what the sums start from.
@inline(never)
public func multiplySlices(
    slices: Int, lengths: UnsafePointer<Int>, values: UnsafePointer<Float>, columns: UnsafePointer<UInt16>,
    inputs: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>
) {
    var value = values
    var column = columns
    for slice in 0..<slices {
        let target = UnsafeMutableRawPointer(output + slice &* 8)
        var sum = target.loadUnaligned(as: SIMD8<Float>.self)
        for _ in 0..<lengths[slice] {
            let x = SIMD8<Float>(
                inputs[Int(column[0])], inputs[Int(column[1])], inputs[Int(column[2])], inputs[Int(column[3])],
                inputs[Int(column[4])], inputs[Int(column[5])], inputs[Int(column[6])], inputs[Int(column[7])])
            let v = UnsafeRawPointer(value).loadUnaligned(as: SIMD8<Float>.self)
            #if VECTOR_512 || VECTOR_256 || arch(arm64)
                sum.addProduct(v, x)
            #else
                sum += v * x
            #endif
            value += 8
            column += 8
        }
        target.storeBytes(of: sum, as: SIMD8<Float>.self)
    }
}

/// One sparse row: `sum` plus its products from the first to the last.
@inline(never)
public func multiplySparseRow(
    count: Int, values: UnsafePointer<Float>, columns: UnsafePointer<Int32>, inputs: UnsafePointer<Float>, sum: Float
) -> Float {
    var sum = sum
    for index in 0..<count { multiplyAdd(&sum, values[index], inputs[Int(columns[index])]) }
    return sum
}
