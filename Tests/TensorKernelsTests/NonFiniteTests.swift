import NeuralNetworks
import Tensors
import Testing

@testable import TensorKernels

/// What is not a number or infinite reaches exactly the outputs whose window holds it.
@Suite struct NonFiniteTests {
    @Test(arguments: [Float.nan, .infinity], [false, true])
    func convolution(value: Float, isDepthwise: Bool) throws {
        var random = RandomLayers(seed: 1)
        let layer = try random.layer(input: TensorShape(channels: 8, height: 20, width: 50)) {
            try $0.convolution(
                "layer", outputChannels: 8, kernel: Extent(3), padding: .all(1), groups: isDepthwise ? 8 : 1)
        }
        var x = random.tensor([8, 20, 50])
        x[(3 * 20 + 7) * 50 + 11] = value
        for set in InstructionSet.available {
            let y = try LayerPlan(
                layer, parameters: SeededParameters(seed: 1).parameters(of: layer, at: 0),
                options: KernelOptions(instructionSet: set)
            ).run([x])
            for place in 0..<y.count {
                let (channel, row, column) = (place / 1000, place / 50 % 20, place % 50)
                let isHit = abs(row - 7) <= 1 && abs(column - 11) <= 1 && (!isDepthwise || channel == 3)
                #expect(y[place].isFinite != isHit)
            }
        }
    }

    @Test func activationsKeepWhatIsNotANumber() throws {
        var random = RandomLayers(seed: 1)
        for activation in [Activation.relu, .relu6, .leakyReLU(slope: 0.1), .sigmoid, .tanh] {
            let layer = try random.layer(input: TensorShape(vector: 3)) { try $0.activation("layer", activation) }
            let x = Tensor(extents: [3, 1, 1], values: [.nan, .infinity, -.infinity])
            let y = try LayerPlan(layer).run([x])
            #expect(y[0].isNaN)
            #expect(!y[1].isNaN && !y[2].isNaN)
        }
    }

    @Test func fusedActivationEqualsASeparateOne() throws {
        var random = RandomLayers(seed: 1)
        let layer = try random.layer(input: TensorShape(channels: 2, height: 9, width: 40)) {
            try $0.convolution("layer", outputChannels: 7, kernel: Extent(1))
        }
        var x = random.tensor([2, 9, 40])
        for (place, value) in [Float.nan, .infinity, -.infinity, -0.0, 1e30].enumerated() { x[40 * place] = value }
        let parameters = SeededParameters(seed: 1).parameters(of: layer, at: 0)
        for (activation, limit) in [(Activation.relu, Float.infinity), (.relu6, 6)] {
            let plain = try LayerPlan(layer, parameters: parameters).run([x])
            let fused = try LayerPlan(layer, parameters: parameters, fusing: activation).run([x])
            for place in 0..<plain.count {
                let value = plain[place]
                let expected = value < 0 ? 0 : value > limit ? limit : value
                #expect(fused[place].bitPattern == expected.bitPattern)
            }
        }
    }

    @Test func maximumIsNotANumberWhereItsWindowHoldsOne() throws {
        var random = RandomLayers(seed: 1)
        let layer = try random.layer(input: TensorShape(channels: 1, height: 6, width: 6)) {
            try $0.pooling("layer", kernel: Extent(2))
        }
        for hit in 0..<36 {
            var x = random.tensor([1, 6, 6])
            x[hit] = .nan
            let y = try LayerPlan(layer).run([x])
            for place in 0..<9 { #expect(y[place].isNaN == (place == hit / 12 * 3 + hit % 6 / 2)) }
        }
    }

    @Test func sparseRowsReadTheirOwnColumnsOnly() throws {
        let matrix = try CompressedRows(
            rowCount: 9, columnCount: 4, rowPointers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 10],
            columns: [1, 1, 1, 1, 1, 1, 1, 2, 1, 2], values: [Float](repeating: 1, count: 10))
        let y = try SparsePlan(matrix).multiply(Tensor(extents: [4], values: [.nan, 1, .infinity, .nan]))
        #expect(y.values[..<7].allSatisfy { $0 == 1 })
        #expect(y[7] == .infinity && y[8] == .infinity)
    }
}
