import Testing

@testable import Experiments

@Suite struct SampleStatisticsTests {
    /// Table of the t distribution, two-sided 95 %, as in any textbook.
    @Test(arguments: [
        (1, 12.7062047362), (2, 4.3026527297), (3, 3.1824463053), (4, 2.7764451052), (5, 2.5705818356),
        (9, 2.2621571628), (10, 2.2281388520), (29, 2.0452296421), (30, 2.0422724563), (100, 1.9839715185),
        (1000, 1.9623390808),
    ])
    func quantilesAreThoseOfTheTables(freedom: Int, expected: Double) {
        #expect(abs(StudentDistribution.quantile975(freedom) - expected) < 1e-9)
    }

    @Test func manyValuesAreNormallyDistributed() {
        #expect(abs(StudentDistribution.quantile975(1_000_000) - 1.959963985) < 3e-5)
        #expect(StudentDistribution.quantile975(99_999) > StudentDistribution.quantile975(100_000) - 1e-9)
    }

    @Test func theIntervalIsThatOfTheFormula() throws {
        // Mean 3, sample variance 2.5, t(4) = 2.776445: 2.776445 * sqrt(2.5 / 5).
        let statistics = SampleStatistics([1, 2, 3, 4, 5])
        #expect(statistics.mean == 3)
        #expect(abs(try #require(statistics.interval) - 1.9632432) < 1e-6)
    }

    @Test func aSingleValueHasNoIntervalAndEqualOnesHaveNone() {
        #expect(SampleStatistics([7]).interval == nil)
        #expect(SampleStatistics([7, 7, 7]).interval == 0)
    }
}
