import DeviceProfiles
import Execution
import NeuralNetworks
import Tensors
import Testing
import Units

@testable import Partitioning

/// Plans of sparse layers, carried out with whole numbers: what arrives is what the undivided layers compute.
@Suite struct SparsePlanTests {
    struct Setting: CustomStringConvertible {
        var scheme: SparseScheme?
        var convolution: ConvolutionScheme
        var delivery: Delivery
        var ownerComputes: Bool
        var capabilities: [Int]

        var description: String {
            "\(scheme?.name ?? "alone"), \(convolution.label), \(delivery), \(capabilities), owner computes \(ownerComputes)"
        }

        static let all: [Setting] = {
            let schemes: [SparseScheme?] = SparseScheme.allCases + [nil]
            var settings: [Setting] = []
            for (number, scheme) in schemes.enumerated() {
                for delivery in Delivery.allCases {
                    for ownerComputes in [true, false] {
                        let convolutions = [ConvolutionScheme.bodp, .named("ftp")!, .grid2D, .singleDevice]
                        settings.append(
                            Setting(
                                scheme: scheme,
                                convolution: convolutions[(number + settings.count) % convolutions.count],
                                delivery: delivery, ownerComputes: ownerComputes,
                                capabilities: number.isMultiple(of: 2) ? [1, 1, 1, 1] : [2, 1, 3, 1]))
                    }
                }
            }
            return settings
        }()
    }

    private static func network(_ input: TensorShape, hasConvolution: Bool) throws -> Network {
        var builder = try NetworkBuilder(name: "sparse", input: input)
        if hasConvolution {
            try builder.convolution("conv", outputChannels: 3, kernel: Extent(3), padding: .all(1))
        }
        try builder.fullyConnected("fc1", outputs: 11)
        try builder.fullyConnected("fc2", outputs: 9)
        try builder.fullyConnected("fc3", outputs: 6)
        try builder.softmax("prob")
        return try builder.network()
    }

    @Test(arguments: Setting.all) func carriedOutItComputesTheUndividedLayers(setting: Setting) throws {
        for hasConvolution in [true, false] {
            let shape =
                hasConvolution
                ? TensorShape(channels: 2, height: 5, width: 4) : TensorShape(channels: 26, height: 1, width: 1)
            let network = try Self.network(shape, hasConvolution: hasConvolution)
            let sizes = [hasConvolution ? 60 : 26, 11, 9, 6]
            // Some lines are empty.
            let matrices = (0..<3).map { layer in
                SparseMatrix.uniform(
                    rowCount: sizes[layer], columnCount: sizes[layer + 1],
                    nonZeroCount: sizes[layer] * sizes[layer + 1] / 6, seed: UInt64(layer))
            }
            let pruned = PrunedLayers(
                patterns: matrices.map { .matrix($0) }, scheme: setting.scheme,
                settings: SparsePartitioner(effort: 0.01))
            let cluster = Cluster.devices(
                (setting.ownerComputes ? [] : [1]) + setting.capabilities, ownerComputes: setting.ownerComputes)
            let partition = Partitioner(
                convolution: setting.convolution, fullyConnected: .byOutputs, pruned: pruned
            ).partition(network, on: cluster)
            let plan = Planner(delivery: setting.delivery).plan(partition, of: network, on: cluster)
            try plan.validate(forgetting: setting.delivery == .mapReduce)

            var run = IntegerRun(
                plan: plan, network: network, matrices: matrices, partition: partition, pruned: pruned,
                cluster: cluster)
            let output = run.output()
            #expect(output == run.expectedOutput(), "\(setting)")
            let parts = partition.stages.flatMap(\.steps).compactMap(\.sparse)
            #expect(parts.map(\.nonZeroCount) == matrices.map(\.nonZeroCount))
            #expect(
                plan.statistics(bytesPerElement: 4).macs.count - network.convolutionMACs
                    == parts.reduce(0) { $0 + $1.macs.count })
        }
    }

    /// Blocks without zeros among scattered outliers: some of the layer is multiplied densely, some sparsely.
    @Test(arguments: Delivery.allCases) func denseBlocksAreMultipliedDensely(delivery: Delivery) throws {
        let network = try Self.network(TensorShape(channels: 26, height: 1, width: 1), hasConvolution: false)
        let sizes = [26, 11, 9, 6]
        let matrices = (0..<3).map { layer in
            var positions: [(row: Int, column: Int)] = []
            for row in 0..<sizes[layer] {
                for column in 0..<sizes[layer + 1] where (2 * row < sizes[layer]) == (2 * column < sizes[layer + 1]) {
                    positions.append((row, column))
                }
            }
            // Outliers at a corner.
            positions += [(0, sizes[layer + 1] - 1), (1, sizes[layer + 1] - 1)]
            return SparseMatrix(rowCount: sizes[layer], columnCount: sizes[layer + 1], positions: positions)
        }
        let pruned = PrunedLayers(patterns: matrices.map { .matrix($0) }, scheme: .coClusteringNaive)
        let cluster = Cluster.devices([1, 1])
        let partition = Partitioner(convolution: .bodp, fullyConnected: .byOutputs, pruned: pruned)
            .partition(network, on: cluster)
        let plan = Planner(delivery: delivery).plan(partition, of: network, on: cluster)
        try plan.validate(forgetting: delivery == .mapReduce)
        let kernels = plan.operations.compactMap { operation -> KernelClass? in
            if case .compute(let computation) = operation.action { computation.kernel } else { nil }
        }
        #expect(kernels.contains(.fullyConnected) && kernels.contains(.sparseFullyConnected))
        let parts = partition.stages.flatMap(\.steps).compactMap(\.sparse).flatMap(\.parts)
        #expect(kernels.count { $0 == .fullyConnected } == parts.count { $0.storage.dense != nil })
        #expect(kernels.count { $0 == .sparseFullyConnected } == parts.count { $0.storage.sparse != nil })
        var run = IntegerRun(
            plan: plan, network: network, matrices: matrices, partition: partition, pruned: pruned, cluster: cluster)
        #expect(run.output() == run.expectedOutput())
        let weights = plan.statistics(bytesPerElement: 4).weightBytesByDevice.reduce(0) { $0 + $1.bytes }
        let biases = 4 * (11 + 9 + 6)
        #expect(weights == parts.reduce(biases) { $0 + $1.storage.bytes.bytes })
    }

    /// A lone layer from and to devices that hold what the partition says: direct messages are those of the metrics.
    @Test(arguments: SparseScheme.allCases) func directMessagesAreThoseOfTheLayerPlan(scheme: SparseScheme) throws {
        let network = try Self.network(TensorShape(channels: 26, height: 1, width: 1), hasConvolution: false)
        let sizes = [26, 11, 9, 6]
        let matrices = (0..<3).map { layer in
            SparseMatrix.uniform(
                rowCount: sizes[layer], columnCount: sizes[layer + 1],
                nonZeroCount: sizes[layer] * sizes[layer + 1] / 4,
                seed: UInt64(layer + 10))
        }
        let pruned = PrunedLayers(
            patterns: matrices.map { .matrix($0) }, scheme: scheme, settings: SparsePartitioner(effort: 0.01))
        let cluster = Cluster.devices([1, 2, 1])
        let partition = Partitioner(convolution: .bodp, fullyConnected: .byOutputs, pruned: pruned)
            .partition(network, on: cluster)
        let plan = Planner(delivery: .direct).plan(partition, of: network, on: cluster)
        // fc2: inputs lie where fc1 completed them, outputs go where its partition says.
        let inputs = partition.stages[0].steps[0].sparse!.outputPlaces
        let parts = partition.stages[1].steps[0].sparse!
        var words: [String: Int] = [:]
        for part in parts.parts {
            for input in part.inputs where Int(inputs[Int(input)]) != part.place {
                words["exchange \(inputs[Int(input)]) \(part.place)", default: 0] += 1
            }
            for output in part.outputs where Int(parts.outputPlaces[Int(output)]) != part.place {
                words["partialSums \(part.place) \(parts.outputPlaces[Int(output)])", default: 0] += 1
            }
        }
        var sent: [String: Int] = [:]
        for message in plan.messages(inStep: "fc2") {
            sent["\(message.purpose.rawValue) \(message.source) \(message.destination)", default: 0] +=
                message.bytes.bytes / 4
        }
        #expect(sent == words)
    }
}

extension Network {
    fileprivate var convolutionMACs: Int {
        layers.filter { !$0.isFullyConnected }.reduce(0) { $0 + $1.macs.count }
    }
}

/// Carries out a plan with whole numbers. Convolutions yield the number of the element, softmax changes nothing.
private struct IntegerRun {
    let plan: ExecutionPlan
    let network: Network
    let matrices: [SparseMatrix]
    let partition: Partition
    let pruned: PrunedLayers
    let cluster: Cluster
    /// By place and tensor, values at positions; of vectors of words by their order.
    var memory: [[Int: [Int?]]] = []

    private func weight(_ layer: Int, _ entry: Int) -> Int { (entry + 3) * (layer + 2) % 7 - 3 }
    private func mapValue(_ element: Int) -> Int { element % 13 - 5 }

    init(
        plan: ExecutionPlan, network: Network, matrices: [SparseMatrix], partition: Partition, pruned: PrunedLayers,
        cluster: Cluster
    ) {
        self.plan = plan
        self.network = network
        self.matrices = matrices
        self.partition = partition
        self.pruned = pruned
        self.cluster = cluster
    }

    func expectedOutput() -> [Int?] {
        var values = (0..<matrices[0].rowCount).map(mapValue)
        for (layer, matrix) in matrices.enumerated() {
            var next = [Int](repeating: 0, count: matrix.columnCount)
            for row in 0..<matrix.rowCount {
                for entry in matrix.entries(ofRow: row) {
                    next[Int(matrix.columnIndices[entry])] += weight(layer, entry) * values[row]
                }
            }
            values = next
        }
        return values
    }

    private func shape(_ tensor: Int) -> TensorShape {
        let count = plan.tensorShapes.count
        if tensor < count { return plan.tensorShapes[tensor] }
        let sum = plan.partialSums[tensor - count]
        return sum.words.map { TensorShape(channels: $0.elements.count, height: 1, width: 1) }
            ?? plan.tensorShapes[sum.tensor]
    }

    private func words(_ tensor: Int) -> PartialSum.Words? {
        tensor < plan.tensorShapes.count ? nil : plan.partialSums[tensor - plan.tensorShapes.count].words
    }

    private func positions(_ slice: TensorSlice) -> [Int] {
        let shape = shape(Int(slice.tensor))
        return slice.region.channels.flatMap { channel in
            slice.region.rows.flatMap { row in
                slice.region.columns.map { (channel * shape.height + row) * shape.width + $0 }
            }
        }
    }

    private func element(_ tensor: Int, _ position: Int) -> Int {
        plan.elementOrders[tensor].map { Int($0[position]) } ?? position
    }

    private mutating func set(_ value: Int?, _ tensor: Int, _ position: Int, at place: Int) {
        let count = shape(tensor).elementCount
        memory[place][tensor, default: Array(repeating: nil, count: count)][position] = value
    }

    /// What a place, or another one on its device, holds at a position.
    private func value(_ tensor: Int, _ position: Int, at place: Int) -> Int? {
        let device = plan.placeDevices[place]
        return memory.indices.filter { plan.placeDevices[$0] == device }.lazy.compactMap {
            memory[$0][tensor]?[position]
        }
        .first
    }

    mutating func output() -> [Int?] {
        memory = Array(repeating: [:], count: plan.placeDevices.count)
        for position in 0..<plan.tensorShapes[0].elementCount {
            set(mapValue(position), 0, position, at: plan.inputPlace)
        }
        for operation in plan.operations {
            let reads = Array(plan.reads(of: operation))
            let writes = Array(plan.writes(of: operation))
            switch operation.action {
            case .join: break
            case .transfer(let transfer):
                for slice in reads {
                    for position in positions(slice) {
                        let value = value(Int(slice.tensor), position, at: Int(transfer.source))
                        #expect(value != nil, "what is sent is there")
                        set(value, Int(slice.tensor), position, at: Int(transfer.destination))
                    }
                }
            case .compute(let computation):
                compute(computation, plan.steps[Int(operation.step)], reads, writes)
            }
        }
        let tensor = plan.outputTensor
        return (0..<shape(tensor).elementCount).map { value(tensor, $0, at: plan.outputPlace) }
    }

    private mutating func compute(
        _ computation: Computation, _ step: PlanStep, _ reads: [TensorSlice], _ writes: [TensorSlice]
    ) {
        let place = Int(computation.place)
        /// Values by element that the slices hold, in their order.
        func values(_ slices: [TensorSlice]) -> [(element: Int, value: Int)] {
            slices.flatMap { slice in
                positions(slice).map { position in
                    let tensor = Int(slice.tensor)
                    let number = words(tensor).map { Int($0.elements[position]) } ?? element(tensor, position)
                    let value = value(tensor, position, at: place)
                    #expect(value != nil, "what is read is there")
                    return (number, value ?? 0)
                }
            }
        }
        if step.isSparse, computation.kernel != .elementwise {
            func isSum(_ slice: TensorSlice) -> Bool { words(Int(slice.tensor))?.areContributions == true }
            multiply(
                computation, step, Dictionary(values(reads.filter { !isSum($0) }), uniquingKeysWith: { a, _ in a }),
                Dictionary(values(reads.filter { isSum($0) }), uniquingKeysWith: +), writes)
            return
        }
        for slice in writes {
            let tensor = Int(slice.tensor)
            if let words = words(tensor) {
                if words.areContributions {
                    // Several contributions of an element keep their order.
                    var queue = values(reads)
                    for (position, number) in words.elements.enumerated() {
                        let index = queue.firstIndex { $0.element == Int(number) }!
                        set(queue.remove(at: index).value, tensor, position, at: place)
                    }
                } else {
                    let known = Dictionary(values(reads), uniquingKeysWith: { a, _ in a })
                    for (position, number) in words.elements.enumerated() {
                        set(known[Int(number)]!, tensor, position, at: place)
                    }
                }
            } else if computation.addsPartialSums {
                let known = values(reads)
                for position in positions(slice) {
                    let number = element(tensor, position)
                    set(known.reduce(0) { $0 + ($1.element == number ? $1.value : 0) }, tensor, position, at: place)
                }
            } else if step.name == "prob" {
                let known = Dictionary(values(reads), uniquingKeysWith: { a, _ in a })
                for position in positions(slice) { set(known[position]!, tensor, position, at: place) }
            } else {
                for position in positions(slice) { set(mapValue(position), tensor, position, at: place) }
            }
        }
    }

    /// With the place's dense block or with its other non-zeros, which add to the sums of the block.
    private mutating func multiply(
        _ computation: Computation, _ step: PlanStep, _ inputs: [Int: Int], _ blockSums: [Int: Int],
        _ writes: [TensorSlice]
    ) {
        let place = Int(computation.place)
        let layer = Int(step.name.dropFirst(2))! - 1
        let matrix = matrices[layer]
        let capabilities = cluster.capabilities
        let owners: [UInt16] =
            if let scheme = pruned.scheme {
                scheme.partition(
                    matrix, limits: LoadLimits(capabilities: capabilities, nonZeroCount: matrix.nonZeroCount),
                    settings: pruned.settings
                ).owners
            } else { [UInt16](repeating: 0, count: matrix.nonZeroCount) }
        let worker = pruned.scheme == nil ? 0 : cluster.computing.firstIndex(of: place)!
        let parts = partition.stages.flatMap(\.steps).first { $0.layers == step.layers }!.sparse!.parts
        let block = parts.first { $0.place == place }!.storage.block
        var sums = blockSums
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row) where Int(owners[entry]) == worker {
                let column = matrix.columnIndices[entry]
                let isInside = block.map { $0.inputs.contains(Int32(row)) && $0.outputs.contains(column) } ?? false
                guard isInside == (computation.kernel == .fullyConnected) else { continue }
                sums[Int(column), default: 0] += weight(layer, entry) * inputs[row]!
            }
        }
        for slice in writes {
            let tensor = Int(slice.tensor)
            for position in positions(slice) {
                let number = words(tensor).map { Int($0.elements[position]) } ?? element(tensor, position)
                #expect(words(tensor) == nil || sums[number] != nil, "a contribution is not zero by chance")
                set(sums[number] ?? 0, tensor, position, at: place)
            }
        }
    }
}
