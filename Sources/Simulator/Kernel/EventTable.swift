/// Events by number: the place for events that are too large to ride in a heap's keys.
///
/// Numbers of removed events are used again, so nothing is allocated once the largest size has been seen.
@usableFromInline
struct EventTable<Event: BitwiseCopyable> {
    @usableFromInline var events: [Event] = []
    @usableFromInline var freeNumbers: [UInt32] = []

    /// Whether events fit into the keys themselves.
    @inlinable
    static var isInline: Bool { MemoryLayout<Event>.size <= MemoryLayout<UInt32>.size }

    @inlinable
    init() {}

    @inlinable
    mutating func insert(_ event: Event) -> UInt32 {
        if let number = freeNumbers.popLast() {
            events[Int(number)] = event
            return number
        }
        events.append(event)
        return UInt32(events.count - 1)
    }

    @inlinable
    mutating func remove(_ number: UInt32) -> Event {
        freeNumbers.append(number)
        return events[Int(number)]
    }
}
