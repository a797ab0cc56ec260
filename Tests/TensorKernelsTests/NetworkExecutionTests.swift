import NeuralNetworks
import Tensors
import Testing

@testable import TensorKernels

@Suite struct NetworkExecutionTests {
    private func network(_ name: String, side: Int) throws -> Network {
        let entry = try #require(NetworkCatalogue.entry(named: name))
        let shape = TensorShape(channels: entry.defaultInput.channels, height: side, width: side)
        return try entry.network(input: shape)
    }

    @Test(arguments: [
        ("lenet5", 32), ("alexnet", 99), ("vgg11", 32), ("googlenet", 64), ("resnet18", 64), ("squeezenet1.1", 64),
        ("mobilenet-v1", 64), ("yolov2", 64),
    ])
    func activationsStayFinite(name: String, side: Int) throws {
        guard NetworkCatalogue.entry(named: name) != nil else {
            Issue.record("no network \(name) in \(NetworkCatalogue.names)")
            return
        }
        let network = try network(name, side: side)
        let execution = try NetworkExecution(network, seed: 5)
        let input = SeededParameters(seed: 5).input(network.input)
        let output = try execution.run(input) { step, tensor in
            let largest = tensor.values.map { $0.isFinite ? abs($0) : .infinity }.max() ?? 0
            #expect(largest > 0 && largest < 1e4, "\(step.plan.layer.name)")
        }
        let shape = network.shape(ofTensor: network.outputTensor)
        #expect(output.extents == [shape.channels, shape.height, shape.width])
    }

    @Test func threadsAndFusionChangeNothing() throws {
        let network = try network("mobilenet-v1", side: 48)
        let input = SeededParameters(seed: 1).input(network.input)
        let output = try NetworkExecution(network, seed: 1).run(input)
        for threads in 2...3 {
            let other = try NetworkExecution(network, seed: 1, options: KernelOptions(threads: threads))
            #expect(try other.run(input).isBitwiseEqual(to: output))
        }
        #expect(try NetworkExecution(network, seed: 1, fusesActivations: false).run(input).isBitwiseEqual(to: output))
        #expect(try !NetworkExecution(network, seed: 2).run(input).isBitwiseEqual(to: output))
    }

    @Test func givenParametersEqualSeededOnes() throws {
        let network = try network("alexnet", side: 67)
        let seeded = SeededParameters(seed: 3)
        let parameters = network.layers.enumerated().map { seeded.parameters(of: $1, at: $0) }
        let input = seeded.input(network.input)
        let a = try NetworkExecution(network, seed: 3).run(input)
        let b = try NetworkExecution(network, parameters: parameters).run(input)
        #expect(a.isBitwiseEqual(to: b))
    }

    @Test func wrongParametersAreErrors() throws {
        let network = try network("alexnet", side: 67)
        #expect(throws: KernelError.self) { try NetworkExecution(network, parameters: []) }
        #expect(throws: KernelError.self) {
            try NetworkExecution(network, parameters: [LayerParameters](repeating: .none, count: network.layers.count))
        }
        #expect(throws: KernelError.self) {
            try NetworkExecution(network, seed: 1).run(Tensor(extents: [3, 66, 67]))
        }
    }

    @Test func anUncoveredInputIsAnError() throws {
        var random = RandomLayers(seed: 1)
        let layer = try random.layer(input: TensorShape(channels: 2, height: 9, width: 9)) {
            try $0.convolution("layer", outputChannels: 2, kernel: Extent(3), padding: .all(1))
        }
        let plan = try LayerPlan(layer, parameters: SeededParameters(seed: 1).parameters(of: layer, at: 0))
        let part = try FeatureMapPart(whole: random.tensor([2, 9, 9])).cropped(
            to: Region(channels: 0..<2, rows: 0..<4, columns: 0..<9))
        let strip = Region(channels: 0..<2, rows: 0..<4, columns: 0..<9)
        #expect(throws: KernelError.self) { try plan.run([part], producing: strip) }
        #expect(throws: Never.self) {
            try plan.run([part], producing: Region(channels: 0..<2, rows: 0..<3, columns: 0..<9))
        }
    }
}
