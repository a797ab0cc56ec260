import DeviceProfiles
import Execution
import NeuralNetworks
import Partitioning
import Tensors
import Testing
import Units

/// Messages by hand: float32, so four bytes an element.
@Suite struct PlannerTests {
    private struct Sent: Hashable, CustomStringConvertible {
        var from: Int
        var to: Int
        var bytes: Int

        init(_ from: Int, _ to: Int, _ bytes: Int) {
            self.from = from
            self.to = to
            self.bytes = bytes
        }

        var description: String { "\(from) -> \(to): \(bytes) B" }
    }

    private func sent(_ plan: ExecutionPlan, inStep name: String) -> [Sent] {
        plan.messages(inStep: name).map { Sent(Int($0.source), Int($0.destination), $0.bytes.bytes) }
    }

    /// Two 3x3 convolutions on a map of one channel.
    private func twoLayers(height: Int, width: Int) throws -> Network {
        var builder = try NetworkBuilder(name: "two", input: TensorShape(channels: 1, height: height, width: width))
        try builder.convolution("conv1", outputChannels: 1, kernel: Extent(3), padding: .all(1))
        try builder.convolution("conv2", outputChannels: 1, kernel: Extent(3), padding: .all(1))
        return try builder.network()
    }

    // MARK: Halos

    @Test func twoStripsExchangeARowEach() throws {
        let plan = PlanCase(try twoLayers(height: 6, width: 4), on: .devices([1, 1]), .bodp).plan()
        // Rows of 16 bytes: 2 ..< 6 of the input, one row each way, 3 ..< 6 of the output.
        #expect(sent(plan, inStep: "conv1") == [Sent(0, 1, 64)])
        #expect(sent(plan, inStep: "conv2") == [Sent(1, 0, 16), Sent(0, 1, 16)])
        #expect(sent(plan, inStep: "output") == [Sent(1, 0, 48)])
    }

    @Test func twoByTwoTilesExchangeEdgesAndCorners() throws {
        let plan = PlanCase(try twoLayers(height: 8, width: 8), on: .devices([1, 1, 1, 1]), .grid2D).plan()
        let messages = sent(plan, inStep: "conv2")
        // Each of four tiles gets two edges of 4 elements and a corner of 1.
        #expect(messages.count == 12)
        for (place, corner) in [(0, 3), (1, 2), (2, 1), (3, 0)] {
            for message in messages where message.to == place {
                #expect(message.bytes == (message.from == corner ? 4 : 16), "\(message)")
            }
        }
    }

    @Test func aStripNarrowerThanTheHaloFetchesFromSeveralNeighbours() throws {
        var builder = try NetworkBuilder(name: "wide kernel", input: TensorShape(channels: 1, height: 4, width: 1))
        try builder.convolution("conv1", outputChannels: 1, kernel: Extent(1))
        try builder.convolution("conv2", outputChannels: 1, kernel: Extent(height: 5, width: 1), padding: .same)
        let plan = PlanCase(try builder.network(), on: .devices([1, 1, 1, 1]), .bodp).plan()
        // One row each, two rows of halo on either side: all pairs but 0 and 3.
        let pairs = Set(sent(plan, inStep: "conv2"))
        var expected: Set<Sent> = []
        for from in 0..<4 {
            for to in 0..<4 where from != to && abs(from - to) < 3 { expected.insert(Sent(from, to, 4)) }
        }
        #expect(pairs == expected)
    }

    @Test func alignedCutsTakeTheExchangeAwayInFrontOfVGG16sPools() throws {
        let network = try Network.vgg16(input: TensorShape(channels: 3, height: 224, width: 224))
        let cluster = Cluster.devices([4, 3, 2, 1])
        let aligned = PlanCase(network, on: cluster, try #require(ConvolutionScheme.named("bodp-aligned"))).plan()
        let plain = PlanCase(network, on: cluster, .bodp).plan()
        let pools = (1...5).map { "pool\($0)" }
        #expect(pools.map { aligned.messages(inStep: $0).count } == [0, 0, 0, 0, 0])
        // conv1_2 is cut at 90, 157 and 202, pool1 at 45, 78 and 101: device 2 lacks row 156.
        #expect(sent(plain, inStep: "pool1") == [Sent(1, 2, 64 * 224 * 4)])
    }

    @Test func rowsThatNobodyReadsAreNotSent() throws {
        // Stride 2 without padding: of rows 0 ..< 4 and 4 ..< 7 a 1x1 kernel reads 0, 2, 4 and 6; the cut of the four
        // outputs at 2 needs rows 0 ..< 3 and 4 ..< 7.
        var builder = try NetworkBuilder(name: "stride", input: TensorShape(channels: 1, height: 7, width: 1))
        try builder.convolution("conv1", outputChannels: 1, kernel: Extent(1))
        try builder.convolution("conv2", outputChannels: 1, kernel: Extent(1), stride: Extent(2))
        let plan = PlanCase(try builder.network(), on: .devices([1, 1]), .bodp).plan()
        #expect(sent(plan, inStep: "conv2") == [])
    }

    @Test func aGroupedConvolutionFetchesTheRowsOfAllItsChannels() throws {
        var builder = try NetworkBuilder(name: "groups", input: TensorShape(channels: 2, height: 4, width: 1))
        try builder.convolution("conv1", outputChannels: 4, kernel: Extent(1))
        try builder.convolution(
            "conv2", outputChannels: 4, kernel: Extent(height: 3, width: 1), padding: .same, groups: 2)
        let plan = PlanCase(try builder.network(), on: .devices([1, 1]), .bodp).plan()
        #expect(sent(plan, inStep: "conv2") == [Sent(1, 0, 16), Sent(0, 1, 16)])
    }

    // MARK: Deliveries

    @Test func aRelayingOwnerThatComputesGetsEveryRowOnce() throws {
        // One row of 12 bytes a device. The owner needs row 1 itself and passes it on to device 2, which needs it too.
        let plan = PlanCase(try twoLayers(height: 3, width: 3), on: .devices([1, 1, 1]), .bodp, .byOutputs, .relay)
            .plan()
        #expect(sent(plan, inStep: "conv2") == [Sent(1, 0, 12), Sent(2, 0, 12), Sent(0, 1, 24), Sent(0, 2, 12)])
        #expect(plan.messages(inStep: "conv2").map(\.purpose) == [.upload, .upload, .download, .download])
    }

    @Test func whatTheRelayingOwnerAloneNeedsTakesOneHop() throws {
        let plan = PlanCase(try twoLayers(height: 6, width: 4), on: .devices([1, 1]), .bodp, .byOutputs, .relay).plan()
        #expect(sent(plan, inStep: "conv2") == [Sent(1, 0, 16), Sent(0, 1, 16)])
        #expect(sent(plan, inStep: "output") == [Sent(1, 0, 48)])
        #expect(plan.messages(inStep: "output").map(\.purpose) == [.gather])
    }

    @Test func aRelayingOwnerThatDoesNotComputePassesEveryHaloOn() throws {
        let plan = PlanCase(
            try twoLayers(height: 3, width: 3), on: .devices([1, 1, 1, 1], ownerComputes: false), .bodp, .byOutputs,
            .relay
        ).plan()
        // Rows 0, 1 and 2 of workers 1, 2 and 3 go up once; worker 2 gets two rows in one message.
        #expect(
            sent(plan, inStep: "conv2") == [
                Sent(1, 0, 12), Sent(2, 0, 12), Sent(3, 0, 12), Sent(0, 1, 12), Sent(0, 2, 24), Sent(0, 3, 12),
            ])
    }

    @Test func mapReduceHandsOutAllInputsAndCollectsAllOutputsOfEveryLayer() throws {
        let plan = PlanCase(
            try twoLayers(height: 3, width: 3), on: .devices([1, 1, 1, 1], ownerComputes: false), .bodp, .byOutputs,
            .mapReduce
        ).plan()
        // Inputs of 2, 3 and 2 rows down, a row of output up; the last layer's outputs are the result.
        let down = [Sent(0, 1, 24), Sent(0, 2, 36), Sent(0, 3, 24)]
        let up = [Sent(1, 0, 12), Sent(2, 0, 12), Sent(3, 0, 12)]
        #expect(sent(plan, inStep: "conv1") == down + up)
        #expect(sent(plan, inStep: "conv2") == down + up)
        #expect(sent(plan, inStep: "output") == [])
        #expect(plan.messages(inStep: "conv2").map(\.purpose).suffix(3) == [.gather, .gather, .gather])
    }

    @Test func mapReduceFetchesTheInputFromItsSourceFirst() throws {
        var cluster = Cluster.devices([1, 1, 1])
        cluster.source = 2
        let plan = PlanCase(try twoLayers(height: 3, width: 3), on: cluster, .bodp, .byOutputs, .mapReduce).plan()
        // All three rows to the owner; then also the source gets its two rows from there.
        #expect(sent(plan, inStep: "conv1").prefix(3) == [Sent(2, 0, 36), Sent(0, 1, 36), Sent(0, 2, 24)])
    }

    // MARK: Fused tiles

    @Test func fusedTilesByHand() throws {
        // 9x9, two 3x3 convolutions with 2 and 1 channels, 3x3 tiles on two devices: even tiles (corners and centre) on
        // the owner's device, odd ones (edges) on the other.
        var builder = try NetworkBuilder(name: "tiles", input: TensorShape(channels: 1, height: 9, width: 9))
        try builder.convolution("conv1", outputChannels: 2, kernel: Extent(3), padding: .all(1))
        try builder.convolution("conv2", outputChannels: 1, kernel: Extent(3), padding: .all(1))
        let network = try builder.network()
        let scheme = ConvolutionScheme(name: "ftp", shape: .grid, fusion: .all, grid: Extent(height: 3, width: 3))
        let plan = PlanCase(network, on: .devices([1, 1]), scheme).plan()
        // conv1 tiles: 4 corners of 4x4, 4 edges of 4x5, a centre of 5x5: 169 pixels instead of 81, 2 channels, 9 taps.
        #expect(plan.redundantMACs == MACCount((169 - 81) * 2 * 9))
        let statistics = plan.statistics(bytesPerElement: 4)
        #expect(statistics.macs.count == 81 * 2 * 9 + 81 * 18 + 88 * 18)
        // Device 1: four edges of 20 pixels in conv1 and 9 in conv2.
        #expect(statistics.macsByDevice[1].count == 4 * (20 * 2 * 9 + 9 * 18))
        // An edge reads 5x7 pixels of the input and yields 3x3; tiles on the owner's device send nothing.
        #expect(
            plan.messages.map(\.transfer.bytes.bytes) == Array(repeating: 140, count: 4)
                + Array(repeating: 36, count: 4))
        #expect(plan.messages.map(\.transfer.destination).prefix(4) == [3, 5, 7, 9])
        // The tiles of a device share one copy of the weights: 2 x (9 + 1) and 18 + 1 values.
        #expect(statistics.weightBytesByDevice == [ByteCount(39 * 4), ByteCount(39 * 4)])
    }

    // MARK: Fully connected layers

    /// 2x4x4 inputs, 10 outputs.
    private func oneVectorLayer() throws -> Network {
        var builder = try NetworkBuilder(name: "fc", input: TensorShape(channels: 2, height: 4, width: 4))
        try builder.fullyConnected("fc", outputs: 10)
        return try builder.network()
    }

    @Test func byOutputsSendsAllInputsToAll() throws {
        let plan = PlanCase(try oneVectorLayer(), on: .devices([1, 1]), .bodp, .byOutputs).plan()
        #expect(sent(plan, inStep: "fc") == [Sent(0, 1, 32 * 4)])
        #expect(sent(plan, inStep: "output") == [Sent(1, 0, 5 * 4)])
        // Half of the 10 x (32 + 1) values each.
        let statistics = plan.statistics(bytesPerElement: 4)
        #expect(statistics.weightBytesByDevice == [ByteCount(660), ByteCount(660)])
        #expect(statistics.macsByDevice == [MACCount(160), MACCount(160)])
    }

    @Test func byInputsSendsHalfTheInputsAndPartialSums() throws {
        let plan = PlanCase(try oneVectorLayer(), on: .devices([1, 1]), .bodp, .byInputs).plan()
        // Two rows of 2 channels x 4 columns; five sums each way.
        #expect(sent(plan, inStep: "fc") == [Sent(0, 1, 64), Sent(1, 0, 20), Sent(0, 1, 20)])
        #expect(sent(plan, inStep: "output") == [Sent(1, 0, 20)])
        #expect(plan.messages(inStep: "fc").map(\.purpose) == [.scatter, .partialSums, .partialSums])
        #expect(plan.statistics(bytesPerElement: 4).macsByDevice == [MACCount(160), MACCount(160)])
    }

    @Test func relayedPartialSumsTakeTwoHops() throws {
        let plan = PlanCase(
            try oneVectorLayer(), on: .devices([1, 1, 1], ownerComputes: false), .bodp, .byInputs, .relay
        ).plan()
        #expect(
            sent(plan, inStep: "fc") == [
                Sent(0, 1, 64), Sent(0, 2, 64), Sent(1, 0, 20), Sent(2, 0, 20), Sent(0, 1, 20), Sent(0, 2, 20),
            ])
        #expect(sent(plan, inStep: "output") == [Sent(1, 0, 20), Sent(2, 0, 20)])
    }

    @Test func mapReduceAddsPartialSumsUpAtTheOwner() throws {
        let plan = PlanCase(
            try oneVectorLayer(), on: .devices([1, 1, 1], ownerComputes: false), .bodp, .byInputs, .mapReduce
        ).plan()
        #expect(sent(plan, inStep: "fc") == [Sent(0, 1, 64), Sent(0, 2, 64), Sent(1, 0, 40), Sent(2, 0, 40)])
        #expect(sent(plan, inStep: "output") == [])
        let additions = plan.computations.filter(\.computation.addsPartialSums).map(\.computation)
        #expect(additions.map(\.place) == [0])
        #expect(additions.map(\.outputElements) == [10])
        // Reads two contributions of 10 sums, writes 10.
        #expect(additions.map(\.activationBytes) == [ByteCount(30 * 4)])
    }

    @Test func stepsAreNamedAfterTheirFirstLayerAndEndWithTheOutput() throws {
        let plan = PlanCase(try TestNetworks.residual, on: .devices([1, 1]), .bodp).plan()
        #expect(
            plan.steps.map(\.name) == ["conv1", "conv2", "conv3", "shortcut", "add", "conv4", "pool", "fc", "output"])
        // conv1: 2 channels of 12x10, 2 x 9 taps.
        #expect(plan.steps[0].elementCount == 240)
        #expect(plan.steps[0].macs == MACCount(240 * 18))
    }
}
