import Foundation
import NeuralNetworks
import TensorFiles
import Tensors

/// Runs one golden case.
struct GoldenRun {
    let golden: GoldenCase
    let folder: URL
    let options: KernelOptions
    private(set) var parts = 0
    private(set) var partsAreEqual = true

    init(_ golden: GoldenCase, folder: URL, options: KernelOptions) {
        self.golden = golden
        self.folder = folder
        self.options = options
    }

    func tensor(file: String) throws(GoldenError) -> Tensor {
        do {
            return try Tensor(npy: folder.appendingPathComponent(file))
        } catch {
            throw .file(name: file, error)
        }
    }

    private func tensor(_ role: String) throws(GoldenError) -> Tensor {
        guard let file = golden.inputs[role] else { throw .missing("input \"\(role)\"") }
        return try tensor(file: file)
    }

    private func optionalTensor(_ role: String) throws(GoldenError) -> Tensor? {
        golden.inputs[role] == nil ? nil : try tensor(role)
    }

    private func integers(_ role: String) throws(GoldenError) -> [Int32] {
        guard let file = golden.inputs[role] else { throw .missing("input \"\(role)\"") }
        do {
            switch try NumPyArray(contentsOf: folder.appendingPathComponent(file)).elements {
            case .integers(let values):
                return try values.map { value in
                    guard let small = Int32(exactly: value) else { throw GoldenError.malformed("index \(value)") }
                    return small
                }
            case .floats, .doubles: throw TensorFileError.elementType(found: "floating-point", allowed: "integers")
            }
        } catch let error as TensorFileError {
            throw .file(name: file, error)
        } catch let error as GoldenError {
            throw error
        } catch {
            throw .missing("\(error)")
        }
    }

    /// What the kernels compute.
    mutating func output() throws(GoldenError) -> Tensor {
        try checkForm()
        if golden.op == "csr" { return try sparseOutput() }
        let x = try tensor("x")
        try checkExtents(of: x)
        let layers = golden.params.layers ?? [GoldenCase.ChainLayer(op: golden.op, params: golden.params)]
        let isChain = golden.params.layers != nil
        let extents = try mapExtents(of: x)
        let shape = TensorShape(channels: extents[1], height: extents[2], width: extents[3])
        let plans = try plans(layers, isChain: isChain, input: shape)
        let batch = x.reshaped(extents)
        var outputs: [Tensor] = []
        for index in 0..<extents[0] {
            let input = batch.slice(index)
            do throws(KernelError) {
                var value = input
                for plan in plans { value = try plan.run([value]) }
                try checkParts(plans, input: FeatureMapPart(whole: input), whole: value)
                outputs.append(value)
            } catch {
                throw .kernel(error)
            }
        }
        guard !outputs.isEmpty else { throw .malformed("an empty batch") }
        let stacked = Tensor.stacked(outputs)
        guard stacked.count == golden.outputShape.reduce(1, *) else {
            throw .malformed("the output has \(stacked.extents), the case says \(golden.outputShape)")
        }
        return stacked.reshaped(golden.outputShape)
    }

    /// Batch, channels and two directions: a signal lies along the height.
    private func mapExtents(of x: Tensor) throws(GoldenError) -> [Int] {
        var extents = x.extents
        switch golden.op {
        case "softmax":
            let axis = golden.params.axis ?? 1
            let place = axis < 0 ? axis + extents.count : axis
            guard extents.indices.contains(place) else { throw .malformed("axis \(axis) of \(extents)") }
            return [extents[..<place].reduce(1, *), extents[place], extents[(place + 1)...].reduce(1, *), 1]
        case "relu", "relu6", "leakyrelu", "sigmoid", "tanh":
            if !(2...4).contains(extents.count) { return [1, x.count, 1, 1] }
        case "dense":
            guard extents.count >= 2 else { throw .malformed("an input of extents \(extents)") }
            return [extents[0], extents[1...].reduce(1, *), 1, 1]
        default: break
        }
        guard (2...4).contains(extents.count) else { throw .malformed("an input of extents \(extents)") }
        while extents.count < 4 { extents.append(1) }
        return extents
    }

    private static let roles: Set<String> = [
        "x", "weight", "bias", "mean", "variance", "gamma", "beta", "values", "columns", "rowPointers", "rowBlock",
        "columnBlock",
    ]

    private func checkForm() throws(GoldenError) {
        if let fault = golden.fault { throw .malformed(fault) }
        let layers = golden.params.layers?.count ?? 0
        for role in golden.inputs.keys.sorted() {
            let name = role.prefix { !$0.isNumber }
            let number = role[name.endIndex...]
            let isLayer = number.isEmpty || (Int(number).map { $0 < layers } ?? false)
            guard Self.roles.contains(String(name)), isLayer else { throw .malformed("unknown input \"\(role)\"") }
        }
        if let bias = golden.params.bias, bias != (golden.inputs["bias"] != nil) {
            throw .malformed("field \"bias\" is \(bias), the inputs say otherwise")
        }
    }

    /// Whether the extents that the parameters name are those of the input.
    private func checkExtents(of x: Tensor) throws(GoldenError) {
        let p = golden.params
        let e = x.extents
        let isSignal = golden.op.hasSuffix("1d")
        if let shape = p.shape, shape != e { throw .malformed("field \"shape\" is \(shape), the input's is \(e)") }
        var named: [(String, Int?, Int?)] = [("n", p.n, e.first)]
        if golden.op == "dense" { named.append(("inFeatures", p.inFeatures, e.dropFirst().reduce(1, *))) }
        if golden.op == "csr" { named.append(("inFeatures", p.inFeatures, e.last)) }
        named.append(("c", p.c, e.count > 1 ? e[1] : nil))
        named.append(("h", p.h, !isSignal && e.count > 2 ? e[2] : nil))
        named.append(("w", p.w, e.count > 2 ? e.last : nil))
        named.append(("outFeatures", p.outFeatures, golden.outputShape.last))
        for (field, given, found) in named {
            if let given, given != found {
                throw .malformed("field \"\(field)\" is \(given), the tensor says \(found ?? 0)")
            }
        }
    }

    private func plans(
        _ layers: [GoldenCase.ChainLayer], isChain: Bool, input: TensorShape
    ) throws(GoldenError) -> [LayerPlan] {
        let network: Network
        do {
            var builder = try NetworkBuilder(name: golden.name, input: input)
            for (index, layer) in layers.enumerated() {
                try builder.append(layer, name: "\(index)", isOneDimensional: golden.op.hasSuffix("1d"), of: golden)
            }
            network = try builder.network()
        } catch let error as NetworkError {
            throw .network("\(error)")
        } catch let error as GoldenError {
            throw error
        } catch {
            throw .network("\(error)")
        }
        var plans: [LayerPlan] = []
        for (index, layer) in network.layers.enumerated() {
            let suffix = isChain ? "\(index)" : ""
            var parameters = LayerParameters.none
            switch layer.operation {
            case .convolution(let convolution):
                let kernel = convolution.window.kernel
                let weight = try tensor("weight" + suffix)
                let needed = [
                    convolution.outputChannels, layer.inputShapes[0].channels / convolution.groups, kernel.height,
                    kernel.width,
                ]
                guard weight.count == needed.reduce(1, *) else { throw .missing("a weight of \(needed)") }
                parameters = .weights(weight.reshaped(needed), bias: try optionalTensor("bias" + suffix))
            case .fullyConnected:
                parameters = .weights(try tensor("weight" + suffix), bias: try optionalTensor("bias" + suffix))
            case .batchNormalization:
                parameters = .batchNormalization(
                    mean: try tensor("mean" + suffix), variance: try tensor("variance" + suffix),
                    gamma: try tensor("gamma" + suffix), beta: try tensor("beta" + suffix))
            default: break
            }
            do throws(KernelError) {
                plans.append(try LayerPlan(layer, parameters: parameters, options: options))
            } catch {
                throw .kernel(error)
            }
        }
        return plans
    }

    /// Cuts the output into strips and tiles and computes each from its own part of the input.
    private mutating func checkParts(
        _ plans: [LayerPlan], input: FeatureMapPart, whole: Tensor
    ) throws(KernelError) {
        let shape = plans[plans.count - 1].layer.output
        let full = try FeatureMapPart(whole: whole)
        var grids = (golden.params.grid ?? [[2, 3]]).filter { $0.count == 2 }
        grids += (golden.params.strips ?? [3]).map { [$0, 1] }
        for grid in grids {
            for row in 0..<grid[0] {
                for column in 0..<grid[1] {
                    let region = Region(
                        channels: 0..<shape.channels, rows: share(row, of: grid[0], shape.height),
                        columns: share(column, of: grid[1], shape.width))
                    if region.isEmpty { continue }
                    try check(plans, input, region, full)
                }
            }
        }
        // Output channels as well.
        try check(
            plans, input,
            Region(
                channels: shape.channels / 3..<max(shape.channels * 2 / 3, shape.channels / 3 + 1),
                rows: 0..<shape.height, columns: 0..<shape.width), full)
    }

    private mutating func check(
        _ plans: [LayerPlan], _ input: FeatureMapPart, _ region: Region, _ whole: FeatureMapPart
    ) throws(KernelError) {
        var regions = [region]
        for plan in plans.reversed() { regions.append(plan.layer.inputRegion(of: regions[regions.count - 1])) }
        var part = input.cropped(to: regions[regions.count - 1])
        for (index, plan) in plans.enumerated() {
            part = try plan.run([part], producing: regions[plans.count - 1 - index])
        }
        parts += 1
        if !part.tensor.isBitwiseEqual(to: whole.cropped(to: region).tensor) { partsAreEqual = false }
    }

    private func share(_ index: Int, of count: Int, _ extent: Int) -> Range<Int> {
        extent * index / count..<extent * (index + 1) / count
    }

    private func sparseOutput() throws(GoldenError) -> Tensor {
        let x = try tensor("x")
        try checkExtents(of: x)
        let pointers = try integers("rowPointers")
        let bias = try optionalTensor("bias")
        do throws(KernelError) {
            let matrix = try CompressedRows(
                rowCount: pointers.count - 1, columnCount: x.extents.last ?? 0, rowPointers: pointers,
                columns: try integersOrEmpty("columns"), values: try tensorOrEmpty("values"))
            guard golden.inputs["rowBlock"] != nil else {
                return try SparsePlan(matrix, bias: bias, instructionSet: options.instructionSet)
                    .multiply(x, threads: options.threads)
            }
            return try CoClusteredPlan(
                matrix, rowBlock: try integersOrEmpty("rowBlock"), columnBlock: try integersOrEmpty("columnBlock"),
                bias: bias, instructionSet: options.instructionSet
            ).multiply(x, threads: options.threads)
        } catch {
            throw .kernel(error)
        }
    }

    private func integersOrEmpty(_ role: String) throws(KernelError) -> [Int32] {
        do { return try integers(role) } catch { throw .sparseStructure("\(error)") }
    }

    private func tensorOrEmpty(_ role: String) throws(KernelError) -> [Float] {
        do { return try tensor(role).values } catch { throw .sparseStructure("\(error)") }
    }
}
