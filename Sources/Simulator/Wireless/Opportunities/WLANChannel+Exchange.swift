import DeviceProfiles
import Units

/// One transmission opportunity: what goes over the air and what comes of it.
extension WLANChannel {
    /// Instant of the next transmission opportunity or beacon that matters; `nil` if nothing is to be sent.
    @inline(__always)
    var nextOpportunity: Int64? {
        if activeCount == 0 {
            let next = awaitedCount > 0 ? min(nextBeacon, nextResume) : nextResume
            return next == .max ? nil : next
        }
        let start = min(nextResume, countStart &+ leastTarget.target &- idleTime)
        return nextBeacon < start ? max(nextBeacon, busyEnd) : start
    }

    /// Handles the next opportunity; returns whether there was one.
    ///
    /// - Parameter horizon: up to when nothing is handed over from outside, so that a lone sender's opportunities may be
    ///   handled together.
    @inline(__always)
    mutating func advance(horizon: Int64 = 0) -> Bool {
        if activeCount == 0 {
            if nextResume != .max, awaitedCount == 0 || nextResume <= nextBeacon {
                resume(at: nextResume)
                return true
            }
            if awaitedCount == 0 { return false }
            sendBeacon(at: max(nextBeacon, busyEnd) + shortSpace + slot)
            return true
        }
        let (target, position, second) = leastTarget
        let start = countStart &+ target &- idleTime
        if nextResume <= start {
            resume(at: nextResume)
            return true
        }
        if nextBeacon < start {
            // Beacons go after PIFS = SIFS + slot, before everyone else.
            let beacon = max(nextBeacon, busyEnd) &+ shortSpace &+ slot
            if beacon <= start {
                advanceIdleTime(to: idleTime &+ max(0, beacon &- countStart) / slot &* slot)
                sendBeacon(at: beacon)
                return true
            }
        }
        if activeCount == 1, start < horizon, isSimple, sendAlone(until: horizon) { return true }
        if nextAbsence != .max, deferToAbsence(start: start, target: target) { return true }
        if second &- target >= Self.detectionTime {
            advanceIdleTime(to: target)
            exchange(from: active[position], at: start)
        } else {
            collide(at: start, target: target)
        }
        return true
    }

    /// A sender has the channel for itself.
    @inline(__always)
    private mutating func exchange(from sender: Int32, at start: Int64) {
        statistics.exchanges &+= 1
        let node = nodes.base + Int(sender)
        if node.pointee.requestLink >= 0 || node.pointee.owesNull {
            exchangeShort(from: sender, at: start)
            return
        }
        let link = headLink(of: sender)
        let packet = compose(link)
        let target = links.base + Int(link)
        let receiver = target.pointee.to
        let isSingle = packet.frames == 1
        let response = isSingle ? target.pointee.acknowledgment : target.pointee.blockAcknowledgment
        var begin = start
        if isProtected {
            recordControl(target.pointee.requestToSend, from: sender)
            recordControl(target.pointee.clearToSend, from: receiver)
            begin &+= target.pointee.requestToSend &+ target.pointee.clearToSend &+ 2 &* shortSpace
        }
        record(packet.duration, preamble: target.pointee.preamble, from: sender)
        packetEnd = begin &+ packet.duration
        lastReceiver = receiver
        statistics.frames &+= Int(packet.frames)
        var arrived = packet.frames
        if errorThreshold > 0 { arrived = drawArrivals(of: packet.frames) }
        if arrived == 0 {
            busyEnd = packetEnd
            countStart = busyEnd &+ arbitrationSpace
            lastExchange = WLANExchangeTimes()
            lastReceiver = -1
            if !isSingle { node.pointee.requestLink = link }
            backOffAfterFailure(sender, ownEnd: packetEnd)
            return
        }
        busyEnd = packetEnd &+ shortSpace &+ response
        countStart = busyEnd &+ arbitrationSpace
        lastExchange.sender = sender
        lastExchange.responder = receiver
        lastExchange.response = response
        recordControl(response, from: receiver)
        succeed(sender)
        deliver(arrived, of: packet, over: link, begin: begin)
        if hasPowerSave { extendWakefulness(sender, receiver) }
        leaveIfDone(sender)
        if hasLimits { rest(sender, slowdown: links.base[Int(link)].slowdown, since: start) }
    }

    @inline(__always)
    private mutating func leaveIfDone(_ sender: Int32) {
        let node = nodes.base + Int(sender)
        if node.pointee.firstReady < 0, !node.pointee.owesNull, node.pointee.requestLink < 0 { leave(sender) }
    }

    /// A success resets the window, and every transmission is followed by a back-off (clause 10.23.2.2).
    @inline(__always)
    private mutating func succeed(_ sender: Int32) {
        nodes.base[Int(sender)].stage = 0
        setTarget(sender, idleTime &+ drawBackoff(stage: 0))
    }

    /// A block acknowledgment request or a null frame.
    private mutating func exchangeShort(from sender: Int32, at start: Int64) {
        let node = nodes.base + Int(sender)
        let isNull = node.pointee.owesNull
        let link =
            isNull
            ? self.link(from: sender, to: accessPoint) : node.pointee.requestLink
        let target = links.base + Int(link)
        let receiver = target.pointee.to
        let duration = isNull ? target.pointee.null : target.pointee.request
        let response = isNull ? target.pointee.acknowledgment : target.pointee.blockAcknowledgment
        if isNull {
            record(duration, preamble: target.pointee.preamble, from: sender)
        } else {
            recordControl(duration, from: sender)
        }
        recordControl(response, from: receiver)
        packetEnd = start + duration
        busyEnd = packetEnd + shortSpace + response
        countStart = busyEnd + arbitrationSpace
        lastReceiver = receiver
        lastExchange.sender = sender
        lastExchange.responder = receiver
        lastExchange.response = response
        succeed(sender)
        if isNull {
            node.pointee.owesNull = false
            finishWaking(sender)
        } else {
            node.pointee.requestLink = -1
        }
        if hasPowerSave { extendWakefulness(sender, receiver) }
        leaveIfDone(sender)
    }

    /// Several nodes begin within each other's detection time: nothing arrives.
    private mutating func collide(at start: Int64, target: Int64) {
        statistics.collisions &+= 1
        let limit = target &+ Self.detectionTime
        var end: Int64 = 0
        var count = 0
        for position in 0..<activeCount where targets[position] < limit {
            let index = active[position]
            let duration = firstTransmission(of: index)
            let ownEnd = start &+ targets[position] &- target &+ duration
            end = max(end, ownEnd)
            colliders[count] = index
            colliderEnds[count] = ownEnd
            nodes.base[Int(index)].transmit &+= duration
            // It hears none of the others while it sends.
            nodes.base[Int(index)].busyMissed &+= duration
            count &+= 1
        }
        busySum &+= end &- start
        busyEnd = end
        packetEnd = end
        lastReceiver = -1
        lastExchange = WLANExchangeTimes()
        advanceIdleTime(to: target)
        countStart = busyEnd &+ arbitrationSpace
        for number in 0..<count {
            let index = colliders[number]
            let node = nodes.base + Int(index)
            if node.pointee.requestLink < 0, !node.pointee.owesNull, !isProtected {
                let link = headLink(of: index)
                let frames = compose(link).frames
                statistics.frames &+= Int(frames)
                if frames > 1 { node.pointee.requestLink = link }
            }
            backOffAfterFailure(index, ownEnd: colliderEnds[number])
        }
    }

    /// Airtime of what a node sends first in its opportunity.
    mutating func firstTransmission(of index: Int32) -> Int64 {
        let node = nodes.base + Int(index)
        if node.pointee.owesNull {
            return links.base[Int(link(from: index, to: accessPoint))].null
        }
        if node.pointee.requestLink >= 0 { return links.base[Int(node.pointee.requestLink)].request }
        let link = headLink(of: index)
        return isProtected ? links.base[Int(link)].requestToSend : compose(link).duration
    }

    /// How many of the frames arrive whole.
    private mutating func drawArrivals(of frames: Int32) -> Int32 {
        var arrived: Int32 = 0
        for _ in 0..<frames where errorStream.next() >= errorThreshold { arrived += 1 }
        statistics.damagedFrames += Int(frames - arrived)
        return arrived
    }
}
