import Execution
import Tensors

/// What the places of a plan hold while it is executed: boxes of tensors, partial sums included.
struct PlaceMemories {
    private struct Box {
        var part: FeatureMapPart
        /// The operation that put it there, -1 for what was there at the start.
        var writer: Int32
    }

    private struct Key: Hashable {
        var tensor: Int
        var place: Int
    }

    private var boxes: [Key: [Box]] = [:]
    private let placeDevices: [Int]
    private let placesOfDevice: [[Int]]

    init(_ plan: ExecutionPlan) {
        placeDevices = plan.placeDevices
        var places = [[Int]](repeating: [], count: plan.deviceCount)
        for (place, device) in plan.placeDevices.enumerated() { places[device].append(place) }
        placesOfDevice = places
    }

    mutating func put(_ part: FeatureMapPart, tensor: Int, at place: Int, writer: Int32) {
        boxes[Key(tensor: tensor, place: place), default: []].append(Box(part: part, writer: writer))
    }

    /// Drops a tensor from the memories of a device.
    mutating func drop(tensor: Int, ofDevice device: Int) {
        for place in placesOfDevice[device] { boxes[Key(tensor: tensor, place: place)] = nil }
    }

    /// A region of a tensor as a place sees it: what neither it nor another place of its device holds is not a number.
    ///
    /// - Parameters:
    ///   - wanted: the boxes that are read, all inside of `region`; the rest of `region` is not a number.
    ///   - isFinished: whether the reader waits for an operation; what others wrote is not seen.
    /// - Returns: the elements, and the first box that is wanted and not there.
    func read(
        _ wanted: [Region], of tensor: Int, at place: Int, into region: Region, isFinished: (Int32) -> Bool
    ) -> (part: FeatureMapPart, missing: Region?) {
        var pieces: [FeatureMapPart] = []
        var missing: Region?
        for box in wanted {
            var rest = [box]
            for other in [place] + placesOfDevice[placeDevices[place]] where !rest.isEmpty {
                for held in boxes[Key(tensor: tensor, place: other)] ?? [] where !rest.isEmpty {
                    guard rest.contains(where: { $0.overlaps(held.part.region) }), isFinished(held.writer) else {
                        continue
                    }
                    for piece in rest {
                        let common = piece.intersection(held.part.region)
                        if !common.isEmpty { pieces.append(held.part.cropped(to: common)) }
                    }
                    rest = rest.flatMap { $0.subtracting(held.part.region) }
                }
            }
            missing = missing ?? rest.first
        }
        // A single piece that is all of it needs no copy.
        if pieces.count == 1 && pieces[0].region == region { return (pieces[0], missing) }
        return (FeatureMapPart.assembled(pieces, region: region, elsewhere: .nan), missing)
    }
}
