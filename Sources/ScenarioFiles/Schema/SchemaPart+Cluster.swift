import DeviceProfiles
import Partitioning
import Units

extension SchemaPart {
    var cluster: SchemaNode {
        let cluster = object(
            [
                (
                    "everyDevice",
                    object(figures).described("What all devices replace in their profiles, unless they say otherwise.")
                ),
                (
                    "groupOwner",
                    object(
                        member + [
                            ("computes", .boolean.described("Whether it takes part.").defaulting(to: .bool(true)))
                        ], required: ["device"]
                    ).described("The device that owns the group: it wants the output.")
                ),
                (
                    "workers",
                    SchemaNode.anyOf(
                        workers, .array(of: SchemaPart(isPartial: false).workers)
                    ).described("The other devices that compute, of one kind or several.")
                ),
                (
                    "devices",
                    .integer(1...ClusterDescription.deviceLimit).described(
                        "How many devices compute, the Group Owner first if it does; by default all.")
                ),
                (
                    "source",
                    SchemaNode.anyOf(
                        .choice(["group-owner", "worker-1"]), object(member, required: ["device"])
                    ).described("Who has the input.").defaulting(to: .text("group-owner"))
                ),
                ("wireless", wireless),
            ], required: ["groupOwner", "wireless"]
        ).described("The devices and the network between them.")
        guard !isPartial else { return cluster }
        // One kind of worker needs a count unless the number of devices is given.
        let counted = SchemaNode([
            (
                "properties",
                SchemaNode([
                    (
                        "workers",
                        SchemaNode.anyOf(
                            SchemaNode([("type", .text("array"))]),
                            SchemaNode([("required", .list([.text("count")]))])
                        ).node
                    )
                ]).node
            )
        ])
        return cluster.adding(
            "anyOf", .list([SchemaNode([("required", .list([.text("devices")]))]).node, counted.node]))
    }

    private var member: [(String, SchemaNode)] {
        [
            ("device", device),
            (
                "capability",
                .integer(1...ClusterDescription.capabilityLimit).described(
                    "Relative speed for biased partitions; by default in proportion to the convolution rate.")
            ),
            ("radio", radio),
        ]
    }

    fileprivate var workers: SchemaNode {
        object(
            member + [("count", .integer(0...ClusterDescription.deviceLimit).described("How many of them."))],
            required: ["device"])
    }

    /// What may replace figures of the catalogue.
    private var figures: [(String, SchemaNode)] {
        [
            ("convolutionRate", .quantity(.computeRate)), ("memoryBandwidth", .quantity(.dataRate)),
            ("applicationMemory", .quantity(.data)),
            (
                "weightPreparationRate",
                .quantity(.dataRate).described("Rate at which weights are repacked at every use.")
            ),
            ("storageReadRate", .quantity(.dataRate)), ("wirelessRate", .quantity(.dataRate)),
            (
                "speed",
                .number(ClusterDescription.speedRange).described("Factor of all rates of the processor.")
                    .defaulting(to: .int(1))
            ),
        ]
    }

    private var device: SchemaNode {
        let profile = object([("profile", .choice(DeviceCatalogue.names))] + figures, required: ["profile"])
        return SchemaNode.anyOf(.choice(DeviceCatalogue.names), profile)
            .described("A device of the catalogue, or one with what differs.")
    }
}

extension JSONNode {
    static func bool(_ flag: Bool) -> JSONNode { JSONNode(.bool(flag)) }
}
