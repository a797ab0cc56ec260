import Tensors

/// Weights of a fully connected layer, packed for one instruction set: outputs side by side, so that every output is
/// summed from its bias over the inputs from the first to the last.
public struct DensePlan: Sendable {
    public let inputCount: Int
    public let outputCount: Int
    private let kernels: VectorKernels
    /// Panels of `[inputCount, vectorPanelRows]`.
    private let weights: AlignedStorage
    /// Filled up to whole panels.
    private let bias: AlignedStorage

    /// - Parameters:
    ///   - weight: `[outputs, inputs]`.
    ///   - bias: `[outputs]`.
    public init(weight: Tensor, bias: Tensor?, instructionSet: InstructionSet = .best) throws(KernelError) {
        guard weight.extents.count == 2 else {
            throw .extents(what: "the weights", found: weight.extents, needed: "[outputs, inputs]")
        }
        let (outputs, inputs) = (weight.extents[0], weight.extents[1])
        if let bias, bias.extents != [outputs] {
            throw .extents(what: "the bias", found: bias.extents, needed: "[\(outputs)]")
        }
        self.init(
            inputCount: inputs, outputCount: outputs, bias: bias, kernels: try .kernels(instructionSet)
        ) { row, target, step in
            weight.withUnsafeBuffer { source in
                let from = source.baseAddress! + row * inputs
                for index in 0..<inputs { target[index &* step] = from[index] }
            }
        }
    }

    /// - Parameter fill: writes the weights of an output, each a step after the one before.
    init(
        inputCount: Int, outputCount: Int, bias: Tensor?, kernels: VectorKernels,
        fill: (_ row: Int, _ target: UnsafeMutablePointer<Float>, _ step: Int) -> Void
    ) {
        self.inputCount = inputCount
        self.outputCount = outputCount
        self.kernels = kernels
        let rows = kernels.vectorPanelRows
        let panels = (outputCount + rows - 1) / rows
        weights = AlignedStorage(count: panels * rows * inputCount, repeating: 0)
        self.bias = AlignedStorage(count: panels * rows, repeating: 0)
        for row in 0..<outputCount {
            fill(row, weights.base + row / rows * rows * inputCount + row % rows, rows)
            if let bias { self.bias.base[row] = bias[row] }
        }
    }

    /// Outputs of one input vector `[inputs]` or of a batch `[batch, inputs]`.
    public func multiply(_ input: Tensor, threads: Int = 1) throws(KernelError) -> Tensor {
        guard let last = input.extents.last, last == inputCount, input.extents.count <= 2 else {
            throw .extents(what: "the input", found: input.extents, needed: "[\(inputCount)] or [n, \(inputCount)]")
        }
        let batch = input.extents.count == 2 ? input.extents[0] : 1
        return Tensor(extents: input.extents.dropLast() + [outputCount]) { target in
            input.withUnsafeBuffer { source in
                for index in 0..<batch {
                    run(
                        source.baseAddress! + index * inputCount, outputs: 0..<outputCount, threads: threads,
                        output: target.baseAddress! + index * outputCount)
                }
            }
        }
    }

    /// Sums over a part of the inputs only, without the bias: what one of several devices that share the inputs
    /// computes.
    ///
    /// - Parameters:
    ///   - part: a box of the feature map that the layer reads.
    ///   - shape: the whole map's, of `inputCount` elements.
    func partialSums(
        of part: FeatureMapPart, in shape: TensorShape, outputs: Range<Int>, threads: Int,
        output: UnsafeMutablePointer<Float>
    ) {
        let region = part.region
        // What lies side by side in the whole map is one run.
        var runs: [InputRun] = []
        var offset = 0
        for channel in region.channels {
            for row in region.rows {
                let first = (channel * shape.height + row) * shape.width + region.columns.lowerBound
                if let last = runs.last, last.first + last.count == first {
                    runs[runs.count - 1].count += region.columns.count
                } else {
                    runs.append(InputRun(first: first, count: region.columns.count, offset: offset))
                }
                offset += region.columns.count
            }
        }
        part.tensor.withUnsafeBuffer { source in
            run(
                source.baseAddress!, runs: runs, outputs: outputs, startsFromBias: false, threads: threads,
                output: output)
        }
    }

    /// Bias of an output.
    func bias(_ output: Int) -> Float { bias.base[output] }

    private struct InputRun {
        var first: Int
        var count: Int
        /// In the input that is given.
        var offset: Int
    }

    func run(
        _ input: UnsafePointer<Float>, outputs: Range<Int>, threads: Int, output: UnsafeMutablePointer<Float>
    ) {
        run(
            input, runs: [InputRun(first: 0, count: inputCount, offset: 0)], outputs: outputs, startsFromBias: true,
            threads: threads, output: output)
    }

    private func run(
        _ input: UnsafePointer<Float>, runs: [InputRun], outputs: Range<Int>, startsFromBias: Bool, threads: Int,
        output: UnsafeMutablePointer<Float>
    ) {
        if outputs.isEmpty { return }
        let rows = kernels.vectorPanelRows
        let panels = outputs.lowerBound / rows..<(outputs.upperBound + rows - 1) / rows
        let panelsPerJob = threads == 1 ? panels.count : max(2, panels.count / (4 * threads) / 2 * 2)
        let jobs = (panels.count + panelsPerJob - 1) / panelsPerJob
        nonisolated(unsafe) let input = input
        nonisolated(unsafe) let output = output
        runJobs(jobs, threads: threads, scratch: panelsPerJob * rows) { job, scratch in
            let first = panels.lowerBound + job * panelsPerJob
            let count = min(panelsPerJob, panels.upperBound - first)
            if startsFromBias {
                scratch.update(from: bias.base + first * rows, count: count * rows)
            } else {
                scratch.update(repeating: 0, count: count * rows)
            }
            for run in runs {
                kernels.multiplyVector(
                    count, inputCount * rows, run.count,
                    weights.base + first * rows * inputCount + run.first * rows, input + run.offset, scratch)
            }
            let wanted = outputs.clamped(to: first * rows..<(first + count) * rows)
            (output + wanted.lowerBound - outputs.lowerBound).update(
                from: scratch + wanted.lowerBound - first * rows, count: wanted.count)
        }
    }
}
