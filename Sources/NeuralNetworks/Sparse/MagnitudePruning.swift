extension SparseMatrix {
    /// Keeps the weights of largest magnitude (Han et al. 2015, arXiv 1506.02626); of equal ones the first.
    ///
    /// - Parameters:
    ///   - weights: by rows, `rowCount` x `columnCount`; no NaN.
    ///   - keeping: how many weights stay.
    /// - Complexity: O(weights).
    public init(pruning weights: [Float], rowCount: Int, columnCount: Int, keeping count: Int) {
        precondition(weights.count == rowCount * columnCount, "as many weights as positions")
        precondition(0...weights.count ~= count, "cannot keep \(count) of \(weights.count) weights")
        precondition(!weights.contains(where: \.isNaN), "a weight is not a number")
        let (threshold, equalCount) = Self.threshold(of: weights, keeping: count)
        var equalsLeft = equalCount
        var offsets: [Int32] = [0]
        var columns: [Int32] = []
        var values: [Float] = []
        columns.reserveCapacity(count)
        values.reserveCapacity(count)
        for row in 0..<rowCount {
            for column in 0..<columnCount {
                let weight = weights[row * columnCount + column]
                let magnitude = weight.magnitude.bitPattern
                if magnitude < threshold { continue }
                if magnitude == threshold {
                    if equalsLeft == 0 { continue }
                    equalsLeft -= 1
                }
                columns.append(Int32(column))
                values.append(weight)
            }
            offsets.append(Int32(columns.count))
        }
        self.init(
            rowCount: rowCount, columnCount: columnCount, rowOffsets: offsets, columnIndices: columns, values: values)
    }

    /// The bit pattern of the smallest magnitude that stays, and how many weights of just that magnitude do.
    ///
    /// Bit patterns of magnitudes are in the order of the magnitudes: a histogram of their upper halves, then one of the
    /// lower halves inside the bin that matters, finds the place without sorting.
    private static func threshold(of weights: [Float], keeping count: Int) -> (pattern: UInt32, equalCount: Int) {
        if count == 0 { return (.max, 0) }
        var pattern: UInt32 = 0
        var wanted = count
        for shift: UInt32 in [16, 0] {
            var histogram = [Int](repeating: 0, count: 1 << 16)
            for weight in weights {
                let bits = weight.magnitude.bitPattern
                if shift == 16 || bits >> 16 == pattern >> 16 { histogram[Int((bits >> shift) & 0xffff)] += 1 }
            }
            var bin = histogram.count - 1
            while histogram[bin] < wanted {
                wanted -= histogram[bin]
                bin -= 1
            }
            pattern |= UInt32(bin) << shift
        }
        return (pattern, wanted)
    }
}
