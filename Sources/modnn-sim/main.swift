import CommandLineOptions
import Experiments
import Foundation
import Reporting
import ScenarioFiles

let arguments = Array(CommandLine.arguments.dropFirst())

/// Ends with an error, for people or, with --json, for programs.
func fail(_ text: String, message: String, code: Int32) -> Never {
    if arguments.contains("--json") {
        let error: JSONText = ["error": ["code": .int(Int(code)), "message": .string(message)]]
        Console.fail(error.rendered(pretty: false))
    } else {
        Console.fail("error: \(text)")
    }
    exit(code)
}

// A file that may not grow any more is an error of the write, not the end.
signal(SIGXFSZ, SIG_IGN)

do {
    switch try CommandSpecification.modnnSim.parse(arguments) {
    case .help(let text): Console.print(text)
    case .version:
        let version: JSONText = [
            "version": .string(ProductVersion.current), "revision": .string(ProductVersion.revision),
        ]
        Console.print(
            arguments.contains("--json")
                ? version.rendered(pretty: true)
                : "modnn-sim \(ProductVersion.current) (\(ProductVersion.revision))\n")
    case .run(let command): exit(try Command.run(command).rawValue)
    }
} catch let error as UsageError {
    fail("\(error)", message: error.message, code: UsageError.exitCode)
} catch let error as InputError {
    Console.fail(arguments.contains("--json") ? error.json : "error: \(error)")
    exit(error.kind.exitCode)
} catch let error as OutputError {
    fail("\(error)", message: "\(error)", code: OutputError.exitCode)
} catch let error as JournalError {
    let text = "\(error); finished runs are kept, the same command goes on"
    fail(text, message: text, code: OutputError.exitCode)
} catch {
    let text = "internal error, please report it: \(error)"
    fail(text, message: text, code: ExitCode.internalError.rawValue)
}
