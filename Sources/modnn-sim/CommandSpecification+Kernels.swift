import CommandLineOptions
import NeuralNetworks
import TensorKernels

extension CommandSpecification {
    private static let threads = OptionSpecification.value(
        "threads", "COUNT", help: "Threads of a kernel; the numbers do not depend on it.", defaultText: "1")
    private static let instructionSet = OptionSpecification.value(
        "instruction-set", "NAME", .oneOf(InstructionSet.allCases.map(\.rawValue)),
        help: "Vector instructions of the kernels.", defaultText: "the newest that this machine has")
    private static let seed = OptionSpecification.value(
        "seed", "NUMBER", help: "Of the weights and the input.", defaultText: "1")

    static let verify = CommandSpecification(
        name: "verify", summary: "really compute a partitioned network and compare it with the whole one",
        discussion: """
            Runs the plan that the simulator would run, in float32: every device holds only its own regions and what \
            messages brought it, everything else is not a number. The output and all that devices computed on the way \
            must equal the whole network bit for bit; where partial sums are added up, the whole layer is summed in \
            the same parts. With --density fully connected layers are pruned to random patterns that the seed gives. \
            Tasks that any device may take are dealt in turn.
            With --all every scheme and delivery on 1 to K workers, a row of a table for each scheme.
            Weights in files have PyTorch's names: LAYER.weight, LAYER.bias and, of batch normalizations, \
            LAYER.running_mean and LAYER.running_var; in a folder each in a file of that name and .npy. All are float32.
            """,
        options: PartitionOptions.specification() + [
            .flag("all", help: "Every scheme and delivery on 1 to K workers."),
            .value(
                "weights", "FILE", .file, help: "Weights: a safetensors file, or a folder of NPY files.",
                defaultText: "random ones that the seed gives"),
            threads, instructionSet, seed,
        ],
        examples: [
            CommandExample("modnn-sim verify --network lenet5 --workers 4", "LeNet-5 in four strips."),
            CommandExample(
                "modnn-sim verify --network vgg16 --input 3x64x64 --workers 3 --scheme ftp --grid 2x2 --delivery relay",
                "Fused tiles, everything through the Group Owner."),
            CommandExample(
                "modnn-sim verify --network lenet-300-100 --workers 3 --fully-connected mscc+fgcp --density 0.1",
                "Sparse layers: words are sent, partial sums added up."),
            CommandExample("modnn-sim verify --network lenet5 --workers 3 --all", "Whatever can be planned."),
        ])

    static let kernels = CommandSpecification(
        name: "kernels", summary: "check and time the tensor kernels on this machine",
        examples: [
            CommandExample(
                "modnn-sim kernels verify Tests/TensorKernelsTests/Golden/index.json", "The cases of the sources."),
            CommandExample(
                "modnn-sim kernels measure --network lenet5 -o /tmp/lenet5.json", "A trace of this machine."),
        ],
        subcommands: [
            CommandSpecification(
                name: "verify", summary: "run golden cases on every instruction set of this machine",
                discussion: """
                    Reads the list of cases and the arrays beside it, runs each case whole and cut into strips and \
                    tiles, and prints how many agree within their tolerances.
                    """,
                arguments: [ArgumentSpecification("INDEX", help: "A list of cases, index.json.", kind: .file)],
                options: [
                    .value(
                        "instruction-set", "NAME", .oneOf(InstructionSet.allCases.map(\.rawValue)),
                        help: "Vector instructions of the kernels.", defaultText: "one after the other"),
                    .value("threads", "COUNT", help: "Threads of a kernel.", defaultText: "1"),
                ],
                examples: [
                    CommandExample(
                        "modnn-sim kernels verify Tests/TensorKernelsTests/Golden/index.json",
                        "The cases of the sources.")
                ]),
            CommandSpecification(
                name: "measure", summary: "time a network's layers and strips of them and write a workload trace",
                discussion: """
                    Prints and writes the median and the quartiles of the time of every layer, and with --strips of \
                    strips of several heights. A scenario replays the trace when its "workload" names the file.
                    """,
                options: [
                    .value("network", "NAME", .oneOf(NetworkCatalogue.names), help: "A network of the catalogue."),
                    .value(
                        "input", "CxHxW", help: "Another input shape, such as 3x64x64.",
                        defaultText: "the network's own"),
                    .flag("strips", help: "Measure strips of 1, 2, 4, 8, ... rows too."),
                    .value(
                        "algorithm", "NAME", .oneOf(KernelOptions.ConvolutionAlgorithm.allCases.map(\.rawValue)),
                        help: "How convolutions are computed.", defaultText: "exact"),
                    .value(
                        "clock", "NAME", .oneOf(LayerTiming.Clock.allCases.map(\.rawValue)),
                        help: "Time of day, or time that the processor worked, which is steadier on a busy machine.",
                        defaultText: "processor with one thread, wall with more"),
                    .value("repetitions", "COUNT", help: "Of every measurement.", defaultText: "9"),
                    threads, instructionSet, seed,
                    .value("output", short: "o", "FILE", .file, help: "Where to write the trace."),
                ],
                examples: [
                    CommandExample(
                        "modnn-sim kernels measure --network vgg16 --strips -o Scenarios/traces/vgg16-host.json",
                        "The trace that the main scenario replays, measured here."),
                    CommandExample("modnn-sim kernels measure --network lenet5 --threads 2", "On two threads."),
                ]),
        ])
}
