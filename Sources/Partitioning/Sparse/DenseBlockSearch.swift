import NeuralNetworks

/// Looks for the block of a worker's non-zeros that is worth storing densely.
///
/// A block saves (non-zeros in it · seconds of a non-zero - inputs · outputs · seconds of a dense weight). As for dense
/// subgraphs (Charikar, 2000, doi 10.1007/3-540-44436-X_10), a greedy search begins with all lines and takes away, one
/// after the other, the input or output whose absence saves most; the best block on the way is the result.
struct DenseBlockSearch {
    var costs: SparseKernelCosts

    /// The block that saves most; nil if none saves anything.
    ///
    /// - Parameters:
    ///   - rows: input of every non-zero.
    ///   - columns: output of every non-zero.
    /// - Complexity: O(non-zeros + lines).
    func block(rows: [Int32], columns: [Int32]) -> DenseBlock? {
        var sides = [Side(rows), Side(columns)]
        let perNonZero = costs.secondsPerNonZero
        let perDense = costs.secondsPerDenseWeight
        var nonZeros = rows.count
        var best = (saving: 0.0, removals: -1)
        var removals: [(side: Int, line: Int)] = []
        while sides[0].left > 0, sides[1].left > 0 {
            let saving =
                perNonZero * Double(nonZeros) - perDense * Double(sides[0].left) * Double(sides[1].left)
            if saving > best.saving { best = (saving, removals.count) }
            // What the lightest line of either side costs more than it saves.
            let losses = [0, 1].map { side in
                perDense * Double(sides[1 - side].left) - perNonZero * Double(sides[side].smallestDegree())
            }
            let side = losses[0] >= losses[1] ? 0 : 1
            let line = sides[side].removeLightest()
            removals.append((side, line))
            for entry in sides[side].entries(of: line) {
                let other = sides[1 - side].line(of: entry)
                if sides[1 - side].lighten(other) { nonZeros -= 1 }
            }
        }
        guard best.removals >= 0 else { return nil }
        var isRemoved = sides.map { [Bool](repeating: false, count: $0.lines.count) }
        for removal in removals.prefix(best.removals) { isRemoved[removal.side][removal.line] = true }
        let lines = [0, 1].map { side in
            sides[side].lines.indices.filter { !isRemoved[side][$0] }.map { sides[side].lines[$0] }
        }
        return DenseBlock(inputs: lines[0], outputs: lines[1])
    }

    /// The inputs or the outputs, in buckets by the number of non-zeros at lines of the other side that are left.
    private struct Side {
        /// Numbers of the lines, increasing.
        let lines: [Int32]
        private(set) var left: Int
        private let lineOfEntry: [Int32]
        private let offsets: [Int32]
        private let members: [Int32]
        private var degrees: [Int32]
        private var isLeft: [Bool]
        /// Lines that had this degree once; those with another by now are passed over.
        private var buckets: [[Int32]]
        private var smallest = 0

        init(_ numbers: [Int32]) {
            var position = [Int32](repeating: -1, count: Int(numbers.max() ?? -1) + 1)
            for number in numbers { position[Int(number)] = 0 }
            var lines: [Int32] = []
            for number in position.indices where position[number] == 0 {
                position[number] = Int32(lines.count)
                lines.append(Int32(number))
            }
            let lineOfEntry = numbers.map { position[Int($0)] }
            var offsets = [Int32](repeating: 0, count: lines.count + 1)
            for line in lineOfEntry { offsets[Int(line) + 1] += 1 }
            let degrees = Array(offsets.dropFirst())
            for line in lines.indices { offsets[line + 1] += offsets[line] }
            var next = offsets
            var members = [Int32](repeating: 0, count: numbers.count)
            for (entry, line) in lineOfEntry.enumerated() {
                members[Int(next[Int(line)])] = Int32(entry)
                next[Int(line)] += 1
            }
            var buckets = [[Int32]](repeating: [], count: Int(degrees.max() ?? 0) + 1)
            // The last ones go first, so that the lines that stay are the first of equals.
            for line in lines.indices { buckets[Int(degrees[line])].append(Int32(line)) }
            self.lines = lines
            self.lineOfEntry = lineOfEntry
            self.offsets = offsets
            self.members = members
            self.degrees = degrees
            self.buckets = buckets
            left = lines.count
            isLeft = [Bool](repeating: true, count: lines.count)
        }

        func line(of entry: Int32) -> Int { Int(lineOfEntry[Int(entry)]) }

        func entries(of line: Int) -> ArraySlice<Int32> { members[Int(offsets[line])..<Int(offsets[line + 1])] }

        /// - Precondition: a line is left.
        mutating func smallestDegree() -> Int {
            while true {
                guard let line = buckets[smallest].last else {
                    smallest += 1
                    continue
                }
                if isLeft[Int(line)], Int(degrees[Int(line)]) == smallest { return smallest }
                buckets[smallest].removeLast()
            }
        }

        /// - Precondition: a line is left.
        mutating func removeLightest() -> Int {
            let line = Int(buckets[smallestDegree()].removeLast())
            isLeft[line] = false
            left -= 1
            return line
        }

        /// Takes a non-zero from a line. - Returns: whether the line is left.
        mutating func lighten(_ line: Int) -> Bool {
            guard isLeft[line] else { return false }
            degrees[line] -= 1
            buckets[Int(degrees[line])].append(Int32(line))
            smallest = min(smallest, Int(degrees[line]))
            return true
        }
    }
}
