import NeuralNetworks
import Tensors

/// A pruned fully connected layer whose weights lie at several places, each of which may store a block of its weights
/// densely.
struct DividedSparseLayer: Sendable {
    /// A place's weights.
    private struct Part: Sendable {
        var place: Int
        var block: PackedBlock?
        /// Those outside of the block; nil if there are none.
        var sparse: SparsePlan?
    }

    let outputCount: Int
    /// `[outputs]`; zeros without a bias.
    let bias: Tensor
    /// The places that have weights, ascending.
    private let parts: [Part]
    /// Places with weights of every output, ascending.
    let contributors: [[Int]]
    private let threads: Int

    /// - Throws: `KernelError` when the matrix does not fit the layer.
    init(
        _ layer: Layer, _ division: SparseLayerDivision, parameters: SeededParameters, options: KernelOptions
    ) throws(KernelError) {
        outputCount = layer.output.elementCount
        threads = options.threads
        let bias = parameters.bias(of: layer, at: division.layer)
        self.bias = bias ?? Tensor(extents: [outputCount])
        var parts: [Part] = []
        var contributors = [[Int]](repeating: [], count: outputCount)
        for place in Set(division.places).sorted() {
            let rows = parameters.compressedRows(of: layer, at: division.layer, on: division.matrix) {
                division.places[$0] == place
            }
            for output in 0..<outputCount where !rows.elements(ofRow: output).isEmpty {
                contributors[output].append(Int(place))
            }
            var part = Part(place: Int(place))
            if let block = division.denseBlocks[place] {
                let packed = try PackedBlock(block, of: rows, bias: bias, instructionSet: options.instructionSet)
                let others = rows.filtered { !packed.contains(output: $0, input: $1) }
                part.block = packed
                if !others.values.isEmpty {
                    part.sparse = try SparsePlan(others, instructionSet: options.instructionSet)
                }
            } else {
                part.sparse = try SparsePlan(rows, bias: bias, instructionSet: options.instructionSet)
            }
            parts.append(part)
        }
        self.parts = parts
        self.contributors = contributors
    }

    /// What a place's weights contribute to all outputs, without the bias: `[outputs]`.
    ///
    /// - Parameter input: `[inputs]`; only what the weights multiply with is read.
    func contributions(of place: Int, _ input: Tensor) throws(KernelError) -> Tensor {
        guard let part = part(at: place) else { return Tensor(extents: [outputCount]) }
        let block = part.block?.contributions(input, outputCount: outputCount, threads: threads)
        guard let sparse = part.sparse else { return block ?? Tensor(extents: [outputCount]) }
        let others = try sparse.contributions(input, threads: threads)
        return block.map { part.block!.adding(others, to: $0) } ?? others
    }

    /// What the dense block of a place contributes, zero for outputs outside of it: `[outputs]`.
    func blockContributions(of place: Int, _ input: Tensor) -> Tensor {
        part(at: place)?.block?.contributions(input, outputCount: outputCount, threads: threads)
            ?? Tensor(extents: [outputCount])
    }

    /// What the weights outside of the dense block contribute, and the block's contributions: `[outputs]`.
    ///
    /// - Parameter sums: what the block contributes, `[outputs]`.
    func contributions(
        of place: Int, _ input: Tensor, addedTo sums: Tensor
    ) throws(KernelError) -> Tensor {
        guard let part = part(at: place), let block = part.block, let sparse = part.sparse else { return sums }
        return block.adding(try sparse.contributions(input, threads: threads), to: sums)
    }

    /// The outputs as a place computes them alone: `[outputs]`.
    ///
    /// Each is summed from its bias over ascending inputs; at a place with a block and other weights, the bias comes
    /// last.
    func outputs(of place: Int, _ input: Tensor) throws(KernelError) -> Tensor {
        guard let part = part(at: place) else { return bias }
        switch (part.block, part.sparse) {
        case (let block?, nil): return block.outputs(input, bias: bias, threads: threads)
        case (_?, _?): return outputs(adding: try contributions(of: place, input))
        case (nil, let sparse?): return try sparse.multiply(input, threads: threads)
        case (nil, nil): return bias
        }
    }

    /// The outputs of contributions: `[outputs]`.
    func outputs(adding contributions: Tensor) -> Tensor {
        Tensor(
            extents: [outputCount], values: contributions.values.enumerated().map { bias[$0.offset] + $0.element })
    }

    /// Whether a place stores a block of its weights densely and others sparsely.
    func isMixed(_ place: Int) -> Bool { part(at: place).map { $0.block != nil && $0.sparse != nil } ?? false }

    private func part(at place: Int) -> Part? { parts.first { $0.place == place } }
}

/// A dense block of a sparse layer with its weights, zeros included.
///
/// Adding the product of a zero and a finite input changes no sum but that of negative zeros, so an output has the same
/// bits as from the sparse weights.
private struct PackedBlock: Sendable {
    private let block: DenseBlock
    private let plan: DensePlan
    /// Position of every input and output of the layer in the block, -1 for others.
    private let inputPlaces: [Int32]
    private let outputPlaces: [Int32]

    /// - Parameter rows: the place's weights, a row an output.
    init(
        _ block: DenseBlock, of rows: CompressedRows, bias: Tensor?, instructionSet: InstructionSet
    ) throws(KernelError) {
        guard block.inputs.allSatisfy({ 0..<rows.columnCount ~= Int($0) }),
            block.outputs.allSatisfy({ 0..<rows.rowCount ~= Int($0) })
        else { throw .sparseStructure("a dense block lies outside of its layer") }
        var inputPlaces = [Int32](repeating: -1, count: rows.columnCount)
        var outputPlaces = [Int32](repeating: -1, count: rows.rowCount)
        for (place, input) in block.inputs.enumerated() { inputPlaces[Int(input)] = Int32(place) }
        for (place, output) in block.outputs.enumerated() { outputPlaces[Int(output)] = Int32(place) }
        let weights = Tensor(extents: [block.outputs.count, block.inputs.count]) { target in
            target.update(repeating: 0)
            for (place, output) in block.outputs.enumerated() {
                for element in rows.elements(ofRow: Int(output)) {
                    let input = inputPlaces[Int(rows.columns[element])]
                    if input >= 0 { target[place * block.inputs.count + Int(input)] = rows.values[element] }
                }
            }
        }
        let blockBias = bias.map { bias in
            Tensor(extents: [block.outputs.count], values: block.outputs.map { bias[Int($0)] })
        }
        self.block = block
        self.inputPlaces = inputPlaces
        self.outputPlaces = outputPlaces
        plan = try DensePlan(weight: weights, bias: blockBias, instructionSet: instructionSet)
    }

    func contains(output: Int, input: Int) -> Bool { outputPlaces[output] >= 0 && inputPlaces[input] >= 0 }

    /// `[outputCount]`, zeros outside of the block.
    func contributions(_ input: Tensor, outputCount: Int, threads: Int) -> Tensor {
        let shape = TensorShape(channels: block.inputs.count, height: 1, width: 1)
        let part = FeatureMapPart(uncheckedRegion: Region(shape), tensor: gathered(input))
        let sums = [Float](unsafeUninitializedCapacity: block.outputs.count) { buffer, count in
            plan.partialSums(
                of: part, in: shape, outputs: 0..<block.outputs.count, threads: threads, output: buffer.baseAddress!)
            count = block.outputs.count
        }
        return scattered(sums, over: Tensor(extents: [outputCount]))
    }

    /// `[outputs]`: those of the block summed from the bias, others the bias alone.
    func outputs(_ input: Tensor, bias: Tensor, threads: Int) -> Tensor {
        let values = gathered(input)
        let outputs = [Float](unsafeUninitializedCapacity: block.outputs.count) { buffer, count in
            values.withUnsafeBuffer { source in
                plan.run(
                    source.baseAddress!, outputs: 0..<block.outputs.count, threads: threads,
                    output: buffer.baseAddress!)
            }
            count = block.outputs.count
        }
        return scattered(outputs, over: bias)
    }

    /// Contributions of both kinds of weights; outputs outside of the block have those of the others alone.
    func adding(_ others: Tensor, to sums: Tensor) -> Tensor {
        var result = others
        for output in block.outputs { result[Int(output)] = sums[Int(output)] + others[Int(output)] }
        return result
    }

    private func gathered(_ input: Tensor) -> Tensor {
        Tensor(extents: [block.inputs.count], values: block.inputs.map { input[Int($0)] })
    }

    private func scattered(_ values: [Float], over other: Tensor) -> Tensor {
        var result = other
        for (output, value) in zip(block.outputs, values) { result[Int(output)] = value }
        return result
    }
}
