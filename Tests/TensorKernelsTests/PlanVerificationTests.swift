import DeviceProfiles
import Execution
import NeuralNetworks
import Partitioning
import Tensors
import Testing
import Units

@testable import TensorKernels

@Suite struct PlanVerificationTests {
    /// Device 0 is the Group Owner and has the input; it does not compute.
    private func cluster(workers: Int) -> Cluster {
        Cluster(
            devices: (0...workers).map { index in
                Device(name: "device-\(index)", profile: DeviceCatalogue.profiles[0], capability: 1 + index % 3)
            }, groupOwner: 0, source: 0, computing: Array(1...workers),
            wireless: WirelessNetwork(rate: DataRate(bitsPerSecond: 1e8)))
    }

    private func plan(
        _ network: Network, workers: Int, _ scheme: ConvolutionScheme,
        _ fullyConnected: FullyConnectedScheme = .byOutputs, _ delivery: Delivery = .direct
    ) -> ExecutionPlan {
        let cluster = cluster(workers: workers)
        let partition = Partitioner(convolution: scheme, fullyConnected: fullyConnected).partition(
            network, on: cluster)
        return Planner(delivery: delivery).plan(partition, of: network, on: cluster)
    }

    /// Overlapping windows, a stride, a pooling in ceil mode, a branch, channel normalization and dense layers.
    private func branched() throws -> Network {
        var builder = try NetworkBuilder(name: "branched", input: TensorShape(channels: 3, height: 23, width: 19))
        try builder.convolution("conv1", outputChannels: 7, kernel: Extent(5), stride: Extent(2), padding: .all(2))
        try builder.activation("relu1", .relu)
        let trunk = try builder.localResponseNormalization(
            "norm1", LocalResponseNormalization(size: 3, alpha: 1e-2, beta: 0.75, k: 1))
        let left = try builder.convolution(
            "left", from: trunk, outputChannels: 4, kernel: Extent(3), padding: .all(1))
        let right = try builder.convolution(
            "right", from: trunk, outputChannels: 5, kernel: Extent(3), padding: .all(2), dilation: Extent(2))
        try builder.concatenation("both", [left, right])
        try builder.pooling(
            "pool", kind: .maximum, kernel: Extent(3), stride: Extent(2), padding: .none, ceilMode: true)
        try builder.fullyConnected("dense1", outputs: 31)
        try builder.activation("relu2", .relu)
        try builder.fullyConnected("dense2", outputs: 10)
        try builder.softmax("softmax")
        return try builder.network()
    }

    @Test(arguments: InstructionSet.available)
    func everySchemeAndDeliveryEqualsTheWholeNetwork(set: InstructionSet) throws {
        let network = try branched()
        let layers = try NetworkLayers(network, seed: 3, options: KernelOptions(instructionSet: set))
        let input = SeededParameters(seed: 3).input(network.input)
        let whole = try NetworkExecution(network, seed: 3, options: KernelOptions(instructionSet: set)).run(input)
        for scheme in ConvolutionScheme.all.map(\.scheme) {
            for fullyConnected in FullyConnectedScheme.allCases {
                for delivery in Delivery.allCases {
                    for workers in [1, 2, 5] {
                        let plan = plan(network, workers: workers, scheme, fullyConnected, delivery)
                        let result = try PlanVerification(plan, layers: layers, input: input)
                        let label = "\(scheme.label), \(fullyConnected), \(delivery), \(workers) workers"
                        #expect(result.isEqual, "\(label): \(String(describing: result.firstDifference))")
                        #expect(result.computations > 0 && result.outputCount == 10)
                        if plan.partialSums.isEmpty {
                            #expect(result.output.isBitwiseEqual(to: whole), "\(label)")
                        } else {
                            for index in 0..<10 { #expect(abs(result.output[index] - whole[index]) < 1e-5, "\(label)") }
                        }
                    }
                }
            }
        }
    }

    @Test(arguments: ["lenet5", "mobilenet-v1", "squeezenet1.1"])
    func networksOfTheCatalogue(name: String) throws {
        let entry = try #require(NetworkCatalogue.entry(named: name))
        let side = min(entry.defaultInput.height, 40)
        let network = try entry.network(
            input: TensorShape(channels: entry.defaultInput.channels, height: side, width: side))
        let layers = try NetworkLayers(network, seed: 1)
        let input = SeededParameters(seed: 1).input(network.input)
        for (scheme, delivery, workers) in [
            (ConvolutionScheme.bodp, Delivery.direct, 5), (.grid2D, .relay, 6),
            (ConvolutionScheme.named("ftp")!, .mapReduce, 3),
        ] {
            let result = try PlanVerification(
                plan(network, workers: workers, scheme, .byOutputs, delivery), layers: layers, input: input)
            #expect(result.isEqual, "\(scheme.label): \(String(describing: result.firstDifference))")
        }
    }

    /// One row or column less in any halo message of a plan is found.
    @Test func everyShortenedHaloIsFound() throws {
        let network = try branched()
        let layers = try NetworkLayers(network, seed: 3)
        let input = SeededParameters(seed: 3).input(network.input)
        for scheme in [ConvolutionScheme.bodp, .grid2D] {
            let whole = plan(network, workers: 4, scheme)
            var shortened = 0
            for operation in whole.operations {
                guard case .transfer(let transfer) = operation.action, transfer.purpose == .exchange else { continue }
                for place in operation.reads.range {
                    var plan = whole
                    let region = plan.slices[place].region
                    if region.rows.count < 2 { continue }
                    plan.slices[place].region = Region(
                        channels: region.channels, rows: region.rows.dropLast(1), columns: region.columns)
                    let result = try PlanVerification(plan, layers: layers, input: input)
                    #expect(!result.isEqual)
                    let difference = try #require(result.firstDifference)
                    #expect(difference.found.isNaN && !difference.expected.isNaN)
                    #expect(difference.missing?.tensor == plan.slices[place].tensor)
                    shortened += 1
                }
            }
            #expect(shortened > 3)
        }
    }

    /// A message that nobody waits for does not count.
    @Test func aMissingDependencyIsFound() throws {
        let network = try branched()
        var plan = plan(network, workers: 3, .bodp)
        let layers = try NetworkLayers(network, seed: 3)
        let input = SeededParameters(seed: 3).input(network.input)
        let operation = try #require(
            plan.operations.indices.first {
                guard case .compute = plan.operations[$0].action else { return false }
                return plan.predecessors(of: $0).count > 1
            })
        plan.predecessors[Int(plan.predecessorOffsets[operation])] =
            plan.predecessors[Int(plan.predecessorOffsets[operation]) + 1]
        let result = try PlanVerification(plan, layers: layers, input: input)
        #expect(result.firstDifference?.operation == operation)
        #expect(result.firstDifference?.missing != nil)
    }

    /// The reads of a computation that are too small show as elements that are not numbers, not as a trap.
    @Test func aComputationThatReadsTooLittleIsFound() throws {
        let network = try branched()
        var plan = plan(network, workers: 2, .bodp)
        let layers = try NetworkLayers(network, seed: 3)
        let operation = try #require(
            plan.operations.first { if case .compute = $0.action { true } else { false } })
        let place = operation.reads.range.lowerBound
        let region = plan.slices[place].region
        plan.slices[place].region = Region(
            channels: region.channels, rows: region.rows.dropLast(1), columns: region.columns)
        let result = try PlanVerification(plan, layers: layers, input: SeededParameters(seed: 3).input(network.input))
        #expect(result.firstDifference?.step == "conv1")
        #expect(result.differingOutputs > 0)
    }

    @Test func refusals() throws {
        let network = try branched()
        let plan = plan(network, workers: 2, .bodp)
        let input = SeededParameters(seed: 3).input(network.input)
        let layers = try NetworkLayers(network, seed: 3)
        #expect(throws: KernelError.self) {
            try PlanVerification(plan, layers: layers, input: Tensor(extents: [3, 23, 18]))
        }
        #expect(throws: KernelError.self) {
            try PlanVerification(plan, layers: layers, input: Tensor(extents: [3, 23]))
        }
        let other = try NetworkLayers(network.prefix(3), seed: 3)
        #expect(throws: KernelError.self) { try PlanVerification(plan, layers: other, input: input) }
        let winograd = try NetworkLayers(network, seed: 3, options: KernelOptions(convolution: .winograd))
        #expect(throws: KernelError.self) { try PlanVerification(plan, layers: winograd, input: input) }
    }

    @Test func progressCountsUp() throws {
        let network = try branched()
        let layers = try NetworkLayers(network, seed: 3)
        var calls: [Int] = []
        var total = 0
        let result = try PlanVerification(
            plan(network, workers: 2, .bodp), layers: layers, input: SeededParameters(seed: 3).input(network.input)
        ) { done, count in
            calls.append(done)
            total = count
        }
        #expect(calls == Array(1...total) && result.computations == total)
    }
}
