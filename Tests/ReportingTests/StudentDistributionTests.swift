import Testing

@testable import Reporting

@Suite struct StudentDistributionTests {
    // Percentage points of Student's t for 0.975, Abramowitz and Stegun 1964, table 26.10.
    @Test(arguments: [
        (1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (5, 2.571), (9, 2.262), (10, 2.228), (29, 2.045), (30, 2.042),
        (60, 2.000), (120, 1.980), (20_000, 1.960),
    ])
    func agreesWithTheTable(degreesOfFreedom: Int, value: Double) {
        let computed = StudentDistribution.criticalValue95(degreesOfFreedom: degreesOfFreedom)
        #expect(abs(computed - value) < 0.0006)
    }

    // With one degree of freedom it is the Cauchy distribution: tan(0.475 π).
    @Test func isCauchysForOneDegree() {
        #expect(abs(StudentDistribution.criticalValue95(degreesOfFreedom: 1) - 12.706204736) < 1e-8)
    }

    // 1, 2, 3: mean 2, standard deviation 1, interval 2 ± 4.302653 / √3.
    @Test func theIntervalOfThreeValues() throws {
        let summary = SampleSummary([1, 2, 3])
        let interval = try #require(summary.interval)
        #expect(summary.mean == 2)
        #expect(abs(interval.upperBound - 4.484138) < 1e-5)
        #expect(abs(interval.lowerBound + interval.upperBound - 4) < 1e-12)
        #expect(SampleSummary([5]).interval == nil)
    }
}
