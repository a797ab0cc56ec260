public import Units

/// Processor sharing: customers in service get equal shares of one server.
///
/// Virtual time advances at 1 / n of real time while n customers are in service; a customer leaves when it has grown by
/// the customer's demand. That needs one heap operation a change instead of a look at all customers
/// (the fluid limit of fair queueing: Parekh and Gallager, 1993, doi 10.1109/90.234856).
public struct SharedServer: Sendable {
    private struct Entry: HeapElement {
        /// Virtual time of departure in nanoseconds.
        var tag: Double
        var sequence: UInt64
        var customer: Int32

        func precedes(_ other: Entry) -> Bool { (tag, sequence) < (other.tag, other.sequence) }
    }

    private var heap = BinaryHeap<Entry>()
    private var nextSequence: UInt64 = 0
    private var virtualTime = 0.0
    private var lastChange = Instant.start

    public init() {}

    public var isIdle: Bool { heap.isEmpty }
    /// Customers in service.
    public var count: Int { heap.count }

    /// When the next customer leaves if none arrives before; rounded up to a nanosecond.
    public var nextDeparture: Instant? {
        guard let first = heap.first else { return nil }
        let remaining = max(0, first.tag - virtualTime) * Double(heap.count)
        return lastChange + TimeSpan(nanoseconds: Int64(remaining.rounded(.up)))
    }

    /// - Parameter demand: time that the customer would need alone.
    public mutating func arrive(_ customer: Int32, demand: TimeSpan, at instant: Instant) {
        advance(to: instant)
        // A fresh start keeps the sums small and exact.
        if heap.isEmpty { virtualTime = 0 }
        heap.insert(
            Entry(tag: virtualTime + Double(demand.nanoseconds), sequence: nextSequence, customer: customer))
        nextSequence += 1
    }

    /// Takes the customer that leaves next out of service.
    ///
    /// - Precondition: the server is not idle.
    public mutating func depart() -> (customer: Int32, at: Instant) {
        let instant = nextDeparture!
        advance(to: instant)
        let first = heap.popFirst()!
        virtualTime = max(first.tag, virtualTime)
        return (first.customer, instant)
    }

    private mutating func advance(to instant: Instant) {
        if !heap.isEmpty {
            virtualTime += Double((instant - lastChange).nanoseconds) / Double(heap.count)
        }
        lastChange = instant
    }
}
