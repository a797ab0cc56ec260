import NeuralNetworks
import Tensors

/// A pruned fully connected layer whose weights lie at several places.
struct DividedSparseLayer: Sendable {
    let outputCount: Int
    /// `[outputs]`; zeros without a bias.
    let bias: Tensor
    /// The places that have weights, ascending, with them.
    private let parts: [(place: Int, plan: SparsePlan)]
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
        var parts: [(place: Int, plan: SparsePlan)] = []
        var contributors = [[Int]](repeating: [], count: outputCount)
        for place in Set(division.places).sorted() {
            let rows = parameters.compressedRows(of: layer, at: division.layer, on: division.matrix) {
                division.places[$0] == place
            }
            for output in 0..<outputCount where !rows.elements(ofRow: output).isEmpty {
                contributors[output].append(Int(place))
            }
            parts.append((Int(place), try SparsePlan(rows, bias: bias, instructionSet: options.instructionSet)))
        }
        self.parts = parts
        self.contributors = contributors
    }

    /// What a place's weights contribute to all outputs, without the bias: `[outputs]`.
    ///
    /// - Parameter input: `[inputs]`; only what the weights multiply with is read.
    func contributions(of place: Int, _ input: Tensor) throws(KernelError) -> Tensor {
        guard let plan = plan(at: place) else { return Tensor(extents: [outputCount]) }
        return try plan.contributions(input, threads: threads)
    }

    /// The outputs as a place computes them alone, each summed from its bias: `[outputs]`.
    func outputs(of place: Int, _ input: Tensor) throws(KernelError) -> Tensor {
        guard let plan = plan(at: place) else { return bias }
        return try plan.multiply(input, threads: threads)
    }

    private func plan(at place: Int) -> SparsePlan? { parts.first { $0.place == place }?.plan }
}
