public import Units

/// How messages travel: what a datagram carries and whether the receiver answers.
public enum WLANTransport: String, Sendable, Hashable, CaseIterable {
    /// Datagrams of 1472 bytes, all handed over at once.
    case udp
    /// Segments of 1448 bytes in a window that grows by slow start from 10 (RFC 6928), one acknowledgment for two
    /// segments (RFC 1122); no losses, so no congestion avoidance.
    case tcp

    /// Bytes of a full datagram's or segment's payload.
    public var payload: Int { self == .udp ? WLANFrames.userDatagramPayload : WLANFrames.maximumSegmentSize }
    /// Bytes of the IP packet beside the payload.
    public var headers: Int { self == .udp ? WLANFrames.userDatagramHeaders : WLANFrames.transmissionControlHeaders }
}

/// When a station sleeps: power-save mode of IEEE 802.11-2020 clause 11.2.3.
public struct WLANPowerSave: Sendable, Hashable {
    /// How long a station stays awake after its last frame.
    public var tail: TimeSpan
    /// Every which beacon it listens to.
    public var listenInterval: Int

    public init(tail: TimeSpan, listenInterval: Int) {
        self.tail = tail
        self.listenInterval = listenInterval
    }
}

/// Notice of Absence: a Group Owner that sleeps `duration` of every `interval` (Wi-Fi P2P specification 3.3.3).
public struct WLANAbsence: Sendable, Hashable {
    public var duration: TimeSpan
    public var interval: TimeSpan
    /// Start of the first absence.
    public var offset: TimeSpan

    public init(duration: TimeSpan, interval: TimeSpan, offset: TimeSpan = .zero) {
        self.duration = duration
        self.interval = interval
        self.offset = offset
    }
}

/// One wireless cell and all that its stations share.
public struct WLANConfiguration: Sendable, Hashable {
    /// Rate between each node and the access point; two stations talk directly at the slower of theirs. All layers
    /// share band and channel.
    public var layers: [WLANPhysicalLayer]
    /// The node that relays and beacons: an access point or a Group Owner; `nil` for an ad-hoc cell.
    public var accessPoint: Int?
    public var transport: WLANTransport
    /// Whether frames are aggregated (A-MPDU); without effect for 802.11g.
    public var isAggregating = true
    /// Whether RTS and CTS precede every data packet.
    public var isProtected = false
    /// Failures in a row after which the contention window starts anew; `nil`: never. Frames are never dropped.
    public var retryLimit: Int?
    /// Share of frames (MPDUs) that arrive damaged, 0 ..< 1.
    public var packetErrorRate = 0.0
    /// Time between beacons: 100 units of 1024 µs (the usual default).
    public var beaconInterval = TimeSpan(nanoseconds: 102_400_000)
    /// Airtime of a beacon; zero: no beacons are sent.
    public var beaconAirtime: TimeSpan
    /// The first beacon; `nil` draws it within an interval.
    public var beaconOffset: TimeSpan?
    /// By node; `nil` or missing stays awake.
    public var powerSave: [WLANPowerSave?] = []
    public var absence: WLANAbsence?
    /// Share of the channel's goodput that a node's bus and processor can take, above 0 up to 1; missing is 1. The
    /// slower end of a link counts.
    public var goodputFactors: [Double] = []
    /// Pairs of stations with a direct link (TDLS), the smaller number first; set up before the start.
    public var directPairs: Set<[Int]> = []
    /// Payload of a full datagram; the transport's own by default.
    public var payload: Int
    /// Segments in flight at the start of a TCP connection.
    public var initialWindow = 10
    /// Most segments in flight: 4 MiB of buffer.
    public var largestWindow = 4_194_304 / 1448

    /// - Parameter accessPoint: `nil` for an ad-hoc cell, which has slots of its own and shares out its beacons.
    public init(layers: [WLANPhysicalLayer], accessPoint: Int?, transport: WLANTransport) throws(WLANError) {
        guard layers.count >= 2 else {
            throw .outOfRange("a cell has at least two nodes, not \(layers.count)")
        }
        guard layers.count <= 4096 else { throw .outOfRange("a cell has at most 4096 nodes, not \(layers.count)") }
        if let accessPoint, !layers.indices.contains(accessPoint) {
            throw .outOfRange("node \(accessPoint) can't be the access point of \(layers.count) nodes")
        }
        guard layers.allSatisfy({ $0.band == layers[0].band && $0.isQoS == layers[0].isQoS }) else {
            throw .unsupportedBand("all stations of a cell share the band, and all or none have EDCA")
        }
        self.layers = accessPoint == nil ? layers.map(\.adHoc) : layers
        self.accessPoint = accessPoint
        self.transport = transport
        beaconAirtime = accessPoint == nil ? .zero : layers[0].beaconAirtime
        payload = transport.payload
    }

    /// Checks what was set after creation.
    package func validate() throws(WLANError) {
        guard (0..<1).contains(packetErrorRate) else {
            throw .outOfRange("a packet error rate is within 0 ..< 1, not \(packetErrorRate): nothing would arrive")
        }
        guard (1...transport.payload).contains(payload) else {
            throw .outOfRange("a payload is within 1 ... \(transport.payload) bytes, not \(payload)")
        }
        guard beaconInterval > beaconAirtime, beaconAirtime >= .zero else {
            throw .outOfRange("beacons of \(beaconAirtime.seconds) s don't fit into \(beaconInterval.seconds) s")
        }
        guard (2...1_000_000).contains(initialWindow), largestWindow >= initialWindow else {
            throw .outOfRange("a TCP window has at least 2 segments, not \(initialWindow)")
        }
        guard goodputFactors.allSatisfy({ $0 > 0 && $0 <= 1 }) else {
            throw .outOfRange("a goodput factor is above 0 and at most 1")
        }
        if let retryLimit, retryLimit < 1 { throw .outOfRange("a retry limit is at least 1, not \(retryLimit)") }
        if let absence {
            guard absence.duration >= .zero, absence.interval - absence.duration >= TimeSpan(nanoseconds: 6_000_000)
            else {
                throw .outOfRange("a Group Owner is present for at least 6 ms of every interval: the longest exchange")
            }
        }
        for case let mode? in powerSave {
            guard mode.listenInterval >= 1, mode.tail >= .zero else {
                throw .outOfRange("a listen interval is at least 1 beacon, a tail not negative")
            }
        }
        if powerSave.contains(where: { $0 != nil }), accessPoint == nil || beaconAirtime == .zero {
            throw .outOfRange("power save needs an access point that sends beacons")
        }
    }

    /// Share of the channel's goodput that both ends of a link can take.
    package func goodputFactor(from: Int, to: Int) -> Double {
        let factor = { (node: Int) in goodputFactors.indices.contains(node) ? goodputFactors[node] : 1 }
        return min(factor(from), factor(to))
    }

    /// Rate between two nodes: that of the station, or the slower of two.
    package func layer(from: Int, to: Int) -> WLANPhysicalLayer {
        if from == accessPoint { return layers[to] }
        if to == accessPoint { return layers[from] }
        return layers[from].rate <= layers[to].rate ? layers[from] : layers[to]
    }

    /// The access point if a message between two nodes goes over it; `nil` for one hop.
    package func relay(from: Int, to: Int) -> Int? {
        guard let accessPoint, from != accessPoint, to != accessPoint,
            !directPairs.contains([min(from, to), max(from, to)])
        else { return nil }
        return accessPoint
    }
}
