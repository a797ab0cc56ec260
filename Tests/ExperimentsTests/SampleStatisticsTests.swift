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

    // Percentage points of Student's t for 0.975, Abramowitz and Stegun 1964, table 26.10.
    @Test(arguments: [
        (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228), (29, 2.045), (30, 2.042),
        (60, 2.000), (120, 1.980), (20_000, 1.960),
    ])
    func agreesWithTheTable(degreesOfFreedom: Int, value: Double) {
        let computed = StudentDistribution.quantile975(degreesOfFreedom)
        #expect(abs(computed - value) < 0.0006)
    }

    // With one degree of freedom it is the Cauchy distribution: tan(0.475 π).
    @Test func isCauchysForOneDegree() {
        #expect(abs(StudentDistribution.quantile975(1) - 12.706204736) < 1e-8)
    }

    // 1, 2, 3: mean 2, standard deviation 1, interval 2 ± 4.302653 / √3.
    @Test func theIntervalOfThreeValues() throws {
        let summary = SampleStatistics([1, 2, 3])
        let interval = try #require(summary.range)
        #expect(summary.mean == 2)
        #expect(abs(interval.upperBound - 4.484138) < 1e-5)
        #expect(abs(interval.lowerBound + interval.upperBound - 4) < 1e-12)
        #expect(SampleStatistics([5]).interval == nil)
    }
}
