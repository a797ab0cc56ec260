import Partitioning

extension SchemaPart {
    var convolution: SchemaNode {
        let schemes = ConvolutionScheme.all.map(\.scheme)
        // Schemes with the same parameters share an alternative.
        var kinds: [(parameters: [SchemeDescription.Parameter], names: [String])] = []
        for scheme in schemes {
            let parameters = SchemeDescription.parameters(of: scheme)
            if let index = kinds.firstIndex(where: { $0.parameters == parameters }) {
                kinds[index].names.append(scheme.name)
            } else {
                kinds.append((parameters, [scheme.name]))
            }
        }
        let alternatives = objects(
            kinds.map { kind in
                let parameters = kind.parameters.map { ($0.rawValue, schema(of: $0)) }
                return ([("scheme", .choice(kind.names))] + parameters, ["scheme"])
            })
        return SchemaNode.anyOf([.choice(schemes.map(\.name))] + alternatives).described(
            "How layers on feature maps are divided.")
    }

    private func schema(of parameter: SchemeDescription.Parameter) -> SchemaNode {
        switch parameter {
        case .cutRule:
            .choice(CutRule.allCases.map(\.rawValue)).described(
                "Proportional cuts rounded half up, or rounded down with the remainder for the last.")
        case .groupEvery:
            .integer(SchemeDescription.groupRange).described(
                "A group of fused layers ends at every N-th layer with a stride.")
        case .tiledLayers:
            .integer(SchemeDescription.tiledLayerRange).described(
                "Layers in front that are divided into fused tiles instead.")
        case .grid: .string(pattern: "^[+]?[0-9]+x[+]?[0-9]+$").described("Rows x columns of tiles.")
        case .distribution:
            .choice(ConvolutionScheme.Distribution.allCases.map(\.rawValue)).described(
                "Whether fused tiles are dealt beforehand or taken by devices that have nothing to do.")
        case .dataReuse:
            .boolean.described("With work stealing: whether tiles reuse what their neighbours computed.")
        }
    }

    // MARK: Fully connected layers

    var fullyConnected: SchemaNode {
        let names = SchemaNode.choice(FullyConnectedScheme.allCases.map(\.name))
        let scheme = ("scheme", SchemaNode.choice(FullyConnectedDescription.sparseNames))
        let number = SchemaNode.number(FullyConnectedDescription.densityRange)
        let density = SchemaNode.anyOf(number, .array(of: number)).described(
            "Share of weights that are not zero, of all layers or of each.")
        let file = SchemaNode.anyOf(
            .string(),
            .object(
                [
                    (PinnedFile.fileKey, .string()),
                    (PinnedFile.digestKey, .string(pattern: PinnedFile.digestPattern)),
                ], required: [PinnedFile.fileKey, PinnedFile.digestKey]))
        let matrices = SchemaNode.array(of: file).described("Sparse matrices (.mtx, .npy), one for every layer.")
        let pruned = object(
            [
                ("weights", .array(of: file).described("Dense weights (.npy), one file for every layer.")),
                ("density", density),
            ],
            required: ["weights", "density"]
        ).described("The weights of largest magnitude stay.")
        let alternatives = objects([
            ([("scheme", names)], ["scheme"]),
            ([scheme, ("density", density)], ["scheme", "density"]),
            ([scheme, ("matrices", matrices)], ["scheme", "matrices"]),
            ([scheme, ("pruned", pruned)], ["scheme", "pruned"]),
        ])
        return SchemaNode.anyOf([names] + alternatives).described(
            "How fully connected layers are divided, and their non-zeros if they are sparse.")
    }
}
