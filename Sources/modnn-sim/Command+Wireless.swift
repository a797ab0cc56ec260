import CommandLineOptions
import DeviceProfiles
import Experiments
import Reporting

extension Command {
    /// Compares the Wi-Fi models with tables of measurements.
    static func validateWireless(_ command: ParsedCommand) throws -> ExitCode {
        let fidelity = WirelessFidelity(rawValue: command.string("fidelity") ?? "txop")!
        let validation = try WLANValidation(
            folder: command.argument("DIR")!, fidelity: fidelity,
            runs: try command.int("runs", in: 1...100_000) ?? 20,
            seed: UInt64(try command.int("seed", in: 0...Int.max) ?? 1))
        let report = WLANValidationReport(validation)
        if let path = command.string("output") { try AtomicFile.write(report.table().text, to: path) }
        if let path = command.string("svg") { try AtomicFile.write(report.image(), to: path) }
        Console.print(command.flag("json") ? report.json().rendered(pretty: true) + "\n" : report.text())
        return validation.passes ? .success : .checkFailed
    }
}

extension CommandSpecification {
    static let validateWireless = CommandSpecification(
        name: "wlan", summary: "compare the Wi-Fi models with packet-level measurements",
        discussion: """
            Reads every *.csv of the folder that has one case a line: goodput, contention, messages, concurrent \
            messages, rounds, power save. Prints the errors by set. Fails when the mean errors or the share within \
            limits miss the bars of the fidelity.
            """,
        arguments: [ArgumentSpecification("DIR", help: "A folder of tables.", kind: .folder)],
        options: [
            .value("fidelity", "NAME", .oneOf(["fluid", "txop"]), help: "Which model.", defaultText: "txop"),
            .value("runs", "COUNT", help: "Model runs a case.", defaultText: "20"),
            .value("seed", "NUMBER", help: "Of the runs.", defaultText: "1"),
            .value("output", short: "o", "FILE", .file, help: "Write every quantity of every case as CSV."),
            .value("svg", "FILE", .file, help: "Draw model against measurement."),
        ],
        examples: [
            CommandExample(
                "modnn-sim validate wlan Tests/ExperimentsTests/Reference/wlan", "The cases that come with the sources."
            ),
            CommandExample(
                "modnn-sim validate wlan Tests/ExperimentsTests/Reference/wlan --fidelity fluid --svg fluid.svg",
                "The closed forms, with a plot."),
        ])
}
