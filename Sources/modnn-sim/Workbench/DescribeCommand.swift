import CommandLineOptions
import Experiments
import Foundation
import NeuralNetworks
import Reporting
import ScenarioFiles

/// `describe`: what a sweep would run, and how long that takes, from a few of its runs.
enum DescribeCommand {
    /// How long points are tried at most, how many, and how many repetitions of each.
    private static let trialTime = Duration.seconds(0.5)
    private static let trialLimit = 200
    private static let trialRepetitions = 8

    static func run(_ command: ParsedCommand) throws -> ExitCode {
        let file = try ScenarioOptions.file(command)
        let sweep = try Sweep(file)
        let jobs = try command.jobs()
        var description = SweepDescription(file)
        // Points spread evenly, however many there is time for: multiples of the golden ratio fill an interval so.
        let count = min(file.pointCount, trialLimit)
        let order = (0..<count).sorted { (Double($0) * 0.618_034).fraction < (Double($1) * 0.618_034).fraction }
        let clock = ContinuousClock()
        let start = clock.now
        var preparing = Duration.zero
        var running = Duration.zero
        var runs = 0
        for (tried, index) in order.enumerated() where clock.now - start < trialTime || tried < 2 {
            let point = count < 2 ? 0 : Int(Double(index) / Double(count - 1) * Double(file.pointCount - 1))
            let begin = clock.now
            let preparation = sweep.prepared(point)
            preparing += clock.now - begin
            description.add(preparation)
            guard case .success(let run) = preparation else { continue }
            // A point is prepared once, whatever its repetitions; the first of them warms up.
            let repetitions = min(file.repetitionCount(at: point), trialRepetitions)
            running += clock.measure {
                let records = (0..<repetitions).map { sweep.rehearse(run, point: point, repetition: $0) }
                _ = ResultsTable.make(records, axes: file.axes).text
            }
            runs += repetitions
        }
        description.setTime(
            point: preparing / max(1, description.pointsTried), run: running / max(1, runs), jobs: jobs)
        Console.print(command.flag("json") ? description.json().rendered(pretty: true) : description.text())
        return .success
    }
}

extension Double {
    fileprivate var fraction: Double { self - rounded(.down) }
}
