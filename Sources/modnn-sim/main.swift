import CommandLineOptions
import Foundation
import Reporting
import ScenarioFiles

let arguments = Array(CommandLine.arguments.dropFirst())
do {
    switch try CommandSpecification.modnnSim.parse(arguments) {
    case .help(let text): Console.print(text)
    case .version: Console.print("modnn-sim \(ProductVersion.current)\n")
    case .run(let command): exit(try Command.run(command).rawValue)
    }
} catch let error as UsageError {
    Console.fail("error: \(error)")
    exit(UsageError.exitCode)
} catch let error as InputError {
    Console.fail(arguments.contains("--json") ? error.json : "error: \(error)")
    exit(error.kind.exitCode)
} catch let error as OutputError {
    Console.fail("error: \(error)")
    exit(OutputError.exitCode)
} catch {
    Console.fail("internal error, please report it: \(error)")
    exit(ExitCode.internalError.rawValue)
}
