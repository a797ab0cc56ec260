public import Units

/// Future events in the order of their instants; equal instants come first come, first served.
///
/// Scheduling and taking cost O(log n); an event that is scheduled while the last one taken is being handled takes its
/// place in one pass. Events of up to four bytes ride in the keys of the heap, larger ones lie in a table beside it.
/// Events can't be withdrawn: that is `CancellableEventQueue`, which pays for knowing where each one is.
public struct EventQueue<Event: BitwiseCopyable>: ~Copyable {
    @usableFromInline var heap = EventHeap(tracker: NoTracker())
    @usableFromInline var table = EventTable<Event>()
    @usableFromInline var nextSequence: UInt32 = 0
    /// The first key belongs to an event that was taken and has not been replaced yet.
    @usableFromInline var isFirstTaken = false

    @usableFromInline var mostPending = 0

    @inlinable
    public init() {}

    @inlinable
    public var count: Int { heap.count &- (isFirstTaken ? 1 : 0) }

    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// Most events that were pending at a time.
    public var highWaterMark: Int { mostPending }

    /// The instant of the next event.
    @inlinable
    public var nextInstant: Instant? {
        mutating get {
            settle()
            if heap.count == 0 { return nil }
            return Instant(nanoseconds: Int64(bitPattern: EventHeap<NoTracker>.time(of: heap.keys[0])))
        }
    }

    /// - Precondition: the instant is not before the start.
    @inlinable
    public mutating func schedule(_ event: Event, at instant: Instant) {
        precondition(instant.nanoseconds >= 0, "an event before the start")
        let payload = EventTable<Event>.isInline ? Self.bits(of: event) : table.insert(event)
        let key = EventHeap<NoTracker>.key(
            time: UInt64(bitPattern: instant.nanoseconds), sequence: nextSequence, payload: payload)
        nextSequence &+= 1
        if isFirstTaken {
            isFirstTaken = false
            heap.replaceFirst(with: key)
        } else {
            heap.insert(key)
            mostPending = max(mostPending, heap.count)
        }
        if nextSequence == .max { nextSequence = heap.renumber() }
    }

    @inlinable
    public mutating func popNext() -> (instant: Instant, event: Event)? {
        settle()
        if heap.count == 0 { return nil }
        let key = heap.keys[0]
        isFirstTaken = true
        let payload = EventHeap<NoTracker>.payload(of: key)
        let event = EventTable<Event>.isInline ? Self.event(of: payload) : table.remove(payload)
        return (Instant(nanoseconds: Int64(bitPattern: EventHeap<NoTracker>.time(of: key))), event)
    }

    @inlinable
    mutating func settle() {
        if isFirstTaken {
            isFirstTaken = false
            heap.removeFirst()
        }
    }

    @inlinable
    static func bits(of event: Event) -> UInt32 {
        var bits: UInt32 = 0
        withUnsafeMutableBytes(of: &bits) { $0.storeBytes(of: event, as: Event.self) }
        return bits
    }

    @inlinable
    static func event(of bits: UInt32) -> Event {
        withUnsafeBytes(of: bits) { $0.load(as: Event.self) }
    }
}
