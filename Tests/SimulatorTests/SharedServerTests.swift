import Simulator
import TestSupport
import Testing
import Units

@Suite struct SharedServerTests {
    private struct Arrival {
        var time: Int
        var demand: Int
    }

    /// When every customer leaves, by number.
    private func departures(_ arrivals: [Arrival]) -> [Int] {
        var server = SharedServer()
        var result = [Int](repeating: -1, count: arrivals.count)
        func depart() {
            let (customer, time) = server.depart()
            result[Int(customer)] = Int(time.nanoseconds)
        }
        for (index, arrival) in arrivals.enumerated() {
            while let next = server.nextDeparture, next <= instant(arrival.time) { depart() }
            server.arrive(Int32(index), demand: nanoseconds(arrival.demand), at: instant(arrival.time))
        }
        while !server.isIdle { depart() }
        return result
    }

    @Test func anIdleServerHasNoDeparture() {
        var server = SharedServer()
        let next = server.nextDeparture
        #expect(next == nil)
        #expect(server.isIdle == true)
        #expect(server.count == 0)
    }

    @Test func aCustomerAloneTakesItsDemand() {
        #expect(departures([Arrival(time: 5, demand: 100)]) == [105])
        #expect(departures([Arrival(time: 5, demand: 0)]) == [5])
    }

    @Test func equalDemandsFinishTogetherAtTheirSum() {
        for count in 1...20 {
            for demand in [1, 7, 1000, 333_333_333] {
                let arrivals = Array(repeating: Arrival(time: 3, demand: demand), count: count)
                #expect(departures(arrivals) == Array(repeating: 3 + count * demand, count: count))
            }
        }
    }

    @Test func customersThatFinishTogetherLeaveInTheOrderOfTheirArrival() {
        var server = SharedServer()
        for customer in [4, 2, 9] { server.arrive(Int32(customer), demand: nanoseconds(10), at: .start) }
        #expect(server.count == 3)
        let order = (0..<3).map { _ in server.depart().customer }
        #expect(order == [4, 2, 9])
    }

    @Test func theShorterOfTwoLeavesFirst() {
        // Half speed each until the shorter one has its 100 at 200; the other one's last 200 at full speed.
        #expect(departures([Arrival(time: 0, demand: 300), Arrival(time: 0, demand: 100)]) == [400, 200])
    }

    @Test func staggeredArrivalsShareFromTheSecondOnesArrival() {
        // A has 60 of its 100 left at 40. Both at half speed: A leaves at 40 + 2 x 60 = 160, when B has 100 - 60 = 40
        // left, which take it to 200.
        #expect(departures([Arrival(time: 0, demand: 100), Arrival(time: 40, demand: 100)]) == [160, 200])
    }

    @Test func aLateShortCustomerOvertakes() {
        // A has 90 left at 10; B needs 20 at half speed: leaves at 50; A's last 70 take it to 120.
        #expect(departures([Arrival(time: 0, demand: 100), Arrival(time: 10, demand: 20)]) == [120, 50])
    }

    @Test func threeCustomersWithOneArrivingAtADeparture() {
        // A 30 and B 60 at half speed: A leaves at 60, B has 30 left. C with 10 arrives at 60: leaves at 80; B has 20
        // left: 100.
        #expect(
            departures([Arrival(time: 0, demand: 30), Arrival(time: 0, demand: 60), Arrival(time: 60, demand: 10)]) == [
                60, 100, 80,
            ])
    }

    @Test func aServerThatWasIdleStartsAfresh() {
        #expect(
            departures([Arrival(time: 0, demand: 10), Arrival(time: 100, demand: 10), Arrival(time: 100, demand: 20)])
                == [10, 120, 130])
    }

    @Test func aLongPastDoesNotBlurANewBusyPeriod() {
        // Beyond 2^53 nanoseconds, 104 days, sums in floating point would lose the last one.
        let long = 10_000_000_000_000_000
        #expect(
            departures([Arrival(time: 0, demand: long), Arrival(time: 2 * long, demand: 1)]) == [long, 2 * long + 1])
    }

    @Test func fractionsOfANanosecondAreRoundedUp() {
        // A and B have 1.5 of their 2 left when C comes at 1, so leave at 1 + 4.5, rounded to 6. C has had 5/3 by then;
        // its last 1/3 is rounded to 7.
        let times = departures([Arrival(time: 0, demand: 2), Arrival(time: 0, demand: 2), Arrival(time: 1, demand: 2)])
        #expect(times == [6, 6, 7])
    }

    /// Random cases against a fluid model that looks at every customer's remaining demand at every change.
    @Test(arguments: UInt64(0)..<100) func matchesAFluidModel(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...12, using: &generator)
        let spread = Int.random(in: 1...3000, using: &generator)
        let arrivals = (0..<count).map { _ in
            Arrival(
                time: Int.random(in: 0...spread, using: &generator), demand: Int.random(in: 0...900, using: &generator))
        }.sorted { $0.time < $1.time }
        var expected = [Double](repeating: -1, count: count)
        var remaining = arrivals.map { Double($0.demand) }
        var now = 0.0
        var arrived = 0
        var present: [Int] = []
        while arrived < count || !present.isEmpty {
            let least = present.map { remaining[$0] }.min()
            let departure = least.map { now + $0 * Double(present.count) } ?? .infinity
            let arrival = arrived < count ? Double(arrivals[arrived].time) : .infinity
            let next = min(departure, arrival)
            for customer in present { remaining[customer] -= (next - now) / Double(present.count) }
            now = next
            if arrival < departure {
                present.append(arrived)
                arrived += 1
            } else {
                let first = present.first { remaining[$0] < 1e-6 }!
                expected[first] = now
                present.removeAll { $0 == first }
            }
        }
        let times = departures(arrivals)
        for customer in 0..<count {
            // Every departure is rounded up by less than a nanosecond and delays the others by no more.
            let delay = Double(times[customer]) - expected[customer]
            #expect(delay > -0.001 && delay < Double(count), "seed \(seed), customer \(customer): \(delay) ns")
        }
    }

    @Test(arguments: UInt64(0)..<30) func noWorkIsLostOrCreated(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let count = Int.random(in: 1...50, using: &generator)
        // Everybody comes before the first could be done: busy from the first arrival on.
        let arrivals = (0..<count).map { Arrival(time: $0, demand: Int.random(in: 100...10_000, using: &generator)) }
        let sum = arrivals.reduce(0) { $0 + $1.demand }
        let last = departures(arrivals).max()!
        #expect((sum..<sum + count).contains(last), "seed \(seed): \(last) for \(sum)")
    }
}
