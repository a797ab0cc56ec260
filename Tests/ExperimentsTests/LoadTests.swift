import DeviceProfiles
import ScenarioFiles
import Simulator
import Testing
import Units

@testable import Experiments

@Suite struct LoadTests {
    private func run(_ override: String) throws -> PreparedRun { PreparedRun(try lenet(override).scenario()) }

    @Test func withoutALoadThereIsNone() throws {
        #expect(try run("seed=1").runLoad(repetition: 0) == nil)
    }

    @Test func aRequestNowAndThenTakesAsLongAsAlone() throws {
        let run = try run(
            #"load={"arrivals": {"process": "periodic", "interval": "10 s"}, "requests": 7}"#)
        let (requests, metrics) = try #require(run.runLoad(repetition: 0))
        let alone = run.run(repetition: 0).metrics.latency
        #expect(requests.requests.allSatisfy { $0.latency == alone })
        #expect(metrics.requests == 7)
        #expect(metrics.mostInFlight == 1)
        #expect(metrics.medianLatency == alone.seconds)
    }

    @Test func everySourceSendsItsOwnInput() throws {
        let run = try run(
            #"load={"sources": ["worker-2", "group-owner"], "arrivals": {"process": "trace", "times": {"worker-2": ["0 s"], "group-owner": ["50 s"]}}}"#
        )
        let (requests, _) = try #require(run.runLoad(repetition: 0))
        for (request, device) in zip(requests.requests, [2, 0]) {
            var scenario = run.scenario
            scenario.load = nil
            scenario.cluster.source = device
            #expect(request.latency == PreparedRun(scenario).run(repetition: 0).metrics.latency)
        }
        #expect(run.sourcePlans[0].plan != run.sourcePlans[1].plan)
        // Alone it is the first source's.
        #expect(run.run(repetition: 0).metrics.latency == requests.requests[0].latency)
    }

    // Nine requests at once on four equal devices: the first device has three of them, one after the other.
    @Test func dataParallelRequestsAreDealtInTurn() throws {
        let times = Array(repeating: #""0 s""#, count: 9).joined(separator: ", ")
        let file = try lenet(
            "network=alexnet", "convolution=data-parallel", "cluster.wireless.rate=400 Mbit/s",
            #"load={"arrivals": {"process": "trace", "times": [\#(times)]}}"#)
        let run = PreparedRun(try file.scenario())
        let (requests, _) = try #require(run.runLoad(repetition: 0))
        #expect(run.sourcePlans.count == run.scenario.cluster.computing.count)
        let alone = run.baseline.seconds
        let expected = [1, 1, 1, 1, 2, 2, 2, 2, 3].map { Double($0) * alone }
        for (request, seconds) in zip(requests.requests, expected) {
            // Seven images of 0.6 MB share the air: 85 ms of AlexNet's second.
            #expect(request.latency.seconds >= seconds && request.latency.seconds < seconds + 0.1)
        }
    }

    @Test func latencyGrowsWithTheRateAndThroughputFollowsIt() throws {
        var latencies: [Double] = []
        for rate in ["4 /s", "12 /s", "20 /s"] {
            let run = try run(
                #"load={"arrivals": {"process": "poisson", "rate": "\#(rate)"}, "requests": 400, "warmUp": 40}"#)
            let metrics = try #require(run.runLoad(repetition: 0)).metrics
            latencies.append(metrics.latency95)
            #expect(metrics.requests == 360)
            #expect(metrics.medianLatency <= metrics.latency95 && metrics.latency95 <= metrics.latency99)
            #expect(metrics.latency99 <= metrics.largestLatency)
            // Arrivals of 400 requests vary by 5 %.
            #expect(abs(metrics.throughput / Double(rate.dropLast(3))! - 1) < 0.2)
        }
        #expect(latencies == latencies.sorted())
        #expect(latencies[2] > latencies[0])
    }

    @Test func repetitionsDrawOtherArrivals() throws {
        let run = try run(#"load={"arrivals": {"process": "poisson", "rate": "20 /s"}, "requests": 50}"#)
        let first = try #require(run.runLoad(repetition: 0))
        #expect(try #require(run.runLoad(repetition: 0)).run == first.run)
        #expect(try #require(run.runLoad(repetition: 1)).run != first.run)
    }
}
