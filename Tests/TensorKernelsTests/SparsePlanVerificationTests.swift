import DeviceProfiles
import Execution
import NeuralNetworks
import Partitioning
import Tensors
import Testing
import Units

@testable import TensorKernels

/// Plans of sparse layers, carried out in float32.
@Suite struct SparsePlanVerificationTests {
    /// A network with sparse layers, divided and planned.
    private struct Case {
        var network: Network
        var plan: ExecutionPlan
        var divisions: [SparseLayerDivision]
    }

    /// Device 0 is the Group Owner and has the input; with `ownerComputes` it is a worker as well.
    private func cluster(workers: Int, ownerComputes: Bool = false) -> Cluster {
        let count = ownerComputes ? workers : workers + 1
        return Cluster(
            devices: (0..<count).map { index in
                Device(name: "device-\(index)", profile: DeviceCatalogue.profiles[0], capability: 1 + index % 3)
            }, groupOwner: 0, source: 0, computing: Array(ownerComputes ? 0..<count : 1..<count),
            wireless: WirelessNetwork(rate: DataRate(bitsPerSecond: 1e8)))
    }

    private func planned(
        _ network: Network, _ scheme: SparseScheme?, _ delivery: Delivery, workers: Int, ownerComputes: Bool = false,
        density: Double = 0.15, convolution: ConvolutionScheme = .bodp,
        cache: SparsePartitionCache = SparsePartitionCache()
    ) -> Case {
        let cluster = cluster(workers: workers, ownerComputes: ownerComputes)
        let layers = network.layers.count { $0.isFullyConnected }
        let pruned = PrunedLayers(
            patterns: PrunedLayers.uniformPatterns(densities: Array(repeating: density, count: layers), seed: 5),
            scheme: scheme, settings: SparsePartitioner(effort: 0.001))
        let partitioner = Partitioner(convolution: convolution, fullyConnected: .byOutputs, pruned: pruned)
        let partition = partitioner.partition(network, on: cluster, cache: cache)
        return Case(
            network: network, plan: Planner(delivery: delivery).plan(partition, of: network, on: cluster),
            divisions: partitioner.sparseDivisions(of: network, on: cluster, cache: cache))
    }

    /// Three fully connected layers with activations behind them, the second without a bias and normalized.
    private func network(endsInLayer: Bool = false) throws -> Network {
        var builder = try NetworkBuilder(name: "sparse", input: TensorShape(channels: 2, height: 6, width: 5))
        try builder.convolution("conv", outputChannels: 3, kernel: Extent(3), padding: .all(1))
        try builder.fullyConnected("fc1", outputs: 23)
        try builder.activation("relu1", .relu)
        try builder.fullyConnected("fc2", outputs: 19, bias: false)
        try builder.batchNormalization("norm2")
        try builder.activation("relu2", .relu)
        try builder.fullyConnected("fc3", outputs: 11)
        if !endsInLayer { try builder.softmax("prob") }
        return try builder.network()
    }

    /// The same layers with zeros where nothing is: a dense network.
    private func denseOutput(_ layers: NetworkLayers, _ divisions: [SparseLayerDivision], _ input: Tensor) throws
        -> Tensor
    {
        let seeded = SeededParameters(seed: 3)
        let parameters = layers.network.layers.enumerated().map { index, layer -> LayerParameters in
            guard let division = divisions.first(where: { $0.layer == index }),
                case .weights(let weight, let bias) = seeded.parameters(of: layer, at: index)
            else { return seeded.parameters(of: layer, at: index) }
            let inputs = division.matrix.rowCount
            var pruned = Tensor(extents: weight.extents)
            for row in 0..<inputs {
                for entry in division.matrix.entries(ofRow: row) {
                    let place = Int(division.matrix.columnIndices[entry]) * inputs + row
                    pruned[place] = division.matrix.values.map { $0[entry] } ?? weight[place]
                }
            }
            return .weights(pruned, bias: bias)
        }
        return try NetworkExecution(layers.network, parameters: parameters, options: layers.options).run(input)
    }

    private func verify(_ item: Case, options: KernelOptions = KernelOptions()) throws -> PlanVerification {
        let layers = try NetworkLayers(item.network, seed: 3, divisions: item.divisions, options: options)
        return try PlanVerification(
            item.plan, layers: layers, input: SeededParameters(seed: 3).input(item.network.input))
    }

    private static let schemes: [SparseScheme?] = SparseScheme.allCases + [nil]

    @Test(arguments: schemes) func everySchemeAndDeliveryEqualsTheWholeNetwork(scheme: SparseScheme?) throws {
        let cache = SparsePartitionCache()
        for endsInLayer in [false, true] {
            let network = try network(endsInLayer: endsInLayer)
            let input = SeededParameters(seed: 3).input(network.input)
            for delivery in Delivery.allCases {
                for workers in 1...5 {
                    let item = planned(
                        network, scheme, delivery, workers: workers, ownerComputes: workers.isMultiple(of: 2),
                        cache: cache)
                    let label = "\(scheme?.name ?? "alone"), \(delivery), \(workers) workers"
                    let layers = try NetworkLayers(network, seed: 3, divisions: item.divisions)
                    let result = try PlanVerification(item.plan, layers: layers, input: input)
                    #expect(result.isEqual, "\(label): \(String(describing: result.firstDifference))")
                    #expect(
                        result.computations
                            == item.plan.operations.count { if case .compute = $0.action { true } else { false } })
                    // Sums of zeros do not round: where none is split, the dense network has the same bits.
                    let dense = try denseOutput(layers, item.divisions, input)
                    if item.plan.partialSums.allSatisfy({ !($0.words?.areContributions ?? true) }) {
                        #expect(result.output.isBitwiseEqual(to: dense), "\(label)")
                    } else {
                        for index in 0..<11 { #expect(abs(result.output[index] - dense[index]) < 1e-5, "\(label)") }
                    }
                }
            }
        }
    }

    /// Both kinds of sums occur in the test above: split ones and whole ones.
    @Test func rowsSplitSumsAndColumnsDoNot() throws {
        func splits(_ scheme: SparseScheme?) throws -> Bool {
            planned(try network(), scheme, .direct, workers: 3).plan.operations.contains { operation in
                if case .compute(let computation) = operation.action { computation.addsPartialSums } else { false }
            }
        }
        #expect(try splits(.rows) && !splits(.columns) && !splits(nil))
    }

    @Test(arguments: InstructionSet.available) func everyInstructionSetAndThreads(set: InstructionSet) throws {
        for scheme in [SparseScheme.coClusteringGreedy, .columns, .jaggedGrid] {
            let item = planned(try network(), scheme, .relay, workers: 4, convolution: .grid2D)
            let one = try verify(item, options: KernelOptions(instructionSet: set))
            let three = try verify(item, options: KernelOptions(instructionSet: set, threads: 3))
            #expect(one.isEqual && three.isEqual, "\(scheme.name): \(String(describing: one.firstDifference))")
            #expect(one.output.isBitwiseEqual(to: three.output))
        }
    }

    @Test func aNetworkOfTheCatalogue() throws {
        let network = try #require(NetworkCatalogue.entry(named: "lenet-300-100")).network()
        for (scheme, delivery) in [(SparseScheme.coClusteringGreedy, Delivery.direct), (.jaggedGrid, .relay)] {
            let result = try verify(planned(network, scheme, delivery, workers: 3, density: 0.02))
            #expect(result.isEqual, "\(scheme.name): \(String(describing: result.firstDifference))")
        }
    }

    /// Layers of two blocks without zeros and a few outliers, for two workers.
    private func blocks(_ network: Network) -> PrunedLayers {
        let matrices = network.layers.filter(\.isFullyConnected).map { layer in
            let (rows, columns) = (layer.inputShapes[0].elementCount, layer.output.elementCount)
            var positions: [(row: Int, column: Int)] = [(0, columns - 1), (1, columns - 2), (rows - 1, 0)]
            for row in 0..<rows {
                for column in 0..<columns where (2 * row < rows) == (2 * column < columns) {
                    positions.append((row, column))
                }
            }
            return SparseMatrix(rowCount: rows, columnCount: columns, positions: positions)
        }
        return PrunedLayers(patterns: matrices.map { .matrix($0) }, scheme: .coClusteringNaive)
    }

    /// A place multiplies densely first, and adds the rest.
    @Test(arguments: Delivery.allCases) func denseBlocksEqualTheWholeNetwork(delivery: Delivery) throws {
        let network = try network()
        let cluster = cluster(workers: 2)
        let partitioner = Partitioner(convolution: .bodp, fullyConnected: .byOutputs, pruned: blocks(network))
        let cache = SparsePartitionCache()
        let partition = partitioner.partition(network, on: cluster, cache: cache)
        let item = Case(
            network: network, plan: Planner(delivery: delivery).plan(partition, of: network, on: cluster),
            divisions: partitioner.sparseDivisions(of: network, on: cluster, cache: cache))
        #expect(item.divisions.contains { !$0.denseBlocks.isEmpty })
        let multiplications = item.plan.operations.filter { operation in
            guard case .compute(let computation) = operation.action else { return false }
            return item.plan.steps[Int(operation.step)].isSparse && computation.kernel == .fullyConnected
        }
        #expect(multiplications.count == item.divisions.reduce(0) { $0 + $1.denseBlocks.count })
        let result = try verify(item)
        #expect(result.isEqual, "\(String(describing: result.firstDifference))")
        let layers = try NetworkLayers(network, seed: 3, divisions: item.divisions)
        let dense = try denseOutput(layers, item.divisions, SeededParameters(seed: 3).input(network.input))
        for index in 0..<11 { #expect(abs(result.output[index] - dense[index]) < 1e-5) }

        // A sum that the block keeps from the other weights, and a block outside of the layer.
        for operation in multiplications {
            var item = item
            let tensor = try #require(item.plan.writes(of: operation).first).tensor
            let vector = Int(tensor) - item.plan.tensorShapes.count
            guard vector >= 0 else { continue }
            item.plan.partialSums[vector].words!.elements.removeLast()
            for place in item.plan.slices.indices where item.plan.slices[place].tensor == tensor {
                item.plan.slices[place].region = Region(
                    channels: 0..<item.plan.partialSums[vector].words!.elements.count, rows: 0..<1, columns: 0..<1)
            }
            #expect(try !verify(item).isEqual)
        }
        var outside = item
        outside.divisions[0].denseBlocks[outside.divisions[0].places[0]] = DenseBlock(inputs: [999], outputs: [0])
        #expect(throws: KernelError.self) { try verify(outside) }
    }

    /// Zeros in a block change no bits: nearly full layers divided by outputs are stored densely, and equal the dense
    /// network.
    @Test func storedZerosChangeNoBits() throws {
        let network = try network()
        let item = planned(network, .columns, .direct, workers: 3, density: 0.9)
        #expect(item.divisions.allSatisfy { $0.denseBlocks.count == 3 })
        let result = try verify(item)
        let layers = try NetworkLayers(network, seed: 3, divisions: item.divisions)
        let dense = try denseOutput(layers, item.divisions, SeededParameters(seed: 3).input(network.input))
        #expect(result.isEqual && result.output.isBitwiseEqual(to: dense))
    }

    /// A matrix with values of its own is run with them.
    @Test func valuesOfTheMatrixAreTheWeights() throws {
        let network = try network()
        var item = planned(network, .rows, .direct, workers: 2)
        let seeded = try verify(item)
        for (index, division) in item.divisions.enumerated() {
            let matrix = division.matrix
            item.divisions[index].matrix = SparseMatrix(
                rowCount: matrix.rowCount, columnCount: matrix.columnCount, rowOffsets: matrix.rowOffsets,
                columnIndices: matrix.columnIndices, values: (0..<matrix.nonZeroCount).map { Float($0 % 7) / 8 - 0.25 })
        }
        let result = try verify(item)
        #expect(result.isEqual && !result.output.isBitwiseEqual(to: seeded.output))
        let layers = try NetworkLayers(network, seed: 3, divisions: item.divisions)
        let dense = try denseOutput(layers, item.divisions, SeededParameters(seed: 3).input(network.input))
        for index in 0..<11 { #expect(abs(result.output[index] - dense[index]) < 1e-5) }
    }

    /// One word less in any message is found.
    @Test(arguments: Delivery.allCases) func everyShortenedMessageIsFound(delivery: Delivery) throws {
        let whole = planned(try network(), .coClusteringGreedy, delivery, workers: 3)
        var shortened = 0
        for operation in whole.plan.operations {
            guard case .transfer = operation.action else { continue }
            for place in operation.reads.range {
                let slice = whole.plan.slices[place]
                guard Int(slice.tensor) >= whole.plan.tensorShapes.count else { continue }
                var item = whole
                item.plan.slices[place].region = Region(
                    channels: slice.region.channels.dropLast(1), rows: 0..<1, columns: 0..<1)
                let result = try verify(item)
                #expect(!result.isEqual)
                let difference = try #require(result.firstDifference)
                #expect(difference.found.isNaN && difference.missing?.tensor == slice.tensor)
                shortened += 1
            }
        }
        #expect(shortened > 3)
    }

    /// A planner that forgets a word when it packs a vector: nobody misses a box, but the numbers tell.
    @Test func everyForgottenWordIsFound() throws {
        let whole = planned(try network(), .coClusteringGreedy, .relay, workers: 3)
        for vector in whole.plan.partialSums.indices {
            var item = whole
            item.plan.partialSums[vector].words!.elements.removeLast()
            let tensor = Int32(whole.plan.tensorShapes.count + vector)
            for place in item.plan.slices.indices where item.plan.slices[place].tensor == tensor {
                item.plan.slices[place].region = Region(
                    channels: 0..<item.plan.partialSums[vector].words!.elements.count, rows: 0..<1, columns: 0..<1)
            }
            #expect(try !verify(item).isEqual, "\(whole.plan.partialSums[vector])")
        }
        #expect(whole.plan.partialSums.count > 10)
    }

    /// A contribution that is added twice in the place of another, and weights that lie at the other place.
    @Test func whatIsAddedTwiceIsFound() throws {
        let whole = planned(try network(), .rows, .direct, workers: 2)
        var doubled = 0
        for operation in whole.plan.operations {
            guard case .compute(let computation) = operation.action, computation.addsPartialSums,
                operation.reads.range.count == 2
            else { continue }
            var item = whole
            item.plan.slices[operation.reads.range.lowerBound] =
                item.plan.slices[operation.reads.range.lowerBound + 1]
            #expect(try !verify(item).isEqual)
            doubled += 1
        }
        #expect(doubled > 2)
        var moved = whole
        let places = moved.divisions[0].places
        moved.divisions[0].places = places.map { places[0] == $0 ? places[places.count - 1] : places[0] }
        #expect(try !verify(moved).isEqual)
    }

    @Test func refusals() throws {
        let item = planned(try network(), .rows, .direct, workers: 2)
        let input = SeededParameters(seed: 3).input(item.network.input)
        let dense = try NetworkLayers(item.network, seed: 3)
        #expect(throws: KernelError.self) { try PlanVerification(item.plan, layers: dense, input: input) }
        for layer in [0, item.network.layers.count, item.divisions[1].layer] {
            var divisions = item.divisions
            divisions[0].layer = layer
            #expect(throws: KernelError.self) { try NetworkLayers(item.network, seed: 3, divisions: divisions) }
        }
        var other = item.divisions
        other[0] = SparseLayerDivision(
            layer: other[0].layer, matrix: SparseMatrix(rowCount: 2, columnCount: 3, positions: []), places: [])
        #expect(throws: KernelError.self) { try NetworkLayers(item.network, seed: 3, divisions: other) }
    }
}
