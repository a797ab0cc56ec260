/// Who completes which outputs of a sparse layer: outputs are stored by place, so that each place has a range of them.
struct FoldPlan {
    /// Places that complete outputs, ascending, with the positions of their outputs.
    private(set) var owners: [(place: Int, outputs: Range<Int>)] = []
    /// The output at every position.
    private(set) var order: [Int32]
    private let places: [Int32]
    /// Places that nobody else has contributions for, and that have non-zeros themselves.
    private let complete: Set<Int>
    private let relays: Bool

    init(_ parts: SparseParts, delivery: Delivery, hub: Int) {
        // In map/reduce terms the Group Owner is the reducer.
        places =
            delivery == .mapReduce
            ? [Int32](repeating: Int32(hub), count: parts.outputPlaces.count) : parts.outputPlaces
        relays = delivery == .relay
        let places = places
        order = places.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { Int32($0) }
        var start = 0
        while start < order.count {
            let place = places[Int(order[start])]
            let end = order[start...].firstIndex { places[Int($0)] != place } ?? order.count
            owners.append((Int(place), start..<end))
            start = end
        }
        var complete = Set(parts.parts.map(\.place))
        for part in parts.parts {
            for output in part.outputs where Int(places[Int(output)]) != part.place {
                complete.remove(Int(places[Int(output)]))
            }
        }
        self.complete = complete
    }

    /// Whether positions are the numbers of the outputs.
    var isInOrder: Bool { order.indices.allSatisfy { order[$0] == $0 } }

    func owner(of output: Int32) -> Int { Int(places[Int(output)]) }

    /// Whether a place completes its outputs when it multiplies.
    func isComplete(_ place: Int) -> Bool { complete.contains(place) }

    /// Positions of the outputs that a place completes.
    func outputs(of place: Int) -> Range<Int> { owners.first { $0.place == place }?.outputs ?? 0..<0 }

    /// Where the contributions of a part go, ascending; through the Group Owner in one message.
    ///
    /// A part that completes its outputs is named as a destination even without contributions to them.
    func destinations(of part: SparseParts.Part, hub: Int) -> [(place: Int, elements: [Int32])] {
        var groups: [Int: [Int32]] = [:]
        if isComplete(part.place), !outputs(of: part.place).isEmpty { groups[part.place] = [] }
        for output in part.outputs {
            let owner = owner(of: output)
            groups[relays && owner != part.place && part.place != hub ? hub : owner, default: []].append(output)
        }
        return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Whether some of the contributions are for others than the Group Owner.
    func passesOn(_ elements: [Int32], hub: Int) -> Bool { elements.contains { owner(of: $0) != hub } }
}
