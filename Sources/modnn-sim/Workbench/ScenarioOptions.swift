import CommandLineOptions
import ScenarioFiles

/// Scenario files with what the command line changes in them.
enum ScenarioOptions {
    /// The file that the argument SCENARIO names, with --set, --sweep and --zip.
    static func file(_ command: ParsedCommand) throws -> ScenarioFile {
        try file(command.argument("SCENARIO")!, command)
    }

    static func file(_ path: String, _ command: ParsedCommand) throws -> ScenarioFile {
        var overrides: [ScenarioOverride] = []
        for text in command.strings("set") {
            guard let override = ScenarioOverride(text) else {
                throw command.error("option '--set' takes PATH=VALUE such as cluster.devices=3, not '\(text)'")
            }
            overrides.append(override)
        }
        var sweeps = ScenarioSweeps()
        for (option, zipped) in [("sweep", false), ("zip", true)] where command.accepts(option) {
            for text in command.strings(option) {
                do throws(InputError) {
                    try sweeps.add(text, zipped: zipped)
                } catch {
                    throw command.error("option '--\(option)': \(error.placeless)")
                }
            }
        }
        return try ScenarioFile(path: path, overrides: overrides, sweeps: sweeps)
    }
}
