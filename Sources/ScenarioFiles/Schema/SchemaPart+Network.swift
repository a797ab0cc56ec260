import DeviceProfiles
import NeuralNetworks
import Partitioning
import Units

extension SchemaPart {
    // MARK: Networks

    var network: SchemaNode {
        SchemaNode.anyOf(
            .choice(NetworkCatalogue.names),
            object(
                [
                    ("catalogue", .choice(NetworkCatalogue.names)), ("input", Self.shape),
                    ("through", .string().described("The last layer.")),
                    (
                        "filtersKept",
                        .number(0.001...1).described(
                            "Share of every convolution's filters that structured pruning leaves.")
                    ),
                ], required: ["catalogue"]),
            object(
                [("name", Self.name), ("input", Self.shape), ("layers", .array(of: Self.layer))],
                required: ["name", "input", "layers"])
        ).described("A network of the catalogue, a variation of one, or layers.")
    }

    private static let shape = SchemaNode.array(of: .integer(1...1_000_000), count: 1...3)
        .described("[channels, height, width], [channels, length] or [elements]")

    private static let extent = SchemaNode.anyOf(
        .integer(1...100_000), .array(of: .integer(1...100_000), count: 2...2))
    private static let side = SchemaNode.integer(0...100_000)

    private static var layer: SchemaNode {
        let signal = SchemaNode.integer(1...100_000)
        let signalPadding = SchemaNode.anyOf(.choice(["same"]), side, .array(of: side, count: 2...2))
        let padding = SchemaNode.anyOf(
            .choice(["same"]), side, .array(of: side, count: 2...2), .array(of: side, count: 4...4))
        let outputs = ("outputs", SchemaNode.integer(1...1_000_000))
        func convolution(_ extent: SchemaNode, _ padding: SchemaNode) -> [(String, SchemaNode)] {
            [
                outputs, ("kernel", extent), ("stride", extent), ("padding", padding), ("dilation", extent),
                ("groups", .integer(1...1_000_000)), ("bias", .boolean),
            ]
        }
        let pooling = [
            ("kernel", extent), ("stride", extent), ("padding", padding), ("ceilMode", SchemaNode.boolean),
        ]
        return .anyOf([
            layer(["convolution"], convolution(extent, padding), required: ["outputs", "kernel"]),
            layer(["convolution1D"], convolution(signal, signalPadding), required: ["outputs", "kernel"]),
            layer(["maximumPooling", "averagePooling"], pooling, required: ["kernel"]),
            layer(
                ["fullyConnected"], [("outputs", .integer(1...100_000_000)), ("bias", .boolean)],
                required: ["outputs"]),
            layer(["add", "concatenation"], [], takesMany: true),
            layer(["leakyReLU"], [("slope", .number(0...1))]),
            layer(["localResponseNormalization"], [("size", .integer(1...1_000_000))]),
            layer(["spaceToDepth"], [("block", .integer(1...1000))], required: ["block"]),
            layer(["globalAveragePooling", "relu", "relu6", "sigmoid", "tanh", "batchNormalization", "softmax"], []),
        ])
    }

    private static func layer(
        _ types: [String], _ properties: [(String, SchemaNode)], required: [String] = [], takesMany: Bool = false
    ) -> SchemaNode {
        let name = SchemaNode.string(pattern: "^[^\\n\\r\\u000B\\u000C\\u0085\\u2028\\u2029]+$")
        let sources = SchemaNode.anyOf(.string(), .array(of: .string(), count: takesMany ? 0 ... .max : 1...1))
        return .object(
            [("type", .choice(types)), ("name", name), ("from", sources)] + properties, required: ["type"] + required)
    }

    // MARK: Schemes

    var convolution: SchemaNode {
        let schemes = ConvolutionScheme.all.map(\.scheme)
        // Which parameters a scheme has depends on its shape and on whether it fuses layers.
        var kinds: [(hasGrid: Bool, fuses: Bool, names: [String])] = []
        for scheme in schemes {
            let kind = (scheme.shape == .grid, scheme.fusion != .none)
            if let index = kinds.firstIndex(where: { ($0.hasGrid, $0.fuses) == kind }) {
                kinds[index].names.append(scheme.name)
            } else {
                kinds.append((kind.0, kind.1, [scheme.name]))
            }
        }
        let objects = kinds.map { kind in
            object(
                [
                    ("scheme", .choice(kind.names)),
                    (
                        "cutRule",
                        SchemaNode.choice(CutRule.allCases.map(\.rawValue)).described(
                            "Proportional cuts rounded half up, or rounded down with the remainder for the last.")
                    ),
                ]
                    + (kind.fuses
                        ? [
                            (
                                "groupEvery",
                                SchemaNode.integer(1...1000).described(
                                    "A group of fused layers ends at every N-th layer with a stride.")
                            )
                        ] : [])
                    + (kind.hasGrid
                        ? [
                            (
                                "grid",
                                SchemaNode.string(pattern: "^[+]?[0-9]+x[+]?[0-9]+$").described(
                                    "Rows x columns of tiles.")
                            )
                        ] : []),
                required: ["scheme"])
        }
        return SchemaNode.anyOf([.choice(schemes.map(\.name))] + objects).described(
            "How layers on feature maps are divided.")
    }

    var fullyConnected: SchemaNode {
        let names = SchemaNode.choice(FullyConnectedScheme.allCases.map(\.rawValue))
        return SchemaNode.anyOf(names, object([("scheme", names)], required: ["scheme"])).described(
            "How fully connected layers are divided.")
    }

    // MARK: Measured times

    var workload: SchemaNode {
        let quartiles = [("lowerQuartile", SchemaNode.anything), ("upperQuartile", SchemaNode.anything)]
        let time = ("time", SchemaNode.quantity(.time))
        let strip = SchemaNode.object(
            [("rows", .integer(1...1_000_000)), time] + quartiles, required: ["rows", "time"])
        let layer = SchemaNode.object(
            [("layer", .string()), time, ("strips", .array(of: strip)), ("macs", .anything)] + quartiles,
            required: ["layer", "time"])
        let remarks = ["$schema", "machine", "date", "instructionSet", "threads", "clock", "repetitions"]
        return SchemaNode.anyOf(
            .string(),
            object(
                [
                    ("device", .choice(DeviceCatalogue.names)), ("network", .string()), ("input", Self.shape),
                    ("source", .string()), ("layers", .array(of: layer)),
                ] + remarks.map { ($0, .anything) }, required: ["layers"])
        ).described("Measured layer times: a file, or the times.")
    }
}
