public import Units

/// A message handed to the wireless network.
public struct Message: Sendable, Hashable {
    /// The sender's own number for it.
    public var identifier: Int32
    /// Devices.
    public var source: Int32
    public var destination: Int32
    public var bytes: ByteCount

    public init(identifier: Int32, source: Int32, destination: Int32, bytes: ByteCount) {
        self.identifier = identifier
        self.source = source
        self.destination = destination
        self.bytes = bytes
    }
}

/// A message that has arrived.
public struct DeliveredMessage: Sendable, Hashable {
    public var identifier: Int32
    /// When its own delivery began, after waiting behind its sender's earlier messages.
    public var begin: Instant
    public var end: Instant
    /// Time to wake the radios.
    public var wakeUp: TimeSpan
    /// Airtime of its bytes and overhead, waiting for others left out.
    public var transmission: TimeSpan
}

/// A model of the shared channel: takes messages, says when something happens next, delivers.
///
/// The simulation asks for `nextEvent`, handles its own earlier events first, then calls `step`.
public protocol WirelessMedium: ~Copyable {
    /// Hands over a message at an instant that is not before any earlier call's.
    mutating func submit(_ message: Message, at instant: Instant)

    /// When the medium's state changes next without further messages; `nil` if it is idle.
    var nextEvent: Instant? { mutating get }

    /// Moves on to `nextEvent`; returns the message that arrives then, if any.
    ///
    /// - Precondition: `nextEvent` is not `nil`.
    mutating func step() -> DeliveredMessage?

    /// What a message costs on an idle channel: a lower bound of its delivery.
    func unloadedCost(of message: Message) -> (wakeUp: TimeSpan, transmission: TimeSpan)

    /// What a device's radio did up to an instant; `nil` if the model does not know.
    mutating func radioTimes(ofDevice device: Int, until instant: Instant) -> RadioTimes?
}

extension WirelessMedium where Self: ~Copyable {
    public mutating func radioTimes(ofDevice device: Int, until instant: Instant) -> RadioTimes? { nil }
}
