import Execution
import NeuralNetworks
import Partitioning
import Tensors
import TestSupport
import Testing
import Units

/// Fused tiles that devices take while they run.
@Suite struct TaskPoolPlanTests {
    private static func stealing(_ rows: Int, _ columns: Int, reuse: Bool, every: Int? = nil) -> ConvolutionScheme {
        var scheme = ConvolutionScheme(
            name: "ftp", shape: .grid, fusion: every.map { .everyStridedLayers($0) } ?? .all,
            grid: Extent(height: rows, width: columns))
        scheme.distribution = .workStealing
        scheme.reusesData = reuse
        return scheme
    }

    /// Every way of every task is replayed: what it reads is there, what it sends is used, the output is whole.
    @Test(arguments: TestNetworks.names) func everyWayOfEveryTaskHasWhatItReads(name: String) throws {
        let network = try TestNetworks.named(name)
        for (rows, columns) in [(1, 1), (1, 3), (2, 2), (3, 3), (3, 2), (5, 5)] {
            for reuse in [false, true] {
                for every in [nil, 1] {
                    for delivery in Delivery.allCases {
                        let scheme = Self.stealing(rows, columns, reuse: reuse, every: every)
                        let example = PlanCase(network, on: .devices([2, 1, 1]), scheme, .byOutputs, delivery)
                        let plan = example.plan()
                        do {
                            try plan.validate(forgetting: [.mapReduce, .coordinated].contains(delivery))
                        } catch {
                            Issue.record("\(example.label), \(rows)x\(columns), every \(every ?? 0): \(error)")
                        }
                    }
                }
            }
        }
    }

    /// Large enough for 3x3 tiles.
    private static var square: Network {
        get throws {
            var builder = try NetworkBuilder(name: "square", input: TensorShape(channels: 2, height: 24, width: 24))
            for layer in 1...3 {
                try builder.convolution("conv\(layer)", outputChannels: 3, kernel: Extent(3), padding: .all(1))
            }
            return try builder.network()
        }
    }

    @Test func aCheckerboardReusesWhatTheOtherColourComputed() throws {
        let plan = PlanCase(try Self.square, on: .devices([1, 1]), Self.stealing(3, 3, reuse: true)).plan()
        let pool = try #require(plan.pools.first)
        #expect(pool.tasks.map(\.ways.count) == [1, 1, 1, 1, 1, 2, 2, 2, 2])
        for task in pool.tasks.suffix(4) {
            let macs = task.ways.map { work(of: $0, in: plan) }
            #expect(macs[0] < macs[1])
        }
        let row = PlanCase(try Self.square, on: .devices([1, 1]), Self.stealing(3, 3, reuse: false)).plan()
        #expect(try #require(row.pools.first).tasks.allSatisfy { $0.ways.count == 1 })
    }

    private func work(of way: PoolTask.Way, in plan: ExecutionPlan) -> Int {
        plan.operations[way.operations].reduce(0) { sum, operation in
            if case .compute(let computation) = operation.action { sum + computation.macs.count } else { sum }
        }
    }

    /// In a single row of tiles the first colour does not overlap itself if tiles are wide: with all reuse nothing is
    /// done twice.
    @Test func aRowOfWideTilesDoesNothingTwice() throws {
        var builder = try NetworkBuilder(name: "row", input: TensorShape(channels: 2, height: 8, width: 60))
        for layer in 1...3 {
            try builder.convolution("conv\(layer)", outputChannels: 3, kernel: Extent(3), padding: .all(1))
        }
        let network = try builder.network()
        let plan = PlanCase(network, on: .devices([1, 1]), Self.stealing(1, 5, reuse: true)).plan()
        try plan.validate()
        let pool = try #require(plan.pools.first)
        #expect(pool.macsDoneOnce == network.macs.count)
        #expect(pool.tasks.reduce(0) { $0 + work(of: $1.ways[0], in: plan) } == network.macs.count)
        #expect(pool.tasks.reduce(0) { $0 + work(of: $1.ways.last!, in: plan) } > network.macs.count)
    }

    /// By hand: one layer's halo. Tiles of 3 columns of a map of 9; the middle tile asks its neighbours for what they
    /// computed of the first map.
    @Test func whatIsAskedForIsAThinRim() throws {
        var builder = try NetworkBuilder(name: "rim", input: TensorShape(channels: 1, height: 4, width: 9))
        try builder.convolution("conv1", outputChannels: 2, kernel: Extent(3), padding: .all(1))
        try builder.convolution("conv2", outputChannels: 1, kernel: Extent(3), padding: .all(1))
        let plan = PlanCase(try builder.network(), on: .devices([1, 1]), Self.stealing(1, 3, reuse: true)).plan()
        let way = try #require(plan.pools.first?.tasks.last?.ways.first)
        let fetched = way.operations.compactMap { index -> [TensorSlice]? in
            guard case .transfer(let transfer) = plan.operations[index].action, transfer.purpose == .reuse else {
                return nil
            }
            return Array(plan.writes(of: plan.operations[index]))
        }
        // The outer tiles computed columns 0 to 3 and 5 to 8 of conv1; the middle one reads 2 to 6 and so computes 4.
        let box = { (columns: Range<Int>) in
            TensorSlice(tensor: 1, region: Region(channels: 0..<2, rows: 0..<4, columns: columns))
        }
        #expect(fetched == [[box(2..<4)], [box(5..<7)]])
        // And column 4 of conv1 reads columns 3 to 5 of the input.
        let inputs = way.operations.flatMap { plan.writes(of: plan.operations[$0]) }.filter { $0.tensor == 0 }
        #expect(inputs.map(\.region) == [Region(channels: 0..<1, rows: 0..<4, columns: 3..<6)])
    }

    /// Without reuse the tiles of both distributions are the same: so are the bytes of inputs and results.
    @Test func stolenTilesAreTheDealtOnes() throws {
        let network = try Self.square
        let cluster = PlanCase(network, on: .devices([1, 1, 1], ownerComputes: false), .bodp).cluster
        var dealt = Self.stealing(3, 3, reuse: false)
        dealt.distribution = .workSharing
        let shared = PlanCase(network, on: cluster, dealt, .byOutputs, .mapReduce).plan()
        let stolen = PlanCase(network, on: cluster, Self.stealing(3, 3, reuse: false), .byOutputs, .mapReduce).plan()
        func tiles(_ plan: ExecutionPlan) -> [Region] {
            plan.operations.filter { operation in
                if case .transfer(let transfer) = operation.action { transfer.purpose == .scatter } else { false }
            }.flatMap { plan.writes(of: $0).map(\.region) }
        }
        #expect(tiles(shared) == tiles(stolen))
        #expect(tiles(stolen).count == 9)
    }
}
