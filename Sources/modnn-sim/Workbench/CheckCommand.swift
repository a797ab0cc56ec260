import CommandLineOptions
import Experiments
import Foundation
import Reporting
import ScenarioFiles

/// `check`: results against a baseline.
enum CheckCommand {
    static func run(_ command: ParsedCommand) throws -> ExitCode {
        let baselinePath = command.argument("BASELINE")!
        let tolerances = try tolerances(command)
        let baseline = try file(baselinePath)
        let candidatePath: String
        let candidate: ResultsFile
        if let path = command.argument("CANDIDATE") {
            if command.string("scenario") != nil {
                throw command.error("a candidate needs no '--scenario': there is nothing to run")
            }
            candidatePath = path
            candidate = try file(path)
        } else {
            let scenario = try scenario(command, baselinePath)
            candidatePath = scenario.path
            let jobs = ProcessInfo.processInfo.activeProcessorCount
            let records = try Sweep(scenario).run(jobs: jobs)
            candidate = try wrapped {
                () throws(ResultsFile.Problem) in
                try ResultsFile(ResultsTable.make(records, axes: scenario.axes).text, path: scenario.path)
            }
        }
        let comparison = try wrapped { () throws(ResultsFile.Problem) in
            try CurveComparison(baseline: baseline, candidate: candidate, tolerances: tolerances)
        }
        let report = CurveComparisonReport(comparison, baseline: baselinePath, candidate: candidatePath)
        if let path = command.string("junit") { try AtomicFile.write(report.junit(), to: path) }
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) : report.text())
        return comparison.hasRegression ? .checkFailed : .success
    }

    /// `1%`, `0.01` or `speedup=0.5%`, several separated by commas or in several options.
    private static func tolerances(_ command: ParsedCommand) throws -> CurveComparison.Tolerances {
        var tolerances = CurveComparison.Tolerances()
        for text in command.strings("tolerance").flatMap({ $0.split(separator: ",").map(String.init) }) {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            let figure = parts.count == 2 ? parts[0] : "speedup"
            guard ResultsTable.figureColumns.contains(figure) else {
                throw command.error(
                    "option '--tolerance': unknown figure '\(figure)', expected one of "
                        + ResultsTable.figureColumns.joined(separator: ", ")
                        + command.suggestion(for: figure, among: ResultsTable.figureColumns))
            }
            guard let share = parts.last.flatMap(share), text.first != "=" else {
                throw command.error("option '--tolerance' takes 1% or speedup=0.5%, not '\(text)'")
            }
            tolerances.set(figure, to: share)
        }
        return tolerances
    }

    private static func share(_ text: String) -> Double? {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? String(text.dropLast()) : text), number.isFinite, number >= 0 else {
            return nil
        }
        return isPercent ? number / 100 : number
    }

    private static func scenario(_ command: ParsedCommand, _ baseline: String) throws -> ScenarioFile {
        if let path = command.string("scenario") { return try ScenarioFile(path: path) }
        let sidecar = ResultSidecar.path(ofResult: baseline)
        guard FileManager.default.fileExists(atPath: sidecar) else {
            throw InputError(
                kind: .missing, file: sidecar, problem: "there is no record of the scenario",
                expected: "a CSV to compare with, or --scenario=FILE")
        }
        return try ResultSidecar.scenario(in: sidecar)
    }

    private static func file(_ path: String) throws -> ResultsFile {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw InputError(kind: .missing, file: path, problem: "no such file")
        }
        return try wrapped { () throws(ResultsFile.Problem) in
            try ResultsFile(String(decoding: data, as: UTF8.self), path: path)
        }
    }

    private static func wrapped<Result>(
        _ body: () throws(ResultsFile.Problem) -> Result
    ) throws(InputError) -> Result {
        do {
            return try body()
        } catch {
            throw InputError(file: error.path, problem: error.message)
        }
    }
}
