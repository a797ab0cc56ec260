/// Moves labels apart on a line, as little as possible in the sense of least squares.
enum LabelPlacement {
    /// Places labels near their wishes so that neighbours are a gap apart and all lie within a range.
    ///
    /// Subtracting the gaps turns "a gap apart" into "not descending", which isotonic regression solves: neighbours in
    /// the wrong order are pooled at their mean (Ayer et al. 1955, doi:10.1214/aoms/1177728423).
    /// - Parameters:
    ///   - wishes: The wished positions; labels with equal wishes keep their order.
    ///   - gap: The least distance between two labels.
    ///   - range: Where the labels must lie; it must have room for all of them.
    /// - Returns: The positions, in the order of the wishes.
    static func spread(_ wishes: [Double], gap: Double, within range: ClosedRange<Double>) -> [Double] {
        spread(wishes, heights: wishes.map { _ in gap }, within: range)
    }

    /// As above for labels of different heights: the distance between two is half the sum of theirs.
    static func spread(_ wishes: [Double], heights: [Double], within range: ClosedRange<Double>) -> [Double] {
        guard !wishes.isEmpty else { return [] }
        let order = wishes.indices.sorted { (wishes[$0], $0) < (wishes[$1], $1) }
        var offsets = [0.0]
        for (previous, next) in zip(order, order.dropFirst()) {
            offsets.append(offsets.last! + (heights[previous] + heights[next]) / 2)
        }
        let room = range.upperBound - range.lowerBound - offsets.last!
        precondition(room >= -1e-9, "\(wishes.count) labels do not fit")

        var pools: [(sum: Double, count: Int)] = []
        for (rank, index) in order.enumerated() {
            var pool = (sum: wishes[index] - offsets[rank], count: 1)
            while let previous = pools.last, previous.sum / Double(previous.count) > pool.sum / Double(pool.count) {
                pool = (previous.sum + pool.sum, previous.count + pool.count)
                pools.removeLast()
            }
            pools.append(pool)
        }

        var result = wishes
        var rank = 0
        for pool in pools {
            let mean = pool.sum / Double(pool.count)
            let start = min(max(mean, range.lowerBound), range.lowerBound + max(room, 0))
            for _ in 0..<pool.count {
                result[order[rank]] = start + offsets[rank]
                rank += 1
            }
        }
        return result
    }
}
