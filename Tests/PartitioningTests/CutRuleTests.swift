import Partitioning
import Testing

@Suite struct CutRuleTests {
    /// All lengths to 12 and all lists of up to four weights of 0 ... 3 that are not all zero.
    private func withEveryCut(_ body: (_ length: Int, _ weights: [Int]) -> Void) {
        for count in 1...4 {
            for number in 1..<(1 << (2 * count)) {
                let weights = (0..<count).map { number >> (2 * $0) & 3 }
                for length in 0...12 { body(length, weights) }
            }
        }
    }

    @Test(arguments: CutRule.allCases) func boundariesCoverTheLengthInOrder(rule: CutRule) {
        var cases = 0
        withEveryCut { length, weights in
            cases += 1
            let boundaries = rule.boundaries(length: length, weights: weights)
            let isInOrder = zip(boundaries, boundaries.dropFirst()).allSatisfy { $0 <= $1 }
            let isGood =
                boundaries.count == weights.count + 1 && boundaries.first == 0 && boundaries.last == length && isInOrder
            if !isGood { Issue.record("length \(length), weights \(weights): \(boundaries)") }
        }
        #expect(cases == (3 + 15 + 63 + 255) * 13)
    }

    @Test func roundedBoundariesAreTheNearestRowsHalvesUp() {
        withEveryCut { length, weights in
            let boundaries = CutRule.rounded.boundaries(length: length, weights: weights)
            let sum = weights.reduce(0, +)
            var before = 0
            for (boundary, weight) in zip(boundaries.dropFirst(), weights) {
                before += weight
                // The exact cut lies in [boundary - 1/2, boundary + 1/2).
                let twiceExact = 2 * length * before
                if !((2 * boundary - 1) * sum <= twiceExact && twiceExact < (2 * boundary + 1) * sum) {
                    Issue.record("length \(length), weights \(weights): \(boundaries)")
                }
            }
        }
    }

    @Test func floorPartsAreWithinARowOfTheirShareAndTheLastTakesTheRemainder() {
        withEveryCut { length, weights in
            let boundaries = CutRule.floor.boundaries(length: length, weights: weights)
            let parts = zip(boundaries.dropFirst(), boundaries).map { $0 - $1 }
            let sum = weights.reduce(0, +)
            for (part, weight) in zip(parts, weights).dropLast()
            where !(part * sum <= length * weight && length * weight < (part + 1) * sum) {
                Issue.record("length \(length), weights \(weights): \(parts)")
            }
            // The others lose less than a row each.
            if parts.last! * sum < length * weights.last!
                || parts.last! * sum >= length * weights.last! + weights.count * sum
            {
                Issue.record("length \(length), weights \(weights): \(parts)")
            }
        }
    }

    @Test func capabilitiesFourToOneCut224Rows() {
        // 0.4, 0.7 and 0.9 of 224: 89.6, 156.8 and 201.6.
        #expect(CutRule.rounded.boundaries(length: 224, weights: [4, 3, 2, 1]) == [0, 90, 157, 202, 224])
        // 89, floor(67.2), floor(44.8), and what is left: 24.
        #expect(CutRule.floor.boundaries(length: 224, weights: [4, 3, 2, 1]) == [0, 89, 156, 200, 224])
    }

    @Test func halvesGoUp() {
        // 7 / 2 = 3.5.
        #expect(CutRule.rounded.boundaries(length: 7, weights: [1, 1]) == [0, 4, 7])
        #expect(CutRule.floor.boundaries(length: 7, weights: [1, 1]) == [0, 3, 7])
    }

    @Test func fewerRowsThanParts() {
        // 2/5, 4/5, 6/5 and 8/5 rounded.
        #expect(CutRule.rounded.boundaries(length: 2, weights: [1, 1, 1, 1, 1]) == [0, 0, 1, 1, 2, 2])
        #expect(CutRule.floor.boundaries(length: 2, weights: [1, 1, 1, 1, 1]) == [0, 0, 0, 0, 0, 2])
    }

    @Test func aWeightOfZeroGetsNothing() {
        #expect(CutRule.rounded.boundaries(length: 9, weights: [1, 0, 2]) == [0, 3, 3, 9])
        #expect(CutRule.floor.boundaries(length: 9, weights: [1, 0, 2]) == [0, 3, 3, 9])
    }

    @Test(arguments: CutRule.allCases) func hugeLengthsAndWeightsDoNotOverflow(rule: CutRule) {
        // 2^31 x 10^13 is more than 2^63.
        let boundaries = rule.boundaries(length: 1 << 31, weights: Array(repeating: 1_000_000_000, count: 10_000))
        #expect(boundaries[5000] == (rule == .rounded ? 1 << 30 : 5000 * ((1 << 31) / 10_000)))
        #expect(boundaries.last == 1 << 31)
    }
}
