import ScenarioFiles
import Simulator
import TestSupport
import Testing
import Units

@testable import Experiments

@Suite struct SweepTests {
    private static let axes = #"{"convolution": ["bodp", "grid-2d"], "cluster.devices": [1, 2, 3]}"#

    /// All that a row of the results shows.
    private func rows(_ records: [RunRecord]) -> [String] {
        records.map { record in
            let values = record.axisValues.map(\.canonicalText)
            return "\(record.convolution) \(record.devices) \(record.repetition) \(values) \(record.metrics)"
        }
    }

    @Test func recordsStandInTheOrderOfThePointsThenTheRepetitions() throws {
        let sweep = try Sweep(try lenet(sweep: Self.axes, "repetitions=2"))
        #expect(sweep.runCount == 12)
        let order = sweep.run(jobs: 3).map { "\($0.convolution) \($0.devices) \($0.repetition)" }
        #expect(
            order == [
                "bodp 1 0", "bodp 1 1", "bodp 2 0", "bodp 2 1", "bodp 3 0", "bodp 3 1", "grid-2d 1 0", "grid-2d 1 1",
                "grid-2d 2 0", "grid-2d 2 1", "grid-2d 3 0", "grid-2d 3 1",
            ])
    }

    @Test(arguments: quickScenarios)
    func theNumberOfThreadsChangesNothing(name: String) throws {
        // Few requests are enough to see a difference.
        let file = name == "load-yolov2" ? try shipped(name, "load.requests=12", "load.warmUp=2") : try shipped(name)
        let sweep = try Sweep(file)
        let alone = rows(sweep.run(jobs: 1))
        #expect(alone.count == sweep.runCount)
        #expect(rows(sweep.run(jobs: 2)) == alone)
        #expect(rows(sweep.run(jobs: 4)) == alone)
    }

    @Test func repetitionsDifferOnlyIfComputeTimesVary() throws {
        let steady = try Sweep(try lenet("repetitions=3")).run(jobs: 1)
        #expect(Set(steady.map(\.metrics)).count == 1)
        let varied = try Sweep(try lenet("repetitions=3", "computeVariation=0.1")).run(jobs: 1)
        #expect(Set(varied.map(\.metrics.latency)).count == 3)
    }

    @Test func pointsDrawCommonRandomNumbers() throws {
        // The rate of the network leaves the plan alone, so equal draws give equal compute times.
        let twice = try preparedRuns(
            try lenet(sweep: #"{"cluster.wireless.rate": ["40 Mbit/s", "80 Mbit/s"]}"#, "computeVariation=0.3")
        ).map { $0.run(repetition: 0).metrics }
        #expect(twice[0].computeByDevice == twice[1].computeByDevice)
        #expect(twice[0].latency > twice[1].latency)
        let other = try preparedRuns(try lenet("computeVariation=0.3", "seed=1"))[0].run(repetition: 0).metrics
        #expect(twice[0].computeByDevice != other.computeByDevice)
    }

    @Test func aMistakeAtTheLastPointShowsBeforeAnythingRuns() throws {
        let file = try lenet(sweep: #"{"convolution": ["bodp", "grid-2d", "gird-2d"]}"#)
        #expect(throws: InputError.self) { try Sweep(file) }
    }

    @Test func axesAreLabelledAsTablesCallThem() throws {
        let file = try lenet(
            sweep: #"{"convolution": [{"scheme": "ftp", "grid": "2x2"}], "cluster.wireless.rate": ["40 Mbit/s"]}"#)
        let record = try Sweep(file).run(jobs: 1)[0]
        #expect(record.label(of: file.axes[0], at: 0) == "ftp(grid=2x2)")
        #expect(record.label(of: file.axes[1], at: 1) == "40 Mbit/s")
    }

    @Test func aPointThatCannotRunHasARecordAndTheSweepGoesOn() throws {
        let file = try lenet(
            sweep: #"{"cluster.source": ["group-owner", "worker-1"], "cluster.devices": [1, 2]}"#, "repetitions=2")
        let records = try Sweep(file).run(jobs: 2)
        #expect(records.map { $0.failure == nil } == [true, true, true, true, false, true, true])
        #expect(records[4].failure == "cluster.source: the cluster has no worker")
        #expect(records[4].axisValues.map(\.plainText) == ["worker-1", "1"])
        #expect(records[4].label(of: file.axes[0], at: 0) == "worker-1")
    }

    @Test func aSweepOfWhichNoPointCanRunIsRefused() throws {
        let file = try lenet(
            sweep: #"{"seed": [1, 2]}"#, "cluster.groupOwner.computes=false", "cluster.workers.count=0")
        #expect(throws: InputError.self) { try Sweep(file) }
    }

    @Test func manyPlansAreNotKept() throws {
        // Each point has a plan of its own; those that were forgotten are made again.
        let file = try lenet(sweep: #"{"cluster.workers.capability": "1..300", "seed": [1, 2]}"#)
        let records = try Sweep(file).run(jobs: 2)
        for (first, second) in zip(
            records.enumerated().filter { $0.offset % 2 == 0 }, records.enumerated().filter { $0.offset % 2 == 1 })
        {
            #expect(first.element.metrics == second.element.metrics)
        }
    }
}
