public import Units

/// One shared, half-duplex wireless channel and what a message costs on it; or a Wi-Fi network in its own terms.
public struct WirelessNetwork: Sendable, Hashable {
    /// How simultaneous transmissions share the channel.
    public enum Sharing: String, Sendable, Hashable, CaseIterable {
        /// Stations with something to send get equal shares of airtime; each sends its messages in order.
        case fair
        /// One message at a time, in the order in which they became ready.
        case fifo
    }

    /// Effective rate of payload bytes, all protocol overhead included; a slower radio of either end limits it.
    public var rate: DataRate
    /// Airtime that every message costs beside its bytes.
    public var messageOverhead: TimeSpan
    /// Time to wake the radios for a message.
    public var wakeUp: TimeSpan
    /// Whether nothing else is on the air during a wake-up: delivery as "the non-parallel part" in MoDNN's terms.
    public var wakeUpOccupiesChannel: Bool
    public var sharing: Sharing
    public var fidelity: WirelessFidelity
    /// What the fidelities beyond `ideal` model; they leave `rate`, `sharing` and `wakeUpOccupiesChannel` aside.
    public var lan: WirelessLAN?

    public init(
        rate: DataRate, messageOverhead: TimeSpan = .zero, wakeUp: TimeSpan = .zero,
        wakeUpOccupiesChannel: Bool = true, sharing: Sharing = .fair, fidelity: WirelessFidelity = .ideal,
        lan: WirelessLAN? = nil
    ) {
        precondition(fidelity == .ideal || lan != nil, "a Wi-Fi model needs a Wi-Fi network")
        self.rate = rate
        self.messageOverhead = messageOverhead
        self.wakeUp = wakeUp
        self.wakeUpOccupiesChannel = wakeUpOccupiesChannel
        self.sharing = sharing
        self.fidelity = fidelity
        self.lan = lan
    }
}
