public import NeuralNetworks
import Tensors

/// A network ready to run on this machine.
public struct NetworkExecution: Sendable {
    /// One layer, or a convolution and the activation that follows it.
    public struct Step: Sendable {
        /// Places in the network.
        public let layers: Range<Int>
        public let plan: LayerPlan
        /// The tensor that the step computes.
        public var outputTensor: Int { layers.upperBound }
    }

    public let network: Network
    public let options: KernelOptions
    public let steps: [Step]

    /// With made-up weights.
    ///
    /// - Parameter fusesActivations: whether a convolution applies the ReLU behind it itself, when nobody else reads
    ///   what it computes; the result is the same.
    public init(
        _ network: Network, seed: UInt64, options: KernelOptions = KernelOptions(), fusesActivations: Bool = true
    ) throws(KernelError) {
        try self.init(
            network, seed: seed, matrices: Array(repeating: nil, count: network.layers.count), options: options,
            fusesActivations: fusesActivations)
    }

    /// With made-up weights; of some fully connected layers only those at the entries of a matrix.
    ///
    /// - Parameters:
    ///   - matrices: one a layer, nil for dense ones.
    ///   - fusesActivations: as without matrices.
    init(
        _ network: Network, seed: UInt64, matrices: [SparseMatrix?], options: KernelOptions, fusesActivations: Bool
    ) throws(KernelError) {
        let seeded = SeededParameters(seed: seed)
        try self.init(network, options: options, fusesActivations: fusesActivations) {
            (layer, index, activation, pool) throws(KernelError) in
            guard let matrix = matrices[index] else {
                return try seeded.plan(layer, at: index, options: options, fusing: activation, pool: pool)
            }
            let rows = seeded.compressedRows(of: layer, at: index, on: matrix)
            return try LayerPlan(
                layer, parameters: .sparseWeights(rows, bias: seeded.bias(of: layer, at: index)), options: options,
                fusing: activation, pool: pool)
        }
    }

    /// With given weights.
    ///
    /// - Parameter parameters: one a layer.
    public init(
        _ network: Network, parameters: [LayerParameters], options: KernelOptions = KernelOptions(),
        fusesActivations: Bool = true
    ) throws(KernelError) {
        guard parameters.count == network.layers.count else {
            throw .parameter(
                what: "the number of parameters", found: "\(parameters.count)", allowed: "\(network.layers.count)")
        }
        try self.init(network, options: options, fusesActivations: fusesActivations) {
            (layer, index, activation, pool) throws(KernelError) in
            try LayerPlan(
                layer, parameters: parameters[index], options: options, fusing: activation,
                pool: pool)
        }
    }

    private init(
        _ network: Network, options: KernelOptions, fusesActivations: Bool,
        plan: (Layer, Int, Activation?, StoragePool) throws(KernelError) -> LayerPlan
    ) throws(KernelError) {
        self.network = network
        self.options = options
        let consumers = network.consumers
        let pool = StoragePool()
        var steps: [Step] = []
        var index = 0
        while index < network.layers.count {
            let layer = network.layers[index]
            var fused: Activation?
            if fusesActivations, case .convolution = layer.operation, index + 1 < network.layers.count,
                consumers[index + 1] == [index + 1],
                case .activation(let activation) = network.layers[index + 1].operation,
                OutputClamp(activation) != nil
            {
                fused = activation
            }
            let end = index + (fused == nil ? 1 : 2)
            steps.append(Step(layers: index..<end, plan: try plan(layer, index, fused, pool)))
            index = end
        }
        self.steps = steps
    }

    /// The network's output for an input `[channels, height, width]`.
    public func run(_ input: Tensor) throws(KernelError) -> Tensor {
        try run(input) { _, _ in }
    }

    /// The network's output, with every step's on the way.
    ///
    /// A tensor is given back as soon as no later step reads it.
    public func run(_ input: Tensor, observing observe: (Step, Tensor) -> Void) throws(KernelError) -> Tensor {
        guard input.extents == [network.input.channels, network.input.height, network.input.width] else {
            throw .extents(what: "the input", found: input.extents, needed: "\(network.input)")
        }
        var lastReader = [Int](repeating: -1, count: network.tensorCount)
        for (number, step) in steps.enumerated() {
            for tensor in step.plan.layer.inputs { lastReader[tensor] = number }
        }
        var tensors = [Tensor?](repeating: nil, count: network.tensorCount)
        tensors[0] = input
        for (number, step) in steps.enumerated() {
            let inputs = step.plan.layer.inputs.map { tensors[$0]! }
            let output = try step.plan.run(inputs)
            observe(step, output)
            tensors[step.outputTensor] = output
            for tensor in step.plan.layer.inputs where lastReader[tensor] == number { tensors[tensor] = nil }
        }
        return tensors[network.outputTensor]!
    }
}
