import ScenarioFiles
import Simulator
import Testing
import Units

@testable import Experiments

/// MoDNN's setting (DATE 2017, doi 10.23919/DATE.2017.7927211): VGG-16 on one to four equal phones.
@Suite struct ModnnTests {
    private func records(_ scheme: String, memory: String = "192 MiB") throws -> [RunRecord] {
        let file = try shipped(
            "modnn-vgg16", "convolution=\(scheme)", "cluster.everyDevice.applicationMemory=\(memory)")
        return try Sweep(file).run(jobs: 2)
    }

    @Test(arguments: ["bodp", "grid-2d"])
    func moreDevicesAreFasterAndMoreThanInProportion(scheme: String) throws {
        let records = try records(scheme)
        #expect(records.map(\.devices) == [1, 2, 3, 4])
        for (fewer, more) in zip(records, records.dropFirst()) {
            #expect(more.metrics.latency < fewer.metrics.latency)
        }
        #expect(records[0].speedup == 1)
        #expect(records.dropFirst().allSatisfy { $0.efficiency > 1 })
    }

    @Test func fourPhonesHoldTheWeightsThatOneStreams() throws {
        let records = try records("bodp")
        // One phone holds 192 MiB less its activations of 528 MiB of weights.
        #expect(records[0].metrics.streamedBytes.mebibytes > 300)
        #expect(records[3].metrics.streamedBytes == .zero)
    }

    @Test(arguments: ["bodp", "grid-2d"])
    func theGainBeyondProportionIsMemoryAlone(scheme: String) throws {
        let records = try records(scheme, memory: "1 GiB")
        #expect(records.allSatisfy { $0.metrics.streamedBytes == .zero })
        #expect(records.allSatisfy { $0.efficiency <= 1 })
        #expect(records[3].speedup < 4)
        #expect(records[3].speedup > 3)
    }

    /// 2.17x and 4.28x, the delivery time 30.02 % below the grid's, 6 s on four phones.
    @Test func thePublishedHeadlineIsReached() throws {
        let strips = try records("bodp")
        let tiles = try records("grid-2d")
        #expect(abs(strips[1].speedup / 2.17 - 1) <= 0.05)
        #expect(abs(strips[3].speedup / 4.28 - 1) <= 0.05)
        #expect(strips[2].speedup > strips[1].speedup && strips[2].speedup < strips[3].speedup)
        let shorter = 1 - strips[3].metrics.delivery / tiles[3].metrics.delivery
        #expect(abs(shorter - 0.3002) <= 0.015)
        #expect(abs(strips[3].metrics.latency.seconds / 6 - 1) <= 0.1)
        #expect(try shipped("modnn-vgg16").freeParameters.count == 2)
    }
}
