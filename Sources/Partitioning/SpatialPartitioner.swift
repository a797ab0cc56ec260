import NeuralNetworks
import Tensors

/// Divides the steps that work on feature maps into strips or tiles.
struct SpatialPartitioner {
    var network: Network
    var steps: [NetworkStep]
    var scheme: ConvolutionScheme
    /// The places that the parts are dealt to, and their weights.
    var places: [Int]
    var weights: [Int]
    /// Tiles along the longer and the shorter edge.
    var grid: (longer: Int, shorter: Int)
    /// Whether `grid` gives tiles along height and width instead.
    var hasFixedGrid: Bool

    private var stepOfTensor: [Int?]
    private var consumersOfStep: [[Int]]

    init(
        network: Network, steps: [NetworkStep], scheme: ConvolutionScheme, places: [Int], weights: [Int]
    ) {
        self.network = network
        self.steps = steps
        self.scheme = scheme
        self.places = places
        self.weights = weights
        if let grid = scheme.grid {
            self.grid = (grid.height, grid.width)
            hasFixedGrid = true
        } else {
            grid = Self.squarestGrid(places.count)
            hasFixedGrid = false
        }
        stepOfTensor = Array(repeating: nil, count: network.tensorCount)
        consumersOfStep = Array(repeating: [], count: steps.count)
        for (index, step) in steps.enumerated() { stepOfTensor[step.outputTensor] = index }
        for (index, step) in steps.enumerated() {
            for tensor in network.layers[step.mainLayer].inputs {
                if let producer = stepOfTensor[tensor] { consumersOfStep[producer].append(index) }
            }
        }
    }

    /// Factors of `count`, as near to each other as possible, the larger first.
    static func squarestGrid(_ count: Int) -> (longer: Int, shorter: Int) {
        var shorter = 1
        var candidate = 1
        while candidate * candidate <= count {
            if count % candidate == 0 { shorter = candidate }
            candidate += 1
        }
        return (count / shorter, shorter)
    }

    /// Stages of the steps `range`.
    func stages(of range: Range<Int>) -> [Partition.Stage] {
        groups(of: range).map { group in
            group.count == 1 && scheme.fusion == .none
                ? Partition.Stage(steps: [unfusedStep(group.lowerBound)]) : fusedStage(group)
        }
    }

    /// The steps that read a step's output.
    func consumers(of index: Int) -> [Int] { consumersOfStep[index] }

    // MARK: Groups

    private func groups(of range: Range<Int>) -> [Range<Int>] {
        if range.isEmpty { return [] }
        let every: Int
        switch scheme.fusion {
        case .none: return range.map { $0..<$0 + 1 }
        case .all: return [range]
        case .everyStridedLayers(let count): every = count
        }
        var groups: [Range<Int>] = []
        var start = range.lowerBound
        var strided = 0
        for index in range {
            let stride = network.layers[steps[index].mainLayer].stride
            if stride.height > 1 || stride.width > 1 { strided += 1 }
            // A group may only end where a single tensor leads on; behind a branch it goes on to the next such place.
            if strided >= every, isCutPoint(after: index, in: range) {
                groups.append(start..<index + 1)
                start = index + 1
                strided = 0
            }
        }
        if start < range.upperBound { groups.append(start..<range.upperBound) }
        return groups
    }

    /// Whether the steps behind `index` read nothing of the range up to there but its output.
    func isCutPoint(after index: Int, in range: Range<Int>) -> Bool {
        for later in index + 1..<max(range.upperBound, index + 1) {
            for tensor in network.layers[steps[later].mainLayer].inputs where tensor != steps[index].outputTensor {
                guard let producer = stepOfTensor[tensor] else { return false }
                if producer < index { return false }
            }
        }
        return true
    }

    // MARK: Cuts

    private func unfusedStep(_ index: Int) -> Partition.Step {
        Partition.Step(layers: steps[index].layers, parts: parts(of: index))
    }

    /// The cut of a step's output, one part a place that gets any.
    func parts(of index: Int) -> [Partition.Part] {
        let output = network.layers[steps[index].mainLayer].output
        let (rows, columns) = cuts(of: index)
        var parts: [Partition.Part] = []
        for row in 0..<rows.count - 1 {
            for column in 0..<columns.count - 1 {
                let region = Region(
                    channels: 0..<output.channels, rows: rows[row]..<rows[row + 1],
                    columns: columns[column]..<columns[column + 1])
                if !region.isEmpty {
                    parts.append(.init(place: places[row * (columns.count - 1) + column], output: region))
                }
            }
        }
        return parts
    }

    private func cutsRows(_ index: Int) -> Bool {
        let input = network.layers[steps[index].mainLayer].inputShapes[0]
        return input.height >= input.width
    }

    private func cuts(of index: Int) -> (rows: [Int], columns: [Int]) {
        let output = network.layers[steps[index].mainLayer].output
        let rowsFirst = cutsRows(index)
        switch scheme.shape {
        case .wholeOnOneDevice:
            return ([0, output.height], [0, output.width])
        case .strips:
            let boundaries = stripBoundaries(of: index)
            return rowsFirst ? (boundaries, [0, output.width]) : ([0, output.height], boundaries)
        case .grid:
            let alongHeight = hasFixedGrid || rowsFirst ? grid.longer : grid.shorter
            let alongWidth = hasFixedGrid || rowsFirst ? grid.shorter : grid.longer
            return (
                scheme.cutRule.boundaries(length: output.height, weights: .init(repeating: 1, count: alongHeight)),
                scheme.cutRule.boundaries(length: output.width, weights: .init(repeating: 1, count: alongWidth))
            )
        }
    }

    private func stripBoundaries(of index: Int) -> [Int] {
        let output = network.layers[steps[index].mainLayer].output
        let rowsFirst = cutsRows(index)
        let length = rowsFirst ? output.height : output.width
        if scheme.alignsToPooling, consumersOfStep[index].count == 1 {
            let next = consumersOfStep[index][0]
            let layer = network.layers[steps[next].mainLayer]
            if layer.isPooling, cutsRows(next) == rowsFirst {
                let stride = rowsFirst ? layer.stride.height : layer.stride.width
                var boundaries = stripBoundaries(of: next).map { min($0 * stride, length) }
                boundaries[boundaries.count - 1] = length
                return boundaries
            }
        }
        return scheme.cutRule.boundaries(length: length, weights: weights)
    }

    // MARK: Fused stages

    /// The last step is cut, and what others than the group read; every place computes whatever its parts of those
    /// depend on, overlaps included.
    func fusedStage(_ group: Range<Int>) -> Partition.Stage {
        var needs = [[Int: Region]](repeating: [:], count: group.count)
        for index in group where index == group.upperBound - 1 || isReadOutside(of: group, step: index) {
            for part in parts(of: index) { needs[index - group.lowerBound][part.place] = part.output }
        }
        for index in group.reversed() {
            let layer = network.layers[steps[index].mainLayer]
            for (place, region) in needs[index - group.lowerBound] {
                for (input, tensor) in layer.inputs.enumerated() {
                    guard let producer = stepOfTensor[tensor], group.contains(producer) else { continue }
                    let need = layer.inputRegion(of: region, input: input)
                    if !need.isEmpty {
                        needs[producer - group.lowerBound][place, default: .empty] =
                            (needs[producer - group.lowerBound][place] ?? .empty).hull(need)
                    }
                }
            }
        }
        return Partition.Stage(
            steps: group.map { index in
                let needs = needs[index - group.lowerBound]
                return Partition.Step(
                    layers: steps[index].layers,
                    parts: places.compactMap { place in needs[place].map { .init(place: place, output: $0) } })
            },
            tiles: scheme.distribution == .workStealing
                ? tileTasks(of: group.upperBound - 1) { place in needs.contains { $0[place] != nil } } : nil)
    }

    /// The order of the tiles of a step's output: row by row, or first those of one colour of a checkerboard and then the
    /// others, which may reuse what their neighbours computed (DeepThings, section IV-B).
    ///
    /// - Parameter hasWork: whether the tile of a place computes anything.
    private func tileTasks(of index: Int, where hasWork: (Int) -> Bool) -> Partition.TileTasks {
        let (rows, columns) = cuts(of: index)
        let (height, width) = (rows.count - 1, columns.count - 1)
        let tiles = (0..<height * width).filter { hasWork(places[$0]) }
        guard scheme.reusesData else {
            return Partition.TileTasks(order: tiles.map { places[$0] }, providers: tiles.map { _ in [] })
        }
        let isSecond = { (tile: Int) in (tile / width + tile % width) % 2 == 1 }
        let order = tiles.filter { !isSecond($0) } + tiles.filter(isSecond)
        let providers = order.map { tile -> [Int] in
            guard isSecond(tile) else { return [] }
            let (row, column) = (tile / width, tile % width)
            let neighbours = [(row, column - 1), (row, column + 1), (row - 1, column), (row + 1, column)]
            return neighbours.compactMap { row, column in
                let number = row * width + column
                return (0..<height).contains(row) && (0..<width).contains(column) && tiles.contains(number)
                    ? places[number] : nil
            }
        }
        return Partition.TileTasks(order: order.map { places[$0] }, providers: providers)
    }

    /// Whether a step behind the group, such as a classifier in the middle of the network, reads the step's output.
    func isReadOutside(of group: Range<Int>, step: Int) -> Bool {
        consumersOfStep[step].contains { !group.contains($0) }
    }
}
