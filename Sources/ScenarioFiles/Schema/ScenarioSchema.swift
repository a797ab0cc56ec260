import Units

/// The JSON Schema of scenario files, for editors and validators: names and limits come from where the decoder has them.
///
/// What the decoder accepts, the schema accepts. The other way round there are a few things that only the decoder knows:
/// whether values go with each other, how large a quantity may be, and what an extended scenario says.
package enum ScenarioSchema {
    /// The text of `Scenarios/scenario.schema.json`.
    package static var text: String { node.prettyText + "\n" }

    /// The schema as a document.
    package static var node: JSONNode {
        let whole = SchemaPart(isPartial: false)
        let partial = SchemaPart(isPartial: true)
        return SchemaNode([
            ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
            ("title", .text("modnn-sim scenario")),
            (
                "description",
                .text(
                    "What runs: a network, a cluster, how it is divided, and what is swept. Quantities are strings with "
                        + "units.")
            ),
            ("type", .text("object")),
            // What is extended brings what is required.
            ("if", SchemaNode([("required", .list([.text("extends")]))]).node),
            ("then", partial.scenario.node),
            ("else", whole.scenario.node),
        ]).node
    }
}

/// The parts of the schema: for whole documents, or for those that extend another one and may leave out or remove
/// (`null`) anything in objects.
struct SchemaPart {
    let isPartial: Bool

    /// An object of which an extending document needs only say what differs.
    func object(_ properties: [(String, SchemaNode)], required: [String] = []) -> SchemaNode {
        guard isPartial else { return .object(properties, required: required) }
        let removable = properties.map { ($0, SchemaNode.anyOf($1, SchemaNode([("type", .text("null"))]))) }
        return .object(removable)
    }

    /// Objects that may stand for each other. What extends another document may change which: it may say anything that
    /// one of them has, and remove it.
    func objects(_ alternatives: [(properties: [(String, SchemaNode)], required: [String])]) -> [SchemaNode] {
        guard isPartial else { return alternatives.map { .object($0.properties, required: $0.required) } }
        var schemas: [(key: String, schemas: [SchemaNode])] = []
        for (key, schema) in alternatives.flatMap(\.properties) {
            if let index = schemas.firstIndex(where: { $0.key == key }) {
                if !schemas[index].schemas.contains(where: { $0.node.hasSameContent(as: schema.node) }) {
                    schemas[index].schemas.append(schema)
                }
            } else {
                schemas.append((key, [schema]))
            }
        }
        return [object(schemas.map { ($0.key, .anyOf($0.schemas)) })]
    }

    /// Arrays are replaced as a whole.
    private var whole: SchemaPart { SchemaPart(isPartial: false) }

    var scenario: SchemaNode {
        object(
            [
                ("$schema", .string().described("Where editors find this schema.")),
                (
                    "extends",
                    .string().described(
                        "A scenario to start from, relative to this file. Objects are merged, anything else is "
                            + "replaced, null removes.")
                ),
                ("name", SchemaPart.name.described("File name of the results.")),
                ("title", .string().described("One sentence for headings.")),
                ("description", .string().described("What the scenario shows.")),
                ("version", .integer(1...1).described("Version of the format.").defaulting(to: .int(1))),
                ("network", network),
                ("cluster", cluster),
                ("convolution", convolution.defaulting(to: .text("bodp"))),
                ("fullyConnected", fullyConnected.defaulting(to: .text("by-outputs"))),
                ("workload", workload),
                (
                    "computeVariation",
                    .number(0...0.5).described("Standard deviation over mean of compute times.")
                        .defaulting(to: .int(0))
                ),
                (
                    "taskOverhead",
                    .quantity(.time).described("Time of every fused part on top of its layers, such as \"250 ms\".")
                        .defaulting(to: .text("0 s"))
                ),
                ("load", load),
                (
                    "repetitions",
                    .integer(Scenario.repetitionRange).described("Runs of every point.").defaulting(to: .int(1))
                ),
                (
                    "seed",
                    .integer(0 ... .max).described("Repetition r of every point draws from (seed, r).")
                        .defaulting(to: .int(0))
                ),
                (
                    "freeParameters",
                    SchemaNode.array(
                        of: .object([("path", .string()), ("fixedBy", .string())], required: ["path", "fixedBy"])
                    ).described("What was fitted, and to what.")
                ),
                ("sensitivity", sensitivity),
                ("sweep", sweep),
            ], required: ["name", "network", "cluster"])
    }

    static let name = SchemaNode.string(pattern: "^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$")

    private var sensitivity: SchemaNode {
        let ends = SchemaNode.array(of: .anything, count: 2...2)
        return SchemaNode([
            ("type", .text("object")),
            (
                "description",
                .text("Key paths with [low, high]: parameters to be moved one at a time, and between which values.")
            ),
            (
                "additionalProperties",
                (isPartial ? SchemaNode.anyOf(ends, SchemaNode([("type", .text("null"))])) : ends).node
            ),
        ])
    }

    // MARK: Sweep

    private var sweep: SchemaNode {
        let list = SchemaNode([("type", .text("array")), ("minItems", .int(1))])
        func values(_ list: SchemaNode) -> SchemaNode {
            let range = SchemaNode.string(pattern: "^\(SweepRange.pattern)$")
            return isPartial
                ? .anyOf(list, range, SchemaNode([("type", .text("null"))])) : .anyOf(list, range)
        }
        let axis = values(list.adding("uniqueItems", JSONNode(.bool(true))))
        let paths = SchemaNode([("not", SchemaNode.choice(Scenario.documentKeys).node)])
        let zip = SchemaNode([
            ("type", .text("object")), ("propertyNames", paths.node), ("additionalProperties", values(list).node),
        ])
        let zips = SchemaNode.anyOf(zip, .array(of: zip))
        return SchemaNode([
            ("type", .text("object")),
            (
                "description",
                .text(
                    "Key paths with the values that they take: an array, or a range such as \"1..8\", \"0..0.5+0.1\", "
                        + "\"1..64*2\" or \"5..40*2 Mbit/s\". All combinations run, the first path varies slowest; "
                        + "paths under \"zip\" advance together.")
            ),
            ("propertyNames", paths.node),
            (
                "properties",
                SchemaNode([
                    (
                        SweepAxis.zipKey,
                        (isPartial ? SchemaNode.anyOf(zips, SchemaNode([("type", .text("null"))])) : zips).node
                    )
                ]).node
            ),
            ("additionalProperties", axis.node),
        ])
    }
}
