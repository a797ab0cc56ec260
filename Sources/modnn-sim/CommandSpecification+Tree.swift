import CommandLineOptions
import DeviceProfiles
import NeuralNetworks
import Partitioning
import Reporting

extension CommandSpecification {
    /// The command line of the product: what parsing and help read.
    static let modnnSim = CommandSpecification(
        name: "modnn-sim",
        summary: "simulates neural networks that phones and boards on one Wi-Fi run together",
        discussion: """
            Results go to standard output, everything else to standard error. A scenario is a JSON file; the README \
            lists its keys.
            """,
        options: [
            .flag("quiet", short: "q", help: "Print no remarks on standard error."),
            .flag("json", help: "Print one JSON document instead of tables."),
        ],
        examples: [
            CommandExample("modnn-sim sweep Scenarios/modnn-vgg16.json", "VGG-16 on 1 to 4 phones, two partitions."),
            CommandExample("modnn-sim run Scenarios/modnn-vgg16.json", "One run, layer by layer."),
            CommandExample("modnn-sim list schemes", "What can be compared."),
        ],
        subcommands: [
            run, sweep, merge, check, describe, partition, verify, kernels, validate, calibrate, sensitivity, schema,
            list,
            completions,
        ]
            + pictures,
        exitCodes: [
            ExitCodeDescription(0, "done"),
            ExitCodeDescription(1, "done, but a check failed"),
            ExitCodeDescription(64, "wrong usage"),
            ExitCodeDescription(65, "invalid input"),
            ExitCodeDescription(66, "missing input"),
            ExitCodeDescription(70, "a bug of modnn-sim"),
            ExitCodeDescription(74, "cannot write"),
            ExitCodeDescription(130, "interrupted; the same sweep goes on"),
        ])

    private static let run = CommandSpecification(
        name: "run", summary: "run a scenario once and print where the time goes",
        discussion: """
            A scenario with a sweep runs as it is written without the sweep: change a swept value with --set.
            """,
        arguments: [ArgumentSpecification("SCENARIO", help: "A scenario file.", kind: .file)],
        options: [
            setOption,
            .value(
                "detail", "TABLES", .listOf(RunReport.Detail.allCases.map(\.rawValue)),
                help: "Which tables to print.", defaultText: "layers,devices"),
            .value("repetition", "NUMBER", help: "Which repetition to run, from 0.", defaultText: "0"),
        ],
        examples: [
            CommandExample(
                "modnn-sim run Scenarios/modnn-vgg16.json --set cluster.devices=2", "Two phones instead of four."),
            CommandExample("modnn-sim run Scenarios/modnn-vgg16.json --detail messages", "Every message."),
            CommandExample("modnn-sim run Scenarios/modnn-vgg16.json --json", "The same for a program."),
        ])

    private static let partition = CommandSpecification(
        name: "partition", summary: "show who owns what, halos, messages and redundancy, without a clock",
        discussion: "A Group Owner that computes nothing holds the input and wants the output.",
        options: PartitionOptions.specification(matrixSchemes: SparseScheme.allCases.map(\.name)) + matrixOptions,
        examples: [
            CommandExample("modnn-sim partition --network vgg16 --workers 4", "VGG-16 in four equal strips."),
            CommandExample(
                "modnn-sim partition --network alexnet --capabilities 4,3,2,1 --scheme bodp-aligned",
                "Unequal workers, cuts aligned to pooling."),
            CommandExample(
                "modnn-sim partition --network yolov2 --workers 6 --scheme ftp --grid 3x3 --json",
                "Nine fused tiles on six workers."),
            CommandExample(
                "modnn-sim partition --matrix Tests/ExperimentsTests/Reference/sparse/lenet300_fc2_s95.mtx "
                    + "--capabilities 4,3,2,1 --scheme mscc+fgcp",
                "A pruned layer."),
        ])

    private static let validate = CommandSpecification(
        name: "validate", summary: "check scenarios, or compare with reference data",
        examples: [
            CommandExample("modnn-sim validate scenario Scenarios/modnn-vgg16.json", "Is it right?"),
            CommandExample(
                "modnn-sim validate conv Tests/ExperimentsTests/Reference/conv",
                "Golden values of partitioned convolutions."),
        ],
        subcommands: [
            validateScenario,
            CommandSpecification(
                name: "conv", summary: "recompute golden values of partitioned convolutions",
                discussion: """
                    Reads every *.json of the folder: layers, and for worker counts, capabilities and schemes the \
                    regions, MACs, messages and elements. Prints how many cases agree in every field, and the first \
                    difference of those that do not.
                    """,
                arguments: [ArgumentSpecification("DIR", help: "A folder of reference files.", kind: .folder)],
                examples: [
                    CommandExample(
                        "modnn-sim validate conv Tests/ExperimentsTests/Reference/conv",
                        "The reference that comes with the sources.")
                ]),
            validateSparse,
            validateWireless,
            validatePapers,
        ])

    private static let list = CommandSpecification(
        name: "list", summary: "list what scenarios may name",
        arguments: [
            ArgumentSpecification(
                "WHAT", help: "networks, devices or schemes.", kind: .oneOf(["networks", "devices", "schemes"]))
        ],
        examples: [
            CommandExample("modnn-sim list networks", "Networks with their MACs and parameters."),
            CommandExample("modnn-sim list devices --json", "Devices with the source of every figure."),
        ])
}
