import Foundation
import NeuralNetworks
import Tensors
import Testing
import Units

@testable import TensorKernels

@Suite struct LayerTimingTests {
    private func network() throws -> Network {
        var builder = try NetworkBuilder(name: "small", input: TensorShape(channels: 3, height: 16, width: 12))
        try builder.convolution("conv1", outputChannels: 8, kernel: Extent(3), padding: .all(1))
        try builder.activation("relu1", .relu)
        try builder.pooling("pool1", kernel: Extent(2))
        try builder.fullyConnected("dense", outputs: 10)
        return try builder.network()
    }

    @Test func everyStepAndStripIsMeasured() throws {
        let network = try network()
        var progress: [LayerTiming.Progress] = []
        let timings = try LayerTiming.measure(network, strips: [5, 1, 9, 1000], repetitions: 3) { progress.append($0) }
        #expect(
            timings.map(\.layer) == Array(repeating: "conv1", count: 4) + Array(repeating: "pool1", count: 3) + [
                "dense"
            ])
        #expect(timings.map(\.rows) == [16, 5, 1, 9, 8, 5, 1, 1])
        #expect(timings.map(\.layerIndex) == [0, 0, 0, 0, 2, 2, 2, 3])
        // Convolution: 8 channels of 12 columns from 3x3x3 products.
        #expect(timings[1].macs == MACCount(8 * 5 * 12 * 27))
        for timing in timings {
            #expect(timing.minimum <= timing.lowerQuartile && timing.lowerQuartile <= timing.median)
            #expect(timing.median <= timing.upperQuartile && timing.repetitions == 3)
            #expect(timing.medianAbsoluteDeviation.nanoseconds >= 0)
        }
        // Three passes after one that does not count.
        #expect(progress.map(\.done) == Array(1...32) && progress.allSatisfy { $0.count == 32 })
        #expect(progress[31].estimatedTimeLeft == TimeSpan(nanoseconds: 0))
    }

    @Test func quantilesLieOnStraightLinesBetweenSamples() {
        #expect(LayerTiming.quantile(0.5, of: [7]) == 7)
        #expect(LayerTiming.quantile(0.5, of: [10, 20]) == 15)
        #expect(LayerTiming.quantile(0.25, of: [0, 100, 200, 300, 400]) == 100)
        #expect(LayerTiming.quantile(0.75, of: [0, 100, 200]) == 150)
    }

    @Test func timesOfLayersThatRunAsOneAddUp() throws {
        let network = try network()
        let timings = try LayerTiming.measure(network, repetitions: 3)
        let both = timings[0].followed(by: timings[1])
        #expect(both.layer == "conv1" && both.rows == 16 && both.macs == timings[0].macs)
        #expect(both.median == timings[0].median + timings[1].median)
        #expect(both.upperQuartile == timings[0].upperQuartile + timings[1].upperQuartile)
    }
}
