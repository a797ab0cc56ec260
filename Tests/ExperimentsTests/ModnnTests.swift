import ScenarioFiles
import Simulator
import Testing
import Units

@testable import Experiments

/// MoDNN's setting (DATE 2017, doi 10.23919/DATE.2017.7927211): VGG-16 on one to four equal phones.
@Suite struct ModnnTests {
    private static let roomyPhone = #"{"profile": "nexus-5", "applicationMemory": "1 GiB"}"#

    private func records(_ scheme: String, device: String = "nexus-5") throws -> [RunRecord] {
        let file = try shipped(
            "modnn-vgg16", "convolution=\(scheme)", "cluster.groupOwner.device=\(device)",
            "cluster.workers.device=\(device)")
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
        let records = try records(scheme, device: Self.roomyPhone)
        #expect(records.allSatisfy { $0.metrics.streamedBytes == .zero })
        #expect(records.allSatisfy { $0.efficiency <= 1 })
        #expect(records[3].speedup < 4)
        #expect(records[3].speedup > 3)
    }
}
