import CommandLineOptions
import Reporting

/// Scenarios, sweeps and their results.
extension CommandSpecification {
    static let setOption = OptionSpecification.value(
        "set", "PATH=VALUE", help: "Override a value of the scenario, such as cluster.devices=3 or seed=7.",
        isRepeatable: true)

    private static let axisOptions: [OptionSpecification] = [
        setOption,
        .value(
            "sweep", "PATH=VALUES",
            help: "Sweep a value in place of what the scenario says: 1,2,4 or 1..8 or 0..0.5+0.1 or 1..64*2.",
            isRepeatable: true),
        .value(
            "zip", "PATH=VALUES", help: "Sweep it together with the other --zip: first with first, and so on.",
            isRepeatable: true),
    ]

    private static let outputOption = OptionSpecification.value(
        "output", short: "o", "DIR", .folder, help: "Folder of the results, made if need be.",
        defaultText: "results")

    private static let jobsOption = OptionSpecification.value(
        "jobs", short: "j", "COUNT", help: "Threads; the results do not depend on it.", defaultText: "all cores")

    static let sweep = CommandSpecification(
        name: "sweep", summary: "run all points of a scenario's sweep and write a CSV",
        discussion: """
            Writes NAME.csv, a row a run; NAME.summary.csv with means and 95 % intervals if there are repetitions; \
            NAME.svg if there is an axis for it; and NAME.meta.json, which says where they come from.

            A run that is finished is on the disk at once, in NAME.*.journal. After an interruption, a crash or a full \
            disk the same command goes on, and the results are the same to the byte. A point that cannot run gets a \
            row with a message, and the sweep goes on.

            A shard writes NAME.shard-I-of-N.part, which resumes likewise and is what 'modnn-sim merge' reads.
            """,
        arguments: [ArgumentSpecification("SCENARIO", help: "A scenario file.", kind: .file)],
        options: [outputOption] + axisOptions + [
            jobsOption,
            .value(
                "shard", "I/N", help: "Run the I-th of N parts, I from 1; 'modnn-sim merge' puts them together."),
            .flag("fresh", help: "Begin anew instead of going on where an interrupted sweep ended."),
            .flag("fail-fast", help: "Stop at the first point that cannot run."),
        ],
        examples: [
            CommandExample("modnn-sim sweep Scenarios/modnn-vgg16.json", "Speed-up curves of the main scenario."),
            CommandExample(
                "modnn-sim sweep Scenarios/modnn-vgg16.json --sweep cluster.wireless.rate=25..200*2Mbit/s",
                "Another axis: rates from 25 to 200 Mbit/s, doubled each time."),
            CommandExample(
                "modnn-sim sweep Scenarios/bandwidth.json --output /tmp/results --jobs 1", "Elsewhere, on one thread."),
            CommandExample(
                "modnn-sim sweep Scenarios/bandwidth.json --shard=3/16", "One of 16 parts, for a cluster."),
        ])

    static let merge = CommandSpecification(
        name: "merge", summary: "put the shards of a sweep together",
        discussion: """
            Checks that the parts are of one scenario and version and that none is missing, doubled or unfinished; then \
            writes what one process would have written, to the byte.
            """,
        arguments: [
            ArgumentSpecification(
                "PART", help: "What sweep --shard wrote.", arity: .variadic(minimum: 1), kind: .file)
        ],
        options: [outputOption],
        examples: [
            CommandExample("modnn-sim merge results/bandwidth.shard-*.part", "All parts of a sweep.")
        ])

    static let check = CommandSpecification(
        name: "check", summary: "compare speed-up curves with a baseline",
        discussion: """
            Rows that agree in all columns but figures and repetition are one point of a curve; its repetitions are \
            averaged. A point fails if it is missing, cannot run any more, or if a figure is off by more than its \
            tolerance in either direction. New points are named and do not fail.

            Without a candidate the scenario is run again that was recorded beside the baseline, in NAME.meta.json, or \
            that --scenario names.
            """,
        arguments: [
            ArgumentSpecification("BASELINE", help: "A CSV of results.", kind: .file),
            ArgumentSpecification("CANDIDATE", help: "The CSV to be checked.", arity: .optional, kind: .file),
        ],
        options: [
            .value(
                "tolerance", "[FIGURE=]SHARE",
                help: "How far a figure may be off, such as 1% or speedup=0.5% or sent_bytes=0.", defaultText: "0",
                isRepeatable: true),
            .value("scenario", "FILE", .file, help: "Run this scenario and check its results."),
            .value("junit", "FILE", .file, help: "Write the outcome as JUnit XML, a test case a point."),
        ],
        examples: [
            CommandExample(
                "modnn-sim check results/modnn-vgg16.csv --scenario Scenarios/modnn-vgg16.json --tolerance 0.5%",
                "Do today's curves agree with the committed ones?"),
            CommandExample(
                "modnn-sim check results/bandwidth.csv results/bandwidth.csv --junit=/tmp/junit.xml",
                "Two files, with a report for a CI server."),
        ])

    static let describe = CommandSpecification(
        name: "describe", summary: "say what a scenario would run and how long that takes",
        discussion: "Tries some of the points for half a second; nothing is written.",
        arguments: [ArgumentSpecification("SCENARIO", help: "A scenario file.", kind: .file)],
        options: axisOptions + [jobsOption],
        examples: [
            CommandExample("modnn-sim describe Scenarios/resnet50-delivery.json", "Before a long sweep."),
            CommandExample(
                "modnn-sim describe Scenarios/bandwidth.json --set repetitions=1000", "Would this take too long?"),
        ])

    static let validateScenario = CommandSpecification(
        name: "scenario", summary: "check scenario files without running them",
        discussion: "Checks every point of the sweeps.",
        arguments: [
            ArgumentSpecification("FILE", help: "A scenario file.", arity: .variadic(minimum: 1), kind: .file)
        ],
        options: axisOptions + [
            .flag("resolved", help: "Print what would run, with everything that the files extend and name.")
        ],
        examples: [
            CommandExample("modnn-sim validate scenario Scenarios/bandwidth.json Scenarios/modnn-vgg16.json", "Two."),
            CommandExample(
                "modnn-sim validate scenario Scenarios/bandwidth.json --resolved", "What is it after all?"),
        ])

    static let schema = CommandSpecification(
        name: "schema", summary: "print the JSON Schema of scenario files",
        discussion: """
            A scenario that begins with "$schema": "./scenario.schema.json" is completed and checked by editors.
            """,
        examples: [CommandExample("modnn-sim schema", "What Scenarios/scenario.schema.json holds.")])

    static let completions = CommandSpecification(
        name: "completions", summary: "print a completion script for a shell",
        discussion: """
            bash: source <(modnn-sim completions bash), in ~/.bashrc to keep it.

            zsh: modnn-sim completions zsh > ~/.zfunc/_modnn-sim, with ~/.zfunc in fpath before compinit.

            fish: modnn-sim completions fish > ~/.config/fish/completions/modnn-sim.fish
            """,
        arguments: [
            ArgumentSpecification("SHELL", help: "The shell.", kind: .oneOf(CompletionShell.allCases.map(\.rawValue)))
        ],
        examples: [CommandExample("modnn-sim completions bash", "For bash.")])
}
