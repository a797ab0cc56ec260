package import NeuralNetworks

/// A layer together with the element-wise layers behind it that are computed in the same go.
package struct NetworkStep: Sendable, Hashable {
    /// Layer numbers; the first gives name, shape and cost.
    package var layers: [Int]
    /// Whether it is a fully connected layer or stands behind one.
    package var isVector: Bool

    package var mainLayer: Int { layers[0] }
    package var outputTensor: Int { layers.last! + 1 }
}

extension NetworkStep {
    /// The network's layers in steps: a layer that works on single pixels is folded into the step that makes its
    /// only input if nothing else reads that input.
    ///
    /// Behind fully connected layers a softmax stays a step of its own: it needs outputs that lie on several devices.
    package static func steps(of network: Network) -> [NetworkStep] {
        let consumers = network.consumers
        var steps: [NetworkStep] = []
        var stepOfTensor = [Int?](repeating: nil, count: network.tensorCount)
        for (index, layer) in network.layers.enumerated() {
            let input = layer.inputs[0]
            if let producer = stepOfTensor[input], layer.isPixelwise, consumers[input].count == 1,
                layer.isPointwise || !steps[producer].isVector
            {
                steps[producer].layers.append(index)
                stepOfTensor[index + 1] = producer
                continue
            }
            let isVector =
                layer.isFullyConnected
                || layer.inputs.contains { stepOfTensor[$0].map { steps[$0].isVector } ?? false }
            stepOfTensor[index + 1] = steps.count
            steps.append(NetworkStep(layers: [index], isVector: isVector))
        }
        return steps
    }
}
