public import DeviceProfiles
public import Units

/// The fluid model of one Wi-Fi cell: closed forms, and equal rates of transmission opportunities.
///
/// Nodes with something to send get opportunities at equal rates, not equal airtimes and not equal bytes: a slow station
/// holds up all. While the set of senders stays the same, a round takes the sum of their exchanges and of what Bianchi's
/// model says is lost to idle slots and collisions (`WLANSaturation`). All messages of a node share its opportunities in
/// the order of arrival; what the access point relays flows through its queue. There is no randomness but the phase of
/// the beacons, so messages of equal senders end together: last ends are meaningful, the spread is not.
public struct WLANFluidChannel: WLANCell, ~Copyable {
    let configuration: WLANConfiguration
    let planner: WLANTransferPlanner
    let times: WLANCellTimes
    let loss: WLANCellTimes.Loss
    var saturation: [WLANSaturation] = []
    var nodes: [WLANFluidNode]
    var messages: [WLANFluidMessage] = []
    /// Windows of TCP connections by source and destination.
    var windows: [Double]
    /// Messages that wait for a sleeper, by the instant when it is awake.
    var held = EventQueue<Int32>()
    var deliveries = FIFOQueue<DeliveredMessage>()
    /// Nanoseconds up to which all is worked out; fractions matter between events.
    var now = 0.0
    /// Nothing is served before.
    var stalledUntil = 0.0
    /// Nodes that began at one instant on an idle channel: their first packets collide.
    var burst: (instant: Double, nodes: [Int], packet: Double) = (-1, [], 0)
    var airtime = 0.0
    let nextBeaconOffset: Double
    var isStale = true

    public init(_ configuration: WLANConfiguration, seed: UInt64) throws(WLANError) {
        try configuration.validate()
        self.configuration = configuration
        planner = WLANTransferPlanner(configuration)
        times = planner.times
        loss = WLANCellTimes.loss(in: configuration)
        nodes = Array(repeating: WLANFluidNode(), count: configuration.layers.count)
        windows = Array(repeating: Double(configuration.initialWindow), count: nodes.count * nodes.count)
        var stream = RandomStream(seed: seed, consumer: "wlan beacons")
        let interval = Double(configuration.beaconInterval.nanoseconds)
        nextBeaconOffset =
            configuration.beaconOffset.map { Double($0.nanoseconds) } ?? (stream.nextUnit() * interval).rounded(.down)
        for index in nodes.indices where index < configuration.powerSave.count && index != configuration.accessPoint {
            guard let mode = configuration.powerSave[index] else { continue }
            nodes[index].isSaving = true
            nodes[index].tail = Double(mode.tail.nanoseconds)
            nodes[index].listenInterval = Int64(mode.listenInterval)
            nodes[index].awakeUntil = -1
        }
    }

    // MARK: Messages in

    public mutating func submit(_ message: Message, at instant: Instant) {
        advance(to: Double(instant.nanoseconds))
        let source = Int(message.source)
        let destination = Int(message.destination)
        let relay = configuration.relay(from: source, to: destination) ?? -1
        let next = relay < 0 ? destination : relay
        let connection = source * nodes.count + destination
        let senders = nodes.indices.count { isActive($0) || $0 == source }
        let first = planner.plan(
            bytes: message.bytes.bytes, over: configuration.layer(from: source, to: next), window: windows[connection],
            contenders: senders)
        var record = WLANFluidMessage(
            identifier: message.identifier, source: source, destination: destination, relay: relay,
            handOver: instant.nanoseconds, first: first)
        if relay >= 0 {
            record.second = planner.plan(
                bytes: message.bytes.bytes, over: configuration.layer(from: relay, to: destination),
                window: windows[connection], contenders: senders)
        }
        windows[connection] = first.window
        let number = messages.count
        if nodes[source].isSaving, now > nodes[source].awakeUntil {
            // It says that it is awake, without waiting.
            wake(source)
            let null = nullExchange(of: source)
            record.wakeUp += null
            record.first.exchangeTime += null
            releaseAll(for: source)
        }
        if isDozing(destination) {
            let wakeInstant = wakeInstant(of: destination)
            if relay < 0 {
                messages.append(record)
                hold(number, until: wakeInstant)
                return
            }
            record.relayHold = wakeInstant
        }
        messages.append(record)
        enqueue(number)
    }

    /// Puts a message into the queue of its sender.
    private mutating func enqueue(_ number: Int) {
        let message = messages[number]
        let from = message.source
        let plan = message.first
        var opportunities = plan.opportunities
        let carried = takeTrailing(from: from, to: message.relay < 0 ? message.destination : message.relay)
        if !nodes.indices.contains(where: { isActive($0) }) {
            // The first packet on an idle channel waits neither for the arbitration space nor for a back-off.
            let saved = times.arbitrationSpace + times.meanBackoff - times.firstAccess
            opportunities -= saved / (plan.meanExchange + plan.accesses * times.meanBackoff)
            burst = (now, [from], plan.meanPacket)
        } else if now == burst.instant, !burst.nodes.contains(from) {
            joinBurst(from, packet: plan.meanPacket)
        } else if hasJustReceived(from) {
            // It need not draw a back-off: the packet that it received did not keep it busy.
            opportunities -= times.meanBackoff / (plan.meanExchange + plan.accesses * times.meanBackoff)
        }
        nodes[from].arrived += opportunities
        append(
            WLANFluidJob(
                message: number, marker: nodes[from].arrived, opportunities: opportunities,
                exchange: plan.meanExchange + carried / plan.opportunities, packet: plan.meanPacket,
                accesses: plan.accesses, lastAnswer: plan.lastAnswer,
                factor: configuration.goodputFactor(
                    from: from, to: message.relay < 0 ? message.destination : message.relay),
                blocked: plan.blocked / plan.opportunities), to: from)
        isStale = true
    }

    /// Acknowledgments that have not gone yet are aggregated with new data to the same next hop.
    ///
    /// - Returns: nanoseconds that they lengthen its packet by.
    private mutating func takeTrailing(from: Int, to next: Int) -> Double {
        guard planner.isAggregating, let last = nodes[from].jobs.last, messages[last.message].isTrailing,
            nodes[from].served <= last.marker - last.opportunities + Self.trifle
        else { return 0 }
        let message = messages[last.message]
        let hop = message.relay >= 0 && from == message.source ? message.relay : message.destination
        guard hop == next else { return 0 }
        nodes[from].jobs.removeLast()
        nodes[from].arrived -= last.opportunities
        return max(0, last.packet - Double(configuration.layer(from: from, to: next).preamble.nanoseconds))
    }

    /// Whether the channel is used by nothing but the answer to a packet for this node.
    private func hasJustReceived(_ node: Int) -> Bool {
        nodes.indices.allSatisfy { index in
            guard isActive(index), index != node else { return true }
            guard let head = nodes[index].head, head.isDue else { return false }
            return messages[head.message].destination == node
        }
    }

    /// The receiver of a message sends its last acknowledgments, which contend like other packets.
    mutating func acknowledge(_ number: Int) {
        let message = messages[number]
        guard message.first.trailingFrames > 0, !message.isTrailing else { return }
        let space = times.shortSpace
        let hop = { (plan: WLANTransferPlan) in
            WLANTransferPlan(
                opportunities: 1, exchangeTime: plan.trailingExchange, packetTime: plan.trailingPacket,
                senderTransmit: plan.trailingPacket, receiverTransmit: plan.trailingAnswer - space,
                firstFrames: plan.trailingFrames, lastAnswer: plan.trailingAnswer)
        }
        var record = WLANFluidMessage(
            identifier: -1, source: message.destination, destination: message.source, relay: message.relay,
            handOver: Int64(now.rounded()), first: hop(message.second ?? message.first))
        if message.second != nil { record.second = hop(message.first) }
        record.isTrailing = true
        messages.append(record)
        let plan = record.first
        nodes[record.source].arrived += 1
        append(
            WLANFluidJob(
                message: messages.count - 1, marker: nodes[record.source].arrived, opportunities: 1,
                exchange: plan.exchangeTime, packet: plan.packetTime, accesses: 1, lastAnswer: plan.lastAnswer,
                factor: 1,
                blocked: 1), to: record.source)
        isStale = true
    }

    /// The relay has the last packet; the others have flowed through its queue already.
    mutating func enqueueRelayed(_ number: Int, flowed: Double) {
        guard let plan = messages[number].second else { return }
        let relay = messages[number].relay
        let isLone = plan.firstFrames == 1 && plan.opportunities <= 1
        let credit = isLone ? times.meanBackoff / (plan.meanExchange + plan.accesses * times.meanBackoff) : 0
        nodes[relay].arrived += plan.opportunities - flowed - credit
        append(
            WLANFluidJob(
                message: number, marker: nodes[relay].arrived, opportunities: plan.opportunities,
                exchange: plan.meanExchange, packet: plan.meanPacket, accesses: plan.accesses,
                lastAnswer: plan.lastAnswer,
                factor: configuration.goodputFactor(from: relay, to: messages[number].destination),
                blocked: plan.blocked / plan.opportunities), to: relay)
        isStale = true
    }

    private mutating func append(_ job: WLANFluidJob, to node: Int) {
        if nodes[node].head == nil, messages[job.message].begin < 0 {
            messages[job.message].begin = Int64(now.rounded())
        }
        nodes[node].jobs.append(job)
    }

    /// Stations that start at one instant on an idle channel collide for certain.
    private mutating func joinBurst(_ node: Int, packet: Double) {
        let lost = loss == .protection ? times.requestToSend : max(packet, burst.packet)
        // Then all count from a window of 32 slots; whoever lost an aggregate asks for its acknowledgment first.
        let request = loss == .aggregate ? times.requestExchange : 0
        let isFirst = burst.nodes.count == 1
        if isFirst {
            stalledUntil =
                now + lost + times.timeout + times.arbitrationSpace + times.meanBackoff + 2 * request
        } else {
            stalledUntil += request
        }
        burst.nodes.append(node)
        burst.packet = max(packet, burst.packet)
    }

    // MARK: Messages out

    public var nextEvent: Instant? {
        mutating get {
            if let delivery = deliveries.first { return delivery.end }
            let change = nextChange.map { Instant(nanoseconds: Int64($0.rounded(.up))) }
            guard let awake = held.nextInstant else { return change }
            return change.map { min($0, awake) } ?? awake
        }
    }

    public mutating func step() -> DeliveredMessage? {
        if deliveries.isEmpty {
            if let awake = held.nextInstant, nextChange.map({ Double(awake.nanoseconds) <= $0 }) ?? true {
                if let (instant, number) = held.popNext() {
                    advance(to: Double(instant.nanoseconds))
                    release(Int(number))
                }
            } else if let change = nextChange {
                advance(to: change.rounded(.up))
            }
            return nil
        }
        return deliveries.popFirst()
    }

    /// A message waits for its destination to wake.
    mutating func hold(_ number: Int, until wakeInstant: Double) {
        messages[number].heldSince = now
        held.schedule(Int32(number), at: Instant(nanoseconds: Int64(wakeInstant.rounded(.up))))
    }

    /// What waits for a station that wakes by itself need not wait for a beacon.
    private mutating func releaseAll(for node: Int) {
        for number in messages.indices where messages[number].destination == node {
            if messages[number].heldSince >= 0 { release(number) }
            if messages[number].relayHold > 0 {
                messages[number].relayHold = min(messages[number].relayHold, max(1, now))
            }
        }
    }

    private mutating func release(_ number: Int) {
        // It may have gone already, when its destination had something to send.
        guard messages[number].heldSince >= 0 else { return }
        messages[number].wakeUp += now - messages[number].heldSince
        messages[number].heldSince = -1
        wake(messages[number].destination)
        let isRelay = messages[number].relay >= 0
        if isRelay { enqueueRelayed(number, flowed: 0) } else { enqueue(number) }
    }

    public mutating func run(until instant: Instant) {
        while let next = nextEvent, next < instant { _ = step() }
    }

    public mutating func runToDelivery() -> DeliveredMessage? {
        while nextEvent != nil {
            if let delivered = step() { return delivered }
        }
        return nil
    }
}
