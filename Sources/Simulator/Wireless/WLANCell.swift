public import DeviceProfiles
public import Units

/// A model of one Wi-Fi cell.
///
/// Messages are between nodes of its configuration and on their way from the instant of their submission; the medium
/// asks for the next event as it does of any other (`WirelessMedium`).
public protocol WLANCell: ~Copyable {
    /// - Parameter seed: of back-off, errors and the phase of the beacons.
    init(_ configuration: WLANConfiguration, seed: UInt64) throws(WLANError)

    mutating func submit(_ message: Message, at instant: Instant)
    var nextEvent: Instant? { mutating get }
    mutating func step() -> DeliveredMessage?

    /// Runs until messages arrive or nothing is left to send; returns the first of them.
    mutating func runToDelivery() -> DeliveredMessage?

    /// Handles all that begins before an instant; no message may arrive before it.
    mutating func run(until instant: Instant)

    /// What a node's radio did up to the instant of a delivery that was just taken: the answer to its last packet is
    /// left out.
    func radioTimesBeforeAnswer(of node: Int) -> RadioTimes

    /// What a node's radio did up to an instant at which nothing is on the air.
    mutating func radioTimes(of node: Int, until instant: Instant) -> RadioTimes
}

extension WLANChannel: WLANCell {
    public var nextEvent: Instant? {
        let opportunity = nextOpportunity
        guard let delivery = deliveries.first?.end else { return opportunity.map(Instant.init(nanoseconds:)) }
        return opportunity.map { min(delivery, Instant(nanoseconds: $0)) } ?? delivery
    }

    public mutating func step() -> DeliveredMessage? {
        if let delivery = deliveries.first?.end, nextOpportunity.map({ delivery.nanoseconds <= $0 }) ?? true {
            return takeDelivery()
        }
        _ = advance()
        return nil
    }

    public mutating func radioTimes(of node: Int, until instant: Instant) -> RadioTimes {
        if activeCount == 0 { passIdleBeacons(until: instant.nanoseconds) }
        let record = nodes[Int32(node)]
        guard record.isSaving, instant.nanoseconds > record.awakeUntil else { return radioTimes(of: node) }
        var times = RadioTimes()
        times.transmit = TimeSpan(nanoseconds: record.transmit)
        times.receive = TimeSpan(nanoseconds: max(0, record.receiveAtRest - record.receiveMissed))
        times.busy = TimeSpan(nanoseconds: max(0, record.busyAtRest - record.busyMissed))
        times.doze = TimeSpan(nanoseconds: record.doze + instant.nanoseconds - max(0, record.awakeUntil))
        return times
    }
}
