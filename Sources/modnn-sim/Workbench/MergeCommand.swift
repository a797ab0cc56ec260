import CommandLineOptions
import Experiments
import Foundation
import Reporting
import ScenarioFiles

/// `merge`: the shards of a sweep become the files that one process would have written.
enum MergeCommand {
    static func run(_ command: ParsedCommand) throws -> ExitCode {
        let stopwatch = Stopwatch()
        let merge = try SweepMerge(command.arguments("PART"))
        let file = merge.sweep.file
        let folder = command.string("output") ?? "results"
        let path = "\(folder)/\(try file.runnableName)"
        let writer = ResultsWriter(merge.sweep) { (point, repetition, axisValues) throws(InputError) in
            try merge.record(point: point, repetition: repetition, axisValues: axisValues)
        }
        let jobs = ProcessInfo.processInfo.activeProcessorCount
        let output = try writer.write(to: path, jobs: jobs)
        try FinishedSweep(
            file: file, output: output, path: path, command: command, jobs: jobs, resumed: output.runs,
            stopwatch: stopwatch
        ).show()
        return output.failures > 0 ? .checkFailed : .success
    }
}
