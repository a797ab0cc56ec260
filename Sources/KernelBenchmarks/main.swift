import Foundation
import TensorKernels

/// Times groups of workloads and prints a line of each: its name and the median in milliseconds.
let usage = """
    usage: modnn-sim-kernel-benchmark GROUPS [THREADS [ALGORITHM]]
      GROUPS     some of \(KernelWorkloads.groups.joined(separator: ",")), separated by commas
      THREADS    1 by default; the processor's time is measured with one thread, the time of day with more
      ALGORITHM  of convolutions: \(KernelOptions.ConvolutionAlgorithm.allCases.map(\.rawValue).joined(separator: " or "))

    """

func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data(message.utf8))
    exit(64)
}

let arguments = Array(CommandLine.arguments.dropFirst())
let groups = (arguments.first ?? "").split(separator: ",").map(String.init)
guard (1...3).contains(arguments.count), groups.allSatisfy(KernelWorkloads.groups.contains),
    let threads = Int(arguments.count > 1 ? arguments[1] : "1"), threads > 0,
    let algorithm = KernelOptions.ConvolutionAlgorithm(rawValue: arguments.count > 2 ? arguments[2] : "exact")
else { fail(usage) }
do {
    let options = KernelOptions(instructionSet: try .chosen(), threads: threads, convolution: algorithm)
    let workloads = KernelWorkloads(options: options, measuring: Measuring(threads: threads)) { workload, time in
        print(workload, time)
    }
    for group in groups { try workloads.run(group) }
} catch {
    fail("modnn-sim-kernel-benchmark: \(error)\n")
}
