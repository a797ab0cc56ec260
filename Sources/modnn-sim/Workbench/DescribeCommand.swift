import CommandLineOptions
import Experiments
import Foundation
import NeuralNetworks
import Reporting
import ScenarioFiles

/// `describe`: what a sweep would run, and how long that takes, from a few of its runs.
enum DescribeCommand {
    /// How long runs are tried at most, in seconds, and how many.
    private static let trialTime = 0.5
    private static let trialLimit = 200

    static func run(_ command: ParsedCommand) throws -> ExitCode {
        let file = try ScenarioOptions.file(command)
        let sweep = try Sweep(file)
        let jobs = try command.int("jobs", in: 1...1024) ?? ProcessInfo.processInfo.activeProcessorCount
        var description = SweepDescription(file)
        // Points spread evenly, each once with all that preparing it takes.
        let count = min(file.pointCount, trialLimit)
        let start = DispatchTime.now().uptimeNanoseconds
        var elapsed = 0.0
        var tried = 0
        for index in 0..<count where elapsed < trialTime || tried < 2 {
            let point = count < 2 ? 0 : Int(Double(index) / Double(count - 1) * Double(file.pointCount - 1))
            description.add(sweep.prepared(point), runs: file.repetitionCount(at: point))
            tried += 1
            elapsed = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
        }
        description.setTime(elapsed, jobs: jobs)
        Console.print(command.flag("json") ? description.json().rendered(pretty: true) : description.text())
        return .success
    }
}
