import TestSupport
import Testing

@testable import Reporting

@Suite struct LabelPlacementTests {
    @Test func labelsWithEnoughSpaceStay() {
        #expect(LabelPlacement.spread([50, 10, 30], gap: 10, within: 0...100) == [50, 10, 30])
    }

    // Three labels at 50 with a gap of 10 are centred: 40, 50, 60.
    @Test func equalWishesSpreadEvenlyInOrder() {
        #expect(LabelPlacement.spread([50, 50, 50], gap: 10, within: 0...100) == [40, 50, 60])
    }

    // Centres of labels 10 and 20 high are 15 apart; both wish 50.
    @Test func higherLabelsTakeMoreSpace() {
        #expect(LabelPlacement.spread([50, 50], heights: [10, 20], within: 0...100) == [42.5, 57.5])
        #expect(LabelPlacement.spread([100, 100], heights: [10, 20], within: 0...100) == [85, 100])
    }

    @Test func labelsAtAnEndArePushedInside() {
        #expect(LabelPlacement.spread([100, 99], gap: 10, within: 0...100) == [100, 90])
        #expect(LabelPlacement.spread([-5, 3], gap: 10, within: 0...100) == [0, 10])
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func keepsGapsOrderAndRange(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 0...11, using: &generator)
        let wishes = (0..<count).map { _ in Double.random(in: -20...120, using: &generator) }
        let places = LabelPlacement.spread(wishes, gap: 10, within: 0...100)
        let order = wishes.indices.sorted { wishes[$0] < wishes[$1] }
        for (above, below) in zip(order, order.dropFirst()) {
            #expect(places[below] - places[above] >= 10 - 1e-9, "seed \(seed)")
        }
        #expect(places.allSatisfy { $0 >= -1e-9 && $0 <= 100 + 1e-9 }, "seed \(seed)")
    }
}
