import NeuralNetworks
import Tensors
import Testing

@testable import TensorKernels

/// Any part of a layer, computed from its own part of the inputs, equals the same elements of the whole bit for bit.
@Suite struct PartitionEqualityTests {
    private func check(
        _ layer: Layer, _ parameters: LayerParameters, _ random: inout RandomLayers, seed: UInt64,
        fusing activation: Activation? = nil
    ) throws {
        let inputs = layer.inputShapes.map { random.tensor([$0.channels, $0.height, $0.width]) }
        for set in InstructionSet.available {
            let options = KernelOptions(instructionSet: set)
            let plan = try LayerPlan(layer, parameters: parameters, options: options, fusing: activation)
            let whole = try FeatureMapPart(whole: plan.run(inputs))
            for threads in 2...3 {
                var threaded = options
                threaded.threads = threads
                let other = try LayerPlan(layer, parameters: parameters, options: threaded, fusing: activation)
                #expect(
                    try other.run(inputs).isBitwiseEqual(to: whole.tensor),
                    "\(threads) threads, \(set), seed \(seed): \(layer)")
            }
            for _ in 0..<4 {
                let region = random.region(of: layer.output)
                var parts: [FeatureMapPart] = []
                for (index, input) in inputs.enumerated() {
                    let needed = layer.inputRegion(of: region, input: index)
                    parts.append(try FeatureMapPart(whole: input).cropped(to: needed))
                }
                let part = try plan.run(parts, producing: region)
                #expect(
                    part.tensor.isBitwiseEqual(to: whole.cropped(to: region).tensor),
                    "\(region), \(set), seed \(seed): \(layer)")
            }
        }
    }

    @Test func convolutions() throws {
        var count = 0
        for seed in 0..<120 as Range<UInt64> {
            var random = RandomLayers(seed: seed)
            guard let layer = random.convolution(), case .convolution(let convolution) = layer.operation else {
                continue
            }
            let parameters = SeededParameters(seed: seed).parameters(of: layer, at: 0)
            let activation = convolution.hasBias ? Activation.relu6 : nil
            try check(layer, parameters, &random, seed: seed, fusing: activation)
            count += 1
        }
        #expect(count > 60)
    }

    @Test func deepConvolutionsWhoseProductsAreSplitIntoBlocks() throws {
        var random = RandomLayers(seed: 5)
        let layer = try random.layer(input: TensorShape(channels: 130, height: 12, width: 40)) {
            try $0.convolution("layer", outputChannels: 27, kernel: Extent(3), padding: .all(1))
        }
        try check(layer, SeededParameters(seed: 1).parameters(of: layer, at: 0), &random, seed: 5)
    }

    @Test func longSignals() throws {
        var random = RandomLayers(seed: 6)
        let layer = try random.layer(input: TensorShape(channels: 5, height: 3000, width: 1)) {
            try $0.convolution(
                "layer", outputChannels: 15, kernel: Extent(height: 51, width: 1), padding: .same,
                dilation: Extent(height: 8, width: 1))
        }
        try check(layer, SeededParameters(seed: 1).parameters(of: layer, at: 0), &random, seed: 6)
    }

    @Test func pooling() throws {
        for seed in 0..<80 as Range<UInt64> {
            var random = RandomLayers(seed: seed)
            guard let layer = random.pooling() else { continue }
            try check(layer, .none, &random, seed: seed)
        }
    }

    @Test func layersOfOneInput() throws {
        let shape = TensorShape(channels: 12, height: 14, width: 18)
        var random = RandomLayers(seed: 7)
        let builds: [(inout NetworkBuilder) throws -> Void] = [
            { try $0.activation("layer", .relu) },
            { try $0.activation("layer", .sigmoid) },
            { try $0.batchNormalization("layer") },
            { try $0.softmax("layer") },
            { try $0.localResponseNormalization("layer") },
            { try $0.localResponseNormalization("layer", LocalResponseNormalization(size: 4, alpha: 0.3, beta: 0.6)) },
            { try $0.spaceToDepth("layer", block: 2) },
            { try $0.fullyConnected("layer", outputs: 77) },
            { try $0.globalPooling("layer") },
        ]
        for build in builds {
            let layer = try random.layer(input: shape, build)
            try check(layer, SeededParameters(seed: 2).parameters(of: layer, at: 0), &random, seed: 7)
        }
    }

    @Test func joins() throws {
        var random = RandomLayers(seed: 8)
        var builder = try NetworkBuilder(name: "joins", input: TensorShape(channels: 3, height: 9, width: 11))
        let a = try builder.activation("a", from: 0)
        let b = try builder.activation("b", from: 0, .tanh)
        let sum = try builder.add("sum", [a, b])
        try builder.concatenation("join", [sum, a, b])
        let layers = try builder.network().layers
        try check(layers[2], .none, &random, seed: 8)
        try check(layers[3], .none, &random, seed: 8)
    }

    @Test func fusedInstructionSetsAgreeBitForBit() throws {
        let sets = InstructionSet.available.filter { $0 != .portable }
        guard sets.count > 1 else { return }
        var random = RandomLayers(seed: 9)
        let convolution = random.convolution()
        let layer = try #require(convolution)
        let parameters = SeededParameters(seed: 3).parameters(of: layer, at: 0)
        let shape = layer.inputShapes[0]
        let input = random.tensor([shape.channels, shape.height, shape.width])
        let outputs = try sets.map {
            try LayerPlan(layer, parameters: parameters, options: KernelOptions(instructionSet: $0)).run([input])
        }
        for output in outputs { #expect(output.isBitwiseEqual(to: outputs[0])) }
    }
}
