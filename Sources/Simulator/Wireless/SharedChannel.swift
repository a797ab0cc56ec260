public import DeviceProfiles
public import Units

/// A half-duplex channel with a rate, a cost per message and a wake-up per message: the plain model.
///
/// Every station sends its messages in order. Stations with a message under way share the airtime equally
/// (`WirelessNetwork.Sharing.fair`), or all messages wait in one line (`fifo`).
public struct SharedChannel: WirelessMedium, ~Copyable {
    private struct Item {
        var message: Message
        var begin: Instant
        var wakeUp: TimeSpan
        var transmission: TimeSpan
        /// Next in the same line, or -1.
        var next: Int32 = -1
    }

    private struct Line {
        var head: Int32 = -1
        var tail: Int32 = -1
    }

    private let network: WirelessNetwork
    /// Payload rate in bit/s that each device's radio allows.
    private let deviceRates: [DataRate]
    private var items: [Item] = []
    /// Places of delivered messages, for later ones.
    private var freeItems: [Int32] = []
    private var lines: [Line]
    private var channel = SharedServer()
    /// Messages whose radios wake while others are on the air.
    private var waking = EventQueue<Int32>()

    /// - Parameter deviceRates: the rate of every device's radio; a message goes at the slowest of both and the network.
    public init(network: WirelessNetwork, deviceRates: [DataRate]) {
        self.network = network
        self.deviceRates = deviceRates
        lines = Array(repeating: Line(), count: network.sharing == .fair ? deviceRates.count : 1)
    }

    public func unloadedCost(of message: Message) -> (wakeUp: TimeSpan, transmission: TimeSpan) {
        let rate = min(network.rate, deviceRates[Int(message.source)], deviceRates[Int(message.destination)])
        return (network.wakeUp, network.messageOverhead + message.bytes / rate)
    }

    public mutating func submit(_ message: Message, at instant: Instant) {
        let cost = unloadedCost(of: message)
        let item = Item(message: message, begin: instant, wakeUp: cost.wakeUp, transmission: cost.transmission)
        let index = freeItems.popLast() ?? Int32(items.count)
        if index < items.count { items[Int(index)] = item } else { items.append(item) }
        if network.wakeUpOccupiesChannel || cost.wakeUp == .zero {
            enqueue(index, at: instant)
        } else {
            waking.schedule(index, at: instant + cost.wakeUp)
        }
    }

    public var nextEvent: Instant? {
        mutating get {
            let departure = channel.nextDeparture
            guard let awake = waking.nextInstant else { return departure }
            return departure.map { min($0, awake) } ?? awake
        }
    }

    public mutating func step() -> DeliveredMessage? {
        // At the same instant a departure frees the channel before a newly awake sender joins.
        let awake = waking.nextInstant
        if let departure = channel.nextDeparture, awake.map({ departure <= $0 }) ?? true {
            let (lineNumber, instant) = channel.depart()
            let index = lines[Int(lineNumber)].head
            let item = items[Int(index)]
            lines[Int(lineNumber)].head = item.next
            freeItems.append(index)
            if item.next >= 0 { beginService(item.next, at: instant, line: lineNumber) }
            return DeliveredMessage(
                identifier: item.message.identifier, begin: item.begin, end: instant, wakeUp: item.wakeUp,
                transmission: item.transmission)
        }
        if let (instant, index) = waking.popNext() { enqueue(index, at: instant) }
        return nil
    }

    private mutating func enqueue(_ index: Int32, at instant: Instant) {
        let lineNumber = network.sharing == .fair ? items[Int(index)].message.source : 0
        let tail = lines[Int(lineNumber)].tail
        lines[Int(lineNumber)].tail = index
        if lines[Int(lineNumber)].head < 0 {
            lines[Int(lineNumber)].head = index
            beginService(index, at: instant, line: lineNumber)
        } else {
            items[Int(tail)].next = index
        }
    }

    private mutating func beginService(_ index: Int32, at instant: Instant, line: Int32) {
        var demand = items[Int(index)].transmission
        if network.wakeUpOccupiesChannel {
            demand += items[Int(index)].wakeUp
            items[Int(index)].begin = instant
        } else {
            // At the latest it wakes just in time for its turn.
            items[Int(index)].begin = instant + (.zero - items[Int(index)].wakeUp)
        }
        channel.arrive(line, demand: demand, at: instant)
    }
}
