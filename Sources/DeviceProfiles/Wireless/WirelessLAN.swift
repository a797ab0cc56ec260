public import Units

/// How closely the wireless network is modelled.
public enum WirelessFidelity: String, Sendable, Hashable, CaseIterable {
    /// A rate, and a cost per message.
    case ideal
    /// Closed forms of Wi-Fi; senders get transmission opportunities at equal rates.
    case fluid
    /// Every transmission opportunity of Wi-Fi, with its back-off and collisions.
    case txop
}

/// A rate of Wi-Fi in its own terms: what identifies a physical layer.
public struct WLANRadio: Sendable, Hashable {
    public var amendment: WLANAmendment
    /// `nil`: the amendment's usual one.
    public var band: WLANBand?
    /// Channel width in MHz.
    public var width: Int
    public var scheme: Int
    public var streams: Int
    public var guardInterval: GuardInterval
    /// 802.11g's rate in Mbit/s; others derive theirs.
    public var gMegabitsPerSecond: Double

    public init(
        _ amendment: WLANAmendment, band: WLANBand? = nil, width: Int? = nil, scheme: Int = 7, streams: Int = 1,
        guardInterval: GuardInterval = .nanoseconds800, gMegabitsPerSecond: Double = 54
    ) {
        self.amendment = amendment
        self.band = band
        self.width = width ?? (amendment == .ac || amendment == .ax ? 80 : 20)
        self.scheme = scheme
        self.streams = streams
        self.guardInterval = guardInterval
        self.gMegabitsPerSecond = gMegabitsPerSecond
    }

    public func layer() throws(WLANError) -> WLANPhysicalLayer {
        if amendment == .g { return try WLANPhysicalLayer(gMegabitsPerSecond: gMegabitsPerSecond) }
        return try WLANPhysicalLayer(
            amendment, width: width, scheme: scheme, streams: streams, guardInterval: guardInterval, band: band)
    }
}

/// What differs at one station from the network's radio.
public struct StationLink: Sendable, Hashable {
    public var scheme: Int?
    public var streams: Int?
    public var guardInterval: GuardInterval?
    public var gMegabitsPerSecond: Double?
    /// Share of Wi-Fi's goodput that the device's bus and processor can take, above 0 up to 1.
    public var goodputFactor: Double
    /// Which cell (channel) it is in, from 0.
    public var cell: Int
    /// Whether it hangs on the access points' wired network instead, like a gateway.
    public var isWired: Bool

    public init(
        scheme: Int? = nil, streams: Int? = nil, guardInterval: GuardInterval? = nil, gMegabitsPerSecond: Double? = nil,
        goodputFactor: Double = 1, cell: Int = 0, isWired: Bool = false
    ) {
        self.scheme = scheme
        self.streams = streams
        self.guardInterval = guardInterval
        self.gMegabitsPerSecond = gMegabitsPerSecond
        self.goodputFactor = goodputFactor
        self.cell = cell
        self.isWired = isWired
    }

    func radio(from base: WLANRadio) -> WLANRadio {
        var radio = base
        if let scheme { radio.scheme = scheme }
        if let streams { radio.streams = streams }
        if let guardInterval { radio.guardInterval = guardInterval }
        if let gMegabitsPerSecond { radio.gMegabitsPerSecond = gMegabitsPerSecond }
        return radio
    }
}

/// A Wi-Fi network: what the models beyond the ideal channel need to know.
public struct WirelessLAN: Sendable, Hashable {
    /// Who stands in the middle.
    public enum Topology: String, Sendable, Hashable, CaseIterable {
        /// The Group Owner of Wi-Fi Direct: it is the access point, relays for the others and sends beacons.
        case groupOwner
        /// An access point that is none of the devices; every message takes two hops.
        case accessPoint
        /// An ad-hoc cell: everybody talks to everybody.
        case adHoc
    }

    /// Whether stations behind an access point talk directly (TDLS).
    public enum DirectLinks: String, Sendable, Hashable, CaseIterable {
        case none
        /// Set up before the run.
        case ready
        /// Set up when a pair first has a message: six frames over the access point.
        case onDemand
    }

    /// The wired network between access points and gateways: full duplex, one message at a time a port.
    public struct Backbone: Sendable, Hashable {
        public var rate: DataRate
        public var latency: TimeSpan

        public init(rate: DataRate, latency: TimeSpan) {
            self.rate = rate
            self.latency = latency
        }
    }

    public var radio: WLANRadio
    public var topology: Topology
    public var transport: WLANTransport
    public var isAggregating = true
    public var isProtected = false
    public var packetErrorRate = 0.0
    public var beaconInterval = TimeSpan(nanoseconds: 102_400_000)
    /// For all stations but the access point.
    public var powerSave: WLANPowerSave?
    /// A frame that stations exchange at least this often; if not longer than the tail, it keeps them awake.
    public var keepAlive: TimeSpan?
    /// Whether the operating system is told to keep the radio awake.
    public var holdsWiFiLock = false
    public var absence: WLANAbsence?
    public var directLinks = DirectLinks.none
    public var backbone: Backbone

    public init(radio: WLANRadio, topology: Topology = .groupOwner, transport: WLANTransport = .udp) {
        self.radio = radio
        self.topology = topology
        self.transport = transport
        backbone = Backbone(rate: DataRate(bitsPerSecond: 1e9), latency: TimeSpan(nanoseconds: 100_000))
    }

    /// Whether stations ever sleep.
    public var dozes: Bool {
        guard let powerSave, !holdsWiFiLock else { return false }
        return keepAlive.map { $0 > powerSave.tail } ?? true
    }
}
