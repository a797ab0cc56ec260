/// The pixels of a block in panels, as runs of pixels that lie side by side in the input.
struct PixelRuns {
    /// For every run its place in its panel and the distance of its first pixel's origin from the first pixel's.
    private(set) var runs: [Int] = []
    /// For every panel where its runs end.
    private(set) var ends: [Int] = []

    /// - Parameter rowStride: between the origins of pixels below each other.
    init(rows: Int, columns: Int, rowStride: Int, panel: Int) {
        let pixels = rows * columns
        var pixel = 0
        while pixel < pixels {
            let panelEnd = min(pixel + panel, pixels)
            let panelStart = pixel
            var continues: Int?
            while pixel < panelEnd {
                let (row, column) = pixel.quotientAndRemainder(dividingBy: columns)
                let length = min(columns - column, panelEnd - pixel)
                let origin = row * rowStride + column
                if continues != origin {
                    runs.append(pixel - panelStart)
                    runs.append(origin)
                }
                continues = origin + length
                pixel += length
            }
            ends.append(runs.count / 2)
        }
    }
}
