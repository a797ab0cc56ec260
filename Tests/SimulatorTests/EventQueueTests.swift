import Simulator
import TestSupport
import Testing
import Units

@Suite struct EventQueueTests {
    /// Takes up to so many events, as pairs of instant and event.
    private func take(_ count: Int, from queue: inout EventQueue<Int>) -> [[Int]] {
        var taken: [[Int]] = []
        while taken.count < count, let (time, event) = queue.popNext() { taken.append([Int(time.nanoseconds), event]) }
        return taken
    }

    @Test func anEmptyQueueHasNoNextEvent() {
        var queue = EventQueue<Int>()
        let next = queue.nextInstant
        let event = queue.popNext()
        #expect(next == nil && event == nil)
        #expect(queue.isEmpty == true)
        #expect(queue.count == 0)
    }

    @Test func eventsComeInTheOrderOfTheirInstants() {
        var queue = EventQueue<Int>()
        for (event, time) in [(3, 30), (1, 10), (4, 40), (2, 20)] { queue.schedule(event, at: instant(time)) }
        #expect(queue.count == 4)
        let next = queue.nextInstant
        #expect(next == instant(10))
        let taken = take(9, from: &queue)
        #expect(taken == [[10, 1], [20, 2], [30, 3], [40, 4]])
        #expect(queue.isEmpty == true)
    }

    @Test func equalInstantsComeFirstComeFirstServed() {
        var queue = EventQueue<Int>()
        for event in 0..<100 { queue.schedule(event, at: instant(7)) }
        let taken = take(100, from: &queue)
        #expect(taken == (0..<100).map { [7, $0] })
    }

    @Test func anEventScheduledLaterForAnEqualInstantComesBehindThoseThatWait() {
        var queue = EventQueue<Int>()
        queue.schedule(1, at: instant(5))
        queue.schedule(2, at: instant(5))
        let first = take(1, from: &queue)
        #expect(first == [[5, 1]])
        queue.schedule(3, at: instant(5))
        queue.schedule(4, at: instant(4))
        let rest = take(9, from: &queue)
        #expect(rest == [[4, 4], [5, 2], [5, 3]])
    }

    /// Small and large events alike: they may be kept in different ways.
    @Test(arguments: UInt64(0)..<40) func matchesASortedArray(seed: UInt64) {
        matchesASortedArray(seed, of: Int32.self)
        matchesASortedArray(seed, of: Int64.self)
    }

    private func matchesASortedArray<Event: FixedWidthInteger & BitwiseCopyable & Sendable>(
        _ seed: UInt64, of type: Event.Type
    ) {
        var generator = SeededGenerator(seed: seed)
        var queue = EventQueue<Event>()
        // Sorted by instant; a new event stands behind its equals.
        var reference: [(time: Int, event: Event)] = []
        for event in Event(0)..<200 {
            if Int.random(in: 0..<3, using: &generator) > 0 {
                let time = Int.random(in: 0..<20, using: &generator)
                queue.schedule(event, at: instant(time))
                reference.insert((time, event), at: reference.firstIndex { $0.time > time } ?? reference.count)
            } else {
                let expected = reference.isEmpty ? nil : reference.removeFirst()
                let taken = queue.popNext()
                #expect(taken?.event == expected?.event, "seed \(seed), \(type) \(event)")
                #expect(taken?.instant == expected.map { instant($0.time) }, "seed \(seed), \(type) \(event)")
            }
            let next = queue.nextInstant
            #expect(next == reference.first.map { instant($0.time) }, "seed \(seed), \(type) \(event)")
            #expect(queue.count == reference.count, "seed \(seed), \(type) \(event)")
        }
    }
}
