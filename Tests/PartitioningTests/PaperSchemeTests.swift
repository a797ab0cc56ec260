import DeviceProfiles
import Execution
import NeuralNetworks
import Tensors
import Testing
import Units

@testable import Partitioning

/// The methods of the papers, beyond what holds for every scheme (`PlanInvariantTests`).
@Suite struct PaperSchemeTests {
    private func cluster(_ capabilities: [Int], rate: Double = 1e7) -> Cluster {
        var cluster = Cluster.devices(capabilities, ownerComputes: true)
        for index in cluster.devices.indices {
            cluster.devices[index].profile = cluster.devices[index].profile.scaled(
                by: Double(cluster.devices[index].capability))
        }
        cluster.wireless = WirelessNetwork(
            rate: DataRate(bitsPerSecond: rate), messageOverhead: TimeSpan(nanoseconds: 10_000_000))
        return cluster
    }

    private func chain(_ layers: Int) throws -> Network {
        var builder = try NetworkBuilder(name: "chain", input: TensorShape(channels: 3, height: 32, width: 32))
        for number in 0..<layers {
            try builder.convolution(
                "conv\(number)", outputChannels: 8 + 24 * (number % 2), kernel: Extent(3), padding: .same)
        }
        return try builder.network()
    }

    private func spatial(_ network: Network, _ cluster: Cluster) -> SpatialPartitioner {
        SpatialPartitioner(
            network: network, steps: NetworkStep.steps(of: network),
            scheme: ConvolutionScheme(name: "blocks", method: .optimalFused, shape: .grid), places: cluster.computing,
            weights: cluster.computing.map { _ in 1 })
    }

    /// Fig. 7 of AOFL (Zhou et al., SEC 2019): with the first seven and the last six convolutions of VGG-16 fused,
    /// 2x4 tiles compute 90.7 % more than once, 4x4 tiles 163.7 % (163.76 by this geometry).
    @Test(arguments: [(8, 90.7), (16, 163.8)]) func redundantWorkOfFusedTilesIsAOFLs(tiles: Int, percent: Double) throws
    {
        let network = try #require(
            try NetworkCatalogue.network(named: "vgg16", input: TensorShape(channels: 3, height: 256, width: 256)))
        let steps = NetworkStep.steps(of: network)
        let partitioner = spatial(network, cluster(Array(repeating: 1, count: tiles)))
        let maps = steps.firstIndex(where: \.isVector)!
        let names = steps.map { network.layers[$0.mainLayer].name }
        let middle = try #require(names.firstIndex { $0.hasPrefix("pool3") }) + 1
        var redundant = 0
        var whole = 0
        for block in [0..<middle, middle..<maps] {
            let stage = partitioner.fusedStage(block)
            let partition = Partition(placeDevices: Array(0..<tiles), stages: [stage])
            for step in stage.steps {
                redundant += partition.redundantMACs(of: step, in: network).count
                whole += network.layers[step.mainLayer].macs.count
            }
        }
        #expect((1000 * Double(redundant) / Double(whole)).rounded() / 10 == percent)
    }

    /// Every division of a short chain into blocks is tried.
    @Test(arguments: [1e6, 1e7, 1e8, 1e9]) func dynamicProgrammingFindsTheBestBlocks(rate: Double) throws {
        let network = try chain(6)
        let cluster = cluster([1, 1, 1, 1], rate: rate)
        let partitioner = spatial(network, cluster)
        let costs = StepCosts(network: network, cluster: cluster)
        func seconds(_ stages: [Partition.Stage]) -> Double {
            var first = 0
            return stages.reduce(0) { sum, stage in
                let block = first..<first + stage.steps.count
                first = block.upperBound
                return sum + costs.coordinated(stage, steps: partitioner.steps[block]) { $0 == block.upperBound - 1 }
            }
        }
        var least = Double.infinity
        for cuts in 0..<32 {
            var stages: [Partition.Stage] = []
            var start = 0
            for end in 1...6 where end == 6 || cuts & (1 << (end - 1)) != 0 {
                stages.append(partitioner.fusedStage(start..<end))
                start = end
            }
            least = min(least, seconds(stages))
        }
        let found = OptimalFusedPartitioner(partitioner, costs: costs, isAdaptive: false).stages(of: 0..<6)
        #expect(abs(seconds(found) - least) <= 1e-12 * least)
        // The first layers fused, the others on one device: every number of the first ones is tried.
        let leastEarly = (1...6).map { end in
            let rest = partitioner.steps[end...].map { step in
                let output = Region(network.layers[step.mainLayer].output)
                return Partition.Stage(
                    steps: [Partition.Step(layers: step.layers, parts: [.init(place: 0, output: output)])])
            }
            return seconds([partitioner.fusedStage(0..<end)] + rest)
        }.min()!
        let early = EarlyFusedPartitioner(spatial: partitioner, costs: costs, singlePlace: 0).stages(of: 0..<6)
        #expect(abs(seconds(early) - leastEarly) <= 1e-12 * leastEarly)
    }

    @Test func adaptiveLeavesDevicesOutThatDelayTheOthers() throws {
        let network = try chain(6)
        let unequal = cluster([10, 10, 1, 1], rate: 1e8)
        let costs = StepCosts(network: network, cluster: unequal)
        let stages = OptimalFusedPartitioner(spatial(network, unequal), costs: costs, isAdaptive: true)
            .stages(of: 0..<6)
        let used = Set(stages.flatMap(\.steps).flatMap(\.parts).map(\.place))
        #expect(used.isSubset(of: [0, 1]))
    }

    /// N devices hold the weights once, and send, beside the input, what equation 7 of Stahl et al. counts: with the
    /// reuse of own outputs K (N - 1) values go out for every layer but the last, through the source; of those
    /// K (N - 1) / N come up first.
    @Test func layerOutputsDivideTheWeightsAndSendEquation7() throws {
        let network = try chain(3)
        let cluster = cluster([1, 1, 1, 1])
        let scheme = try #require(ConvolutionScheme.named("layer-outputs"))
        let plan = PlanCase(network, on: cluster, scheme, .byOutputs, .relay).plan()
        #expect(plan.weightBlocks.reduce(0) { $0 + $1.bytes.bytes } == network.weightBytes.bytes)
        let bytes = plan.statistics(bytesPerElement: 4).sentBytes.bytes
        let outputs = network.layers.map(\.output.elementCount)
        let input = 3 * network.input.elementCount
        let uploads = outputs.reduce(0) { $0 + $1 * 3 / 4 }
        // Receivers other than the source get all that they did not compute.
        let downloads = outputs.dropLast().reduce(0) { $0 + 3 * ($1 - $1 / 4) }
        #expect(bytes == 4 * (input + uploads + downloads))
    }

    /// The best pairs of a chain are found by trying all.
    @Test func fusedPairsCommunicateLeast() throws {
        let network = try chain(7)
        let cluster = cluster([1, 1, 1, 1])
        let outputs = LayerOutputPartitioner(spatial: spatial(network, cluster))
        let partitioner = FusedPairsPartitioner(outputs: outputs, mergingPlace: 0)
        func cost(_ pairs: Set<Int>) -> Int {
            let (devices, layers) = (4, network.layers)
            var sum = 0
            var followsOutputs = false
            var index = 0
            while index < layers.count {
                let inputs = layers[index].inputShapes[0].elementCount
                if pairs.contains(index) {
                    sum += (inputs + layers[index + 1].output.elementCount) * (devices - 1) * devices
                    followsOutputs = false
                    index += 2
                } else {
                    sum += (inputs * devices - (followsOutputs ? inputs : 0)) * (devices - 1)
                    sum += layers[index].output.elementCount * (devices - 1)
                    followsOutputs = true
                    index += 1
                }
            }
            return sum
        }
        var least = Int.max
        for mask in 0..<64 {
            let pairs = Set((0..<6).filter { mask & (1 << $0) != 0 })
            if pairs.contains(where: { pairs.contains($0 + 1) }) { continue }
            least = min(least, cost(pairs))
        }
        let found = partitioner.firstOfPairs(in: 0..<7)
        #expect(cost(found) == least)
        #expect(!found.isEmpty)
    }

    @Test func greedyRectanglesCoverAMapInProportion() throws {
        let network = try chain(1)
        let cluster = cluster([1, 4, 2, 1])
        var cutter = spatial(network, cluster)
        cutter.weights = [1, 4, 2, 1]
        let parts = GreedyTwoDimensionalPartitioner(spatial: cutter).parts(
            of: TensorShape(channels: 2, height: 32, width: 32))
        // The fastest takes the upper half, the next half of what is left of the longer side, and so on.
        #expect(parts.map(\.place) == [1, 2, 0, 3])
        #expect(parts.map(\.output.elementCount) == [1024, 512, 256, 256])
        #expect(Region.unionElementCount(parts.map(\.output)) == 2 * 32 * 32)
    }

    /// The split is the best of all; a network too slow to reach keeps everything at home, a fast one sends it away.
    @Test func offloadingCutsWhereTheSumIsLeast() throws {
        let network = try chain(5)
        let steps = NetworkStep.steps(of: network)
        for rate in [1e4, 1e6, 1e7, 1e8, 1e10] {
            let cluster = cluster([1, 20], rate: rate)
            let partitioner = OffloadingPartitioner(
                network: network, steps: steps, costs: StepCosts(network: network, cluster: cluster), localPlace: 0,
                remotePlace: 1)
            let best = partitioner.bestSplit()
            for split in 0...steps.count {
                #expect(partitioner.seconds(splitAt: best) <= partitioner.seconds(splitAt: split))
            }
            if rate == 1e4 { #expect(best == steps.count) }
        }
    }

    /// Everything a stage reads is sent after everything the stage before it made has come: the finish of a stage is
    /// the start of the next.
    @Test func coordinatedStagesWaitForAllOutputs() throws {
        let network = try chain(2)
        let plan = PlanCase(network, on: cluster([1, 1, 1]), .named("grid-2d")!, .byOutputs, .coordinated).plan()
        let joins = plan.operations.filter { operation in
            if case .join = operation.action { true } else { false }
        }
        #expect(joins.count == 2)
        for (index, operation) in plan.operations.enumerated() where operation.step == 1 {
            guard case .transfer(let transfer) = operation.action, transfer.source == 0 else { continue }
            let predecessors = plan.predecessors(of: index)
            #expect(predecessors.count == 1)
            guard case .join = plan.operations[Int(predecessors.first!)].action else {
                Issue.record("a message of the second stage does not wait for the merge")
                return
            }
        }
    }
}
