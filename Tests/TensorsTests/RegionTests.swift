import Tensors
import TestSupport
import Testing

/// A set of elements of a 3x3x3 map, one bit each: the reference that boxes are compared with.
private struct ElementSet: Hashable {
    static let side = 3
    var bits: UInt32 = 0

    init(bits: UInt32) { self.bits = bits }

    init(_ region: Region) {
        for channel in region.channels {
            for row in region.rows {
                for column in region.columns { bits |= 1 << ((channel * Self.side + row) * Self.side + column) }
            }
        }
    }

    var count: Int { bits.nonzeroBitCount }
}

/// Every box of a 3x3x3 map, and the empty one.
private let everyBox: [(region: Region, elements: ElementSet)] = {
    let side = ElementSet.side
    let ranges = (0..<side).flatMap { lower in (lower + 1...side).map { lower..<$0 } }
    var regions = [Region.empty]
    for channels in ranges {
        for rows in ranges {
            for columns in ranges { regions.append(Region(channels: channels, rows: rows, columns: columns)) }
        }
    }
    return regions.map { ($0, ElementSet($0)) }
}()

/// The first pair of boxes of a 3x3x3 map for which a statement is false.
private func counterexample(
    _ holds: (_ a: (region: Region, elements: ElementSet), _ b: (region: Region, elements: ElementSet)) -> Bool
) -> String? {
    for a in everyBox {
        for b in everyBox where !holds(a, b) { return "\(a.region) and \(b.region)" }
    }
    return nil
}

/// Small boxes at different places, for tests on lists of them.
private func randomRegions(_ count: Int, using generator: inout SeededGenerator) -> [Region] {
    func range(_ extent: Int) -> Range<Int> {
        let lower = Int.random(in: 0..<extent, using: &generator)
        return lower..<Int.random(in: lower...extent, using: &generator)
    }
    return (0..<count).map { _ in Region(channels: range(4), rows: range(6), columns: range(5)) }
}

/// Element by element.
private func elements(_ region: Region) -> Set<[Int]> {
    var elements: Set<[Int]> = []
    for channel in region.channels {
        for row in region.rows {
            for column in region.columns { elements.insert([channel, row, column]) }
        }
    }
    return elements
}

@Suite struct RegionTests {
    @Test func `a box with an empty side is the empty box`() {
        let flat = Region(channels: 2..<5, rows: 3..<3, columns: 0..<9)
        #expect(flat == .empty)
        #expect(flat.isEmpty)
        #expect(flat.elementCount == 0)
        #expect(flat.hashValue == Region.empty.hashValue)
    }

    @Test func `a shape is a box from the origin and back`() {
        let shape = TensorShape(channels: 3, height: 4, width: 5)
        #expect(Region(shape) == Region(channels: 0..<3, rows: 0..<4, columns: 0..<5))
        #expect(Region(shape).shape == shape)
        #expect(Region(channels: 1..<3, rows: 2..<7, columns: 4..<5).shape.description == "2x5x1")
    }

    @Test func `a box prints its three ranges`() {
        #expect("\(Region(channels: 0..<3, rows: 1..<4, columns: 2..<5))" == "[0..<3, 1..<4, 2..<5]")
    }

    @Test func `boxes are equal exactly when they have the same elements`() {
        #expect(counterexample { ($0.region == $1.region) == ($0.elements == $1.elements) } == nil)
    }

    @Test func `the intersection holds the common elements`() {
        #expect(
            counterexample { a, b in
                let common = a.region.intersection(b.region)
                return ElementSet(common).bits == a.elements.bits & b.elements.bits
                    && a.region.overlaps(b.region) == !common.isEmpty
            } == nil
        )
    }

    @Test func `a box contains another when it has all its elements`() {
        #expect(
            counterexample { a, b in
                a.region.contains(b.region) == (b.elements.bits & ~a.elements.bits == 0)
            } == nil
        )
    }

    @Test func `the hull is the smallest box that holds both`() {
        #expect(
            counterexample { a, b in
                let hull = a.region.hull(b.region)
                let both = a.elements.bits | b.elements.bits
                guard ElementSet(hull).bits & both == both else { return false }
                // Smallest: every face of the hull has an element of one of the two.
                return [\Region.channels, \.rows, \.columns].allSatisfy { side in
                    let sides = [a.region, b.region].filter { !$0.isEmpty }.map { $0[keyPath: side] }
                    return hull[keyPath: side].lowerBound == (sides.map(\.lowerBound).min() ?? 0)
                        && hull[keyPath: side].upperBound == (sides.map(\.upperBound).max() ?? 0)
                }
            } == nil
        )
    }

    @Test func `subtracting leaves the other elements in at most six disjoint boxes`() {
        #expect(
            counterexample { a, b in
                let rest = a.region.subtracting(b.region)
                let covered = rest.reduce(0) { $0 | ElementSet($1).bits }
                let total = rest.reduce(0) { $0 + $1.elementCount }
                return rest.count <= 6 && !rest.contains(.empty) && covered == a.elements.bits & ~b.elements.bits
                    && total == ElementSet(bits: covered).count
            } == nil
        )
    }

    @Test func `subtracting the middle of a cube leaves six boxes in a fixed order`() {
        let cube = Region(channels: 0..<3, rows: 0..<3, columns: 0..<3)
        let middle = Region(channels: 1..<2, rows: 1..<2, columns: 1..<2)
        #expect(
            cube.subtracting(middle).map(\.description) == [
                "[0..<1, 0..<3, 0..<3]", "[1..<2, 0..<1, 0..<3]", "[1..<2, 1..<2, 0..<1]", "[1..<2, 1..<2, 2..<3]",
                "[1..<2, 2..<3, 0..<3]", "[2..<3, 0..<3, 0..<3]",
            ]
        )
    }

    @Test(arguments: 0..<40)
    func `subtracting a list leaves what none of its boxes has`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let regions = randomRegions(6, using: &generator)
        let rest = regions[0].subtracting(regions[1...])
        let expected = regions[1...].reduce(elements(regions[0])) { $0.subtracting(elements($1)) }
        #expect(rest.reduce(into: Set()) { $0.formUnion(elements($1)) } == expected)
        #expect(rest.reduce(0) { $0 + $1.elementCount } == expected.count, "the boxes overlap")
    }

    @Test(arguments: 0..<40)
    func `a disjoint union covers the same elements once`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let regions = randomRegions(Int.random(in: 0...8, using: &generator), using: &generator)
        let expected = regions.reduce(into: Set()) { $0.formUnion(elements($1)) }
        let union = Region.disjointUnion(regions)
        #expect(union.reduce(into: Set()) { $0.formUnion(elements($1)) } == expected)
        for (index, region) in union.enumerated() {
            #expect(!region.isEmpty)
            #expect(union[..<index].allSatisfy { !$0.overlaps(region) })
        }
        #expect(Region.unionElementCount(regions) == expected.count)
    }

    @Test func `a list of disjoint boxes is its own disjoint union`() {
        let halves = [
            Region(channels: 0..<2, rows: 0..<4, columns: 0..<4), Region(channels: 2..<4, rows: 0..<4, columns: 0..<4),
        ]
        #expect(Region.disjointUnion(halves) == halves)
        #expect(Region.disjointUnion([halves[0], halves[0]]) == [halves[0]])
        #expect(Region.disjointUnion([Region]()) == [])
    }
}
