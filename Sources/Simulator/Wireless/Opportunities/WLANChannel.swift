public import DeviceProfiles
import Units

/// The event model of one Wi-Fi cell: one event a transmission opportunity, on whole nanoseconds.
///
/// Every node with frames is one contender with a back-off counter (IEEE 802.11-2020 clauses 10.3 and 10.23). Counters
/// run only while the channel is idle, so each is kept as the value of a clock of idle time at which it ends; the least
/// sends. An event costs O(contenders), a comparison each, and allocates nothing once the largest queues were seen.
/// The result of an opportunity is worked out at its start, deliveries carry their own instants.
///
/// Not modelled: capture, hidden nodes, rate adaptation, several access categories, management traffic but beacons.
public struct WLANChannel: ~Copyable {
    public let configuration: WLANConfiguration
    public internal(set) var statistics = WLANStatistics()

    // Times of the cell in nanoseconds.
    let slot: Int64
    let shortSpace: Int64
    let arbitrationSpace: Int64
    let responseTimeout: Int64
    let isQoS: Bool
    let isProtected: Bool
    let isTCP: Bool
    /// Datagrams without losses, protection, sleep or absence: a lone sender's opportunities are all alike.
    let isSimple: Bool
    let retryLimit: Int32
    let fullPacket: Int32
    /// The access point, or 0 where there is none.
    let accessPoint: Int32
    let largestWindow: Int32
    let acknowledgmentPacket = Int32(WLANFrames.transmissionControlHeaders)
    /// Nodes that begin within this time of each other can't hear each other: preamble detection takes 4 µs (clause
    /// 17.3.10.6: the medium is declared busy within 4 µs).
    static let detectionTime: Int64 = 4000

    var nodes = WLANPool<WLANNode>()
    var links = WLANPool<WLANLink>()
    var flows = WLANPool<WLANFlow>()
    var connections = WLANPool<WLANConnection>()
    var releases = WLANPool<WLANRelease>()
    var messages = WLANPool<WLANMessage>()
    var batches = WLANPool<WLANBatch>()
    var freeBatch: Int32 = -1
    var freeMessage: Int32 = -1
    /// Link and flow by source and destination, or -1.
    var linkTable: [Int32]
    var flowTable: [Int32]
    /// Nodes with frames to send and their targets.
    var active: UnsafeMutablePointer<Int32>
    var targets: UnsafeMutablePointer<Int64>
    var activeCount = 0
    /// Who takes part in a collision, and until when.
    var colliders: UnsafeMutablePointer<Int32>
    var colliderEnds: UnsafeMutablePointer<Int64>
    /// Nodes whose slots don't begin with the others'.
    var offGrid: UnsafeMutablePointer<Int32>
    var offGridCount = 0

    /// The clock of idle time when counting last (re)started, and the instant of that.
    var idleTime: Int64 = 0
    var countStart: Int64
    /// The last packet and exchange on the air, and who was its receiver (not kept busy by its own reception).
    var packetEnd: Int64 = 0
    package internal(set) var busyEnd: Int64 = 0
    var lastReceiver: Int32 = -1
    var lastExchange = WLANExchangeTimes()

    var receiveSum: Int64 = 0
    var busySum: Int64 = 0

    // Beacons.
    let beaconInterval: Int64
    let beaconAirtime: Int64
    let beaconPreamble: Int64
    var nextBeacon: Int64
    var beaconNumber: Int64 = 0
    var awaitedCount = 0
    let hasPowerSave: Bool
    var nextAbsence: Int64
    /// The first node whose bus or processor is ready again.
    var nextResume = Int64.max
    let hasLimits: Bool

    var backoffStream: RandomStream
    var errorStream: RandomStream
    var backoffBits: UInt64 = 0
    var backoffBitCount: Int32 = 0
    let errorThreshold: UInt64
    var nextSequence: Int64 = 0
    /// Messages that have arrived and were not taken, by instant.
    var deliveries = FIFOQueue<DeliveredMessage>()

    public init(_ configuration: WLANConfiguration, seed: UInt64) throws(WLANError) {
        try configuration.validate()
        self.configuration = configuration
        let layer = configuration.layers[0]
        slot = layer.slot.nanoseconds
        shortSpace = layer.shortInterframeSpace.nanoseconds
        arbitrationSpace = layer.arbitrationSpace.nanoseconds
        responseTimeout = layer.responseTimeout.nanoseconds
        isQoS = layer.isQoS
        isProtected = configuration.isProtected
        isTCP = configuration.transport == .tcp
        retryLimit = Int32(clamping: configuration.retryLimit ?? Int.max)
        fullPacket = Int32(configuration.payload + configuration.transport.headers)
        accessPoint = Int32(configuration.accessPoint ?? 0)
        largestWindow = Int32(clamping: configuration.largestWindow)
        let count = configuration.layers.count
        linkTable = Array(repeating: -1, count: count * count)
        flowTable = linkTable
        active = .allocate(capacity: count)
        targets = .allocate(capacity: count)
        colliders = .allocate(capacity: count)
        colliderEnds = .allocate(capacity: count)
        offGrid = .allocate(capacity: count)
        countStart = arbitrationSpace
        beaconInterval = configuration.beaconInterval.nanoseconds
        beaconAirtime = configuration.beaconAirtime.nanoseconds
        beaconPreamble = layer.beaconPreamble.nanoseconds
        backoffStream = RandomStream(seed: seed, consumer: "wlan back-off")
        errorStream = RandomStream(seed: seed, consumer: "wlan errors")
        var beaconStream = RandomStream(seed: seed, consumer: "wlan beacons")
        let offset =
            configuration.beaconOffset?.nanoseconds ?? Int64(beaconStream.nextUnit() * Double(beaconInterval))
        nextBeacon = beaconAirtime > 0 ? offset : .max
        nextAbsence = configuration.absence?.offset.nanoseconds ?? .max
        hasPowerSave = configuration.powerSave.contains { $0 != nil }
        hasLimits = configuration.goodputFactors.contains { $0 < 1 }
        isSimple =
            configuration.transport == .udp && !configuration.isProtected && configuration.packetErrorRate == 0
            && !hasPowerSave && configuration.absence == nil && !hasLimits
        errorThreshold = UInt64(configuration.packetErrorRate * 0x1p64)
        for index in 0..<count {
            var node = WLANNode()
            if index < configuration.powerSave.count, index != configuration.accessPoint,
                let mode = configuration.powerSave[index]
            {
                node.isSaving = true
                node.tail = mode.tail.nanoseconds
                node.listenInterval = Int32(mode.listenInterval)
                node.awakeUntil = -1
            }
            _ = nodes.append(node)
        }
    }

    deinit {
        active.deallocate()
        targets.deallocate()
        colliders.deallocate()
        colliderEnds.deallocate()
        offGrid.deallocate()
    }
}

// The channel is the only owner of its storage.
extension WLANChannel: @unchecked Sendable {}

/// Counts of what was on the air.
public struct WLANStatistics: Sendable, Hashable {
    /// Transmission opportunities with one sender, data and requests alike.
    public var exchanges = 0
    /// Those that several nodes spoilt.
    public var collisions = 0
    /// Data frames sent, repetitions included, and those damaged by errors (not by collisions).
    public var frames = 0
    public var damagedFrames = 0
    public var beacons = 0
    /// Payload frames that arrived at their next hop.
    public var deliveredFrames = 0
}

/// What the last exchange put on the air, so that times within it can be told.
struct WLANExchangeTimes {
    var sender: Int32 = -1
    var responder: Int32 = -1
    var response: Int64 = 0
    var responsePreamble: Int64 = 20_000
}
