import Simulator
import Testing
import Units

@Suite struct CancellableEventQueueTests {
    private func instant(_ nanoseconds: Int64) -> Instant { Instant(nanoseconds: nanoseconds) }

    @Test func eventsComeInTheOrderOfTheirInstantsThenOfScheduling() {
        var queue = CancellableEventQueue<Int>()
        for (event, time) in [(1, 5), (2, 3), (3, 5), (4, 3)] { queue.schedule(event, at: instant(Int64(time))) }
        var events: [Int] = []
        while let (_, event) = queue.popNext() { events.append(event) }
        #expect(events == [2, 4, 1, 3])
    }

    @Test func aCancelledEventDoesNotCome() {
        var queue = CancellableEventQueue<Int>()
        let first = queue.schedule(1, at: instant(1))
        queue.schedule(2, at: instant(2))
        let cancelled = queue.cancel(first)
        #expect(cancelled == 1)
        let isPending = queue.isPending(first)
        #expect(!isPending)
        let laterCancelled = queue.cancel(first)
        #expect(laterCancelled == nil)
        let next = queue.popNext()
        #expect(next?.event == 2)
        let isEmpty = queue.isEmpty
        #expect(isEmpty)
    }

    @Test func aHandleIsNotMistakenForALaterEventInItsPlace() {
        var queue = CancellableEventQueue<Int>()
        let first = queue.schedule(1, at: instant(1))
        _ = queue.popNext()
        let second = queue.schedule(2, at: instant(2))
        let cancelled = queue.cancel(first)
        #expect(cancelled == nil)
        let isPending = queue.isPending(second)
        #expect(isPending)
        let wasPending = queue.reschedule(first, at: instant(9))
        #expect(!wasPending)
        let nextInstant = queue.nextInstant
        #expect(nextInstant == instant(2))
    }

    @Test func aRescheduledEventStandsBehindThoseOfItsNewInstant() {
        var queue = CancellableEventQueue<Int>()
        let first = queue.schedule(1, at: instant(1))
        queue.schedule(2, at: instant(7))
        let wasPending = queue.reschedule(first, at: instant(7))
        #expect(wasPending)
        let next = queue.popNext()
        #expect(next?.event == 2)
        let laterNext = queue.popNext()
        #expect(laterNext?.event == 1)
    }

    /// Against a list that is searched for the least (instant, order) each time.
    @Test(arguments: 0..<20)
    func randomUseAgreesWithAPlainList(seed: Int) {
        struct Pending {
            var event: Int
            var time: Int64
            var order: Int
            var handle: EventHandle
        }
        var randomness = RandomStream(seed: UInt64(seed), consumer: "test")
        var queue = CancellableEventQueue<Int>()
        var pending: [Pending] = []
        var order = 0
        for event in 0..<3000 {
            let time = Int64(randomness.next() % 500)
            let choice = randomness.next() % 8
            let index = pending.isEmpty ? 0 : Int(randomness.next() % UInt64(pending.count))
            if choice < 4 || pending.isEmpty {
                let handle = queue.schedule(event, at: instant(time))
                pending.append(Pending(event: event, time: time, order: order, handle: handle))
                order += 1
            } else if choice == 4 {
                let removed = pending.remove(at: index)
                let cancelled = queue.cancel(removed.handle)
                #expect(cancelled == removed.event, "seed \(seed)")
            } else if choice == 5 {
                let wasPending = queue.reschedule(pending[index].handle, at: instant(time))
                #expect(wasPending, "seed \(seed)")
                pending[index].time = time
                pending[index].order = order
                order += 1
            } else {
                let least = pending.indices.min {
                    (pending[$0].time, pending[$0].order) < (pending[$1].time, pending[$1].order)
                }!
                let expected = pending.remove(at: least)
                let next = queue.popNext()
                #expect(next?.event == expected.event && next?.instant == instant(expected.time), "seed \(seed)")
            }
            let count = queue.count
            #expect(count == pending.count)
        }
    }
}
