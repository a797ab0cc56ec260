/// Adds the product of packed weights `[rows, depth]` and packed inputs `[depth, columns]` to an output `[rows,
/// columns]`: the macro-kernel of Goto and van de Geijn, Anatomy of high-performance matrix multiplication, ACM TOMS
/// 34(3), 2008, doi:10.1145/1356052.1356053.
///
/// Every element is summed in one accumulator from the first depth to the last, so that neither the position in a tile
/// nor the split of the depth into blocks changes a bit.
///
/// - Parameters:
///   - rowLower: the first row to compute; it may lie inside a panel.
///   - weights: the panels of all rows from 0, each `[depth, tileRows]`.
///   - inputs: panels of `[depth, tileColumns]`.
///   - output: row `rowLower`, column 0.
///   - start: what every row, counted from 0 and filled up to whole panels, starts from; when `nil`, the output.
///   - finish: 0 stores the sums, else they are clamped to 0 ... `limit`.
///   - scratch: a tile.
@inline(never)
public func multiplyBlock(
    rowLower: Int, rowUpper: Int, columns: Int, depth: Int, weights: UnsafePointer<Float>,
    inputs: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, rowStride: Int, start: UnsafePointer<Float>?,
    finish: Int, limit: Float, scratch: UnsafeMutablePointer<Float>
) {
    // So many weights of a block stay in the second-level cache.
    #if VECTOR_512
        let groupWeights = 48 * 1024
    #else
        let groupWeights = 96 * 1024
    #endif
    let panelsPerGroup = max(groupWeights / (depth &* rowsOfTile), 1)
    let lastPanel = (rowUpper &+ rowsOfTile &- 1) / rowsOfTile
    var firstPanel = rowLower / rowsOfTile
    while firstPanel < lastPanel {
        let groupEnd = min(firstPanel &+ panelsPerGroup, lastPanel)
        var column = 0
        while column < columns {
            let inputPanel = inputs + column &* depth
            let isWide = column &+ columnsOfTile <= columns
            var panel = firstPanel
            while panel < groupEnd {
                let row = panel &* rowsOfTile
                let weightPanel = weights + row &* depth
                let rowStart = start.map { $0 + row }
                if isWide && row >= rowLower && row &+ rowsOfTile <= rowUpper {
                    wholeTile(
                        depth: depth, weights: weightPanel, inputs: inputPanel,
                        output: output + ((row &- rowLower) &* rowStride &+ column), rowStride: rowStride,
                        start: rowStart, finish: finish, limit: limit)
                } else {
                    let lower = max(row, rowLower) &- row
                    let upper = min(row &+ rowsOfTile, rowUpper) &- row
                    partOfTile(
                        depth: depth, weights: weightPanel, inputs: inputPanel,
                        output: output + ((row &+ lower &- rowLower) &* rowStride &+ column), rowStride: rowStride,
                        start: rowStart, finish: finish, limit: limit, rowLower: lower, rowUpper: upper,
                        columns: min(columnsOfTile, columns &- column), scratch: scratch)
                }
                panel &+= 1
            }
            column &+= columnsOfTile
        }
        firstPanel = groupEnd
    }
}

@inline(never)
private func wholeTile(
    depth: Int, weights: UnsafePointer<Float>, inputs: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    rowStride: Int, start: UnsafePointer<Float>?, finish: Int, limit: Float
) {
    multiplyTile(
        depth: depth, weights: weights, inputs: inputs, output: output, rowStride: rowStride, start: start,
        finish: finish, limit: limit)
}

/// Computes a whole tile aside and keeps the rows and columns that exist; `output` is the first of them.
@inline(never)
private func partOfTile(
    depth: Int, weights: UnsafePointer<Float>, inputs: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>,
    rowStride: Int, start: UnsafePointer<Float>?, finish: Int, limit: Float, rowLower: Int, rowUpper: Int,
    columns: Int, scratch: UnsafeMutablePointer<Float>
) {
    if start == nil {
        for row in rowLower..<rowUpper {
            let source = output + (row &- rowLower) &* rowStride
            let target = scratch + row &* columnsOfTile
            for column in 0..<columns { target[column] = source[column] }
        }
    }
    wholeTile(
        depth: depth, weights: weights, inputs: inputs, output: scratch, rowStride: columnsOfTile, start: start,
        finish: finish, limit: limit)
    for row in rowLower..<rowUpper {
        let source = scratch + row &* columnsOfTile
        let target = output + (row &- rowLower) &* rowStride
        for column in 0..<columns { target[column] = source[column] }
    }
}
