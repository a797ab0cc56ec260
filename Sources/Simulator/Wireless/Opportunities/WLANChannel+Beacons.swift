import DeviceProfiles
import Units

/// Beacons, sleeping stations and a Group Owner's absence.
extension WLANChannel {
    mutating func sendBeacon(at begin: Int64) {
        packetEnd = begin + beaconAirtime
        busyEnd = packetEnd
        countStart = busyEnd + arbitrationSpace
        lastReceiver = -1
        lastExchange = WLANExchangeTimes()
        nextBeacon += beaconInterval
        let number = beaconNumber
        beaconNumber += 1
        recordBeacons(1)
        guard awaitedCount > 0 else { return }
        // Several that learn of their frames at once spread out (clause 11.2.3.7).
        var waking = 0
        for index in 0..<nodes.count where wakes(index, by: number) { waking += 1 }
        for index in 0..<nodes.count where wakes(index, by: number) {
            wake(index, at: begin)
            nodes[index].owesNull = true
            activate(index, isIdle: waking == 1)
        }
    }

    private func wakes(_ index: Int32, by beacon: Int64) -> Bool {
        nodes[index].isAwaited && !nodes[index].owesNull && beacon % Int64(nodes[index].listenInterval) == 0
    }

    /// Beacons that went out while nobody had frames to send.
    mutating func passIdleBeacons(until instant: Int64) {
        if nextBeacon > instant || awaitedCount > 0 { return }
        var count = (instant - nextBeacon) / beaconInterval + 1
        let access = shortSpace + slot
        if max(nextBeacon + (count - 1) * beaconInterval, busyEnd) + access > instant { count -= 1 }
        if count == 0 { return }
        let begin = max(nextBeacon + (count - 1) * beaconInterval, busyEnd) + access
        idleTime += max(0, begin - countStart) / slot * slot
        nextBeacon += count * beaconInterval
        beaconNumber += count
        packetEnd = begin + beaconAirtime
        busyEnd = packetEnd
        countStart = busyEnd + arbitrationSpace
        lastReceiver = -1
        lastExchange = WLANExchangeTimes()
        recordBeacons(count)
    }

    private mutating func recordBeacons(_ count: Int64) {
        statistics.beacons += Int(count)
        guard let sender = configuration.accessPoint else { return }
        record(beaconAirtime, preamble: beaconPreamble, from: Int32(sender), count: count)
    }

    // MARK: Power save

    /// Frames for a node that dozes wait until it has heard a beacon and said that it is awake.
    mutating func holdIfDozing(_ link: Int32, at instant: Int64) {
        let index = links[link].to
        let node = nodes[index]
        guard node.isSaving, !node.isAwaited, instant > node.awakeUntil, !links[link].isReady, !node.owesNull else {
            return
        }
        nodes[index].isAwaited = true
        awaitedCount += 1
    }

    /// A sender that dozes says that it is awake first, at once.
    mutating func wakeSender(_ index: Int32, at instant: Int64) {
        let node = nodes[index]
        guard node.isSaving, instant > node.awakeUntil, !node.owesNull, node.activePosition < 0 else { return }
        wake(index, at: instant)
        nodes[index].owesNull = true
        activate(index, at: instant)
    }

    private mutating func wake(_ index: Int32, at instant: Int64) {
        nodes[index].doze += max(0, instant - max(0, nodes[index].awakeUntil))
        nodes[index].receiveMissed += receiveSum - nodes[index].receiveAtRest
        nodes[index].busyMissed += busySum - nodes[index].busyAtRest
        nodes[index].awakeUntil = .max
    }

    /// The access point knows that the node is awake: what waited for it may go.
    mutating func finishWaking(_ index: Int32) {
        noteWakeUp(of: index)
        if !nodes[index].isAwaited { return }
        nodes[index].isAwaited = false
        awaitedCount -= 1
        for link in 0..<links.count where links[link].to == index && links[link].head >= 0 && !links[link].isReady {
            makeReady(link)
            activate(links[link].from, isIdle: links[link].from == lastReceiver)
        }
    }

    /// Adds the time since they began to wait to the wake-up times of a node's messages, in and out.
    private func noteWakeUp(of index: Int32) {
        for link in 0..<links.count
        where links[link].from == index || links[link].to == index && !links[link].isReady {
            var batch = links[link].head
            while batch >= 0 {
                let waiting = batches[batch]
                if waiting.kind == .data { messages[waiting.message].wakeUp += busyEnd - waiting.arrival }
                batch = waiting.next
            }
        }
    }

    mutating func extendWakefulness(_ first: Int32, _ second: Int32) {
        for index in [first, second] where nodes[index].isSaving {
            nodes[index].awakeUntil = busyEnd + nodes[index].tail
            nodes[index].receiveAtRest = receiveSum
            nodes[index].busyAtRest = busySum
        }
    }

    // MARK: Absence

    /// Nobody may send while the Group Owner is away, nor what would not end before; returns whether that was the case.
    mutating func deferToAbsence(start: Int64, target: Int64) -> Bool {
        guard let absence = configuration.absence else { return false }
        while start >= nextAbsence + absence.duration.nanoseconds { nextAbsence += absence.interval.nanoseconds }
        var longest: Int64 = 0
        for position in 0..<activeCount where targets[position] < target + Self.detectionTime {
            longest = max(longest, firstTransmission(of: active[position]))
        }
        let exchange = longest + 2 * shortSpace + 2 * responseTimeout
        if start + exchange <= nextAbsence { return false }
        advanceIdleTime(to: idleTime + max(0, min(start, nextAbsence) - countStart) / slot * slot)
        packetEnd = nextAbsence + absence.duration.nanoseconds
        busyEnd = packetEnd
        countStart = busyEnd + arbitrationSpace
        lastReceiver = -1
        lastExchange = WLANExchangeTimes()
        nextAbsence += absence.interval.nanoseconds
        return true
    }
}
