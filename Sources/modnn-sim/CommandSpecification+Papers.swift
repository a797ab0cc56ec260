import CommandLineOptions

extension CommandSpecification {
    static let validatePapers = CommandSpecification(
        name: "papers", summary: "compare with published results",
        discussion: """
            Reads every *.json of the folder: an object with "observations", each of which says by its own fields what \
            was run (scheme, model, workers, ...), and the published value of a metric. The study of the same name says \
            what the fields mean, what every parameter rests on, and what is asked. Whatever cannot be simulated is \
            listed with the reason. Ends with 1 if a bar is missed or something is not simulated that the study does \
            not declare unsupported.
            """,
        arguments: [ArgumentSpecification("DIR", help: "A folder of published values.", kind: .folder)],
        options: [
            .value(
                "studies", "DIR", .folder, help: "Folder of the studies.", defaultText: Command.studiesFolder),
            .value(
                "output", short: "o", "DIR", .folder, help: "Write tables and charts there, as CSV, Markdown and SVG."),
        ],
        examples: [
            CommandExample(
                "modnn-sim validate papers Tests/ExperimentsTests/Reference/papers --output results",
                "The values that come with the sources.")
        ])

    static let calibrate = CommandSpecification(
        name: "calibrate", summary: "repeat the fit of a study's free parameters",
        discussion: """
            Searches (Nelder-Mead, from the study's declared starts) for the free parameters that make the mean square \
            relative error of the declared observations least, and prints them beside the committed ones. Writes nothing.
            """,
        arguments: [ArgumentSpecification("PAPER", help: "The name of a study and of the file of its observations.")],
        options: [
            .value("studies", "DIR", .folder, help: "Folder of the studies.", defaultText: Command.studiesFolder),
            .value(
                "observations", "DIR", .folder, help: "Folder of the published values.",
                defaultText: Command.observationsFolder),
            .value("evaluations", "COUNT", help: "How many sets of values are tried.", defaultText: "240"),
        ],
        examples: [
            CommandExample(
                "modnn-sim calibrate aofl",
                "How AOFL's five free parameters follow from its curves.")
        ])

    static let sensitivity = CommandSpecification(
        name: "sensitivity", summary: "move a scenario's parameters one at a time",
        discussion: """
            Reads the ranges under the scenario's "sensitivity", runs it as written and with every parameter at either \
            end of its range, and lists speed-ups and latencies, the widest swing first.
            """,
        arguments: [ArgumentSpecification("SCENARIO", help: "A scenario file.", kind: .file)],
        options: [
            setOption, .value("output", short: "o", "FILE", .file, help: "Write a tornado chart there, as SVG."),
        ],
        examples: [
            CommandExample(
                "modnn-sim sensitivity Scenarios/modnn-vgg16.json --output tornado.svg",
                "What each parameter does to the headline.")
        ])
}
