import Units

/// A shortcut for a sender that has the channel for itself: the same draws and sums without the questions.
extension WLANChannel {
    /// Sends full packets of the first batch as long as nothing else can happen; returns whether any went.
    ///
    /// The last frame of the batch is left to the general path, as are beacons and all that needs an answer from above.
    ///
    /// - Parameter horizon: up to when nothing is handed over from outside.
    mutating func sendAlone(until horizon: Int64) -> Bool {
        let sender = active[0]
        let node = nodes.base + Int(sender)
        if offGridCount > 0 || node.pointee.requestLink >= 0 || node.pointee.owesNull { return false }
        let number = headLink(of: sender)
        let link = links.base + Int(number)
        let batch = batches.base + Int(link.pointee.head)
        let flow = flows.base + Int(batch.pointee.flow)
        if link.pointee.nextReady >= 0 || batch.pointee.kind != .data
            || flow.pointee.destination != link.pointee.to
        {
            return false
        }
        let packet = compose(number)
        let frames = link.pointee.cachedCount
        var left = (batch.pointee.count &- 1) / frames
        if left < 2 || packet.frames != frames { return false }
        let response = frames == 1 ? link.pointee.acknowledgment : link.pointee.blockAcknowledgment
        let exchange = packet.duration &+ shortSpace &+ response &+ arbitrationSpace
        var target = targets[0]
        var sent: Int32 = 0
        while left > 0 {
            let start = countStart &+ target &- idleTime
            if start > nextBeacon || start >= horizon { break }
            idleTime = target
            countStart = start &+ exchange
            target = idleTime &+ drawBackoff(stage: 0)
            sent &+= 1
            left &-= 1
        }
        if sent == 0 { return false }
        busyEnd = countStart &- arbitrationSpace
        packetEnd = busyEnd &- response &- shortSpace
        lastReceiver = link.pointee.to
        lastExchange.sender = sender
        lastExchange.responder = lastReceiver
        lastExchange.response = response
        node.pointee.stage = 0
        setTarget(sender, target)
        record(packet.duration, preamble: link.pointee.preamble, from: sender, count: Int64(sent))
        record(response, preamble: 20_000, from: lastReceiver, count: Int64(sent))
        let total = sent &* frames
        batch.pointee.count &-= total
        statistics.exchanges &+= Int(sent)
        statistics.frames &+= Int(total)
        statistics.deliveredFrames &+= Int(total)
        let message = messages.base + Int(batch.pointee.message)
        if message.pointee.begin < 0 {
            message.pointee.begin = packetEnd &- packet.duration &- Int64(sent &- 1) &* exchange
        }
        message.pointee.delivered &+= total
        message.pointee.airtime &+= Int64(sent) &* (exchange &- arbitrationSpace)
        return true
    }
}
