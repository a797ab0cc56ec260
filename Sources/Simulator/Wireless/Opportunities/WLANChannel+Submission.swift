import DeviceProfiles
public import Units

/// Messages in, messages out.
extension WLANChannel {
    /// Hands a message over at an instant that is not before any earlier call's.
    public mutating func submit(_ message: Message, at instant: Instant) {
        let flowIndex = flow(from: message.source, to: message.destination)
        let payload = configuration.payload
        let bytes = max(1, message.bytes.bytes)
        let segments = (bytes + payload - 1) / payload
        let record = WLANMessage(
            identifier: message.identifier, flow: flowIndex, segments: Int32(segments),
            lastPacket: Int32(bytes - (segments - 1) * payload + configuration.transport.headers),
            handOver: instant.nanoseconds)
        let number: Int32
        if freeMessage >= 0 {
            number = freeMessage
            freeMessage = messages[number].next
            messages[number] = record
        } else {
            number = messages.append(record)
        }
        if flows[flowIndex].head >= 0 {
            messages[flows[flowIndex].tail].next = number
        } else {
            flows[flowIndex].head = number
        }
        flows[flowIndex].tail = number
        // Beacons that passed in the meantime are older than the message.
        if activeCount == 0 { passIdleBeacons(until: instant.nanoseconds) }
        if hasPowerSave { wakeSender(message.source, at: instant.nanoseconds) }
        if release(flowIndex, at: instant.nanoseconds) { activate(message.source, at: instant.nanoseconds) }
    }

    /// The message that arrived first of those not taken yet.
    public mutating func takeDelivery() -> DeliveredMessage? { deliveries.popFirst() }

    /// Runs until messages arrive or nothing is left to send; returns the first of them.
    public mutating func runToDelivery() -> DeliveredMessage? {
        while deliveries.isEmpty, advance(horizon: .max) {}
        return takeDelivery()
    }

    /// Runs all opportunities that begin before an instant.
    public mutating func run(until instant: Instant) {
        while let next = nextOpportunity, next < instant.nanoseconds { _ = advance(horizon: instant.nanoseconds) }
    }

    private mutating func flow(from source: Int32, to destination: Int32) -> Int32 {
        let count = Int(nodes.count)
        precondition(
            source != destination && (0..<nodes.count).contains(source) && (0..<nodes.count).contains(destination),
            "a message goes from one node of the cell to another")
        let place = Int(source) * count + Int(destination)
        if flowTable[place] >= 0 { return flowTable[place] }
        let relay = Int32(configuration.relay(from: Int(source), to: Int(destination)) ?? -1)
        let isDirect = relay < 0
        let flow = WLANFlow(
            source: source, destination: destination, firstLink: link(from: source, to: isDirect ? destination : relay),
            secondLink: isDirect ? -1 : link(from: relay, to: destination),
            firstLinkBack: link(from: destination, to: isDirect ? source : relay),
            secondLinkBack: isDirect ? -1 : link(from: relay, to: source),
            connection: isTCP ? connect() : -1)
        flowTable[place] = flows.append(flow)
        return flowTable[place]
    }

    private mutating func connect() -> Int32 {
        let ring = releases.count
        releases.append(WLANRelease(end: 0, instant: 0), count: Int(WLANConnection.ringSize))
        return connections.append(WLANConnection(window: Int32(configuration.initialWindow), releaseRing: ring))
    }

    mutating func link(from: Int32, to: Int32) -> Int32 {
        let place = Int(from) * Int(nodes.count) + Int(to)
        if linkTable[place] >= 0 { return linkTable[place] }
        let layer = configuration.layer(from: Int(from), to: Int(to))
        let isAggregating = configuration.isAggregating && layer.isQoS
        // Null frames have a header and a check sequence only.
        let null = WLANFrames.nullFrame + (layer.wrapsSingleFrames ? WLANFrames.delimiter : 0)
        let link = WLANLink(
            from: from, to: to, nextOfNode: nodes[from].firstLink, preamble: layer.preamble.nanoseconds,
            symbol: layer.symbol.nanoseconds, bitsPerSymbol: Int64(layer.bitsPerSymbol),
            signalExtension: layer.signalExtension.nanoseconds,
            acknowledgment: layer.acknowledgmentAirtime.nanoseconds,
            blockAcknowledgment: layer.blockAcknowledgmentAirtime.nanoseconds,
            request: layer.blockAcknowledgmentRequestAirtime.nanoseconds,
            requestToSend: layer.requestToSendAirtime.nanoseconds,
            clearToSend: layer.clearToSendAirtime.nanoseconds, null: layer.packetAirtime(bytes: null).nanoseconds,
            byteLimit: Int32(layer.aggregateByteLimit),
            frameLimit: isAggregating ? Int32(WLANFrames.aggregateWindow) : 1,
            frameOverhead: Int32(layer.frameBytes(packet: 0)), wrapsSingleFrames: layer.wrapsSingleFrames,
            slowdown: 1 / configuration.goodputFactor(from: Int(from), to: Int(to)))
        linkTable[place] = links.append(link)
        nodes[from].firstLink = linkTable[place]
        return linkTable[place]
    }
}
