import DeviceProfiles
import Execution
import NeuralNetworks
import ScenarioFiles
import Simulator
import TestSupport
import Testing
import Units

@testable import Experiments

@Suite struct PreparedRunTests {
    @Test(arguments: NetworkCatalogue.names)
    func aDeviceAloneTakesTheSumOfItsLayersAndIsItsOwnBaseline(network: String) throws {
        let run = PreparedRun(try lenet("network=\(network)", "cluster.devices=1").scenario())
        let metrics = run.run(repetition: 0).metrics
        #expect(metrics.latency == run.baseline)
        #expect(metrics.latency == metrics.steps.reduce(.zero) { $0 + $1.compute })
        #expect(metrics.latency == metrics.compute)
        #expect(metrics.messages == 0)
        #expect(metrics.sentBytes == .zero)
        #expect(RunRecord(run, repetition: 0, metrics: metrics).speedup == 1)
    }

    @Test func aRooflineCanBeWorkedOutByHand() throws {
        let layers =
            #"{"name": "n", "input": [1000], "layers": [{"type": "fullyConnected", "outputs": 500, "bias": false}]}"#
        let file = try lenet(
            "network=\(layers)", "cluster.devices=1",
            #"cluster.groupOwner.device={"profile": "nexus-5", "convolutionRate": "1 GMAC/s", "memoryBandwidth": "1 GB/s"}"#
        )
        // 500 000 weights, 1000 inputs and 500 outputs of 4 B at 1 GB/s: 2.006 ms; 500 000 MACs at 1 GMAC/s: 0.5 ms.
        #expect(PreparedRun(try file.scenario()).baseline == TimeSpan(nanoseconds: 2_006_000))
    }

    @Test func theBaselineIsTheFastestComputingDeviceAlone() throws {
        let mixed = try shipped("heterogeneous-yolov2-tiny")
        var latencies: [TimeSpan] = []
        for device in ["raspberry-pi-3b", "raspberry-pi-3b-1core", "nexus-5"] {
            let alone = try shipped(
                "heterogeneous-yolov2-tiny", "cluster.devices=1", "cluster.groupOwner.device=\(device)")
            latencies.append(PreparedRun(try alone.scenario()).run(repetition: 0).metrics.latency)
        }
        #expect(PreparedRun(try mixed.scenario()).baseline == latencies.min())
        #expect(Set(latencies).count == 3)
    }

    @Test(arguments: quickScenarios)
    func workIsConservedAndNothingIsFasterThanTheCriticalPath(name: String) throws {
        for run in try preparedRuns(try shipped(name)) {
            let (timeline, metrics) = run.run(repetition: 0)
            let macs = metrics.macsByDevice.reduce(0) { $0 + $1.count }
            #expect(macs - metrics.redundantMACs.count == run.scenario.network.macs.count)
            #expect(metrics.steps.reduce(0) { $0 + $1.messages } == metrics.messages)
            #expect(metrics.steps.reduce(.zero) { $0 + $1.sentBytes } == metrics.sentBytes)
            #expect(metrics.latency == timeline.latency)
            #expect(metrics.latency >= metrics.compute)
            if run.scenario.computeVariation == 0 {
                // What a message costs at least is known of the ideal channel alone.
                if run.scenario.cluster.wireless.fidelity == .ideal {
                    #expect(metrics.latency >= run.compiled.criticalPath(on: run.medium))
                }
                if !run.compiled.plan.isDynamic {
                    #expect(metrics.computeByDevice.reduce(.zero, +) == run.compiled.computeTimes.reduce(.zero, +))
                }
            }
            // The channel carries one message at a time, each rounded by less than a nanosecond.
            let slack = TimeSpan(nanoseconds: Int64(metrics.messages))
            if run.scenario.cluster.wireless.wakeUpOccupiesChannel {
                #expect(metrics.latency + slack >= metrics.delivery)
            }
        }
    }

    @Test func equalRepetitionsGiveEqualRuns() throws {
        let run = PreparedRun(try lenet("computeVariation=0.2").scenario())
        #expect(run.run(repetition: 3).timeline == run.run(repetition: 3).timeline)
        #expect(run.run(repetition: 3).timeline != run.run(repetition: 4).timeline)
        let other = PreparedRun(try lenet("computeVariation=0.2", "seed=1").scenario())
        #expect(run.run(repetition: 3).timeline != other.run(repetition: 3).timeline)
    }

    @Test func anInferenceTooShortForTheClockHasAFiniteSpeedup() throws {
        let fast = #"{"profile": "nexus-5", "memoryBandwidth": "1 Tbit/s"}"#
        let tiny = #"{"name": "n", "input": [1], "layers": [{"type": "relu"}]}"#
        let run = PreparedRun(
            try lenet("network=\(tiny)", "cluster.devices=1", "cluster.groupOwner.device=\(fast)").scenario())
        let metrics = run.run(repetition: 0).metrics
        #expect(metrics.latency == .zero)
        #expect(RunRecord(run, repetition: 0, metrics: metrics).speedup == 1)
    }
}
