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
    var panel = 0
    while panel < panels {
        let end = runEnds[panel]
        if panel &+ 4 <= panels && runEnds[panel &+ 3] &- run == 4
            && runs[2 &* run &+ 7] &- runs[2 &* run &+ 1] == 3 &* columnsOfTile
        {
            // Four panels of one run: far fewer pages at a time where rows are long.
            let origin = source + runs[2 &* run &+ 1]
            let step = depth &* columnsOfTile
            var row = panelTarget
            for tap in 0..<depth {
                let from = origin + taps[tap]
                store(load(from), row)
                store(load(from + lanes), row + lanes)
                store(load(from + 2 &* lanes), row + step)
                store(load(from + 3 &* lanes), row + (step &+ lanes))
                store(load(from + 4 &* lanes), row + 2 &* step)
                store(load(from + 5 &* lanes), row + (2 &* step &+ lanes))
                store(load(from + 6 &* lanes), row + 3 &* step)
                store(load(from + 7 &* lanes), row + (3 &* step &+ lanes))
                row += columnsOfTile
            }
            panel &+= 4
            run &+= 4
            panelTarget += 4 &* step
            continue
        }
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
        panel &+= 1
        run = end
        panelTarget += depth &* columnsOfTile
    }
}
