import Synchronization
import Testing

@testable import Reporting

@Suite struct OrderedPipelineTests {
    private struct Refusal: Error, Equatable { var index: Int }

    @Test(arguments: [1, 2, 3, 8], [0, 1, 2, 7, 1000])
    func takesEverythingOnceAndInOrder(jobs: Int, count: Int) throws {
        let taken = Mutex<[Int]>([])
        try OrderedPipeline.run(count: count, jobs: jobs) { index in
            // Neighbours take very different times.
            var value = index
            for _ in 0..<(index % 7 * 1000) { value = (value &* 31 &+ 7) % 1_000_003 }
            return (index, value)
        } take: { index, value in
            #expect(value >= 0)
            taken.withLock { $0.append(index) }
        }
        #expect(taken.withLock { $0 } == Array(0..<count))
    }

    @Test(arguments: [1, 2, 4])
    func fewValuesWaitHoweverSlowlyTheyAreTaken(jobs: Int) throws {
        let counts = Mutex((alive: 0, most: 0))
        try OrderedPipeline.run(count: 200, jobs: jobs) { index in
            counts.withLock {
                $0.alive += 1
                $0.most = max($0.most, $0.alive)
            }
            return index
        } take: { index in
            var value = index
            for _ in 0..<20_000 { value = (value &* 31 &+ 7) % 1_000_003 }
            #expect(value >= 0)
            counts.withLock { $0.alive -= 1 }
        }
        #expect(counts.withLock { $0.alive } == 0)
        #expect(counts.withLock { $0.most } <= 4 * jobs)
    }

    @Test(arguments: [1, 2, 4])
    func endsWithTheErrorOfTheFirstValueInOrder(jobs: Int) {
        let taken = Mutex<[Int]>([])
        #expect(throws: Refusal(index: 50)) {
            try OrderedPipeline.run(count: 500, jobs: jobs) { index in
                if index == 50 || index == 52 { throw Refusal(index: index) }
                return index
            } take: { index in
                taken.withLock { $0.append(index) }
            }
        }
        #expect(taken.withLock { $0 } == Array(0..<50))
    }

    @Test(arguments: [1, 2, 4])
    func endsWhenAValueCannotBeTaken(jobs: Int) {
        let made = Mutex(0)
        #expect(throws: Refusal(index: 3)) {
            try OrderedPipeline.run(count: 10_000, jobs: jobs) { index in
                made.withLock { $0 += 1 }
                return index
            } take: { index in
                if index == 3 { throw Refusal(index: index) }
            }
        }
        // No more than may wait are made in vain.
        #expect(made.withLock { $0 } <= 3 + 4 * jobs)
    }
}
