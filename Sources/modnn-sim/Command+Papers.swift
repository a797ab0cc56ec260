import CommandLineOptions
import Experiments
import Foundation
import Reporting
import ScenarioFiles
import Suggestions

/// The commands on published results.
extension Command {
    /// Where studies lie unless told otherwise, from the folder of the package.
    static let studiesFolder = "Scenarios/papers"
    /// Where the published values of the same names lie.
    static let observationsFolder = "Tests/ExperimentsTests/Reference/papers"

    static func validatePapers(_ command: ParsedCommand) throws -> ExitCode {
        let studies = command.string("studies") ?? studiesFolder
        let papers = try PaperValidation.validate(folder: command.argument("DIR")!, studies: studies)
        let report = PaperValidationReport(papers)
        var written: [String] = []
        if let output = command.string("output") {
            for file in report.files() {
                try AtomicFile.write(file.text, to: "\(output)/\(file.name)")
                written.append(file.name)
            }
        }
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        if let output = command.string("output") {
            Console.note("wrote \(written.count) files to \(output)", quiet: command.flag("quiet"))
        }
        return report.isPassed ? .success : .checkFailed
    }

    static func calibrate(_ command: ParsedCommand) throws -> ExitCode {
        let name = command.argument("PAPER")!
        let studies = command.string("studies") ?? studiesFolder
        let observations = command.string("observations") ?? observationsFolder
        let known = (try? FileManager.default.contentsOfDirectory(atPath: studies)) ?? []
        let names = known.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
        guard names.isEmpty || names.contains(name) else {
            let meant = nearestName(to: name, in: names).map { "did you mean \"\($0)\"?" }
            throw command.error(
                "no study \"\(name)\" in \(studies); \(meant ?? "there are " + names.joined(separator: ", "))")
        }
        let study = try PaperStudy(file: "\(studies)/\(name).json")
        let data = try PaperData(file: "\(observations)/\(name).json")
        let evaluations = try command.int("evaluations", in: 10...1_000_000) ?? 240
        let report = CalibrationReport(try PaperCalibration.run(study, data: data, evaluations: evaluations))
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return .success
    }

    static func sensitivity(_ command: ParsedCommand) throws -> ExitCode {
        let report = SensitivityReport(try Sensitivity(try scenarioFile(command)))
        if let path = command.string("output") { try AtomicFile.write(report.image(), to: path) }
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return .success
    }
}
