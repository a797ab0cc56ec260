import DeviceProfiles
import Units

/// The transmission opportunities that a message takes over one hop: what the fluid model counts in.
struct WLANTransferPlan {
    /// Data packets.
    var opportunities = 0.0
    /// Sums over all: exchanges (access, packet, answer) of data, in nanoseconds, and the packets alone.
    var exchangeTime = 0.0
    var packetTime = 0.0
    /// Packets with acknowledgments of TCP, and their exchanges.
    var acknowledgments = 0.0
    var acknowledgmentTime = 0.0
    /// Radio times of the hop's two ends, acknowledgments of TCP included.
    var senderTransmit = 0.0
    var receiverTransmit = 0.0
    /// Frames of the first packet.
    var firstFrames = 0
    /// The answer to the last packet and the space before it: after the delivery.
    var lastAnswer = 0.0
    /// Data packets after which the sender had to wait for an acknowledgment.
    var blocked = 0.0
    /// The acknowledgments of TCP that follow the last packet; none if `trailingFrames` is 0.
    var trailingFrames = 0
    var trailingExchange = 0.0
    var trailingPacket = 0.0
    var trailingAnswer = 0.0
    /// The window of TCP when all is acknowledged.
    var window = 0.0

    /// The mean exchange of an opportunity, acknowledgments of TCP included, and the mean packet.
    var meanExchange: Double { (exchangeTime + acknowledgmentTime) / opportunities }
    var meanPacket: Double { packetTime / opportunities }
    /// Contended accesses of all for one data packet.
    var accesses: Double { (opportunities + acknowledgments) / opportunities }
}

/// Works out transfer plans of a cell.
struct WLANTransferPlanner {
    let configuration: WLANConfiguration
    let times: WLANCellTimes
    let isAggregating: Bool

    init(_ configuration: WLANConfiguration) {
        self.configuration = configuration
        times = WLANCellTimes(configuration)
        isAggregating = configuration.isAggregating && configuration.layers[0].isQoS
    }

    private func nanoseconds(_ span: TimeSpan) -> Double { Double(span.nanoseconds) }

    /// - Parameters:
    ///   - window: segments that TCP may have in flight.
    ///   - contenders: senders of data with this one: the more, the fewer acknowledgments get a turn.
    func plan(bytes: Int, over layer: WLANPhysicalLayer, window: Double, contenders: Int) -> WLANTransferPlan {
        let headers = configuration.transport.headers
        let payload = configuration.payload
        let segments = max(1, (bytes + payload - 1) / payload)
        let lastPacket = max(1, bytes) - (segments - 1) * payload + headers
        let fullPacket = payload + headers
        let limit = isAggregating ? layer.aggregateLimit(packet: fullPacket) : 1
        var plan = WLANTransferPlan()
        var left = segments
        var allowed = configuration.transport == .tcp ? Int(window) : segments
        var inFlight = 0
        var unanswered = 0
        var packetsSinceAnswer = 0
        let answerEvery = isAggregating ? 1 + contenders : 1
        var window = window
        let roundTrip = nanoseconds(
            layer.aggregateAirtime(packet: fullPacket, count: min(limit, Int(window), segments)))
        // HyStart: a delay below the clock's tick counts as none, then the first train of acknowledgments ends slow
        // start; otherwise the queue has to grow first.
        let slowStartEnd = roundTrip < 1e6 ? 16 : max(16, 2 * limit)
        while left > 0 {
            let count = min(left, limit, allowed - inFlight)
            if count > 0 {
                let isLast = count == left
                add(count, isLast: isLast, lastPacket: lastPacket, fullPacket: fullPacket, layer: layer, to: &plan)
                left -= count
                inFlight += count
                unanswered += count
                packetsSinceAnswer += 1
                if left == 0 { break }
            }
            guard configuration.transport == .tcp else { continue }
            let isBlocked = inFlight >= allowed
            // Without aggregation an acknowledgment follows every second segment.
            let isDue = isAggregating ? packetsSinceAnswer >= answerEvery : unanswered >= 2
            if isBlocked || isDue {
                let answers = isAggregating ? unanswered / 2 : min(1, unanswered / 2)
                if answers == 0 {
                    // A lone segment waits for the timer of delayed acknowledgments; its window opens anyway.
                    allowed += 1
                    continue
                }
                addAcknowledgments(answers, layer: layer, to: &plan)
                if isBlocked { plan.blocked += 1 }
                unanswered -= 2 * answers
                inFlight -= 2 * answers
                packetsSinceAnswer = 0
                window = grown(window, by: 2 * answers, slowStartEnd: slowStartEnd)
                allowed = Int(window)
            }
        }
        plan.window = grown(window, by: inFlight, slowStartEnd: slowStartEnd)
        if configuration.transport == .tcp, unanswered >= 2 {
            let frames = isAggregating ? unanswered / 2 : 1
            let exchange = fullExchange(frames: frames, packet: WLANFrames.transmissionControlHeaders, over: layer)
            plan.trailingFrames = frames
            plan.trailingExchange = exchange.exchange
            plan.trailingPacket = exchange.packet
            plan.trailingAnswer = nanoseconds(layer.responseAirtime(frames: frames)) + times.shortSpace
        }
        // Damaged frames go again; TCP does not notice.
        if configuration.packetErrorRate > 0 {
            let repeats = 1 / (1 - configuration.packetErrorRate)
            plan.opportunities *= repeats
            plan.exchangeTime *= repeats
            plan.packetTime *= repeats
            plan.senderTransmit *= repeats
        }
        return plan
    }

    /// A segment for each that is acknowledged in slow start, then one for 20 (CUBIC before the first loss).
    private func grown(_ window: Double, by segments: Int, slowStartEnd: Int) -> Double {
        let fast = min(Double(segments), max(0, Double(slowStartEnd) - window))
        return min(window + fast + (Double(segments) - fast) / 20, Double(configuration.largestWindow))
    }

    private func add(
        _ count: Int, isLast: Bool, lastPacket: Int, fullPacket: Int, layer: WLANPhysicalLayer,
        to plan: inout WLANTransferPlan
    ) {
        let airtime: Double
        if isLast, count > 1 {
            let bytes =
                (count - 1) * layer.subframeBytes(packet: fullPacket) + layer.frameBytes(packet: lastPacket)
                + WLANFrames.delimiter
            airtime = nanoseconds(layer.packetAirtime(bytes: bytes))
        } else {
            airtime = nanoseconds(layer.aggregateAirtime(packet: isLast ? lastPacket : fullPacket, count: count))
        }
        let response = nanoseconds(layer.responseAirtime(frames: count))
        let protection =
            configuration.isProtected ? times.requestToSend + times.clearToSend + 2 * times.shortSpace : 0
        plan.opportunities += 1
        plan.packetTime += airtime
        plan.exchangeTime += times.arbitrationSpace + protection + airtime + times.shortSpace + response
        plan.senderTransmit += airtime + (configuration.isProtected ? times.requestToSend : 0)
        plan.receiverTransmit += response + (configuration.isProtected ? times.clearToSend : 0)
        plan.lastAnswer = times.shortSpace + response
        if plan.firstFrames == 0 { plan.firstFrames = count }
    }

    private func addAcknowledgments(_ count: Int, layer: WLANPhysicalLayer, to plan: inout WLANTransferPlan) {
        let airtime = nanoseconds(layer.aggregateAirtime(packet: WLANFrames.transmissionControlHeaders, count: count))
        let response = nanoseconds(layer.responseAirtime(frames: count))
        plan.acknowledgments += 1
        plan.acknowledgmentTime += times.arbitrationSpace + airtime + times.shortSpace + response
        plan.receiverTransmit += airtime
        plan.senderTransmit += response
    }
}
