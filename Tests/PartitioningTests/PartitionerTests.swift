import DeviceProfiles
import NeuralNetworks
import Partitioning
import Tensors
import Testing
import Units

@Suite struct PartitionerTests {
    private func partition(
        _ network: Network, _ cluster: Cluster, _ scheme: ConvolutionScheme,
        _ fullyConnected: FullyConnectedScheme = .byOutputs
    ) -> Partition { Partitioner(convolution: scheme, fullyConnected: fullyConnected).partition(network, on: cluster) }

    /// One 3x3 convolution on a map of one channel.
    private func oneLayer(height: Int, width: Int) throws -> Network {
        var builder = try NetworkBuilder(name: "one", input: TensorShape(channels: 1, height: height, width: width))
        try builder.convolution("conv", outputChannels: 1, kernel: Extent(3), padding: .all(1))
        return try builder.network()
    }

    // MARK: Strips

    @Test func stripsFollowTheCapabilities() throws {
        let network = try oneLayer(height: 224, width: 224)
        let parts = partition(network, .devices([4, 3, 2, 1]), .bodp).stages[0].steps[0].parts
        // 0.4, 0.7 and 0.9 of 224 rows: 89.6, 156.8 and 201.6, rounded.
        #expect(parts.map(\.output.rows) == [0..<90, 90..<157, 157..<202, 202..<224])
        #expect(parts.map(\.output.columns) == Array(repeating: 0..<224, count: 4))
        #expect(parts.map(\.place) == [0, 1, 2, 3])
    }

    @Test func equalStripsIgnoreTheCapabilities() throws {
        let network = try oneLayer(height: 8, width: 8)
        let scheme = try #require(ConvolutionScheme.named("bodp-equal"))
        let parts = partition(network, .devices([4, 3, 2, 1]), scheme).stages[0].steps[0].parts
        #expect(parts.map(\.output.rows) == [0..<2, 2..<4, 4..<6, 6..<8])
    }

    @Test func stripsLieAcrossTheLongerEdge() throws {
        let parts = partition(try oneLayer(height: 4, width: 9), .devices([1, 2]), .bodp).stages[0].steps[0].parts
        #expect(parts.map(\.output.columns) == [0..<3, 3..<9])
        #expect(parts.map(\.output.rows) == [0..<4, 0..<4])
    }

    @Test func aMapWithFewerRowsThanDevicesLeavesSomeIdle() throws {
        let parts = partition(try oneLayer(height: 2, width: 2), .devices([1, 1, 1, 1, 1]), .bodp).stages[0].steps[0]
            .parts
        // Boundaries 0.4, 0.8, 1.2, 1.6 rounded: 0 0 1 1 2 2.
        #expect(parts.map(\.place) == [1, 3])
        #expect(parts.map(\.output.rows) == [0..<1, 1..<2])
    }

    @Test func partsAreDealtInTheOrderOfTheComputingDevices() throws {
        var cluster = Cluster.devices([1, 5, 2, 3])
        cluster.computing = [3, 0, 2]
        let parts = partition(try oneLayer(height: 6, width: 6), cluster, .bodp).stages[0].steps[0].parts
        #expect(parts.map(\.place) == [3, 0, 2])
        #expect(parts.map(\.output.rows) == [0..<3, 3..<4, 4..<6])
    }

    @Test func allOfItOnTheFirstOfTheFastestDevices() throws {
        for (capabilities, expected) in [([1, 3, 3], 1), ([3, 1, 3], 0), ([1, 2, 4], 2)] {
            let partition = partition(try TestNetworks.chain, .devices(capabilities), .singleDevice, .singleDevice)
            let places = partition.stages.flatMap(\.steps).flatMap(\.parts).map(\.place)
            // The softmax is the Group Owner's.
            #expect(Set(places.dropLast()) == [expected] && places.last == 0)
        }
    }

    // MARK: Grids

    @Test func gridsAreTheSquarestWithTheLongerSideAlongTheLongerEdge() throws {
        for (devices, longer, shorter) in [
            (1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 2, 2), (5, 5, 1), (6, 3, 2), (7, 7, 1), (8, 4, 2), (9, 3, 3),
            (12, 4, 3), (16, 4, 4), (18, 6, 3),
        ] {
            for (height, width) in [(24, 24), (25, 24), (24, 25)] {
                let cluster = Cluster.devices(Array(repeating: 1, count: devices))
                let parts = partition(try oneLayer(height: height, width: width), cluster, .grid2D).stages[0].steps[0]
                    .parts
                let rows = Set(parts.map(\.output.rows)).count
                let columns = Set(parts.map(\.output.columns)).count
                let expected = width > height ? (shorter, longer) : (longer, shorter)
                #expect((rows, columns) == expected, "\(devices) devices on \(height)x\(width)")
                // Numbered row by row.
                let order = parts.sorted {
                    ($0.output.rows.lowerBound, $0.output.columns.lowerBound) < (
                        $1.output.rows.lowerBound, $1.output.columns.lowerBound
                    )
                }
                #expect(order.map(\.place) == Array(0..<devices))
            }
        }
    }

    @Test func tilesOfAFixedGridAreTasksDealtToTheDevicesInTurn() throws {
        let scheme = ConvolutionScheme(name: "ftp", shape: .grid, fusion: .all, grid: Extent(height: 3, width: 3))
        let partition = partition(try oneLayer(height: 9, width: 9), .devices([5, 1]), scheme)
        // Places 0 and 1 are the devices; tile i is place 2 + i.
        #expect(partition.placeDevices == [0, 1] + [0, 1, 0, 1, 0, 1, 0, 1, 0])
        let parts = partition.stages[0].steps[0].parts
        #expect(parts.map(\.place) == Array(2..<11))
        #expect(parts[5].output == Region(channels: 0..<1, rows: 3..<6, columns: 6..<9))
    }

    @Test func aFixedGridWithATileForEveryDeviceNeedsNoTasks() throws {
        let scheme = ConvolutionScheme(name: "grid-2d", shape: .grid, grid: Extent(height: 1, width: 4))
        let partition = partition(try oneLayer(height: 9, width: 8), .devices([1, 1, 1, 1]), scheme)
        #expect(partition.placeDevices == [0, 1, 2, 3])
        #expect(partition.stages[0].steps[0].parts.map(\.output.columns) == [0..<2, 2..<4, 4..<6, 6..<8])
    }

    // MARK: Fused stages

    @Test func aTileOfAFusedStageIsProjectedBackwards() throws {
        // pool 2x2 of a 3x3 convolution on 8x8: output rows 0 ..< 2 need map rows 0 ..< 4; the other half the rest.
        var builder = try NetworkBuilder(name: "two", input: TensorShape(channels: 1, height: 8, width: 8))
        try builder.convolution("conv1", outputChannels: 2, kernel: Extent(3), padding: .all(1))
        try builder.convolution("conv2", outputChannels: 3, kernel: Extent(3), padding: .all(1))
        try builder.pooling("pool", kernel: Extent(2))
        let network = try builder.network()
        let scheme = try #require(ConvolutionScheme.named("fused-strips"))
        let partition = partition(network, .devices([1, 1]), scheme)
        #expect(partition.stages.count == 1)
        let steps = partition.stages[0].steps
        #expect(steps.map { $0.parts.map(\.output.rows) } == [[0..<5, 3..<8], [0..<4, 4..<8], [0..<2, 2..<4]])
        // Rows 3 and 4 of 8 columns and 2 channels at 9 taps are computed twice.
        #expect(partition.redundantMACs(of: steps[0], in: network).count == 2 * 8 * 2 * 9)
        #expect(partition.redundantMACs(of: steps[1], in: network) == .zero)
    }

    @Test func groupsEndAtStridedLayers() throws {
        let network = try Network.vgg16(input: TensorShape(channels: 3, height: 64, width: 64))
        func sizes(_ every: Int) -> [Int] {
            let scheme = ConvolutionScheme(name: "fused-strips", shape: .strips, fusion: .everyStridedLayers(every))
            return partition(network, .devices([1, 1]), scheme).stages.map(\.steps.count)
        }
        // Two, two, three, three and three convolutions with their pools; three fully connected layers, a softmax.
        #expect(sizes(1) == [3, 3, 4, 4, 4, 1, 1, 1, 1])
        #expect(sizes(2) == [6, 8, 4, 1, 1, 1, 1])
        #expect(sizes(9) == [18, 1, 1, 1, 1])
    }

    @Test func groupsDoNotEndInsideABlock() throws {
        let network = try TestNetworks.residual
        let scheme = ConvolutionScheme(name: "ftp", shape: .grid, fusion: .everyStridedLayers(1))
        // conv1, conv2, conv3, shortcut and the sum; conv4 and the pool; the fully connected layer.
        #expect(partition(network, .devices([1, 1]), scheme).stages.map(\.steps.count) == [5, 2, 1])
    }

    @Test func aStepThatALaterClassifierReadsIsComputedInFull() throws {
        // conv2 skips every second of 8 rows; the early classifier needs the last one too.
        let network = try TestNetworks.twoHeads
        for name in ["ftp", "fused-strips"] {
            let scheme = try #require(ConvolutionScheme.named(name))
            for count in 1...4 {
                let cluster = Cluster.devices(Array(repeating: 1, count: count))
                let step = partition(network, cluster, scheme).stages[0].steps[0]
                #expect(Region.unionElementCount(step.parts.map(\.output)) == 2 * 8 * 8, "\(name) on \(count) devices")
            }
        }
    }

    // MARK: Fully connected layers

    @Test func fullyConnectedOutputsFollowTheCapabilities() throws {
        let network = try TestNetworks.chain
        let stages = partition(network, .devices([4, 3, 2, 1]), .bodp, .byOutputs).stages
        // fc4 has 7 outputs: 2.8, 4.9 and 6.3 rounded; fc5 has 3: 1.2, 2.1 and 2.7.
        #expect(stages[4].steps[0].parts.map(\.output.channels) == [0..<3, 3..<5, 5..<6, 6..<7])
        #expect(stages[5].steps[0].parts.map(\.output.channels) == [0..<1, 1..<2, 2..<3])
        #expect(stages[5].steps[0].parts.map(\.place) == [0, 1, 2])
    }

    @Test func fullyConnectedInputsAreCutLikeTheMapThatTheyCome() throws {
        let network = try TestNetworks.chain
        let stages = partition(network, .devices([1, 1]), .bodp, .byInputs).stages
        // fc4 reads 4x3x2 (rows 1.5 rounded up), fc5 a vector of 7 (3.5 rounded up).
        #expect(stages[3].steps[0].parts.map(\.output.rows) == [0..<2, 2..<3])
        #expect(stages[4].steps[0].parts.compactMap(\.summing?.rows) == [0..<2, 2..<3])
        #expect(stages[5].steps[0].parts.compactMap(\.summing?.channels) == [0..<4, 4..<7])
        #expect(stages[4].steps[0].sums.map(\.output.channels) == [0..<4, 4..<7])
    }
}
