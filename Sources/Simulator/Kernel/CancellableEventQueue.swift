public import Units

/// Names a pending event; stays valid as a name, but not of anything, once the event was taken or cancelled.
public struct EventHandle: Sendable, Hashable {
    @usableFromInline var number: UInt32
    @usableFromInline var generation: UInt32

    @inlinable
    init(number: UInt32, generation: UInt32) {
        self.number = number
        self.generation = generation
    }
}

/// Future events that can be withdrawn or moved by handle, in the order of their instants; equal instants come first
/// scheduled (or rescheduled), first served.
///
/// Scheduling, taking, cancelling and rescheduling cost O(log n), asking whether an event is pending O(1). Every move
/// within the heap is noted, which `EventQueue` saves.
public struct CancellableEventQueue<Event: BitwiseCopyable>: ~Copyable {
    @usableFromInline var heap = EventHeap(tracker: PositionTracker())
    @usableFromInline var table = EventTable<Event>()
    @usableFromInline var generations: [UInt32] = []
    @usableFromInline var nextSequence: UInt32 = 0

    @inlinable
    public init() {}

    @inlinable
    public var count: Int { heap.count }

    @inlinable
    public var isEmpty: Bool { heap.count == 0 }

    /// The instant of the next event.
    @inlinable
    public var nextInstant: Instant? {
        if heap.count == 0 { return nil }
        return Instant(nanoseconds: Int64(bitPattern: EventHeap<PositionTracker>.time(of: heap.keys[0])))
    }

    /// - Precondition: the instant is not before the start.
    @inlinable
    @discardableResult
    public mutating func schedule(_ event: Event, at instant: Instant) -> EventHandle {
        let number = table.insert(event)
        if Int(number) == generations.count {
            generations.append(0)
            heap.tracker.addPosition()
        }
        heap.insert(key(at: instant, number: number))
        return EventHandle(number: number, generation: generations[Int(number)])
    }

    @inlinable
    public mutating func popNext() -> (instant: Instant, event: Event)? {
        if heap.count == 0 { return nil }
        let key = heap.keys[0]
        heap.removeFirst()
        let event = retire(EventHeap<PositionTracker>.payload(of: key))
        return (Instant(nanoseconds: Int64(bitPattern: EventHeap<PositionTracker>.time(of: key))), event)
    }

    /// Whether the event is still to come.
    @inlinable
    public func isPending(_ handle: EventHandle) -> Bool {
        generations[Int(handle.number)] == handle.generation
    }

    /// Withdraws an event; returns it, or `nil` if it is not pending any more.
    @inlinable
    @discardableResult
    public mutating func cancel(_ handle: EventHandle) -> Event? {
        guard isPending(handle) else { return nil }
        heap.remove(at: heap.tracker.position(of: handle.number))
        return retire(handle.number)
    }

    /// Moves an event to another instant, behind all that are scheduled there; returns whether it was pending.
    ///
    /// - Precondition: the instant is not before the start.
    @inlinable
    @discardableResult
    public mutating func reschedule(_ handle: EventHandle, at instant: Instant) -> Bool {
        guard isPending(handle) else { return false }
        let key = key(at: instant, number: handle.number)
        heap.replace(at: heap.tracker.position(of: handle.number), with: key)
        return true
    }

    @inlinable
    mutating func retire(_ number: UInt32) -> Event {
        generations[Int(number)] &+= 1
        return table.remove(number)
    }

    @inlinable
    mutating func key(at instant: Instant, number: UInt32) -> UInt128 {
        precondition(instant.nanoseconds >= 0, "an event before the start")
        if nextSequence == .max { nextSequence = heap.renumber() }
        defer { nextSequence &+= 1 }
        return EventHeap<PositionTracker>.key(
            time: UInt64(bitPattern: instant.nanoseconds), sequence: nextSequence, payload: number)
    }
}

/// Where in the heap each event is.
@usableFromInline
struct PositionTracker: HeapTracker, Sendable {
    @usableFromInline var positions: [Int32] = []

    @inlinable
    init() {}

    @inlinable
    mutating func addPosition() { positions.append(-1) }

    @inlinable
    func position(of number: UInt32) -> Int { Int(positions[Int(number)]) }

    @inlinable
    mutating func moved(_ payload: UInt32, to index: Int) { positions[Int(payload)] = Int32(index) }
}
