public import Units

/// What a simulation is about: a state and what events do to it.
///
/// Typically an enumeration of events and a `switch` over them, each case a step of a process that schedules the next.
public protocol EventModel: ~Copyable {
    associatedtype Event: BitwiseCopyable

    /// Handles an event; `queue` takes those that follow from it, at `now` or later.
    mutating func handle(_ event: Event, at now: Instant, queue: inout EventQueue<Event>)
}

/// Runs a model: takes event after event and lets the model handle it.
///
/// The model's code is compiled into the loop (no dynamic call an event).
public struct Simulation<Model: EventModel & ~Copyable>: ~Copyable {
    public var model: Model
    public var queue = EventQueue<Model.Event>()
    /// The instant of the last event, or where `run(until:)` stopped.
    @inlinable public var now: Instant { clock }
    /// Events handled so far.
    @inlinable public var eventCount: Int { handledCount }

    @usableFromInline var clock = Instant.start
    @usableFromInline var handledCount = 0

    @inlinable
    public init(model: consuming Model) { self.model = model }

    /// Runs until no event is left.
    @inlinable
    public mutating func run() {
        while let (instant, event) = queue.popNext() { handle(event, at: instant) }
    }

    /// Runs all events up to and including an instant; later ones stay in the queue.
    @inlinable
    public mutating func run(until end: Instant) {
        while let next = queue.nextInstant, next <= end, let (instant, event) = queue.popNext() {
            handle(event, at: instant)
        }
        advance(to: end)
    }

    /// Runs that many events, or fewer if no more are left.
    @inlinable
    public mutating func run(events: Int) {
        for _ in 0..<events {
            guard let (instant, event) = queue.popNext() else { return }
            handle(event, at: instant)
        }
    }

    @inlinable
    mutating func handle(_ event: Model.Event, at instant: Instant) {
        precondition(instant >= clock, "an event was scheduled in the past")
        clock = instant
        handledCount &+= 1
        model.handle(event, at: instant, queue: &queue)
    }

    @inlinable
    mutating func advance(to instant: Instant) { clock = max(clock, instant) }
}
