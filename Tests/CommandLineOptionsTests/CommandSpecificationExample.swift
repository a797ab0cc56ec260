import CommandLineOptions

extension CommandSpecification {
    /// A program with what the parser distinguishes: nested commands, all arities and kinds of values.
    static let example = CommandSpecification(
        name: "modnn-sim",
        summary: "simulates neural networks that run on several mobile devices at once",
        discussion: """
            Results go to standard output, everything else to standard error. Colours are off
            when NO_COLOR is set.

              modnn-sim schema > scenario.schema.json
            """,
        options: [
            .flag("quiet", short: "q", help: "Print errors only."),
            .value("jobs", short: "j", "COUNT", help: "Threads to use.", defaultText: "the number of cores"),
        ],
        examples: [
            CommandExample("modnn-sim run Scenarios/quickstart.json", "Print a summary."),
            CommandExample("modnn-sim validate Scenarios/*.json", "Check all scenarios."),
        ],
        subcommands: [
            CommandSpecification(
                name: "run",
                summary: "simulate one scenario",
                arguments: [ArgumentSpecification("SCENARIO", help: "The scenario to simulate.", kind: .file)],
                options: [
                    .value(
                        "output",
                        short: "o",
                        "FOLDER",
                        .folder,
                        help: "Write tables into this folder, which is created together with the folders above it."
                    ),
                    .value("seed", "NUMBER", help: "Where random numbers start.", defaultText: "0"),
                    .value("set", "PATH=VALUE", help: "Override a field.", isRepeatable: true),
                    .value("detail", "TABLES", .listOf(["layers", "devices", "operations"]), help: "Extra tables."),
                    .value("format", "FORMAT", .oneOf(["text", "json"]), help: "How to print.", defaultText: "text"),
                    .value("maximum-simulated-time", "DURATION", help: "Stop there."),
                    .flag("json", help: "Print one JSON document."),
                ],
                examples: [
                    CommandExample("modnn-sim run S.json --set=cluster.workers=4", "Four workers instead of two."),
                    CommandExample("modnn-sim run S.json --output=results/", "Write CSV files as well."),
                ]
            ),
            CommandSpecification(
                name: "validate",
                summary: "check scenarios",
                arguments: [
                    ArgumentSpecification("FILE", help: "The scenarios.", arity: .variadic(minimum: 1), kind: .file)
                ],
                examples: [
                    CommandExample("modnn-sim validate a.json b.json", "Check two files."),
                    CommandExample("modnn-sim validate conv vectors/", "Check the arithmetic."),
                ],
                subcommands: [
                    CommandSpecification(
                        name: "conv",
                        summary: "check convolutions against vectors",
                        arguments: [
                            ArgumentSpecification("DIR", help: "The vectors.", kind: .folder),
                            ArgumentSpecification("LAYER", help: "One layer only.", arity: .optional),
                        ],
                        exitCodes: [ExitCodeDescription(1, "a value differs")]
                    )
                ]
            ),
        ],
        exitCodes: [ExitCodeDescription(0, "done"), ExitCodeDescription(64, "wrong usage")]
    )
}
