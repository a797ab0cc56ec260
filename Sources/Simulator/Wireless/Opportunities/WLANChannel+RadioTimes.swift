import Units

extension WLANChannel {
    /// A packet's listeners detect it for 4 µs, hear the rest of the preamble (busy) and receive the payload.
    @inline(__always)
    mutating func record(_ duration: Int64, preamble: Int64, from sender: Int32, count: Int64 = 1) {
        let node = nodes.base + Int(sender)
        let received = count &* (duration &- preamble)
        let busy = count &* (preamble &- Self.detectionTime)
        node.pointee.transmit &+= count &* duration
        receiveSum &+= received
        node.pointee.receiveMissed &+= received
        busySum &+= busy
        node.pointee.busyMissed &+= busy
    }

    /// A control frame in the format of 802.11g/a.
    @inline(__always)
    mutating func recordControl(_ duration: Int64, from sender: Int32) {
        record(duration, preamble: 20_000, from: sender)
    }

    /// Times of a radio up to the end of the last exchange.
    public func radioTimes(of index: Int) -> RadioTimes {
        let node = nodes[Int32(index)]
        var times = RadioTimes()
        times.transmit = TimeSpan(nanoseconds: node.transmit)
        times.receive = TimeSpan(nanoseconds: receiveSum - node.receiveMissed)
        times.busy = TimeSpan(nanoseconds: max(0, busySum - node.busyMissed))
        times.doze = TimeSpan(nanoseconds: node.doze)
        return times
    }

    /// The same up to the end of the last packet, its answer not yet sent.
    public func radioTimesBeforeAnswer(of index: Int) -> RadioTimes {
        var times = radioTimes(of: index)
        if lastExchange.responder < 0 { return times }
        if index == lastExchange.responder {
            times.transmit = times.transmit - TimeSpan(nanoseconds: lastExchange.response)
        } else {
            times.receive =
                times.receive - TimeSpan(nanoseconds: lastExchange.response - lastExchange.responsePreamble)
            times.busy =
                times.busy - TimeSpan(nanoseconds: lastExchange.responsePreamble - Self.detectionTime)
        }
        return times
    }
}
