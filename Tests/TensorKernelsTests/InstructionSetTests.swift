import NeuralNetworks
import Tensors
import Testing

@testable import TensorKernels

@Suite struct InstructionSetTests {
    @Test func theEnvironmentChooses() throws {
        let variable = InstructionSet.environmentVariable
        #expect(try InstructionSet.chosen(by: [:]) == .best)
        #expect(try InstructionSet.chosen(by: [variable: ""]) == .best)
        for set in InstructionSet.available {
            #expect(try InstructionSet.chosen(by: [variable: set.rawValue]) == set)
        }
        #expect(throws: KernelError.self) { try InstructionSet.chosen(by: [variable: "sse9"]) }
        for set in InstructionSet.allCases where !InstructionSet.available.contains(set) {
            #expect(throws: KernelError.self) { try InstructionSet.chosen(by: [variable: set.rawValue]) }
        }
    }

    @Test func aMissingInstructionSetIsAnErrorEverywhere() throws {
        for set in InstructionSet.allCases where !InstructionSet.available.contains(set) {
            let options = KernelOptions(instructionSet: set)
            let weight = Tensor(extents: [2, 3])
            #expect(throws: KernelError.self) { try MatrixProduct(options: options) }
            #expect(throws: KernelError.self) { try DensePlan(weight: weight, bias: nil, instructionSet: set) }
            var random = RandomLayers(seed: 1)
            let layer = try random.layer(input: TensorShape(channels: 2, height: 9, width: 9)) {
                try $0.convolution("layer", outputChannels: 2, kernel: Extent(3))
            }
            let parameters = SeededParameters(seed: 1).parameters(of: layer, at: 0)
            #expect(throws: KernelError.self) { try LayerPlan(layer, parameters: parameters, options: options) }
        }
        #expect(InstructionSet.available.first == .portable)
        #expect(InstructionSet.available == InstructionSet.available.sorted())
    }
}
