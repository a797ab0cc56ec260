import ScenarioFiles
import Simulator
import Testing
import Units

@testable import Experiments

/// MoDNN's partition as the DeepThings paper measured it (IEEE TCAD 37(11), 2018, doi 10.1109/TCAD.2018.2858384):
/// the first 16 layers of YOLOv2 on 1 to 6 boards.
@Suite struct DeepThingsTests {
    private static let publishedMebibytes = [9.87, 10.92, 12.87, 13.92, 17.05, 19.59]
    private static let publishedSeconds = [17.02, 10.20, 8.50, 7.57, 7.82, 8.09]

    private func metrics() throws -> [Metrics] {
        try preparedRuns(try shipped("deepthings-yolov2")).map { $0.run(repetition: 0).metrics }
    }

    @Test func theBytesOnTheAirAreThePublishedOnes() throws {
        for (metrics, published) in zip(try metrics(), Self.publishedMebibytes) {
            #expect(abs(metrics.sentBytes.mebibytes - published) <= 0.01)
        }
        #expect(try metrics().count == 6)
    }

    @Test func theLatenciesAreNearThePublishedOnesAndLeastAtFourDevices() throws {
        let latencies = try metrics().map(\.latency.seconds)
        let errors = zip(latencies, Self.publishedSeconds).map { abs($0 / $1 - 1) }
        #expect(errors.reduce(0, +) / Double(errors.count) <= 0.08)
        #expect(latencies.firstIndex(of: latencies.min()!) == 3)
    }

    @Test func whatWasFittedIsNamed() throws {
        #expect(
            try shipped("deepthings-yolov2").freeParameters.map(\.path) == [
                "cluster.wireless.rate", "cluster.wireless.messageOverhead",
            ])
    }
}
