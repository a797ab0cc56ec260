import Simulator
import Testing
import Units

@Suite struct SimulationTests {
    /// Counts down from a number, one step a microsecond; larger than four bytes, so that it lies beside the heap.
    private struct Countdown: EventModel {
        struct Event: BitwiseCopyable {
            var remaining: Int
            var name: Int
        }

        var seen: [Int] = []

        mutating func handle(_ event: Event, at now: Instant, queue: inout EventQueue<Event>) {
            seen.append(event.remaining)
            if event.remaining > 0 {
                queue.schedule(
                    Event(remaining: event.remaining - 1, name: event.name), at: now + TimeSpan(nanoseconds: 1000))
            }
        }
    }

    @Test func itRunsUntilNoEventIsLeft() {
        var simulation = Simulation(model: Countdown())
        simulation.queue.schedule(.init(remaining: 3, name: 0), at: .start)
        simulation.run()
        #expect(simulation.model.seen == [3, 2, 1, 0])
        #expect(simulation.now == Instant(nanoseconds: 3000))
        #expect(simulation.eventCount == 4)
        #expect(simulation.queue.highWaterMark == 1)
    }

    @Test func itStopsAtAnInstantAndGoesOnLater() {
        var simulation = Simulation(model: Countdown())
        simulation.queue.schedule(.init(remaining: 3, name: 0), at: .start)
        simulation.run(until: Instant(nanoseconds: 1500))
        #expect(simulation.model.seen == [3, 2])
        #expect(simulation.now == Instant(nanoseconds: 1500))
        simulation.run(until: Instant(nanoseconds: 2000))
        #expect(simulation.model.seen == [3, 2, 1])
        simulation.run()
        #expect(simulation.model.seen == [3, 2, 1, 0])
    }

    /// M/M/1 at load 0.8: a customer's mean time in the system is 1 / (1 - 0.8) = 5.
    @Test func aQueueAgreesWithTheory() {
        struct Model: EventModel, ~Copyable {
            enum Event { case arrival, departure }
            var server = FIFOServer<Instant>()
            var randomness = RandomStream(seed: 7, consumer: "test")
            var total = 0.0
            var served = 0
            var arrived = 0

            init() {}

            /// Exponential by von Neumann's comparison of uniform numbers: no logarithm, exact in distribution.
            mutating func exponential(mean: Double) -> TimeSpan {
                var whole = 0.0
                while true {
                    let first = randomness.nextUnit()
                    var last = first
                    var runLength = 1
                    while true {
                        let next = randomness.nextUnit()
                        if next >= last { break }
                        last = next
                        runLength += 1
                    }
                    if runLength % 2 == 1 { return TimeSpan(seconds: mean * (whole + first)) }
                    whole += 1
                }
            }

            mutating func handle(_ event: Event, at now: Instant, queue: inout EventQueue<Event>) {
                switch event {
                case .arrival:
                    if server.arrive(now) { queue.schedule(.departure, at: now + exponential(mean: 1)) }
                    arrived += 1
                    if arrived < 400_000 { queue.schedule(.arrival, at: now + exponential(mean: 1.25)) }
                case .departure:
                    let (arrival, next) = server.depart()
                    total += (now - arrival).seconds
                    served += 1
                    if next != nil { queue.schedule(.departure, at: now + exponential(mean: 1)) }
                }
            }
        }
        var simulation = Simulation(model: Model())
        simulation.queue.schedule(.arrival, at: .start)
        simulation.run()
        #expect(simulation.model.served == 400_000)
        // The standard error of the mean of 400 000 correlated sojourn times is about 0.06.
        #expect(abs(simulation.model.total / 400_000 - 5) < 0.25)
    }
}
