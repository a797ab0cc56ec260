import Simulator
import Testing

@Suite struct FIFOServerTests {
    @Test func theFirstIsServedAtOnceAndTheOthersInOrder() {
        var server = FIFOServer<Int>()
        let beginAtOnce = [server.arrive(1), server.arrive(2), server.arrive(3)]
        #expect(beginAtOnce == [true, false, false])
        var served: [Int] = []
        var next: [Int?] = []
        while let current = server.current {
            let departure = server.depart()
            #expect(departure.served == current)
            served.append(departure.served)
            next.append(departure.next)
        }
        #expect(served == [1, 2, 3])
        #expect(next == [2, 3, nil])
        let isIdle = server.isIdle
        #expect(isIdle)
    }

    @Test func theLineGrowsAndWrapsAround() {
        var server = FIFOServer<Int>()
        var next = 0
        var expected = 0
        for round in 0..<50 {
            for _ in 0..<(round % 7) * 10 {
                _ = server.arrive(next)
                next += 1
            }
            for _ in 0..<min(server.count, 17) {
                let served = server.depart().served
                #expect(served == expected)
                expected += 1
            }
        }
        let left = server.count
        #expect(left == next - expected)
    }
}
