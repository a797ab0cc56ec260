import Tensors

/// An output region cut into blocks that lie contiguously in every channel: bands of whole rows, or pieces of one row.
struct PixelBlocks: Sendable {
    struct Block: Sendable {
        let rows: Range<Int>
        let columns: Range<Int>
    }

    private let region: Region
    private let rowsPerBlock: Int
    private let columnsPerBlock: Int
    private let piecesPerRow: Int
    let count: Int

    /// - Parameter pixels: of a block, about.
    init(region: Region, pixels: Int) {
        self.region = region
        let rows = region.rows.count
        let columns = region.columns.count
        if columns > pixels {
            rowsPerBlock = 1
            // Whole vectors, so that only the last piece of a row has a rest.
            let pieces = (columns + pixels - 1) / pixels
            columnsPerBlock = ((columns + pieces - 1) / pieces + 31) / 32 * 32
            piecesPerRow = (columns + columnsPerBlock - 1) / columnsPerBlock
            count = rows * piecesPerRow
        } else {
            let bands = max((rows * columns + pixels - 1) / pixels, 1)
            rowsPerBlock = (rows + bands - 1) / bands
            piecesPerRow = 1
            columnsPerBlock = columns
            count = (rows + rowsPerBlock - 1) / rowsPerBlock
        }
    }

    var maximumRows: Int { rowsPerBlock }
    var maximumColumns: Int { min(columnsPerBlock, region.columns.count) }
    var maximumPixels: Int { rowsPerBlock * maximumColumns }

    subscript(index: Int) -> Block {
        let row = region.rows.lowerBound + index / piecesPerRow * rowsPerBlock
        let column = region.columns.lowerBound + index % piecesPerRow * columnsPerBlock
        return Block(
            rows: row..<min(row + rowsPerBlock, region.rows.upperBound),
            columns: column..<min(column + columnsPerBlock, region.columns.upperBound))
    }
}
