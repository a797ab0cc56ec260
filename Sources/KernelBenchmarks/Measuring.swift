import Foundation
import TensorKernels

/// Times a piece of work: the processor's time with one thread, the time of day with several.
struct Measuring {
    let clock: LayerTiming.Clock
    /// Seconds for one measurement, about.
    var budget = 1.5

    init(threads: Int) { clock = threads == 1 ? .processor : .wall }

    /// The median in seconds, after two runs that do not count.
    func median(_ body: () throws -> Void) rethrows -> Double {
        try body()
        let one = max(try seconds(body), 1e-7)
        let inner = max(1, Int(0.02 / one))
        let count = max(3, min(15, Int(budget / (one * Double(inner)))))
        var samples: [Double] = []
        for _ in 0..<count {
            samples.append(try seconds { for _ in 0..<inner { try body() } } / Double(inner))
        }
        return samples.sorted()[count / 2]
    }

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = clock.now()
        try body()
        return Double(clock.now() - start) * 1e-9
    }
}
