import Tensors

/// Finds which places made the boxes that overlap a region of a tensor.
///
/// Boxes are sorted by their first row; the running maximum of their last rows lets a query skip what ends above it.
struct OwnerIndex {
    struct Owner {
        var place: Int
        var region: Region
    }

    /// By first row.
    private(set) var owners: [Owner]
    private var highestRowUpTo: [Int]

    init(_ unordered: [Owner]) {
        owners = unordered.enumerated().sorted { a, b in
            (a.element.region.rows.lowerBound, a.offset) < (b.element.region.rows.lowerBound, b.offset)
        }.map(\.element)
        highestRowUpTo = []
        var highest = 0
        for owner in owners {
            highest = max(highest, owner.region.rows.upperBound)
            highestRowUpTo.append(highest)
        }
    }

    /// Splits a box into disjoint pieces by owner, in a fixed order; every element has one owner even if several
    /// places computed it.
    func pieces(of box: Region) -> [Owner] {
        var pieces: [Owner] = []
        var rest = [box]
        var index = firstIndex(reaching: box.rows.lowerBound)
        while index < owners.count, !rest.isEmpty, owners[index].region.rows.lowerBound < box.rows.upperBound {
            let owner = owners[index]
            if owner.region.overlaps(box) {
                for part in rest {
                    let common = part.intersection(owner.region)
                    if !common.isEmpty { pieces.append(Owner(place: owner.place, region: common)) }
                }
                rest = rest.flatMap { $0.subtracting(owner.region) }
            }
            index += 1
        }
        precondition(rest.isEmpty, "nobody owns \(rest)")
        return pieces
    }

    private func firstIndex(reaching row: Int) -> Int {
        var low = 0
        var high = owners.count
        while low < high {
            let middle = (low + high) / 2
            if highestRowUpTo[middle] > row { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
