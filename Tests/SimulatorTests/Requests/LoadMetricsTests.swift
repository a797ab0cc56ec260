import DeviceProfiles
import Testing
import Units

@testable import Simulator

@Suite struct LoadMetricsTests {
    @Test func quantilesLieBetweenOrderStatistics() {
        let values = [1.0, 2, 4, 8, 16]
        #expect(LoadMetrics.quantile(0, of: values) == 1)
        #expect(LoadMetrics.quantile(0.5, of: values) == 4)
        // Position 0.95 * 4 = 3.8: from 8 four fifths of the way to 16.
        #expect(abs(LoadMetrics.quantile(0.95, of: values) - 14.4) < 1e-12)
        #expect(LoadMetrics.quantile(1, of: values) == 16)
        #expect(LoadMetrics.quantile(0.99, of: [7]) == 7)
        #expect(LoadMetrics.quantile(0.5, of: []) == 0)
    }

    @Test func theWarmUpCountsForThroughputButNotForLatencies() {
        let compiled = CompiledPlan(.single(macs: 1000), on: .of([.plain()]))
        var (run, load) = serve([compiled], [.trace([0, 0, 0, 4000].map { instant($0) })], requests: 4)
        load.warmUp = 2
        let metrics = LoadMetrics(run, of: load, wakeUpOccupiesChannel: true)
        // Answers at 1000, 2000, 3000 and 5000.
        #expect(metrics.requests == 2)
        #expect(metrics.meanLatency == 2e-6)
        #expect(metrics.largestLatency == 3e-6)
        #expect(abs(metrics.throughput - 4 / 5e-6) < 1e-6)
        #expect(abs(metrics.meanInFlight - 7.0 / 5) < 1e-12)
        #expect(abs(metrics.deviceUtilization - 0.8) < 1e-12)
        run.requests = []
        #expect(LoadMetrics(run, of: load, wakeUpOccupiesChannel: true).requests == 0)
    }
}
