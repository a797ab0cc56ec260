import Tensors

/// The boxes of one tensor that one place holds, found by where they lie.
///
/// A few boxes are simply looked through; many are also listed by row (of a vector: by channel).
struct HoldingIndex: Sendable {
    private(set) var holdings: [PlanBuilder.Holding] = []
    /// Numbers of the holdings that touch a row or channel; empty while there are few.
    private var lists: [[Int32]] = []
    /// Elements of all boxes together.
    private(set) var elementCount = 0
    /// The join that waits for the writers of the first `joinedCount` boxes.
    var join: Int32?
    var joinedCount = 0
    private let usesRows: Bool
    private let extent: Int

    private static let listThreshold = 32

    init(shape: TensorShape) {
        usesRows = shape.height > 1
        extent = usesRows ? shape.height : shape.channels
    }

    private func span(of region: Region) -> Range<Int> { usesRows ? region.rows : region.channels }

    mutating func append(_ holding: PlanBuilder.Holding) {
        holdings.append(holding)
        elementCount += holding.region.elementCount
        if !lists.isEmpty {
            list(holdings.count - 1)
        } else if holdings.count > Self.listThreshold {
            lists = Array(repeating: [], count: extent)
            for number in holdings.indices { list(number) }
        }
    }

    private mutating func list(_ number: Int) {
        for position in span(of: holdings[number].region) { lists[position].append(Int32(number)) }
    }

    /// Calls a body with every holding that overlaps a region; in no particular order, some perhaps repeatedly.
    func forEach(overlapping region: Region, _ body: (PlanBuilder.Holding) -> Void) {
        let span = span(of: region)
        // A wide region meets most of them anyway.
        if lists.isEmpty || 4 * span.count > extent {
            for holding in holdings where holding.region.overlaps(region) { body(holding) }
            return
        }
        for position in span {
            for number in lists[position] where holdings[Int(number)].region.overlaps(region) {
                body(holdings[Int(number)])
            }
        }
    }
}
