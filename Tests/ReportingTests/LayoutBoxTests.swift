import Testing

@testable import Reporting

@Suite struct LayoutBoxTests {
    private let box = LayoutBox(left: 10, top: 10, right: 20, bottom: 20)

    @Test func segmentsThroughCornersAndInside() {
        #expect(box.meetsSegment(from: (0, 0), to: (30, 30)))
        #expect(box.meetsSegment(from: (12, 12), to: (12, 12)))
        #expect(box.meetsSegment(from: (15, 0), to: (15, 40)))
        #expect(!box.meetsSegment(from: (0, 15), to: (9, 15)))
        #expect(!box.meetsSegment(from: (0, 12), to: (12, 0)))
        #expect(!box.meetsSegment(from: (21, 0), to: (21, 40)))
    }

    @Test func touchingBoxesDoNotOverlap() {
        #expect(!box.overlaps(LayoutBox(left: 20, top: 10, right: 30, bottom: 20)))
        #expect(box.overlaps(LayoutBox(left: 19, top: 19, right: 30, bottom: 30)))
        #expect(box.contains(box))
    }
}
