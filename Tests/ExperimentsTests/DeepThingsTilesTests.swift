import NeuralNetworks
import ScenarioFiles
import Simulator
import Testing
import Units

@testable import Experiments

/// Fused tiles as the DeepThings paper measured them (IEEE TCAD 37(11), 2018, figures 12 and 13) on 1 to 6 boards; one
/// observation, stealing on one board, fixed the time that a tile takes on top of its layers.
@Suite struct DeepThingsTilesTests {
    private static let dealt3 = [25.86, 15.60, 11.01, 9.70, 8.12, 8.13]
    private static let dealt5 = [40.45, 22.58, 16.01, 13.05, 11.54, 10.26]
    private static let stolen = [24.41, 13.42, 9.94, 8.60, 6.30, 5.60]
    private static let reusing = [18.15, 11.48, 7.53, 7.18, 6.35, 6.25]
    private static let stolenMebibytes = [1.41, 5.17, 6.41, 6.81, 7.56, 7.98]

    private static let metrics: [[Metrics]] = {
        let runs = try! preparedRuns(try! shipped("deepthings-work-stealing")).map { $0.run(repetition: 0).metrics }
        return stride(from: 0, to: runs.count, by: 6).map { Array(runs[$0..<$0 + 6]) }
    }()

    private func meanError(_ metrics: [Metrics], _ published: [Double]) -> Double {
        zip(metrics, published).reduce(0) { $0 + abs($1.0.latency.seconds / $1.1 - 1) } / Double(published.count)
    }

    @Test func latenciesAreNearThePublishedOnes() {
        #expect(Self.metrics.count == 4)
        #expect(meanError(Self.metrics[0], Self.dealt3) <= 0.08)
        #expect(meanError(Self.metrics[1], Self.stolen) <= 0.12)
        #expect(meanError(Self.metrics[2], Self.reusing) <= 0.12)
        #expect(meanError(Self.metrics[3], Self.dealt5) <= 0.08)
    }

    @Test(arguments: [("3x3", 13.79), ("4x4", 16.22), ("5x5", 18.98)])
    func theBytesOfDealtTilesAreThePublishedOnes(grid: String, published: Double) throws {
        for devices in [1, 4, 6] {
            let file = try shipped(
                "deepthings-work-stealing", "cluster.devices=\(devices)",
                #"convolution={"scheme": "ftp", "grid": "\#(grid)"}"#)
            let metrics = PreparedRun(try file.scenario()).run(repetition: 0).metrics
            // At the precision of the figures that are compared.
            let hundredths = (100 * metrics.sentBytes.mebibytes).rounded()
            #expect(abs(hundredths - (100 * published).rounded()) <= 1)
        }
    }

    @Test(arguments: [("3x3", 1.529), ("4x4", 1.845), ("5x5", 2.196)])
    func theRedundancyOfTilesIsThePublishedOne(grid: String, published: Double) throws {
        for distribution in ["work-sharing", "work-stealing"] {
            let file = try shipped(
                "deepthings-work-stealing",
                #"convolution={"scheme": "ftp", "grid": "\#(grid)", "distribution": "\#(distribution)"}"#)
            let run = PreparedRun(try file.scenario())
            let redundant = Double(run.run(repetition: 0).metrics.redundantMACs.count)
            #expect(abs(1 + redundant / Double(run.scenario.network.macs.count) - published) <= 0.001)
        }
    }

    @Test func theBytesOfStolenTilesAreNearThePublishedOnes() {
        for (metrics, published) in zip(Self.metrics[1], Self.stolenMebibytes) {
            #expect(abs(metrics.sentBytes.mebibytes / published - 1) <= 0.15)
        }
    }

    @Test func stealingBeatsDealingAndReusePaysUpToFourBoards() {
        for boards in 0..<6 {
            let latencies = Self.metrics.map { $0[boards].latency }
            #expect(latencies[1] < latencies[0])
            #expect((latencies[2] < latencies[1]) == (Self.reusing[boards] < Self.stolen[boards]))
        }
    }

    /// On one board every tile of the second colour finds what its four neighbours computed.
    @Test func reuseSavesMostOfTheRedundantWork() {
        let without = Self.metrics[1][0].redundantMACs.count
        let with = Self.metrics[2][0].redundantMACs.count
        #expect(with > 0)
        #expect(with < without / 2)
        #expect(
            Self.metrics[2][0].computeByDevice.reduce(.zero, +) < Self.metrics[1][0].computeByDevice.reduce(.zero, +))
    }

    @Test func severalSourcesShareTheBoards() throws {
        // One image each at once: all work at home first, so six sources steal nothing and send results alone.
        var latencies: [Double] = []
        for sources in [1, 2, 3, 6] {
            let file = try shipped(
                "deepthings-work-stealing", "cluster.devices=6",
                #"convolution={"scheme": "ftp", "grid": "3x3", "distribution": "work-stealing"}"#,
                #"load={"sources": \#(sources), "arrivals": {"process": "trace", "times": ["0 s"]}}"#)
            let (run, metrics) = try #require(PreparedRun(try file.scenario()).runLoad(repetition: 0))
            #expect(run.requests.count == sources)
            latencies.append(metrics.largestLatency)
            if sources == 6 { #expect(run.sentBytes == ByteCount(6 * 38 * 38 * 256 * 4)) }
        }
        #expect(latencies == latencies.sorted())
        // The work of an image alone on six boards is at best a sixth of one board's.
        #expect(latencies[0] < latencies[3])
        #expect(latencies[3] < Self.metrics[1][0].latency.seconds * 1.1)
    }
}
