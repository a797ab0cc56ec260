import NeuralNetworks

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

    static let shape = SchemaNode.array(of: .integer(1...1_000_000), count: 1...3)
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
}
