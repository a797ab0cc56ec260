public import Units

/// Future events in the order of their instants; equal instants come first come, first served.
///
/// Scheduling and taking the next cost O(log n).
public struct EventQueue<Event: Sendable>: Sendable {
    private struct Entry: HeapElement {
        var instant: Instant
        var sequence: UInt64
        var event: Event

        func precedes(_ other: Entry) -> Bool {
            (instant.nanoseconds, sequence) < (other.instant.nanoseconds, other.sequence)
        }
    }

    private var heap = BinaryHeap<Entry>()
    private var nextSequence: UInt64 = 0

    public init() {}

    public var isEmpty: Bool { heap.isEmpty }
    public var count: Int { heap.count }

    /// The instant of the next event.
    public var nextInstant: Instant? { heap.first?.instant }

    public mutating func schedule(_ event: Event, at instant: Instant) {
        heap.insert(Entry(instant: instant, sequence: nextSequence, event: event))
        nextSequence += 1
    }

    public mutating func popNext() -> (instant: Instant, event: Event)? {
        heap.popFirst().map { ($0.instant, $0.event) }
    }
}
