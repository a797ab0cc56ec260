import DeviceProfiles
import Units

/// What becomes of frames that arrive: forwarding, acknowledgments of TCP, messages that are complete.
extension WLANChannel {
    /// Hands over frames of a packet to the link's end.
    ///
    /// - Parameter begin: when the packet began.
    @inline(__always)
    mutating func deliver(_ arrived: Int32, of packet: Packet, over link: Int32, begin: Int64) {
        var left = arrived
        var position: Int32 = 0
        while left > 0 {
            let batch = batches.base[Int(links.base[Int(link)].head)]
            let count = min(batch.count, left)
            let hasLast = batch.lastPacket > 0 && count == batch.count
            removeFirst(count, from: link)
            receive(
                batch, count: count, of: arrived, hasLast: hasLast, position: position, packet: packet, link: link,
                begin: begin)
            position &+= count
            left &-= count
        }
        lineUp(link)
    }

    @inline(__always)
    private mutating func receive(
        _ batch: WLANBatch, count: Int32, of arrived: Int32, hasLast: Bool, position: Int32, packet: Packet,
        link: Int32, begin: Int64
    ) {
        let flow = flows.base + Int(batch.flow)
        let receiver = links.base[Int(link)].to
        if batch.kind == .acknowledgment {
            if receiver == flow.pointee.source {
                receiveAcknowledgments(count, flow: batch.flow, isLast: position &+ 1 == packet.frames)
            } else {
                forward(batch, count: count, hasLast: false, over: flow.pointee.secondLinkBack, position, packet)
            }
            return
        }
        statistics.deliveredFrames &+= Int(count)
        let message = messages.base + Int(batch.message)
        var exchangeTime = packet.duration &+ shortSpace &+ lastExchange.response
        if isProtected {
            let protection = links.base + Int(link)
            exchangeTime &+= protection.pointee.requestToSend &+ protection.pointee.clearToSend &+ 2 &* shortSpace
        }
        message.pointee.airtime &+=
            count == arrived ? exchangeTime : exchangeTime &* Int64(count) / Int64(arrived)
        if message.pointee.begin < 0 { message.pointee.begin = begin }
        if receiver != flow.pointee.destination {
            forward(batch, count: count, hasLast: hasLast, over: flow.pointee.secondLink, position, packet)
            return
        }
        message.pointee.delivered &+= count
        if isTCP { acknowledge(count, flow: batch.flow, position: position, packet: packet) }
        if message.pointee.delivered == message.pointee.segments {
            complete(batch, end: position &+ count, packet: packet, link: link, begin: begin)
        }
    }

    /// The access point queues frames for their next hop. The first is there before the packet ends, unless it is the
    /// packet's last: then the node finds the channel idle (the sender still waits for the answer).
    @inline(__always)
    private mutating func forward(
        _ batch: WLANBatch, count: Int32, hasLast: Bool, over link: Int32, _ position: Int32, _ packet: Packet
    ) {
        let node = links.base[Int(link)].from
        if hasPowerSave { holdIfDozing(link, at: packetEnd) }
        enqueue(
            link, flow: batch.flow, message: batch.message, kind: batch.kind, count: count, packet: batch.packet,
            lastPacket: hasLast ? batch.lastPacket : 0, at: packetEnd)
        if links.base[Int(link)].isReady { activate(node, isIdle: position &+ 1 == packet.frames) }
    }

    /// The receiver of TCP segments answers every second one.
    @inline(__always)
    private mutating func acknowledge(_ count: Int32, flow index: Int32, position: Int32, packet: Packet) {
        let flow = flows.base + Int(index)
        let connection = connections.base + Int(flow.pointee.connection)
        if connection.pointee.unacknowledged > 0,
            packetEnd &- connection.pointee.lastArrival > Self.delayedAcknowledgment
        {
            // The timer of the odd segment ran out long ago; its acknowledgment is taken as arrived.
            connection.pointee.unacknowledged = 0
            connection.pointee.inFlight &-= 1
            connection.pointee.acknowledged &+= 1
        }
        connection.pointee.lastArrival = packetEnd
        let before = connection.pointee.unacknowledged
        let acknowledgments = (before &+ count) / 2
        connection.pointee.unacknowledged = (before &+ count) & 1
        if acknowledgments == 0 { return }
        let link = flow.pointee.firstLinkBack
        let node = flow.pointee.destination
        enqueue(
            link, flow: index, message: -1, kind: .acknowledgment, count: acknowledgments,
            packet: acknowledgmentPacket, lastPacket: 0, at: packetEnd)
        activate(node, isIdle: position &+ (before == 1 ? 1 : 2) == packet.frames)
    }

    /// Delayed acknowledgments go out after 40 ms at the latest (Linux and ns-3 use 40 ms, RFC 1122 allows 500 ms).
    static let delayedAcknowledgment: Int64 = 40_000_000

    /// Acknowledgments reach the sender.
    @inline(__always)
    private mutating func receiveAcknowledgments(_ count: Int32, flow index: Int32, isLast: Bool) {
        let flow = flows.base + Int(index)
        growWindow(by: count, on: flow.pointee.connection, at: packetEnd)
        if flow.pointee.head < 0 { return }
        let node = flow.pointee.source
        if release(index, at: packetEnd) { activate(node, isIdle: isLast) }
    }

    /// Queues as many segments of a flow's messages as its window allows; returns whether any may go.
    @inline(__always)
    mutating func release(_ index: Int32, at instant: Int64) -> Bool {
        let flow = flows.base + Int(index)
        if hasPowerSave { holdIfDozing(flow.pointee.firstLink, at: instant) }
        while flow.pointee.head >= 0 {
            let message = messages.base + Int(flow.pointee.head)
            var count = message.pointee.segments &- message.pointee.released
            let connection = flow.pointee.connection
            if connection >= 0 {
                count = min(
                    count, connections.base[Int(connection)].window &- connections.base[Int(connection)].inFlight)
                if count <= 0 { break }
                noteRelease(of: count, on: connection, at: instant)
            }
            message.pointee.released &+= count
            let isWhole = message.pointee.released == message.pointee.segments
            enqueue(
                flow.pointee.firstLink, flow: index, message: flow.pointee.head, kind: .data, count: count,
                packet: fullPacket, lastPacket: isWhole ? message.pointee.lastPacket : 0, at: instant)
            if !isWhole { break }
            flow.pointee.head = message.pointee.next
        }
        return links.base[Int(flow.pointee.firstLink)].isReady
    }

    /// The last segment of a message is there.
    ///
    /// - Parameter end: how many of the packet's frames precede the end of its last one.
    @inline(never)
    private mutating func complete(_ batch: WLANBatch, end: Int32, packet: Packet, link: Int32, begin: Int64) {
        let message = messages[batch.message]
        var instant = packetEnd
        if end < packet.frames {
            // Frames within an aggregate are passed on as they arrive; all before are taken as full.
            let target = links[link]
            let bytes = end * target.subframe(packet: batch.packet)
            instant = min(packetEnd, begin + target.airtime(bytes: bytes) - target.signalExtension)
        }
        let start = message.wakeUp > 0 ? message.handOver : message.begin
        deliveries.append(
            DeliveredMessage(
                identifier: message.identifier, begin: Instant(nanoseconds: start),
                end: Instant(nanoseconds: instant), wakeUp: TimeSpan(nanoseconds: message.wakeUp),
                transmission: TimeSpan(nanoseconds: message.airtime)))
        messages[batch.message].next = freeMessage
        freeMessage = batch.message
    }
}
