import DeviceProfiles
import Partitioning
import Units

extension SchemaPart {
    private static let deviceLimit = 10_000

    var cluster: SchemaNode {
        let cluster = object(
            [
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
                    .integer(1...Self.deviceLimit).described(
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
                .integer(1...1_000_000_000).described(
                    "Relative speed for biased partitions; by default in proportion to the convolution rate.")
            ),
        ]
    }

    fileprivate var workers: SchemaNode {
        object(
            member + [("count", .integer(0...Self.deviceLimit).described("How many of them."))], required: ["device"])
    }

    private var device: SchemaNode {
        let profile = object(
            [
                ("profile", .choice(DeviceCatalogue.names)), ("convolutionRate", .quantity(.computeRate)),
                ("memoryBandwidth", .quantity(.dataRate)), ("applicationMemory", .quantity(.data)),
                ("storageReadRate", .quantity(.dataRate)), ("wirelessRate", .quantity(.dataRate)),
            ], required: ["profile"])
        return SchemaNode.anyOf(.choice(DeviceCatalogue.names), profile)
            .described("A device of the catalogue, or one with what differs.")
    }

    private var wireless: SchemaNode {
        object(
            [
                ("rate", .quantity(.dataRate).described("Payload rate of the shared channel, such as \"40 Mbit/s\".")),
                (
                    "messageOverhead",
                    .quantity(.time).described("Airtime of a message beside its bytes, such as \"1 ms\".")
                        .defaulting(to: .text("0 s"))
                ),
                (
                    "wakeUp",
                    .quantity(.time).described("Time to wake the radios for a message, such as \"3 ms\".")
                        .defaulting(to: .text("0 s"))
                ),
                (
                    "wakeUpOccupiesChannel",
                    .boolean.described("Whether nothing else is sent meanwhile.").defaulting(to: .bool(true))
                ),
                (
                    "sharing",
                    SchemaNode.choice(WirelessNetwork.Sharing.allCases.map(\.rawValue)).described(
                        "Equal airtime for stations, or one message at a time."
                    ).defaulting(to: .text("fair"))
                ),
                (
                    "delivery",
                    SchemaNode.choice(Delivery.allCases.map(\.rawValue)).described("Which way data takes.")
                        .defaulting(to: .text("direct"))
                ),
            ], required: ["rate"])
    }
}

extension JSONNode {
    static func bool(_ flag: Bool) -> JSONNode { JSONNode(.bool(flag)) }
}
