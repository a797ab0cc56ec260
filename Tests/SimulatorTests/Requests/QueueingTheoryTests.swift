import DeviceProfiles
import Execution
import Simulator
import Testing
import Units

/// Waiting times of one device against the formula of Pollaczek and Khinchine for Poisson arrivals and any service:
/// W = lambda E[S^2] / (2 (1 - rho)).
@Suite struct QueueingTheoryTests {
    /// Mean waiting times of ten independent runs of 4000 requests after 500 others.
    private func waits(_ plans: [CompiledPlan], meanIntervals: [Int], services: [Double]) -> [Double] {
        (0..<10).map { seed in
            let (run, _) = serve(
                plans, meanIntervals.map { .poisson(meanInterval: nanoseconds($0)) }, requests: 4500,
                seed: UInt64(seed))
            let counted = run.requests.dropFirst(500)
            let waiting = counted.reduce(0) { $0 + $1.latency.seconds * 1e9 - services[Int($1.source)] }
            return waiting / Double(counted.count)
        }
    }

    /// Student's t with nine degrees of freedom: 99.9 % of means lie within 4.78 standard errors.
    private func expect(_ observed: [Double], near theory: Double) {
        let mean = observed.reduce(0, +) / 10
        let variance = observed.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 9
        let error = (variance / 10).squareRoot()
        #expect(abs(mean - theory) <= 4.78 * error, "\(mean) +- \(error), theory \(theory)")
        // The test could not fail otherwise.
        #expect(error < 0.06 * theory)
    }

    @Test(arguments: [2000, 1250]) func constantService(meanInterval: Int) {
        let plan = CompiledPlan(.single(macs: 1000), on: .of([.plain()]))
        let utilization = 1000 / Double(meanInterval)
        expect(
            waits([plan], meanIntervals: [meanInterval], services: [1000]),
            near: utilization * 1000 / (2 * (1 - utilization)))
    }

    @Test func twoKindsOfRequests() {
        // Kind 1: 400, every 1500 on average; kind 2: 2500, every 7000.
        let plans = [400, 2500].map { CompiledPlan(.single(macs: $0), on: .of([.plain()])) }
        let (rates, services) = ([1 / 1500.0, 1 / 7000.0], [400.0, 2500.0])
        let utilization = rates[0] * services[0] + rates[1] * services[1]
        let squares = rates[0] * services[0] * services[0] + rates[1] * services[1] * services[1]
        expect(
            waits(plans, meanIntervals: [1500, 7000], services: services), near: squares / (2 * (1 - utilization)))
    }

    @Test func theMoreServiceVariesTheLongerTheWait() {
        // About normal with a coefficient of variation of a half; a draw below a tenth of the mean (1.8 standard
        // deviations) counts as a tenth, so the moments come from the same draws.
        let plan = CompiledPlan(.single(macs: 1000), on: .of([.plain()]))
        var stream = RandomStream(seed: 77, consumer: "moments")
        var (first, second) = (0.0, 0.0)
        for _ in 0..<200_000 {
            let factor = max(0.1, 1 + 0.5 * stream.nextNormal())
            first += factor / 200_000
            second += factor * factor / 200_000
        }
        let observed = (0..<10).map { seed in
            let (run, _) = serve(
                [plan], [.poisson(meanInterval: nanoseconds(1600))], requests: 4500,
                variation: ComputeVariation(coefficient: 0.5), seed: UInt64(seed))
            let counted = run.requests.dropFirst(500)
            return counted.reduce(0) { $0 + $1.latency.seconds * 1e9 } / Double(counted.count) - 1000 * first
        }
        expect(observed, near: 1000 * 1000 * second / 1600 / (2 * (1 - 1000 * first / 1600)))
    }
}
