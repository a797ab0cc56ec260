/// Copies the inputs of output pixels into panels `[depth, tileColumns]` for `multiplyBlock`.
///
/// A panel's pixels come in runs that lie side by side in the source. Every run is copied as a whole tile's width: what
/// goes beyond it is overwritten by the next run or the next depth, so the source needs a tile's width of slack after
/// its last element and so do the panels.
///
/// - Parameters:
///   - taps: for every depth the distance of its element from that of a pixel's origin.
///   - runs: for every run its place in its panel and the distance of its first pixel's origin from `source`.
///   - runEnds: for every panel where its runs end.
@inline(never)
public func packInputs(
    source: UnsafePointer<Float>, depth: Int, taps: UnsafePointer<Int>, panels: Int, runs: UnsafePointer<Int>,
    runEnds: UnsafePointer<Int>, target: UnsafeMutablePointer<Float>
) {
    var panelTarget = target
    var run = 0
    for panel in 0..<panels {
        let end = runEnds[panel]
        if end &- run == 1 {
            let origin = source + runs[2 &* run &+ 1]
            var row = panelTarget
            for tap in 0..<depth {
                let from = origin + taps[tap]
                store(load(from), row)
                store(load(from + lanes), row + lanes)
                row += columnsOfTile
            }
        } else {
            var row = panelTarget
            for tap in 0..<depth {
                let tapSource = source + taps[tap]
                for index in run..<end {
                    let from = tapSource + runs[2 &* index &+ 1]
                    let to = row + runs[2 &* index]
                    store(load(from), to)
                    store(load(from + lanes), to + lanes)
                }
                row += columnsOfTile
            }
        }
        run = end
        panelTarget += depth &* columnsOfTile
    }
}
