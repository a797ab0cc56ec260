import Foundation
import Simulator
import Units

/// One server, Poisson arrivals at 0.9, exponential service with mean 1; the mean time in the system is 10 in theory.
enum MM1 {
    private enum Event { case arrival, departure }

    private struct Model: EventModel, ~Copyable {
        var server = FIFOServer<Instant>()
        var randomness = RandomStream(seed: 1, consumer: "mm1")
        let customers: Int
        var arrived = 0
        var served = 0
        var totalTime: Int64 = 0

        init(customers: Int) { self.customers = customers }

        mutating func handle(_ event: Event, at now: Instant, queue: inout EventQueue<Event>) {
            switch event {
            case .arrival:
                if server.arrive(now) { queue.schedule(.departure, at: now + randomness.nextExponential(mean: 1)) }
                arrived += 1
                if arrived < customers { queue.schedule(.arrival, at: now + randomness.nextExponential(mean: 1 / 0.9)) }
            case .departure:
                let (arrival, next) = server.depart()
                totalTime += (now - arrival).nanoseconds
                served += 1
                if next != nil { queue.schedule(.departure, at: now + randomness.nextExponential(mean: 1)) }
            }
        }
    }

    static func measure(customers: Int) -> Measurement {
        Measurement.of {
            var simulation = Simulation(model: Model(customers: customers))
            simulation.queue.schedule(.arrival, at: .start)
            simulation.run()
            return (simulation.eventCount, Double(simulation.model.totalTime) / 1e9 / Double(customers))
        }
    }
}

/// 1024 logical processes, one job each; an event sends a job on to a random process after an exponential time
/// (Fujimoto, 1990). Time per event and process is 1 in theory.
enum PHOLD {
    private static let processCount = 1024

    private struct Model: EventModel, ~Copyable {
        var randomness = RandomStream(seed: 1, consumer: "phold")
        var counts = [Int](repeating: 0, count: processCount)

        mutating func handle(_ process: UInt32, at now: Instant, queue: inout EventQueue<UInt32>) {
            counts[Int(process)] += 1
            let next = UInt32(truncatingIfNeeded: randomness.next() >> 54)
            queue.schedule(next, at: now + randomness.nextExponential(mean: 1))
        }
    }

    static func measure(events: Int) -> Measurement {
        Measurement.of {
            var simulation = Simulation(model: Model())
            for process in 0..<UInt32(processCount) {
                let start = simulation.model.randomness.nextExponential(mean: 1)
                simulation.queue.schedule(process, at: .start + start)
            }
            simulation.run(events: events)
            return (events, simulation.now.seconds * Double(processCount) / Double(events))
        }
    }
}

/// The queue alone: the next event is scheduled again later, increments drawn beforehand (Jones, 1986).
enum Hold {
    private struct Model: EventModel, ~Copyable {
        let increments: [TimeSpan]
        var position = 0

        init(increments: [TimeSpan]) { self.increments = increments }

        mutating func handle(_ event: UInt32, at now: Instant, queue: inout EventQueue<UInt32>) {
            queue.schedule(event, at: now + increments[position])
            position = (position &+ 1) & 65_535
        }
    }

    static func measure(queueLength: Int) -> Measurement {
        var randomness = RandomStream(seed: 1, consumer: "hold")
        let increments = (0..<65_536).map { _ in randomness.nextExponential(mean: 1) }
        var simulation = Simulation(model: Model(increments: increments))
        for event in 0..<UInt32(queueLength) {
            simulation.queue.schedule(event, at: .start + randomness.nextExponential(mean: 1))
        }
        // To the steady state first.
        simulation.run(events: max(queueLength, 1_000_000))
        let events = queueLength >= 1_000_000 ? 4_000_000 : 5_000_000
        return Measurement.of {
            simulation.run(events: events)
            return (events, simulation.now.seconds)
        }
    }
}

extension RandomStream {
    @inline(__always)
    fileprivate mutating func nextExponential(mean: Double) -> TimeSpan {
        TimeSpan(nanoseconds: (-mean * log(1 - nextUnit())).nanoseconds)
    }
}
