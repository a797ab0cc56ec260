public import Units

/// Processor sharing: customers in service get equal shares of one server.
///
/// Virtual time advances at 1 / n of real time while n customers are in service; a customer leaves when it has grown by
/// the customer's demand. That needs one heap operation a change instead of a look at all customers
/// (the fluid limit of fair queueing: Parekh and Gallager, 1993, doi 10.1109/90.234856).
public struct SharedServer: ~Copyable {
    /// Customers by the virtual time of their departure in nanoseconds. It is not negative, and the bits of such
    /// numbers are ordered as the numbers are.
    @usableFromInline var heap = EventHeap(tracker: NoTracker())
    @usableFromInline var nextSequence: UInt32 = 0
    /// The first key belongs to a customer that has left and not been replaced yet.
    @usableFromInline var isFirstGone = false
    @usableFromInline var virtualTime = 0.0
    @usableFromInline var lastChange = Instant.start

    @inlinable
    public init() {}

    /// Customers in service.
    @inlinable
    public var count: Int { heap.count &- (isFirstGone ? 1 : 0) }

    @inlinable
    public var isIdle: Bool { count == 0 }

    /// When the next customer leaves if none arrives before; rounded up to a nanosecond.
    @inlinable
    public var nextDeparture: Instant? {
        mutating get {
            settle()
            return heap.count == 0 ? nil : departureOfFirst()
        }
    }

    /// - Parameter demand: time that the customer would need alone.
    @inlinable
    public mutating func arrive(_ customer: Int32, demand: TimeSpan, at instant: Instant) {
        advance(to: instant)
        // A fresh start keeps the sums small and exact.
        if count == 0 { virtualTime = 0 }
        if nextSequence == .max { nextSequence = heap.renumber() }
        let tag = virtualTime + Double(demand.nanoseconds)
        let key = EventHeap<NoTracker>.key(
            time: tag.bitPattern, sequence: nextSequence, payload: UInt32(bitPattern: customer))
        nextSequence &+= 1
        if isFirstGone {
            isFirstGone = false
            heap.replaceFirst(with: key)
        } else {
            heap.insert(key)
        }
    }

    /// Takes the customer that leaves next out of service.
    ///
    /// - Precondition: the server is not idle.
    @inlinable
    public mutating func depart() -> (customer: Int32, at: Instant) {
        settle()
        precondition(heap.count > 0, "nobody is in service")
        let instant = departureOfFirst()
        let key = heap.keys[0]
        // Up to the rounded instant, so that what rounding adds is not lost to the others.
        advance(to: instant)
        virtualTime = max(virtualTime, Double(bitPattern: EventHeap<NoTracker>.time(of: key)))
        isFirstGone = true
        return (Int32(bitPattern: EventHeap<NoTracker>.payload(of: key)), instant)
    }

    @inlinable
    mutating func settle() {
        if isFirstGone {
            isFirstGone = false
            heap.removeFirst()
        }
    }

    @inlinable
    func departureOfFirst() -> Instant {
        let tag = Double(bitPattern: EventHeap<NoTracker>.time(of: heap.keys[0]))
        let remaining = max(0, tag - virtualTime) * Double(heap.count)
        let whole = Int64(remaining)
        return lastChange + TimeSpan(nanoseconds: Double(whole) < remaining ? whole + 1 : whole)
    }

    @inlinable
    mutating func advance(to instant: Instant) {
        let elapsed = (instant - lastChange).nanoseconds
        if elapsed == 0 { return }
        if count > 0 { virtualTime += Double(elapsed) / Double(count) }
        lastChange = instant
    }
}
