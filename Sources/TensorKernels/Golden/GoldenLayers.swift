import NeuralNetworks
import Tensors

extension NetworkBuilder {
    private static let normalizationFormula =
        "x / (k + alpha/size * sum over channels [c-size/2, c+(size-1)/2] of x^2)^beta"

    /// Appends a golden layer.
    ///
    /// - Parameter isOneDimensional: whether kernel, stride and padding are along the height only.
    mutating func append(
        _ layer: GoldenCase.ChainLayer, name: String, isOneDimensional: Bool, of golden: GoldenCase
    ) throws {
        let p = layer.params
        func required<Value>(_ value: Value?, _ field: String) throws(GoldenError) -> Value {
            guard let value else { throw .missing("field \"\(field)\" of \(layer.op)") }
            return value
        }
        func extent(_ values: [Int]?, _ field: String) throws(GoldenError) -> Extent {
            guard let values else { return Extent(1) }
            guard values.count == (isOneDimensional ? 1 : 2) else {
                throw .malformed("field \"\(field)\" has \(values.count) values")
            }
            return Extent(height: values[0], width: isOneDimensional ? 1 : values[1])
        }
        var kernel = Extent(1)
        var stride = try extent(p.stride, "stride")
        let dilation = try extent(p.dilation, "dilation")
        var padding = Padding.none
        if let s = p.s {
            kernel =
                isOneDimensional
                ? Extent(height: s, width: 1) : Extent(height: try required(p.r, "r"), width: s)
            // Pooling moves by a whole window if nothing else is said.
            if layer.op.contains("pool"), p.stride == nil { stride = kernel }
        }
        if let pad = p.pad {
            guard pad.count == (isOneDimensional ? 2 : 4) else {
                throw GoldenError.malformed("field \"pad\" has \(pad.count) values")
            }
            padding =
                isOneDimensional
                ? Padding(top: pad[0], bottom: pad[1], left: 0, right: 0)
                : Padding(top: pad[0], bottom: pad[2], left: pad[1], right: pad[3])
        }
        switch layer.op {
        case "conv2d", "depthwise2d", "conv1d":
            _ = try required(p.s, "s")
            guard let outputs = Int(exactly: try required(p.k, "k")) else {
                throw GoldenError.malformed("field \"k\" is not a whole number")
            }
            try convolution(
                name, outputChannels: outputs, kernel: kernel, stride: stride, padding: .explicit(padding),
                dilation: dilation, groups: p.groups ?? 1, bias: golden.inputs["bias"] != nil)
        case "dense":
            try fullyConnected(name, outputs: golden.outputShape.last ?? 0, bias: golden.inputs["bias"] != nil)
        case "maxpool2d", "maxpool1d", "avgpool2d", "avgpool1d":
            _ = try required(p.s, "s")
            try pooling(
                name, kind: layer.op.hasPrefix("max") ? .maximum : .average, kernel: kernel, stride: stride,
                padding: .explicit(padding), dilation: dilation, ceilMode: p.ceilMode ?? false,
                countsPadding: p.countIncludePad ?? false)
        case "globalavgpool2d", "globalavgpool1d": try globalPooling(name)
        case "globalmaxpool2d", "globalmaxpool1d": try globalPooling(name, kind: .maximum)
        case "relu": try activation(name, .relu)
        case "relu6": try activation(name, .relu6)
        case "leakyrelu": try activation(name, .leakyReLU(slope: try required(p.slope, "slope")))
        case "sigmoid": try activation(name, .sigmoid)
        case "tanh": try activation(name, .tanh)
        case "softmax": try softmax(name)
        case "batchnorm": try batchNormalization(name, epsilon: try required(p.eps, "eps"))
        case "lrn":
            guard p.formula == nil || p.formula == Self.normalizationFormula else {
                throw GoldenError.malformed("formula \"\(p.formula!)\"")
            }
            try localResponseNormalization(
                name,
                LocalResponseNormalization(
                    size: try required(p.size, "size"), alpha: try required(p.alpha, "alpha"),
                    beta: try required(p.beta, "beta"), k: Float(try required(p.k, "k"))))
        default: throw GoldenError.unknownOperation(layer.op)
        }
    }
}
