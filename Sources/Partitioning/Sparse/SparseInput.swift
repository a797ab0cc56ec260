import Execution
import NeuralNetworks
import Tensors

/// The input of a sparse layer: which device's memory every element comes from, and who holds it already.
struct SparseInput {
    let tensor: Int
    let elementCount: Int
    /// Place of the device that every element is taken from.
    private var owners: [Int32]
    /// Boxes that the devices' own memories hold.
    private var boxes: [[Region]]
    private let shape: TensorShape
    /// Position of every element, if stored in another order.
    private var positions: [Int32]?

    /// Gathers what tiles made in the memory of their device.
    init(tensor: Int, shape: TensorShape, planning: inout Planning) {
        self.tensor = tensor
        self.shape = shape
        elementCount = shape.elementCount
        owners = [Int32](repeating: -1, count: shape.elementCount)
        let order = planning.builder.elementOrder(of: tensor)
        if let order {
            var positions = [Int32](repeating: 0, count: order.count)
            for (position, element) in order.enumerated() { positions[Int(element)] = Int32(position) }
            self.positions = positions
        }
        for owner in planning.owners[tensor]!.owners {
            let device = planning.builder.device(of: owner.place)
            if owner.place != device {
                let missing = planning.builder.missingParts(of: owner.region, of: tensor, at: device)
                for part in missing {
                    planning.builder.share(tensor: tensor, region: part, from: owner.place, to: device)
                }
            }
            for position in Self.positions(of: owner.region, in: shape) {
                let element = order.map { Int($0[position]) } ?? position
                if owners[element] < 0 { owners[element] = Int32(device) }
            }
            if device != planning.hub { planning.touched.append((tensor, device)) }
        }
        boxes = planning.partition.placeDevices.indices.prefix(planning.deviceCount).map { place in
            planning.builder.holdings(of: tensor, at: place).map(\.region)
        }
    }

    func owner(of element: Int32) -> Int { Int(owners[Int(element)]) }

    /// Those of the elements that a place does not hold.
    func missing(_ elements: [Int32], at place: Int) -> [Int32] {
        var isHeld = [Bool](repeating: false, count: elementCount)
        for box in boxes[place] { for position in Self.positions(of: box, in: shape) { isHeld[position] = true } }
        return elements.filter { !isHeld[position(of: $0)] }
    }

    /// Elements by the place they are taken from, in ascending order.
    func byOwner(_ elements: [Int32]) -> [(owner: Int, elements: [Int32])] {
        var groups = [[Int32]](repeating: [], count: boxes.count)
        for element in elements { groups[owner(of: element)].append(element) }
        return groups.enumerated().filter { !$0.element.isEmpty }.map { ($0.offset, $0.element) }
    }

    /// All that a place holds.
    func slices(at place: Int) -> [TensorSlice] { boxes[place].map { TensorSlice(tensor: tensor, region: $0) } }

    /// The boxes at a place that hold any of the elements.
    func slices(at place: Int, holding elements: [Int32]) -> [TensorSlice] {
        var isUsed = [Bool](repeating: false, count: elementCount)
        for element in elements { isUsed[position(of: element)] = true }
        return boxes[place].filter { box in Self.positions(of: box, in: shape).contains { isUsed[$0] } }
            .map { TensorSlice(tensor: tensor, region: $0) }
    }

    private func position(of element: Int32) -> Int { positions.map { Int($0[Int(element)]) } ?? Int(element) }

    private static func positions(of box: Region, in shape: TensorShape) -> some Sequence<Int> {
        box.channels.lazy.flatMap { channel in
            box.rows.lazy.flatMap { row in
                box.columns.lazy.map { (channel * shape.height + row) * shape.width + $0 }
            }
        }
    }
}
