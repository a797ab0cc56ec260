import DeviceProfiles
import Execution
import NeuralNetworks
import Partitioning
import Tensors
import TestSupport
import Testing
import Units

/// What holds for every network, scheme, delivery and cluster.
@Suite struct PlanInvariantTests {
    private static let capabilities = [3, 1, 4, 1, 5, 9, 2]

    /// Every scheme and delivery on so many workers beside a Group Owner that computes or not.
    ///
    /// To save time the other choices take turns with the number of workers: one scheme of fully connected layers, but
    /// all of them with the first convolution scheme; from four workers on either kind of Group Owner.
    private func check(_ network: Network, workers: some Sequence<Int>, schemes: [ConvolutionScheme]) {
        let fullyConnectedSchemes: [FullyConnectedScheme] =
            network.layers.contains(where: \.isFullyConnected) ? FullyConnectedScheme.allCases : [.byOutputs]
        for count in workers {
            for (number, scheme) in schemes.enumerated() {
                let turn = number + count
                let few =
                    number == 0 ? fullyConnectedSchemes : [fullyConnectedSchemes[turn % fullyConnectedSchemes.count]]
                for ownerComputes in count < 4 ? [true, false] : [turn.isMultiple(of: 2)] {
                    let cluster = Cluster.devices(
                        Array(Self.capabilities.prefix(count + 1)), ownerComputes: ownerComputes)
                    for fullyConnected in few {
                        var example = PlanCase(network, on: cluster, scheme, fullyConnected)
                        report(example.partitionFaults(), example)
                        for delivery in Delivery.allCases {
                            example.delivery = delivery
                            report(example.planFaults(), example)
                        }
                    }
                }
            }
        }
    }

    private func report(_ faults: [String], _ example: PlanCase) {
        if !faults.isEmpty { Issue.record("\(example.label): \(faults.joined(separator: "; "))") }
    }

    @Test(arguments: TestNetworks.names) func smallNetworksInEveryWay(name: String) throws {
        let network = try TestNetworks.named(name)
        check(network, workers: 1...6, schemes: ConvolutionScheme.all.map(\.scheme))
        check(network, workers: [3], schemes: ConvolutionScheme.furtherVariants)
    }

    @Test(arguments: [("resnet18", 64), ("squeezenet1.1", 64), ("googlenet", 64), ("alexnet", 67)])
    func networksOfTheCatalogue(name: String, side: Int) throws {
        let network = try #require(
            try NetworkCatalogue.network(named: name, input: TensorShape(channels: 3, height: side, width: side)))
        check(network, workers: [3], schemes: ConvolutionScheme.all.map(\.scheme))
    }

    @Test(arguments: TestNetworks.names) func aDeviceAloneSendsNothing(name: String) throws {
        let network = try TestNetworks.named(name)
        for (number, scheme) in ConvolutionScheme.variants.enumerated() {
            for delivery in Delivery.allCases {
                let fullyConnected = FullyConnectedScheme.allCases[number % 3]
                let example = PlanCase(network, on: .devices([2]), scheme, fullyConnected, delivery)
                #expect(example.plan().messages.isEmpty, "\(example.label)")
                report(example.planFaults(), example)
            }
        }
    }

    /// Random chains of layers on clusters whose roles are drawn at random.
    @Test(arguments: UInt64(0)..<8) func randomNetworksAndRoles(part: UInt64) throws {
        for seed in part * 30..<part * 30 + 30 {
            var generator = SeededGenerator(seed: seed)
            let network = try Network.random(using: &generator)
            let count = Int.random(in: 1...6, using: &generator)
            var cluster = Cluster.devices((0..<count).map { _ in Int.random(in: 1...9, using: &generator) })
            cluster.computing.shuffle(using: &generator)
            cluster.computing.removeLast(Int.random(in: 0..<count, using: &generator))
            cluster.groupOwner = Int.random(in: 0..<count, using: &generator)
            cluster.source = Int.random(in: 0..<count, using: &generator)
            var example = PlanCase(
                network, on: cluster, ConvolutionScheme.variants.randomElement(using: &generator)!,
                FullyConnectedScheme.allCases.randomElement(using: &generator)!)
            var faults = example.partitionFaults()
            for delivery in Delivery.allCases {
                example.delivery = delivery
                faults += example.planFaults()
            }
            if !faults.isEmpty { Issue.record("seed \(seed), \(example.label): \(faults)") }
        }
    }
}

extension Network {
    /// Up to eight layers with random windows; some shortcuts and joins.
    fileprivate static func random(using generator: inout SeededGenerator) throws -> Network {
        func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
        var builder = try NetworkBuilder(
            name: "random", input: TensorShape(channels: pick(1...3), height: pick(1...14), width: pick(1...14)))
        for number in 0..<pick(1...8) {
            let input = builder.last
            let shape = builder.shape(ofTensor: input)
            switch pick(0...9) {
            case 0...3:
                let kernel = Extent(height: pick(1...min(shape.height, 4)), width: pick(1...min(shape.width, 4)))
                try builder.convolution(
                    "conv\(number)", outputChannels: pick(1...3), kernel: kernel,
                    stride: Extent(height: pick(1...3), width: pick(1...3)), padding: pick(0...1) == 0 ? .same : .none)
            case 4:
                let kernel = Extent(height: pick(1...min(shape.height, 3)), width: pick(1...min(shape.width, 3)))
                try builder.pooling("pool\(number)", kernel: kernel, stride: Extent(pick(1...2)))
            case 5:
                try builder.convolution("left\(number)", outputChannels: 2, kernel: Extent(3), padding: .all(1))
                let left = try builder.activation("relu\(number)")
                let right = try builder.convolution("right\(number)", from: input, outputChannels: 2, kernel: Extent(1))
                try builder.add("add\(number)", [left, right])
            case 6:
                let side = try builder.convolution(
                    "side\(number)", outputChannels: 1, kernel: Extent(5), padding: .all(2))
                try builder.concatenation("join\(number)", [input, side])
            case 7: try builder.localResponseNormalization("norm\(number)", .init(size: pick(1...4)))
            case 8: try builder.softmax("softmax\(number)")
            default: try builder.fullyConnected("fc\(number)", outputs: pick(1...6))
            }
        }
        return try builder.network()
    }
}

extension PlanCase {
    /// What is wrong with who computes what.
    func partitionFaults() -> [String] {
        var faults: [String] = []
        for stage in partition.stages {
            let isFused = stage.steps.count > 1
            for (index, step) in stage.steps.enumerated() {
                let layer = network.layers[step.mainLayer]
                func expect(_ condition: Bool, _ fault: String) {
                    if !condition { faults.append("\(layer.name): \(fault)") }
                }
                let computed = Set(step.parts.map(\.place)).union(step.sums.map(\.place))
                let owner = cluster.groupOwner
                expect(!step.parts.isEmpty, "nobody computes it")
                expect(
                    computed.allSatisfy { place in
                        cluster.computing.contains(partition.placeDevices[place])
                            || (place == owner && layer.operation == .softmax)
                    }, "computed by a device that does not compute")
                expect(step.parts.allSatisfy { !$0.output.isEmpty }, "an empty part")
                let whole = Region(layer.output)
                if step.sums.isEmpty {
                    let counts = Self.counts(step.parts.map(\.output), in: layer.output)
                    let isLast = index == stage.steps.count - 1
                    if !isFused || isLast { expect(counts == [1], "not exactly once: \(counts)") }
                    expect(step.parts.allSatisfy { whole.contains($0.output) }, "outside of its map")
                } else {
                    expect(step.parts.allSatisfy { $0.output == whole }, "a partial sum of some outputs only")
                    let inputs = step.parts.compactMap(\.summing)
                    expect(inputs.count == step.parts.count, "a part without inputs")
                    expect(Self.counts(inputs, in: layer.inputShapes[0]) == [1], "inputs not summed exactly once")
                    expect(Self.counts(step.sums.map(\.output), in: layer.output) == [1], "not added up exactly once")
                }
                if !isFused {
                    let macs = step.parts.reduce(0) { $0 + layer.macs(of: $1.output, summing: $1.summing).count }
                    expect(macs == layer.macs.count, "\(macs) MACs instead of \(layer.macs.count)")
                }
            }
        }
        let layers = partition.stages.flatMap(\.steps).flatMap(\.layers)
        if layers.sorted() != Array(network.layers.indices) { faults.append("layers are missing or done twice") }
        return faults
    }

    /// How many times elements of a map are covered, every number once.
    private static func counts(_ regions: [Region], in shape: TensorShape) -> [Int] {
        if shape.elementCount > 4000 {
            let sum = regions.reduce(0) { $0 + $1.elementCount }
            let union = Region.unionElementCount(regions)
            return union == shape.elementCount ? (sum == union ? [1] : [1, 2]) : [0, 1]
        }
        var counts = [Int](repeating: 0, count: shape.elementCount)
        for region in regions { for element in ElementGraph.indices(of: region, in: shape) { counts[element] += 1 } }
        return Set(counts).sorted()
    }

    /// What is wrong with the operations.
    func planFaults() -> [String] {
        var faults: [String] = []
        func expect(_ condition: Bool, _ fault: @autoclosure () -> String) { if !condition { faults.append(fault()) } }
        let plan = plan()
        do { try plan.validate(forgetting: [.mapReduce, .coordinated].contains(delivery)) } catch {
            faults.append("\(error)")
        }

        let statistics = plan.statistics(bytesPerElement: 4)
        let once = macsDoneOnce()
        expect(
            statistics.macs.count - plan.redundantMACs.count == once,
            "\(statistics.macs) MACs with \(plan.redundantMACs) more than once, but \(once) different ones")
        let received = statistics.receivedBytesByDevice.reduce(.zero, +)
        expect(statistics.sentBytesByDevice.reduce(.zero, +) == statistics.sentBytes, "sent bytes do not add up")
        expect(received == statistics.sentBytes, "received bytes do not add up")

        struct Link: Hashable {
            var step: Int
            var source: Int32
            var destination: Int32
            var addsUp: Bool
        }
        var links: Set<Link> = []
        for (operation, step, transfer) in plan.messages {
            let source = plan.placeDevices[Int(transfer.source)]
            let destination = plan.placeDevices[Int(transfer.destination)]
            expect(source != destination, "message \(operation) stays on device \(source)")
            let elements = plan.reads(of: plan.operations[operation]).reduce(0) { $0 + $1.region.elementCount }
            expect(transfer.bytes.bytes == 4 * elements, "message \(operation) has other bytes than elements")
            if delivery == .direct {
                let link = Link(
                    step: step, source: transfer.source, destination: transfer.destination,
                    addsUp: transfer.purpose == .partialSums)
                expect(links.insert(link).inserted, "a second message \(link)")
            } else {
                expect(
                    source == cluster.groupOwner || destination == cluster.groupOwner,
                    "message \(operation) from worker \(source) to worker \(destination)")
            }
        }
        expect(
            plan.steps.map(\.layers) == partition.stages.flatMap(\.steps).map(\.layers) + [[]],
            "other steps than planned")
        return faults
    }

    /// MACs of the network, less those of elements that fused stages leave out because nothing reads them.
    private func macsDoneOnce() -> Int {
        partition.stages.reduce(0) { sum, stage in
            sum
                + stage.steps.reduce(0) { sum, step in
                    let layer = network.layers[step.mainLayer]
                    if stage.steps.count == 1 { return sum + layer.macs.count }
                    let elements = Region.unionElementCount(step.parts.map(\.output))
                    return sum + layer.macs.count / layer.output.elementCount * elements
                }
        }
    }
}
