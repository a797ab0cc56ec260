import CommandLineOptions
import Experiments
import Foundation
import Reporting
import ScenarioFiles
import Units

/// The commands that draw.
extension Command {
    // MARK: Plots

    static func plot(_ command: ParsedCommand) throws -> ExitCode {
        var request = FigureRequest()
        request.x = command.string("x")
        request.y = names(command.string("y"))
        request.series = command.string("series").map { $0 == "none" ? [] : names($0) }
        request.kind = command.string("kind").flatMap(FigureRequest.Kind.init(rawValue:))
        request.logarithmic = command.string("log").flatMap(FigureRequest.LogarithmicAxes.init(rawValue:))
        request.title = command.string("title")
        let width = try command.int("width", in: 280...4000) ?? Int(Figure.standardWidth)

        let figure: Figure
        do {
            var table = try FigureTable(path: command.argument("CSV")!)
            for condition in command.strings("where") {
                guard let equals = condition.firstIndex(of: "="), equals > condition.startIndex else {
                    throw command.error(
                        "option '--where' takes COLUMN=VALUE such as devices=4, not '\(condition)'")
                }
                table = try table.filtered(
                    String(condition[..<equals]), is: String(condition[condition.index(after: equals)...]))
            }
            figure = try Figure(request, of: table)
        } catch let error as FigureError {
            guard !error.isAboutFile || !command.strings("where").isEmpty else {
                throw InputError(
                    file: command.argument("CSV")!, problem: "there are no rows", expected: "results to draw")
            }
            throw command.error(error.description)
        }
        for remark in figure.remarks { Console.note(remark, quiet: command.flag("quiet")) }
        try emit(command, types: [".svg"]) {
            figure.image(width: Double(width))
        } json: {
            figure.json
        }
        return .success
    }

    private static func names(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    // MARK: Timelines

    static func timeline(_ command: ParsedCommand) throws -> ExitCode {
        let file = try scenarioFile(command)
        let repetition = try command.int("repetition", in: 0...1_000_000_000) ?? 0
        let width = try command.int("width", in: 480...8000) ?? 1200
        let (from, to) = (try time(command, "from"), try time(command, "to"))
        if let from, let to, from >= to { throw command.error("--from must be before --to") }
        let run = RunTimeline(PreparedRun(try file.scenario()), repetition: repetition, title: file.title)
        if let from, from >= run.latency.seconds {
            throw command.invalidValue(
                of: "from", expected: "a time before the end, \(HumanFormat.seconds(run.latency.seconds))")
        }
        let isTrace = command.string("output")?.lowercased().hasSuffix(".json") ?? command.flag("json")
        try emit(command, types: [".svg", ".json"]) {
            isTrace ? run.trace().rendered(pretty: false) + "\n" : run.image(width: Double(width), from: from, to: to)
        } json: {
            command.string("output") == nil ? run.trace() : run.summary
        }
        if file.pointCount > 1 {
            Console.note(
                "one run as written; the sweep of \(file.pointCount) points is left out", quiet: command.flag("quiet"))
        }
        return .success
    }

    private static func time(_ command: ParsedCommand, _ name: String) throws -> Double? {
        guard let text = command.string(name) else { return nil }
        guard let quantity = Quantity(parsing: text, as: .time), quantity.baseValue >= 0 else {
            throw command.invalidValue(of: name, expected: PhysicalDimension.time.expectation)
        }
        return quantity.baseValue
    }

    // MARK: Reports

    static func report(_ command: ParsedCommand) throws -> ExitCode {
        let folder = command.argument("DIR")!
        let report = try ResultsReport(folder: folder, title: command.string("title"))
        let path = command.string("output") ?? "\(folder)/report.html"
        try AtomicFile.write(report.page(), to: path)
        if command.flag("json") {
            Console.print(report.summary(file: path).rendered(pretty: true))
        }
        Console.note("wrote \(path)", quiet: command.flag("quiet"))
        for remark in report.remarks { Console.note(remark, quiet: command.flag("quiet")) }
        return .success
    }

    // MARK: Output

    /// Writes a text to the file that was asked for, else prints it; with `--json` a document is printed.
    ///
    /// - Parameter types: how the name of the file may end.
    private static func emit(
        _ command: ParsedCommand, types: [String], _ text: () -> String, json: () -> JSONText
    ) throws {
        let path = command.string("output")
        if let path, !types.contains(where: path.lowercased().hasSuffix) {
            throw command.invalidValue(of: "output", expected: "a name that ends in " + types.joined(separator: " or "))
        }
        if let path { try AtomicFile.write(text(), to: path) }
        if command.flag("json") {
            var document = json()
            if let path, case .object(let members) = document {
                document = .object([.init("file", .string(path))] + members)
            }
            // A trace on one line, as in its file.
            let isTrace = path == nil && command.name == "timeline"
            Console.print(document.rendered(pretty: !isTrace) + (isTrace ? "\n" : ""))
        } else if path == nil {
            Console.print(text())
        }
        if let path { Console.note("wrote \(path)", quiet: command.flag("quiet")) }
    }
}
