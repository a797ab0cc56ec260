import Tensors

extension Network {
    /// The network with a share of every convolution's filters, as structured pruning leaves it: layers behind lose the
    /// input channels that are gone, a depthwise convolution one filter with each of its channels.
    ///
    /// Rounded to the nearest whole number of filters that the groups of the network's convolutions divide, at least
    /// one a group. The channels of the network's output and the outputs of fully connected layers are what they were.
    ///
    /// - Precondition: 0 < share <= 1.
    /// - Throws: where tensors no longer fit together: sums of outputs that are rounded differently.
    public func keepingFilters(_ share: Double) throws(NetworkError) -> Network {
        precondition(share > 0 && share <= 1)
        let whole = layersOfOutputChannels
        let groups = commonGroups
        var builder = try NetworkBuilder(name: name, input: input)
        for (index, layer) in layers.enumerated() {
            var operation = layer.operation
            if case .convolution(var convolution) = operation {
                let inputs = layer.inputShapes[0].channels
                let outputs = convolution.outputChannels
                if convolution.groups > 1, convolution.groups == inputs {
                    convolution.groups = builder.shape(ofTensor: layer.inputs[0]).channels
                    convolution.outputChannels = outputs / inputs * convolution.groups
                } else if !whole.contains(index) {
                    let step = Self.greatestCommonDivisor(groups, outputs)
                    let kept = Int((share * Double(outputs / step)).rounded())
                    convolution.outputChannels = max(1, kept) * step
                }
                operation = .convolution(convolution)
            }
            try builder.repeatLayer(layer.name, operation, layer.inputs)
        }
        return try builder.network()
    }

    /// Convolutions whose filters are the channels of the network's output.
    private var layersOfOutputChannels: Set<Int> {
        var found: Set<Int> = []
        var tensors = [outputTensor]
        var seen: Set<Int> = []
        while let tensor = tensors.popLast() {
            guard tensor > 0, seen.insert(tensor).inserted else { continue }
            let layer = layers[tensor - 1]
            switch layer.operation {
            case .fullyConnected: break
            case .convolution(let convolution):
                found.insert(tensor - 1)
                if convolution.groups > 1, convolution.groups == layer.inputShapes[0].channels {
                    tensors += layer.inputs
                }
            default: tensors += layer.inputs
            }
        }
        return found
    }

    /// Least common multiple of the groups of all convolutions but depthwise ones.
    private var commonGroups: Int {
        layers.reduce(1) { common, layer in
            guard case .convolution(let convolution) = layer.operation,
                convolution.groups != layer.inputShapes[0].channels
            else { return common }
            return common / Self.greatestCommonDivisor(common, convolution.groups) * convolution.groups
        }
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
        b == 0 ? a : greatestCommonDivisor(b, a % b)
    }
}

extension NetworkBuilder {
    /// Adds a layer of another network; its shapes follow from what is here.
    fileprivate mutating func repeatLayer(
        _ layerName: String, _ operation: Operation, _ inputs: [Int]
    ) throws(NetworkError) {
        switch operation {
        case .convolution(let convolution):
            let window = convolution.window
            try self.convolution(
                layerName, from: inputs[0], outputChannels: convolution.outputChannels, kernel: window.kernel,
                stride: window.stride, padding: .explicit(window.padding), dilation: window.dilation,
                groups: convolution.groups, bias: convolution.hasBias)
        case .pooling(let pooling):
            let window = pooling.window
            try self.pooling(
                layerName, from: inputs[0], kind: pooling.kind, kernel: window.kernel, stride: window.stride,
                padding: .explicit(window.padding), dilation: window.dilation, ceilMode: pooling.ceilMode,
                countsPadding: pooling.countsPadding)
        case .fullyConnected(let layer):
            try fullyConnected(layerName, from: inputs[0], outputs: layer.outputs, bias: layer.hasBias)
        case .add: try add(layerName, inputs)
        case .concatenation: try concatenation(layerName, inputs)
        case .activation(let activation): try self.activation(layerName, from: inputs[0], activation)
        case .batchNormalization(let normalization):
            try batchNormalization(layerName, from: inputs[0], epsilon: normalization.epsilon)
        case .localResponseNormalization(let parameters):
            try localResponseNormalization(layerName, from: inputs[0], parameters)
        case .softmax: try softmax(layerName, from: inputs[0])
        case .spaceToDepth(let block): try spaceToDepth(layerName, from: inputs[0], block: block)
        }
    }
}
