import CommandLineOptions
import Experiments
import Foundation
import Reporting
import ScenarioFiles

/// `validate scenario` and `schema`.
enum ScenarioCommands {
    /// Points beyond which only the values of the axes are tried.
    private static let checkedPoints = 100_000

    static func validate(_ command: ParsedCommand) throws -> ExitCode {
        let paths = command.arguments("FILE")
        var documents: [JSONText] = []
        var worst: ExitCode = .success
        let isJSON = command.flag("json")
        for path in paths {
            do {
                let root = try JSONReader.read(path)
                if case .string(let schema) = root["$schema"]?.value, schema.contains("json-schema.org") {
                    // Whoever checks a whole folder meets it.
                    Console.note("\(path): a JSON Schema, left out", quiet: command.flag("quiet"))
                    continue
                }
                if root["scenario"] != nil, root["network"] == nil {
                    throw InputError(
                        file: path, problem: "this is a study of published results",
                        expected: "a scenario; 'modnn-sim validate papers' runs studies")
                }
                let file = try ScenarioOptions.file(path, command)
                let points =
                    file.pointCount <= checkedPoints ? Array(0..<file.pointCount) : file.pointsOfEveryValue
                for point in points { _ = try file.scenario(at: point) }
                let resolved = try file.resolved()
                if isJSON {
                    var members: [JSONText.Member] = [
                        .init("file", .string(path)), .init("valid", true), .init("points", .int(file.pointCount)),
                        .init("runs", .int(file.runCount)), .init("sha256", .string(try file.digest())),
                    ]
                    if command.flag("resolved") { members.append(.init("resolved", JSONText(resolved))) }
                    documents.append(.object(members))
                } else if command.flag("resolved") {
                    Console.print(resolved.prettyText + "\n")
                } else {
                    Console.print("\(path): valid, \(HumanFormat.count(file.runCount)) runs\n")
                }
            } catch let error as InputError {
                if worst != .missingInput { worst = error.kind == .missing ? .missingInput : .invalidInput }
                if isJSON {
                    let node = try JSONReader.parse(error.json, file: path)
                    documents.append([
                        "file": .string(path), "valid": false, "error": JSONText(node["error"] ?? node),
                    ])
                } else {
                    Console.fail("error: \(error)")
                }
            }
        }
        if isJSON { Console.print(JSONText.array(documents).rendered(pretty: true)) }
        return worst
    }

    static func schema(_ command: ParsedCommand) throws -> ExitCode {
        Console.print(ScenarioSchema.text)
        return .success
    }
}
