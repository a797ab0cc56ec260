import ScenarioFiles
import Simulator
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

    @Test(arguments: shippedScenarios)
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
        let twice = try Sweep(
            try lenet(sweep: #"{"cluster.wireless.rate": ["40 Mbit/s", "80 Mbit/s"]}"#, "computeVariation=0.3")
        ).run(jobs: 1)
        #expect(twice[0].metrics.computeByDevice == twice[1].metrics.computeByDevice)
        #expect(twice[0].metrics.latency > twice[1].metrics.latency)
        let other = try Sweep(try lenet("computeVariation=0.3", "seed=1")).run(jobs: 1)
        #expect(twice[0].metrics.computeByDevice != other[0].metrics.computeByDevice)
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
}
