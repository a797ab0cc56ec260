import DeviceProfiles
import Partitioning
import Units

/// The network between a scenario's devices: the ideal channel's figures and Wi-Fi's own.
enum WirelessDescription {
    private static let time = "a time up to a minute such as \"3 ms\""

    private static func time(_ text: String) -> TimeSpan? {
        TimeSpan(parsing: text).flatMap { $0.seconds <= 60 ? $0 : nil }
    }

    /// - Parameter devices: what the cells of a Wi-Fi network are made of.
    static func decode(
        _ value: ValueReader, devices: [Device], groupOwner: Int
    ) throws(InputError) -> (WirelessNetwork, Delivery) {
        try value.object { (reader) throws(InputError) in
            let fidelity: WirelessFidelity = try reader.choice("fidelity", default: .ideal)
            let lan = try lan(&reader, isRequired: fidelity != .ideal)
            let expectedRate = PhysicalDimension.dataRate.expectation
            let rate: DataRate
            if fidelity != .ideal, let lan {
                // The ideal channel's rate may stay in the scenario, so that the fidelities can be compared.
                let gross = try layer(of: lan, at: value).rate
                rate = try reader.parsed("rate", expected: expectedRate, default: gross, as: DataRate.init(parsing:))
            } else {
                rate = try reader.parsed("rate", expected: expectedRate, as: DataRate.init(parsing:))
            }
            let network = WirelessNetwork(
                rate: rate,
                messageOverhead: try reader.parsed("messageOverhead", expected: time, default: .zero, as: time),
                wakeUp: try reader.parsed("wakeUp", expected: time, default: .zero, as: time),
                wakeUpOccupiesChannel: try reader.bool("wakeUpOccupiesChannel", default: true),
                sharing: try reader.choice("sharing", default: .fair), fidelity: fidelity, lan: lan)
            if let lan {
                do throws(WLANError) {
                    _ = try WLANPlacement(lan, devices: devices, groupOwner: groupOwner)
                } catch {
                    throw value.error(error.description)
                }
            }
            return (network, try reader.choice("delivery", default: .direct))
        }
    }

    private static func layer(of lan: WirelessLAN, at value: ValueReader) throws(InputError) -> WLANPhysicalLayer {
        do throws(WLANError) {
            return try lan.radio.layer()
        } catch {
            throw value.error(error.description)
        }
    }

    // MARK: Wi-Fi

    static let standards: [(name: String, amendment: WLANAmendment)] =
        WLANAmendment.allCases.map { ("802.11\($0.rawValue)", $0) }
    static let bands: [(name: String, band: WLANBand)] =
        [("2.4 GHz", .twoPointFourGHz), ("5 GHz", .fiveGHz)]
    static let guardIntervals: [(name: String, interval: GuardInterval)] = [
        ("400 ns", .nanoseconds400), ("800 ns", .nanoseconds800), ("1600 ns", .nanoseconds1600),
        ("3200 ns", .nanoseconds3200),
    ]

    static let schemeRange = 0...11
    static let streamRange = 1...8
    static let errorRateRange = 0...0.9
    static let listenIntervalRange = 1...1000
    static let goodputFactorRange = 0.001...1
    static let cellRange = 0...63

    private static func lan(_ reader: inout ObjectReader, isRequired: Bool) throws(InputError) -> WirelessLAN? {
        let names = standards.map(\.name)
        let name: String
        if isRequired {
            name = try reader.required("standard", expected: oneOf(names)).choice(of: names)
        } else if let value = reader.optional("standard") {
            name = try value.choice(of: names)
        } else {
            return nil
        }
        let amendment = standards.first { $0.name == name }!.amendment
        var radio = WLANRadio(amendment)
        if let value = reader.optional("band") {
            let band = try value.choice(of: bands.map(\.name))
            radio.band = bands.first { $0.name == band }!.band
        }
        if let value = reader.optional("channelWidth") {
            radio.width = try value.parsed(expected: "a channel width such as \"80 MHz\"") { text in
                Quantity(parsing: text, as: .frequency).flatMap { Int(exactly: $0.baseValue / 1e6) }
            }
        }
        radio.scheme = try reader.int("mcs", in: schemeRange, default: radio.scheme)
        radio.streams = try reader.int("streams", in: streamRange, default: radio.streams)
        if let interval = try guardInterval(&reader) { radio.guardInterval = interval }
        if let rate = try gRate(&reader) { radio.gMegabitsPerSecond = rate }
        var lan = WirelessLAN(
            radio: radio, topology: try reader.choice("topology", default: .groupOwner),
            transport: try reader.choice("transport", default: .udp))
        lan.isAggregating = try reader.bool("aggregation", default: true)
        lan.isProtected = try reader.bool("rtsCts", default: false)
        lan.packetErrorRate = try reader.double("packetErrorRate", in: errorRateRange, default: 0)
        lan.beaconInterval = try reader.parsed(
            "beaconInterval", expected: time, default: lan.beaconInterval, as: time)
        lan.directLinks = try reader.choice("directLinks", default: .none)
        lan.holdsWiFiLock = try reader.bool("wifiLock", default: false)
        lan.keepAlive = try reader.optional("keepAlive")?.parsed(expected: time, as: time)
        if let value = reader.optional("powerSave") {
            lan.powerSave = try value.object { (reader) throws(InputError) in
                WLANPowerSave(
                    tail: try reader.parsed("tail", expected: time, as: time),
                    listenInterval: try reader.int("listenInterval", in: listenIntervalRange, default: 1))
            }
        }
        if let value = reader.optional("noticeOfAbsence") {
            lan.absence = try value.object { (reader) throws(InputError) in
                WLANAbsence(
                    duration: try reader.parsed("duration", expected: time, as: time),
                    interval: try reader.parsed("interval", expected: time, as: time),
                    offset: try reader.parsed("offset", expected: time, default: .zero, as: time))
            }
        }
        if let value = reader.optional("backbone") {
            lan.backbone = try value.object { (reader) throws(InputError) in
                WirelessLAN.Backbone(
                    rate: try reader.parsed(
                        "rate", expected: PhysicalDimension.dataRate.expectation, default: lan.backbone.rate,
                        as: DataRate.init(parsing:)),
                    latency: try reader.parsed("latency", expected: time, default: lan.backbone.latency, as: time))
            }
        }
        return lan
    }

    private static func guardInterval(_ reader: inout ObjectReader) throws(InputError) -> GuardInterval? {
        guard let value = reader.optional("guardInterval") else { return nil }
        let name = try value.choice(of: guardIntervals.map(\.name))
        return guardIntervals.first { $0.name == name }!.interval
    }

    private static func gRate(_ reader: inout ObjectReader) throws(InputError) -> Double? {
        try reader.optional("physicalRate")?.parsed(expected: "a rate of 802.11g such as \"54 Mbit/s\"") { text in
            DataRate(parsing: text).map { $0.bitsPerSecond / 1e6 }
        }
    }

    /// What differs at one device: its rate, what its bus can take, its cell.
    static func station(_ value: ValueReader) throws(InputError) -> StationLink {
        try value.object { (reader) throws(InputError) in
            StationLink(
                scheme: try reader.optional("mcs")?.int(in: schemeRange),
                streams: try reader.optional("streams")?.int(in: streamRange),
                guardInterval: try guardInterval(&reader), gMegabitsPerSecond: try gRate(&reader),
                goodputFactor: try reader.double("goodputFactor", in: goodputFactorRange, default: 1),
                cell: try reader.int("cell", in: cellRange, default: 0),
                isWired: try reader.bool("wired", default: false))
        }
    }
}
