import DeviceProfiles
import Execution
import NeuralNetworks
import Partitioning
import Tensors
import Testing
import Units

@testable import TensorKernels

/// Plans whose tiles wait for devices, with the tiles dealt.
@Suite struct PooledPlanTests {
    private func network() throws -> Network {
        var builder = try NetworkBuilder(name: "chain", input: TensorShape(channels: 3, height: 21, width: 26))
        try builder.convolution("conv1", outputChannels: 5, kernel: Extent(3), padding: .all(1))
        try builder.activation("relu1", .relu)
        try builder.pooling("pool1", kind: .maximum, kernel: Extent(2), stride: Extent(2), padding: .none)
        try builder.convolution("conv2", outputChannels: 6, kernel: Extent(5), padding: .all(2))
        try builder.convolution("conv3", outputChannels: 4, kernel: Extent(3), stride: Extent(2), padding: .all(1))
        try builder.fullyConnected("dense", outputs: 9)
        return try builder.network()
    }

    private func plan(
        _ network: Network, workers: Int, grid: Int, reusesData: Bool, _ delivery: Delivery,
        groupOwnerComputes: Bool = false
    ) throws -> ExecutionPlan {
        var scheme = try #require(ConvolutionScheme.named("ftp"))
        scheme.grid = Extent(height: grid, width: grid)
        scheme.distribution = .workStealing
        scheme.reusesData = reusesData
        let cluster = Cluster(
            devices: (0...workers).map {
                Device(name: "device-\($0)", profile: DeviceCatalogue.profiles[0], capability: 1)
            },
            groupOwner: 0, source: 0, computing: Array((groupOwnerComputes ? 0 : 1)...workers),
            wireless: WirelessNetwork(rate: DataRate(bitsPerSecond: 1e8)))
        let partition = Partitioner(convolution: scheme, fullyConnected: .byOutputs).partition(network, on: cluster)
        return Planner(delivery: delivery).plan(partition, of: network, on: cluster)
    }

    @Test(arguments: [false, true], [false, true])
    func dealtTilesEqualTheWholeNetwork(reusesData: Bool, groupOwnerComputes: Bool) throws {
        let network = try network()
        let layers = try NetworkLayers(network, seed: 5)
        let input = SeededParameters(seed: 5).input(network.input)
        let whole = try NetworkExecution(network, seed: 5).run(input)
        for delivery in Delivery.allCases {
            for workers in 1...4 {
                for grid in 2...3 {
                    let plan = try plan(
                        network, workers: workers, grid: grid, reusesData: reusesData, delivery,
                        groupOwnerComputes: groupOwnerComputes)
                    #expect(plan.isDynamic)
                    for reusing in [false, true] {
                        let fixed = plan.fixing(.dealt(plan, reusing: reusing))
                        #expect(!fixed.isDynamic)
                        let result = try PlanVerification(fixed, layers: layers, input: input)
                        #expect(
                            result.isEqual,
                            "\(delivery), \(workers) workers, \(grid): \(String(describing: result.firstDifference))")
                        #expect(result.output.isBitwiseEqual(to: whole))
                    }
                }
            }
        }
    }

    /// Every task in either way, on any device: the ways of a task compute the same.
    @Test func anyAssignmentEqualsTheWholeNetwork() throws {
        let network = try network()
        let layers = try NetworkLayers(network, seed: 5)
        let input = SeededParameters(seed: 5).input(network.input)
        let plan = try plan(network, workers: 3, grid: 3, reusesData: true, .direct)
        var choice = SeededChoices(seed: 11)
        for _ in 0..<12 {
            let assignment = TaskAssignment(
                choices: plan.pools.map { pool in
                    pool.tasks.map { task in
                        .init(
                            device: pool.candidates[choice.next(below: pool.candidates.count)],
                            way: choice.next(below: task.ways.count))
                    }
                })
            let result = try PlanVerification(plan.fixing(assignment), layers: layers, input: input)
            #expect(result.isEqual, "\(assignment): \(String(describing: result.firstDifference))")
        }
    }

    @Test func reuseComputesLess() throws {
        let network = try network()
        let plan = try plan(network, workers: 3, grid: 3, reusesData: true, .direct)
        func macs(_ reusing: Bool) -> Int {
            plan.fixing(.dealt(plan, reusing: reusing)).operations.reduce(0) { sum, operation in
                if case .compute(let computation) = operation.action { sum + computation.macs.count } else { sum }
            }
        }
        #expect(macs(true) < macs(false))
    }

    /// What a device has already is not sent to it: alone, it only asks for nothing and brings its results.
    @Test func aSingleDeviceSendsNothingToItself() throws {
        let network = try network()
        let plan = try plan(network, workers: 1, grid: 2, reusesData: true, .direct)
        let fixed = plan.fixing(.dealt(plan))
        let reused = fixed.operations.filter {
            guard case .transfer(let transfer) = $0.action else { return false }
            return transfer.purpose == .reuse && fixed.placeDevices[Int(transfer.destination)] == 1
        }
        #expect(reused.isEmpty)
    }

    @Test func aPlanWithOpenTasksIsRefused() throws {
        let network = try network()
        let layers = try NetworkLayers(network, seed: 5)
        let plan = try plan(network, workers: 2, grid: 2, reusesData: false, .direct)
        let error = #expect(throws: KernelError.self) { try PlanExecution(plan, layers: layers) }
        #expect(error.map { "\($0)" }?.contains("fixing") == true)
    }
}

/// A small generator of Lehmer's (MINSTD), enough to choose devices.
private struct SeededChoices {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(below bound: Int) -> Int {
        state = state * 48271 % 2_147_483_647
        return Int(state % UInt64(bound))
    }
}
