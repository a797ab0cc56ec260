extension SparseMatrix {
    /// Non-zeros at uniformly random positions.
    public static func uniform(
        rowCount: Int, columnCount: Int, nonZeroCount: Int, seed: UInt64
    ) -> SparseMatrix {
        let positions = rowCount * columnCount
        precondition(0...positions ~= nonZeroCount, "\(nonZeroCount) non-zeros do not fit")
        var generator = SplitMix64(seed: seed, stream: 1)
        // Selection sampling (Knuth, Algorithm S): positions come in order and none twice.
        var offsets: [Int32] = [0]
        var columns: [Int32] = []
        columns.reserveCapacity(nonZeroCount)
        var open = positions
        for _ in 0..<rowCount {
            for column in 0..<columnCount {
                if Double(open) * generator.nextUnit() < Double(nonZeroCount - columns.count) {
                    columns.append(Int32(column))
                }
                open -= 1
            }
            offsets.append(Int32(columns.count))
        }
        return SparseMatrix(
            rowCount: rowCount, columnCount: columnCount, rowOffsets: offsets, columnIndices: columns)
    }

    /// A pattern with hidden blocks, and which block every row and column belongs to.
    public struct Planted: Sendable, Hashable {
        public var matrix: SparseMatrix
        public var rowBlocks: [Int]
        public var columnBlocks: [Int]
    }

    /// `blockCount` equal blocks on the diagonal, rows and columns shuffled.
    ///
    /// - Parameters:
    ///   - density: share of the positions that are non-zero.
    ///   - noise: share of the non-zeros that lie outside their block.
    public static func planted(
        rowCount: Int, columnCount: Int, blockCount: Int, density: Double, noise: Double, seed: UInt64
    ) -> Planted {
        precondition(blockCount > 0 && 0...1 ~= noise && 0...1 ~= density, "shares lie in 0...1")
        var generator = SplitMix64(seed: seed, stream: 2)
        let rowOrder = generator.permutation(of: rowCount)
        let columnOrder = generator.permutation(of: columnCount)
        var rowBlocks = [Int](repeating: 0, count: rowCount)
        var columnBlocks = [Int](repeating: 0, count: columnCount)
        for (place, row) in rowOrder.enumerated() { rowBlocks[row] = place * blockCount / rowCount }
        for (place, column) in columnOrder.enumerated() { columnBlocks[column] = place * blockCount / columnCount }
        let blocks = Double(blockCount)
        let inside = min(1, density * (1 - noise) * blocks)
        let outside = blockCount == 1 ? 0 : min(1, density * noise * blocks / (blocks - 1))
        var positions: [(row: Int, column: Int)] = []
        for row in 0..<rowCount {
            for column in 0..<columnCount {
                let probability = rowBlocks[row] == columnBlocks[column] ? inside : outside
                if generator.nextUnit() < probability { positions.append((row, column)) }
            }
        }
        return Planted(
            matrix: SparseMatrix(rowCount: rowCount, columnCount: columnCount, positions: positions),
            rowBlocks: rowBlocks, columnBlocks: columnBlocks)
    }

    /// A pattern with few long and many short lines: expected degrees fall like rank^(-1 / (exponent - 1))
    /// (Chung and Lu, 2002, doi 10.1007/PL00012580), rows and columns shuffled.
    ///
    /// - Parameters:
    ///   - nonZeroCount: expected number; positions whose probability would exceed 1 make it a little smaller.
    ///   - exponent: of the degree distribution, above 1.
    public static func powerLaw(
        rowCount: Int, columnCount: Int, nonZeroCount: Int, exponent: Double, seed: UInt64
    ) -> SparseMatrix {
        precondition(exponent > 1, "the exponent must exceed 1")
        var generator = SplitMix64(seed: seed, stream: 3)
        func shares(_ count: Int) -> [Double] {
            let order = generator.permutation(of: count)
            let raw = (0..<count).map { DeterministicPower.power(Double($0 + 1), -1 / (exponent - 1)) }
            let sum = raw.reduce(0, +)
            var shares = [Double](repeating: 0, count: count)
            for (rank, line) in order.enumerated() { shares[line] = raw[rank] / sum }
            return shares
        }
        let rowShares = shares(rowCount)
        let columnShares = shares(columnCount)
        var positions: [(row: Int, column: Int)] = []
        for row in 0..<rowCount {
            for column in 0..<columnCount
            where generator.nextUnit() < Double(nonZeroCount) * rowShares[row] * columnShares[column] {
                positions.append((row, column))
            }
        }
        return SparseMatrix(rowCount: rowCount, columnCount: columnCount, positions: positions)
    }
}

/// Powers from additions, multiplications and divisions alone, so that all machines agree to the last bit.
enum DeterministicPower {
    /// `base` to the `exponent`, to about 14 digits; base > 0.
    static func power(_ base: Double, _ exponent: Double) -> Double {
        // ln(base) = n ln 2 + 2 artanh((m - 1) / (m + 1)) with the significand m in 1 ..< 2.
        let ratio = (base.significand - 1) / (base.significand + 1)
        var term = ratio
        var logarithm = 0.0
        for step in 0..<40 {
            logarithm += term / Double(2 * step + 1)
            term *= ratio * ratio
        }
        let ln2 = 0.693_147_180_559_945_3
        let argument = (2 * logarithm + Double(base.exponent) * ln2) * exponent
        // exp(argument) = exp(argument / 2^10) squared ten times.
        let small = argument / 1024
        var sum = 1.0
        var power = 1.0
        for step in 1...10 {
            power *= small / Double(step)
            sum += power
        }
        for _ in 0..<10 { sum *= sum }
        return sum
    }
}
