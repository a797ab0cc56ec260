import DeviceProfiles
import Partitioning
import Units

extension SchemaPart {
    /// The network between the devices: the ideal channel's figures and Wi-Fi's own.
    var wireless: SchemaNode {
        let wireless = object(idealChannel + lan)
        guard !isPartial else { return wireless }
        let real = WirelessFidelity.allCases.filter { $0 != .ideal }.map(\.rawValue)
        let isReal = SchemaNode([
            ("properties", SchemaNode([("fidelity", SchemaNode.choice(real).node)]).node),
            ("required", .list([.text("fidelity")])),
        ])
        let standard = JSONNode.list([.text("standard")])
        return
            wireless
            // Without a standard there is no Wi-Fi to describe.
            .adding(
                "dependentRequired", SchemaNode(lan.filter { $0.0 != "standard" }.map { ($0.0, standard) }).node
            )
            .adding("if", isReal.node)
            .adding("then", SchemaNode([("required", standard)]).node)
            .adding("else", SchemaNode([("required", .list([.text("rate")]))]).node)
    }

    private var idealChannel: [(String, SchemaNode)] {
        [
            (
                "fidelity",
                SchemaNode.choice(WirelessFidelity.allCases.map(\.rawValue)).described(
                    "How closely the network is modelled: a rate, closed forms of Wi-Fi, or every transmission "
                        + "opportunity."
                ).defaulting(to: .text(WirelessFidelity.ideal.rawValue))
            ),
            (
                "rate",
                .quantity(.dataRate).described(
                    "Payload rate of the shared channel, such as \"40 Mbit/s\"; for Wi-Fi only a comparison needs it.")
            ),
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
        ]
    }

    // MARK: Wi-Fi

    private var lan: [(String, SchemaNode)] {
        [
            (
                "standard",
                SchemaNode.choice(WirelessDescription.standards.map(\.name)).described("The generation of Wi-Fi.")
            ),
            ("band", .choice(WirelessDescription.bands.map(\.name))),
            (
                "channelWidth", .quantity(.frequency).described("A width of the standard, such as \"80 MHz\".")
            ),
        ] + rates + [
            (
                "topology",
                SchemaNode.choice(WirelessLAN.Topology.allCases.map(\.rawValue)).described(
                    "Who relays: the Group Owner, an access point that is none of the devices, or nobody."
                ).defaulting(to: .text(WirelessLAN.Topology.groupOwner.rawValue))
            ),
            (
                "transport",
                SchemaNode.choice(WLANTransport.allCases.map(\.rawValue))
                    .defaulting(to: .text(WLANTransport.udp.rawValue))
            ),
            (
                "aggregation",
                .boolean.described("Whether frames are sent many at a time.").defaulting(to: .bool(true))
            ),
            (
                "rtsCts",
                .boolean.described("Whether all data are announced by RTS and CTS.").defaulting(to: .bool(false))
            ),
            (
                "packetErrorRate",
                .number(WirelessDescription.errorRateRange).described("Share of frames that arrive damaged.")
                    .defaulting(to: .int(0))
            ),
            ("beaconInterval", .quantity(.time).described("Such as \"102.4 ms\".")),
            (
                "directLinks",
                SchemaNode.choice(WirelessLAN.DirectLinks.allCases.map(\.rawValue)).described(
                    "Whether stations behind an access point talk directly."
                ).defaulting(to: .text(WirelessLAN.DirectLinks.none.rawValue))
            ),
            (
                "wifiLock",
                .boolean.described("Whether the radio is held awake.").defaulting(to: .bool(false))
            ),
            ("keepAlive", .quantity(.time).described("Stations exchange a frame at least this often.")),
            (
                "powerSave",
                object(
                    [
                        ("tail", .quantity(.time)),
                        (
                            "listenInterval",
                            .integer(WirelessDescription.listenIntervalRange).described("In beacons.")
                                .defaulting(to: .int(1))
                        ),
                    ], required: ["tail"]
                ).described("Stations doze a tail after their last frame.")
            ),
            (
                "noticeOfAbsence",
                object(
                    [("duration", .quantity(.time)), ("interval", .quantity(.time)), ("offset", .quantity(.time))],
                    required: ["duration", "interval"]
                ).described("When the Group Owner is away.")
            ),
            (
                "backbone",
                object([("rate", .quantity(.dataRate)), ("latency", .quantity(.time))])
                    .described("The wired network between access points and gateways.")
            ),
        ]
    }

    /// What a network and each of its stations may say.
    private var rates: [(String, SchemaNode)] {
        [
            ("mcs", .integer(WirelessDescription.schemeRange).described("Modulation and coding scheme.")),
            ("streams", .integer(WirelessDescription.streamRange).described("Spatial streams.")),
            ("guardInterval", .choice(WirelessDescription.guardIntervals.map(\.name))),
            ("physicalRate", .quantity(.dataRate).described("A rate of 802.11g, such as \"54 Mbit/s\".")),
        ]
    }

    /// What differs at one device.
    var radio: SchemaNode {
        object(
            rates + [
                (
                    "goodputFactor",
                    .number(WirelessDescription.goodputFactorRange).described(
                        "Share of Wi-Fi's goodput that its bus and processor can take."
                    )
                    .defaulting(to: .int(1))
                ),
                (
                    "cell",
                    .integer(WirelessDescription.cellRange).described("Which channel it is on.").defaulting(to: .int(0))
                ),
                ("wired", .boolean.described("Whether it is a gateway on the backbone.").defaulting(to: .bool(false))),
            ]
        ).described("What differs at this device.")
    }
}
