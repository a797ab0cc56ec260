import DeviceProfiles
public import Units

/// Sleeping stations, a Group Owner's absence and the radios' times.
extension WLANFluidChannel {
    func isDozing(_ index: Int) -> Bool { nodes[index].isSaving && now > nodes[index].awakeUntil }

    /// When a sleeper has heard the next beacon it listens to and has said that it is awake.
    func wakeInstant(of index: Int) -> Double {
        let interval = Double(configuration.beaconInterval.nanoseconds)
        let period = interval * Double(nodes[index].listenInterval)
        let passed = ((now - nextBeaconOffset) / period).rounded(.up)
        let beacon = nextBeaconOffset + max(0, passed) * period
        return beacon + Double(configuration.beaconAirtime.nanoseconds) + nullExchange(of: index)
    }

    /// A null frame, its answer and the access before.
    func nullExchange(of index: Int) -> Double {
        let layer = configuration.layers[index]
        let null = WLANFrames.nullFrame + (layer.wrapsSingleFrames ? WLANFrames.delimiter : 0)
        return times.arbitrationSpace + times.meanBackoff + Double(layer.packetAirtime(bytes: null).nanoseconds)
            + times.shortSpace + Double(layer.acknowledgmentAirtime.nanoseconds)
    }

    mutating func wake(_ index: Int) {
        guard nodes[index].isSaving, nodes[index].awakeUntil < .infinity else { return }
        if now > nodes[index].awakeUntil {
            nodes[index].doze += now - max(0, nodes[index].awakeUntil)
            nodes[index].airtimeMissed += airtime - nodes[index].airtimeAtRest
        }
        nodes[index].awakeUntil = .infinity
    }

    mutating func rest(_ index: Int) {
        nodes[index].awakeUntil = now + nodes[index].tail
        nodes[index].airtimeAtRest = airtime
    }

    // MARK: Absence

    /// Time between two instants in which the Group Owner is present.
    func presentTime(from begin: Double, to end: Double) -> Double {
        guard end > begin else { return 0 }
        guard let absence = configuration.absence else { return end - begin }
        return present(until: end, absence) - present(until: begin, absence)
    }

    /// When that much time of presence has passed.
    func presentEnd(from begin: Double, working: Double) -> Double {
        guard let absence = configuration.absence else { return begin + working }
        let interval = Double(absence.interval.nanoseconds)
        let duration = Double(absence.duration.nanoseconds)
        let offset = Double(absence.offset.nanoseconds)
        let target = present(until: begin, absence) + working
        let before = min(target, offset)
        let cycles = max(0, ((target - before) / (interval - duration)).rounded(.up) - 1)
        if target <= offset { return target }
        return offset + cycles * interval + duration + (target - offset - cycles * (interval - duration))
    }

    private func present(until instant: Double, _ absence: WLANAbsence) -> Double {
        let interval = Double(absence.interval.nanoseconds)
        let duration = Double(absence.duration.nanoseconds)
        let offset = Double(absence.offset.nanoseconds)
        if instant <= offset { return instant }
        let cycles = ((instant - offset) / interval).rounded(.down)
        let within = instant - offset - cycles * interval
        return offset + cycles * (interval - duration) + max(0, within - duration)
    }

    // MARK: Radios

    public mutating func radioTimes(of node: Int, until instant: Instant) -> RadioTimes {
        let record = nodes[node]
        let end = Double(instant.nanoseconds)
        var times = RadioTimes()
        let isAsleep = record.isSaving && end > record.awakeUntil
        let heard = (isAsleep ? record.airtimeAtRest : airtime) - record.airtimeMissed
        let interval = Double(configuration.beaconInterval.nanoseconds)
        let beacons = ((end - nextBeaconOffset) / interval).rounded(.up)
        let beaconTime = max(0, beacons) * Double(configuration.beaconAirtime.nanoseconds)
        let span = { (nanoseconds: Double) in TimeSpan(nanoseconds: Int64(max(0, nanoseconds).rounded())) }
        let isPoint = node == configuration.accessPoint
        times.doze = span(record.doze + (isAsleep ? end - max(0, record.awakeUntil) : 0))
        times.transmit = span(record.transmit + (isPoint ? beaconTime : 0))
        times.receive = span(
            heard - record.transmit
                + (isPoint || end == 0 ? 0 : beaconTime * (1 - min(1, times.doze.seconds * 1e9 / end))))
        return times
    }

    public func radioTimesBeforeAnswer(of node: Int) -> RadioTimes {
        var copy = RadioTimes()
        copy.transmit = TimeSpan(nanoseconds: Int64(nodes[node].transmit.rounded()))
        copy.receive = TimeSpan(nanoseconds: Int64(max(0, airtime - nodes[node].transmit).rounded()))
        return copy
    }
}
