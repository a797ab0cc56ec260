public import DeviceProfiles
public import Units

/// A Wi-Fi network of one or more cells, and the wired network between them.
///
/// A message goes hop by hop: waking in MoDNN's terms (a constant), setting up a direct link where that is needed, over
/// its cell, and where it leaves the cell over the wired network, which hands whole messages on. Relaying within a cell
/// is the cell's business, frame by frame.
public struct WLANMedium<Cell: WLANCell & ~Copyable>: WirelessMedium, ~Copyable {
    private enum Leg {
        /// A constant time that the sender's radio takes to wake.
        case waking(TimeSpan)
        /// A constant time that the sender's software takes.
        case overhead(TimeSpan)
        case air(cell: Int, from: Int, to: Int)
        case wire(port: Int)
        /// Waits for a pair's direct link, or sets it up.
        case setUp(cell: Int, from: Int, to: Int)
    }

    private struct Item {
        var message: Message
        var handOver: Instant
        var legs: [Leg]
        var position = 0
        var legBegin: Instant
        var begin: Instant?
        var wakeUp = TimeSpan.zero
        var transmission = TimeSpan.zero
        /// Frames of a set-up that are still to come, this one included.
        var handshake = 0
    }

    /// How far a pair's direct link is.
    private enum PairState { case none, underWay, ready }

    private let network: WirelessNetwork
    private let lan: WirelessLAN
    private let placement: WLANPlacement
    private let cells: UnsafeMutablePointer<Cell>
    private let cellCount: Int
    private var items: [Item] = []
    private var timers = EventQueue<Int32>()
    /// When each port of the wired network is free: the access points' by cell, then the devices'.
    private var portFree: [Instant]
    private var pairs: [[Int]: PairState] = [:]
    private var waitingForPair: [[Int]: [Int32]] = [:]
    private var now = Instant.start

    /// Frames of TDLS set-up carry about this many bytes of elements (IEEE 802.11-2020, clause 9.6.12).
    private static var handshakeBytes: ByteCount { ByteCount(150) }

    /// - Parameters:
    ///   - network: with a Wi-Fi network (`lan`).
    ///   - placement: the cells of `network` with its devices.
    public init(_ network: WirelessNetwork, placement: WLANPlacement, seed: UInt64) throws(WLANError) {
        guard let lan = network.lan else { throw .outOfRange("the wireless network says nothing of Wi-Fi") }
        let cells = try Self.makeCells(placement.cells, seed: seed)
        self.network = network
        self.lan = lan
        self.placement = placement
        self.cells = cells
        cellCount = placement.cells.count
        portFree = Array(repeating: .start, count: placement.cells.count + placement.places.count)
    }

    private static func makeCells(
        _ configurations: [WLANConfiguration], seed: UInt64
    ) throws(WLANError) -> UnsafeMutablePointer<Cell> {
        for configuration in configurations { try configuration.validate() }
        let storage = UnsafeMutablePointer<Cell>.allocate(capacity: configurations.count)
        var seeds = RandomStream(seed: seed, consumer: "wlan cells")
        for (index, configuration) in configurations.enumerated() {
            do throws(WLANError) {
                (storage + index).initialize(to: try Cell(configuration, seed: seeds.next()))
            } catch {
                storage.deinitialize(count: index)
                storage.deallocate()
                throw error
            }
        }
        return storage
    }

    deinit {
        cells.deinitialize(count: cellCount)
        cells.deallocate()
    }

    // MARK: Paths

    private func legs(of message: Message) -> [Leg] {
        let source = placement.places[Int(message.source)]
        let destination = placement.places[Int(message.destination)]
        var legs: [Leg] = []
        if network.wakeUp > .zero { legs.append(.waking(network.wakeUp)) }
        if network.messageOverhead > .zero { legs.append(.overhead(network.messageOverhead)) }
        if source.cell >= 0, source.cell == destination.cell {
            if lan.directLinks == .onDemand, isDirect(source.cell, source.node, destination.node) {
                legs.append(.setUp(cell: source.cell, from: source.node, to: destination.node))
            }
            legs.append(.air(cell: source.cell, from: source.node, to: destination.node))
            return legs
        }
        // Access points are node 0 of their cells.
        if source.cell >= 0 { legs.append(.air(cell: source.cell, from: source.node, to: 0)) }
        legs.append(.wire(port: source.cell >= 0 ? source.cell : cellCount + Int(message.source)))
        if destination.cell >= 0 { legs.append(.air(cell: destination.cell, from: 0, to: destination.node)) }
        return legs
    }

    private func isDirect(_ cell: Int, _ first: Int, _ second: Int) -> Bool {
        placement.cells[cell].directPairs.contains([min(first, second), max(first, second)])
    }

    public func unloadedCost(of message: Message) -> (wakeUp: TimeSpan, transmission: TimeSpan) {
        var wakeUp = TimeSpan.zero
        var transmission = TimeSpan.zero
        for leg in legs(of: message) {
            switch leg {
            case .waking(let span): wakeUp += span
            case .overhead(let span): transmission += span
            case .wire: transmission += lan.backbone.latency + message.bytes / lan.backbone.rate
            case .air(let cell, let from, let to):
                transmission += Self.airtime(of: message.bytes, in: placement.cells[cell], from: from, to: to)
            case .setUp: break
            }
        }
        return (wakeUp, transmission)
    }

    /// Airtime of a message's data packets alone: what its delivery takes at least.
    private static func airtime(
        of bytes: ByteCount, in configuration: WLANConfiguration, from: Int, to: Int
    ) -> TimeSpan {
        var plain = configuration
        plain.transport = .udp
        plain.payload = configuration.transport.payload
        plain.packetErrorRate = 0
        plain.isProtected = false
        let planner = WLANTransferPlanner(plain)
        let relay = configuration.relay(from: from, to: to)
        let hops = relay.map { [(from, $0), ($0, to)] } ?? [(from, to)]
        var sum = 0.0
        for hop in hops {
            sum +=
                planner.plan(
                    bytes: bytes.bytes, over: configuration.layer(from: hop.0, to: hop.1), window: 1, contenders: 1
                ).packetTime
        }
        return TimeSpan(nanoseconds: Int64(sum))
    }

    // MARK: Messages

    public mutating func submit(_ message: Message, at instant: Instant) {
        let index = Int32(items.count)
        items.append(Item(message: message, handOver: instant, legs: legs(of: message), legBegin: instant))
        begin(index, at: instant)
    }

    /// Begins the present leg of an item.
    private mutating func begin(_ index: Int32, at instant: Instant) {
        let item = items[Int(index)]
        items[Int(index)].legBegin = instant
        switch item.legs[item.position] {
        case .waking(let span), .overhead(let span): timers.schedule(index, at: instant + span)
        case .air(let cell, let from, let to): send(index, item.message.bytes, cell, from, to, at: instant)
        case .wire(let port):
            let start = max(instant, portFree[port])
            portFree[port] = start + item.message.bytes / lan.backbone.rate
            timers.schedule(index, at: portFree[port] + lan.backbone.latency)
        case .setUp(let cell, let from, let to):
            let pair = [cell, min(from, to), max(from, to)]
            switch pairs[pair] ?? .none {
            case .ready: advance(index, at: instant)
            case .underWay: waitingForPair[pair, default: []].append(index)
            case .none:
                pairs[pair] = .underWay
                items[Int(index)].handshake = 6
                sendHandshake(index, at: instant)
            }
        }
    }

    private mutating func send(_ index: Int32, _ bytes: ByteCount, _ cell: Int, _ from: Int, _ to: Int, at: Instant) {
        cells[cell].submit(
            Message(identifier: index, source: Int32(from), destination: Int32(to), bytes: bytes), at: at)
    }

    /// Request, response and confirmation, each over the access point.
    private mutating func sendHandshake(_ index: Int32, at instant: Instant) {
        let item = items[Int(index)]
        guard case .setUp(let cell, let from, let to) = item.legs[item.position],
            let point = placement.cells[cell].accessPoint
        else { return }
        let step = 6 - item.handshake
        let isAnswer = step / 2 == 1
        let ends = isAnswer ? (to, from) : (from, to)
        let hop = step % 2 == 0 ? (ends.0, point) : (point, ends.1)
        send(index, Self.handshakeBytes, cell, hop.0, hop.1, at: instant)
    }

    /// Goes on to the next leg; returns the delivery after the last.
    @discardableResult
    private mutating func advance(_ index: Int32, at instant: Instant) -> DeliveredMessage? {
        items[Int(index)].position += 1
        let item = items[Int(index)]
        if item.position < item.legs.count {
            begin(index, at: instant)
            return nil
        }
        return DeliveredMessage(
            identifier: item.message.identifier,
            begin: item.wakeUp > .zero ? item.handOver : item.begin ?? item.handOver, end: instant,
            wakeUp: item.wakeUp, transmission: item.transmission)
    }

    public var nextEvent: Instant? {
        mutating get {
            var next = timers.nextInstant
            for cell in 0..<cellCount {
                guard let instant = cells[cell].nextEvent else { continue }
                next = next.map { min($0, instant) } ?? instant
            }
            return next.map { max($0, now) }
        }
    }

    public mutating func step() -> DeliveredMessage? {
        guard let next = nextEvent else { return nil }
        now = next
        for cell in 0..<cellCount {
            if let instant = cells[cell].nextEvent, instant <= next {
                return cells[cell].step().flatMap { arrive($0) }
            }
        }
        guard let (instant, index) = timers.popNext() else { return nil }
        return finishTimer(index, at: instant)
    }

    private mutating func finishTimer(_ index: Int32, at instant: Instant) -> DeliveredMessage? {
        let item = items[Int(index)]
        if case .waking(let span) = item.legs[item.position] {
            items[Int(index)].wakeUp += span
        } else {
            items[Int(index)].transmission += instant - item.legBegin
            if item.begin == nil { items[Int(index)].begin = item.legBegin }
        }
        return advance(index, at: instant)
    }

    /// A cell has delivered a message or a frame of a set-up.
    private mutating func arrive(_ delivered: DeliveredMessage) -> DeliveredMessage? {
        let index = delivered.identifier
        if items[Int(index)].handshake > 0 {
            items[Int(index)].handshake -= 1
            if items[Int(index)].handshake > 0 {
                sendHandshake(index, at: delivered.end)
                return nil
            }
            finishSetUp(index, at: delivered.end)
            return nil
        }
        items[Int(index)].wakeUp += delivered.wakeUp
        items[Int(index)].transmission += delivered.transmission
        if items[Int(index)].begin == nil { items[Int(index)].begin = delivered.begin }
        return advance(index, at: delivered.end)
    }

    private mutating func finishSetUp(_ index: Int32, at instant: Instant) {
        let item = items[Int(index)]
        guard case .setUp(let cell, let from, let to) = item.legs[item.position] else { return }
        let pair = [cell, min(from, to), max(from, to)]
        pairs[pair] = .ready
        for waiting in [index] + (waitingForPair.removeValue(forKey: pair) ?? []) {
            items[Int(waiting)].wakeUp += instant - items[Int(waiting)].legBegin
            advance(waiting, at: instant)
        }
    }

    // MARK: Radios

    public mutating func radioTimes(ofDevice device: Int, until instant: Instant) -> RadioTimes? {
        let place = placement.places[device]
        // A wired device has no radio.
        return place.cell < 0 ? RadioTimes() : cells[place.cell].radioTimes(of: place.node, until: instant)
    }
}
