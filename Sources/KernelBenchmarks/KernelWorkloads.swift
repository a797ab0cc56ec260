import Foundation
import NeuralNetworks
import TensorKernels
import Tensors
import Units

/// The workloads that Benchmarks/kernels.py measures other libraries with; each line of the report is a workload and its
/// median in milliseconds.
struct KernelWorkloads {
    let options: KernelOptions
    let measuring: Measuring
    let report: (_ workload: String, _ milliseconds: Double) -> Void

    static let groups = ["sgemm", "vgg", "vggnet", "conv1d", "fc", "csr"]

    func run(_ group: String) throws {
        switch group {
        case "sgemm": try matrixProducts()
        case "vgg": try convolutions()
        case "vggnet": try network("vgg16")
        case "conv1d": try signals()
        case "fc": try denseLayers()
        case "csr": try sparseLayers()
        default: preconditionFailure("no group \(group)")
        }
    }

    private func measure(_ workload: String, _ body: () throws -> Void) rethrows {
        report(workload, try measuring.median(body) * 1e3)
    }

    private func random(_ extents: [Int]) -> Tensor {
        let shape = TensorShape(channels: extents[0], height: 1, width: extents.dropFirst().reduce(1, *))
        return SeededParameters(seed: 7).input(shape).reshaped(extents)
    }

    private func matrixProducts() throws {
        for n in [512, 1024, 2048] {
            let (a, b) = (random([n, n]), random([n, n]))
            let product = try MatrixProduct(options: options)
            try measure("sgemm_\(n)") { _ = try product(a, b) }
        }
    }

    /// The different convolutions of VGG-16.
    private func convolutions() throws {
        for (name, inputs, outputs, side) in [
            ("conv1_1", 3, 64, 224), ("conv1_2", 64, 64, 224), ("conv2_1", 64, 128, 112), ("conv2_2", 128, 128, 112),
            ("conv3_1", 128, 256, 56), ("conv3_2", 256, 256, 56), ("conv4_1", 256, 512, 28), ("conv4_2", 512, 512, 28),
            ("conv5_1", 512, 512, 14),
        ] {
            try convolution(
                "vgg_" + name, input: TensorShape(channels: inputs, height: side, width: side), outputs: outputs,
                kernel: Extent(3), dilation: Extent(1), padding: Padding(1))
        }
    }

    private func signals() throws {
        for (name, inputs, outputs, length, taps, dilation) in [
            ("c15k15w60000s51d8", 15, 15, 60000, 51, 8), ("c15k15w60000s5d1", 15, 15, 60000, 5, 1),
            ("c64k64w5000s5d1", 64, 64, 5000, 5, 1), ("c64k64w5000s5d4", 64, 64, 5000, 5, 4),
            ("c32k32w20000s15d4", 32, 32, 20000, 15, 4),
        ] {
            let padding = dilation * (taps - 1) / 2
            try convolution(
                "conv1d_" + name, input: TensorShape(channels: inputs, height: length, width: 1), outputs: outputs,
                kernel: Extent(height: taps, width: 1), dilation: Extent(height: dilation, width: 1),
                padding: Padding(top: padding, bottom: padding, left: 0, right: 0))
        }
    }

    private func convolution(
        _ name: String, input: TensorShape, outputs: Int, kernel: Extent, dilation: Extent, padding: Padding
    ) throws {
        var builder = try NetworkBuilder(name: name, input: input)
        try builder.convolution(
            name, outputChannels: outputs, kernel: kernel, padding: .explicit(padding), dilation: dilation)
        let layer = try builder.network().layers[0]
        let plan = try LayerPlan(
            layer, parameters: SeededParameters(seed: 1).parameters(of: layer, at: 0), options: options)
        let x = random([input.channels, input.height, input.width])
        try measure(name) { _ = try plan.run([x]) }
    }

    private func network(_ name: String) throws {
        guard let network = try NetworkCatalogue.network(named: name) else { return }
        let execution = try NetworkExecution(network, seed: 7, options: options)
        let x = SeededParameters(seed: 7).input(network.input)
        try measure(name) { _ = try execution.run(x) }
    }

    private func denseLayers() throws {
        for (inputs, outputs) in [(25088, 4096), (4096, 4096), (4096, 1000)] {
            let plan = try DensePlan(
                weight: random([outputs, inputs]), bias: nil, instructionSet: options.instructionSet)
            let x = random([inputs])
            try measure("fc_\(inputs)x\(outputs)") { _ = try plan.multiply(x, threads: options.threads) }
        }
    }

    /// Every row's elements are spread evenly, each at random in its share of the columns.
    private func sparseLayers() throws {
        let (columns, rows) = (25088, 4096)
        for percent in [4, 10, 30] {
            let count = columns * percent / 100
            let step = Float(columns) / Float(count)
            let shifts = random([rows, count])
            let indices = (0..<rows * count).map { place in
                let share = Float(place % count) + (shifts[place] + 1) / 2
                return Int32(min(share * step, Float(columns - 1)))
            }
            let matrix = try CompressedRows(
                rowCount: rows, columnCount: columns, rowPointers: (0...rows).map { Int32($0 * count) },
                columns: indices, values: shifts.values)
            let plan = try SparsePlan(matrix, instructionSet: options.instructionSet)
            let x = random([columns])
            try measure("csr_d\(percent)") { _ = try plan.multiply(x, threads: options.threads) }
        }
    }
}
