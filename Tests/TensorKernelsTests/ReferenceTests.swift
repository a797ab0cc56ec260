import NeuralNetworks
import Tensors
import Testing
import Units

@testable import TensorKernels

/// The kernels against loops in Double that follow the definitions.
@Suite struct ReferenceTests {
    private func convolved(_ layer: Layer, _ convolution: Convolution, _ x: Tensor, _ w: Tensor, _ b: Tensor?)
        -> [Double]
    {
        let (input, output, window) = (layer.inputShapes[0], layer.output, convolution.window)
        let perGroup = input.channels / convolution.groups
        let outputsPerGroup = output.channels / convolution.groups
        var values: [Double] = []
        for k in 0..<output.channels {
            for p in 0..<output.height {
                for q in 0..<output.width {
                    var sum = b.map { Double($0[k]) } ?? 0
                    for c in 0..<perGroup {
                        for r in 0..<window.kernel.height {
                            for s in 0..<window.kernel.width {
                                let i = p * window.stride.height - window.padding.top + r * window.dilation.height
                                let j = q * window.stride.width - window.padding.left + s * window.dilation.width
                                guard (0..<input.height).contains(i), (0..<input.width).contains(j) else { continue }
                                let channel = k / outputsPerGroup * perGroup + c
                                let place = ((k * perGroup + c) * window.kernel.height + r) * window.kernel.width + s
                                sum +=
                                    Double(w[place]) * Double(x[(channel * input.height + i) * input.width + j])
                            }
                        }
                    }
                    values.append(sum)
                }
            }
        }
        return values
    }

    @Test(arguments: KernelOptions.ConvolutionAlgorithm.allCases)
    func convolutions(algorithm: KernelOptions.ConvolutionAlgorithm) throws {
        for seed in 200..<260 as Range<UInt64> {
            var random = RandomLayers(seed: seed)
            guard let layer = random.convolution(), layer.macs.count < 2_000_000,
                case .convolution(let convolution) = layer.operation,
                case .weights(let weight, let bias) = SeededParameters(seed: seed).parameters(of: layer, at: 0)
            else { continue }
            let shape = layer.inputShapes[0]
            let x = random.tensor([shape.channels, shape.height, shape.width])
            let expected = convolved(layer, convolution, x, weight, bias)
            for set in InstructionSet.available {
                let plan = try LayerPlan(
                    layer, parameters: .weights(weight, bias: bias),
                    options: KernelOptions(instructionSet: set, convolution: algorithm))
                let y = try plan.run([x])
                let error = (0..<y.count).map { abs(Double(y[$0]) - expected[$0]) }.max() ?? 0
                #expect(error < 1e-4, "\(set), seed \(seed): \(layer)")
            }
        }
    }

    @Test func winogradOnItsOwnShapes() throws {
        for (height, width) in [(4, 4), (14, 14), (9, 17), (1, 5), (33, 30)] {
            var random = RandomLayers(seed: 11)
            let layer = try random.layer(input: TensorShape(channels: 20, height: height, width: width)) {
                try $0.convolution(
                    "layer", outputChannels: 19, kernel: Extent(3),
                    padding: .explicit(Padding(top: 1, bottom: 1, left: 1, right: 1)))
            }
            guard case .convolution(let convolution) = layer.operation,
                case .weights(let weight, let bias) = SeededParameters(seed: 4).parameters(of: layer, at: 0)
            else { continue }
            let x = random.tensor([20, height, width])
            let expected = convolved(layer, convolution, x, weight, bias)
            for set in InstructionSet.available {
                for threads in 1...3 {
                    let plan = try LayerPlan(
                        layer, parameters: .weights(weight, bias: bias),
                        options: KernelOptions(instructionSet: set, threads: threads, convolution: .winograd))
                    let y = try plan.run([x])
                    let error = (0..<y.count).map { abs(Double(y[$0]) - expected[$0]) }.max() ?? 0
                    #expect(error < 1e-4, "\(set) \(height)x\(width)")
                }
            }
        }
    }

    @Test func matrixProducts() throws {
        for (rows, depth, columns) in [(1, 1, 1), (7, 5, 3), (13, 700, 33), (64, 64, 64)] {
            var random = RandomLayers(seed: 12)
            let (a, b) = (random.tensor([rows, depth]), random.tensor([depth, columns]))
            let c = try a.multiplied(by: b)
            for row in 0..<rows {
                for column in 0..<columns {
                    let sum = (0..<depth).reduce(0.0) {
                        $0 + Double(a[row * depth + $1]) * Double(b[$1 * columns + column])
                    }
                    #expect(abs(Double(c[row * columns + column]) - sum) < 1e-4)
                }
            }
        }
    }

    @Test func denseLayerEqualsAConvolutionOverTheWholeMap() throws {
        var random = RandomLayers(seed: 13)
        let x = random.tensor([6, 5, 7])
        let weight = random.tensor([40, 6 * 5 * 7])
        let bias = random.tensor([40])
        let dense = try random.layer(input: TensorShape(channels: 6, height: 5, width: 7)) {
            try $0.fullyConnected("layer", outputs: 40)
        }
        let convolution = try random.layer(input: TensorShape(channels: 6, height: 5, width: 7)) {
            try $0.convolution("layer", outputChannels: 40, kernel: Extent(height: 5, width: 7))
        }
        let a = try LayerPlan(dense, parameters: .weights(weight, bias: bias)).run([x])
        let b = try LayerPlan(convolution, parameters: .weights(weight.reshaped([40, 6, 5, 7]), bias: bias)).run([x])
        #expect(a.isBitwiseEqual(to: b))
    }

    @Test func partialSumsOfAnyBoxesAddUp() throws {
        let shape = TensorShape(channels: 5, height: 6, width: 3)
        var random = RandomLayers(seed: 14)
        let layer = try random.layer(input: shape) { try $0.fullyConnected("layer", outputs: 50) }
        let parameters = SeededParameters(seed: 14).parameters(of: layer, at: 0)
        let x = try FeatureMapPart(whole: random.tensor([5, 6, 3]))
        let all = Region(layer.output)
        for set in InstructionSet.available {
            let plan = try LayerPlan(
                layer, parameters: parameters, options: KernelOptions(instructionSet: set, threads: 2))
            let whole = try plan.run([x.tensor])
            // Rows 0 ..< 2, then the rest by channels.
            let boxes = [
                Region(channels: 0..<5, rows: 0..<2, columns: 0..<3),
                Region(channels: 0..<3, rows: 2..<6, columns: 0..<3),
                Region(channels: 3..<5, rows: 2..<6, columns: 0..<3),
            ]
            let sums = try boxes.map { try plan.partialSums(of: x.cropped(to: $0), producing: all) }
            let total = try plan.total(of: sums, producing: all).tensor
            for index in 0..<50 { #expect(abs(total[index] - whole[index]) < 1e-5) }
            // All inputs at once and no bias is one sum.
            let one = try plan.partialSums(of: x, producing: all)
            for index in 0..<50 { #expect(abs(one.tensor[index] - sums.reduce(0) { $0 + $1.tensor[index] }) < 1e-5) }
        }
        #expect(throws: KernelError.self) { try LayerPlan(layer) }
    }

    @Test func sparseEqualsDense() throws {
        for (rows, columns) in [(1, 1), (9, 30), (64, 200), (37, 70_000)] {
            var random = RandomLayers(seed: 15)
            var pointers: [Int32] = [0]
            var indices: [Int32] = []
            for _ in 0..<rows {
                for column in 0..<columns where random.integer(0...19) == 0 { indices.append(Int32(column)) }
                pointers.append(Int32(indices.count))
            }
            let matrix = try SparseMatrix(
                rowCount: rows, columnCount: columns, rowPointers: pointers, columns: indices,
                values: random.tensor([indices.count]).values)
            let x = random.tensor([columns])
            let bias = random.tensor([rows])
            for set in InstructionSet.available {
                let plan = try SparsePlan(matrix, bias: bias, instructionSet: set)
                let y = try plan.multiply(x)
                #expect(try plan.multiply(x, threads: 3).isBitwiseEqual(to: y))
                for row in 0..<rows {
                    let sum = matrix.elements(ofRow: row).reduce(Double(bias[row])) {
                        $0 + Double(matrix.values[$1]) * Double(x[Int(matrix.columns[$1])])
                    }
                    #expect(abs(Double(y[row]) - sum) < 1e-3)
                }
            }
        }
    }

    @Test func sparseMatricesAreChecked() {
        func matrix(_ pointers: [Int32], _ columns: [Int32], _ count: Int) throws(KernelError) -> TensorKernels.SparseMatrix {
            try SparseMatrix(
                rowCount: 2, columnCount: 3, rowPointers: pointers, columns: columns,
                values: [Float](repeating: 1, count: count))
        }
        #expect(throws: Never.self) { try matrix([0, 1, 2], [0, 2], 2) }
        #expect(throws: KernelError.self) { try matrix([0, 1], [0, 2], 2) }
        #expect(throws: KernelError.self) { try matrix([0, 2, 1], [0, 2], 2) }
        #expect(throws: KernelError.self) { try matrix([0, 1, 2], [0, 3], 2) }
        #expect(throws: KernelError.self) { try matrix([0, 1, 2], [0, -1], 2) }
        #expect(throws: KernelError.self) { try matrix([0, 1, 3], [0, 2], 2) }
        #expect(throws: KernelError.self) { try matrix([0, -1, 2], [0, 2], 2) }
    }
}
