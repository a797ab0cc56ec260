import Execution
import Tensors

extension ExecutionPlan {
    /// The elements that a vector of words holds; nil for tensors and for contributions to all of one.
    func words(of tensor: Int) -> PartialSum.Words? {
        tensor < tensorShapes.count ? nil : partialSums[tensor - tensorShapes.count].words
    }

    /// The element at every position of a tensor, if they stand in another order than the network's.
    func elementOrder(of tensor: Int) -> [Int32]? { tensor < tensorShapes.count ? elementOrders[tensor] : nil }

    /// Numbers of the elements that a slice holds, in the order of its positions: of a tensor by channel, row and
    /// column, of a vector of words those of the tensor that the words belong to.
    func elements(of slice: TensorSlice) -> [Int32] {
        let tensor = Int(slice.tensor)
        if let words = words(of: tensor) { return Array(words.elements[slice.region.channels]) }
        let shape = tensorShapes[tensor < tensorShapes.count ? tensor : partialSums[tensor - tensorShapes.count].tensor]
        let order = elementOrder(of: tensor)
        var elements: [Int32] = []
        elements.reserveCapacity(slice.region.elementCount)
        for channel in slice.region.channels {
            for row in slice.region.rows {
                for column in slice.region.columns {
                    let position = (channel * shape.height + row) * shape.width + column
                    elements.append(order.map { $0[position] } ?? Int32(position))
                }
            }
        }
        return elements
    }

    /// Whether a computation belongs to a sparse layer: multiplies with its weights, packs words, or adds contributions.
    func isSparse(_ operation: PlanOperation) -> Bool {
        guard case .compute = operation.action else { return false }
        return steps[Int(operation.step)].isSparse
    }
}

/// What a computation reads of a sparse layer's vectors: a value for every word, in the order of the slices. An element
/// may have several.
struct WordList<Value> {
    /// By element, those of one in their order.
    private var values: [Value] = []
    /// The values of element `e` are at `offsets[e] ..< offsets[e + 1]`.
    private var offsets: [Int]

    /// - Precondition: as many values as elements.
    init(elements: [Int32], values: [Value]) {
        let order = elements.indices.sorted { (elements[$0], $0) < (elements[$1], $1) }
        offsets = Array(repeating: 0, count: Int(elements.max() ?? -1) + 2)
        for element in elements { offsets[Int(element) + 1] += 1 }
        for element in offsets.indices.dropFirst() { offsets[element] += offsets[element - 1] }
        self.values = order.map { values[$0] }
    }

    /// All values of an element.
    subscript(element: Int32) -> ArraySlice<Value> {
        Int(element) + 1 < offsets.count ? values[offsets[Int(element)]..<offsets[Int(element) + 1]] : []
    }

    /// The values that a vector of words gets from here; nil where there is none.
    ///
    /// Copies take the first value of their element, contributions one after the other.
    func packed(_ words: [Int32], areContributions: Bool) -> [Value?] {
        var taken = areContributions ? [Int](repeating: 0, count: offsets.count) : []
        return words.map { element in
            let known = self[element]
            guard areContributions, Int(element) < taken.count else { return known.first }
            defer { taken[Int(element)] += 1 }
            return known.dropFirst(taken[Int(element)]).first
        }
    }
}

extension FeatureMapPart {
    /// Values at the positions of a region, in their order.
    init(_ region: Region, values: [Float]) {
        self.init(
            uncheckedRegion: region, tensor: Tensor(region.shape) { _ = $0.update(from: values) })
    }

    /// A whole vector with every element at another position.
    ///
    /// - Parameter elements: the one that goes to every position.
    func gathered(_ elements: [Int32]) -> FeatureMapPart {
        FeatureMapPart(region, values: elements.map { tensor[Int($0)] })
    }

    /// The opposite: the value at every position goes to an element.
    func scattered(_ elements: [Int32]) -> FeatureMapPart {
        var values = [Float](repeating: .nan, count: elements.count)
        for (position, element) in elements.enumerated() { values[Int(element)] = tensor[position] }
        return FeatureMapPart(region, values: values)
    }
}
