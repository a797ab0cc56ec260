public import Units

/// What a radio did during a run; the rest of the time it was idle.
public struct RadioTimes: Sendable, Hashable {
    public var transmit = TimeSpan.zero
    /// Payload of packets on the air, those for others included.
    public var receive = TimeSpan.zero
    /// Preambles and what nobody could decode.
    public var busy = TimeSpan.zero
    public var doze = TimeSpan.zero

    public init() {}

    public static func - (a: Self, b: Self) -> Self {
        var difference = Self()
        difference.transmit = a.transmit - b.transmit
        difference.receive = a.receive - b.receive
        difference.busy = a.busy - b.busy
        difference.doze = a.doze - b.doze
        return difference
    }
}
