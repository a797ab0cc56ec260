import Foundation
public import NeuralNetworks
import Tensors
public import Units

/// Measured time of a step of a network, whole or a strip of it.
public struct LayerTiming: Sendable, Hashable {
    public let layer: String
    public let kernelClass: KernelClass
    /// Rows of the output that were computed.
    public let rows: Int
    /// Of the computed rows.
    public let macs: MACCount
    public let median: TimeSpan
    public let lowerQuartile: TimeSpan
    public let upperQuartile: TimeSpan
    public let minimum: TimeSpan
    public let repetitions: Int

    /// Multiply-accumulates in the median time.
    public var rate: ComputeRate {
        ComputeRate(macsPerSecond: median.nanoseconds > 0 ? Double(macs.count) / median.seconds : 0)
    }
}

extension LayerTiming {
    /// What stands still while other programs run.
    public enum Clock: String, Sendable, CaseIterable {
        /// Time of day.
        case wall
        /// Time that the processor worked for this process, all its threads together: with one thread much steadier on
        /// a machine that others use too.
        case processor

        func now() -> Int64 {
            var time = timespec()
            clock_gettime(self == .wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time)
            return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        }
    }

    /// Measures every step of a network, and strips of every step in the middle of the map.
    ///
    /// - Parameters:
    ///   - strips: heights in rows; steps that are not that high or need the whole map are measured whole only.
    ///   - repetitions: of every measurement, after one that does not count; at least 1.
    ///   - progress: told the multiplications and moved elements that are done, of how many.
    public static func measure(
        _ network: Network, strips: [Int] = [], repetitions: Int = 5, clock: Clock = .processor, seed: UInt64 = 1,
        options: KernelOptions = KernelOptions(), progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws(KernelError) -> [LayerTiming] {
        let execution = try NetworkExecution(network, seed: seed, options: options)
        var inputs = [Tensor?](repeating: nil, count: network.tensorCount)
        inputs[0] = SeededParameters(seed: seed).input(network.input)
        var timings: [LayerTiming] = []
        var done = 0
        let total = execution.steps.reduce(0) { sum, step in
            sum
                + Self.regions(of: step.plan.layer, strips: strips).reduce(0) {
                    $0 + Self.work(of: step.plan.layer, $1)
                }
        }
        for step in execution.steps {
            let layer = step.plan.layer
            var parts: [FeatureMapPart] = []
            for tensor in layer.inputs { parts.append(try FeatureMapPart(whole: inputs[tensor]!)) }
            let regions = Self.regions(of: layer, strips: strips)
            for region in regions {
                var pieces: [FeatureMapPart] = []
                for (index, part) in parts.enumerated() {
                    pieces.append(part.cropped(to: layer.inputRegion(of: region, input: index)))
                }
                var samples: [Int64] = []
                for repetition in 0...max(repetitions, 1) {
                    let start = clock.now()
                    let output = try step.plan.run(pieces, producing: region)
                    let end = clock.now()
                    if repetition > 0 { samples.append(end - start) }
                    if repetition == 0 && region == regions[0] { inputs[step.outputTensor] = output.tensor }
                }
                timings.append(LayerTiming(layer, region, samples))
                done += Self.work(of: layer, region)
                progress(done, total)
            }
        }
        return timings
    }

    /// The whole output, and strips in the middle of the map.
    private static func regions(of layer: Layer, strips: [Int]) -> [Region] {
        var regions = [Region(layer.output)]
        if layer.isFullyConnected { return regions }
        for rows in strips where rows > 0 && rows < layer.output.height {
            let first = (layer.output.height - rows) / 2
            regions.append(
                Region(
                    channels: 0..<layer.output.channels, rows: first..<first + rows, columns: 0..<layer.output.width))
        }
        return regions
    }

    /// What its time is about proportional to: convolutions do some ten multiplications in the time of moving an
    /// element.
    private static func work(of layer: Layer, _ region: Region) -> Int {
        layer.macs(of: region).count + 10 * region.elementCount
    }

    /// Heights 1, 2, 4, 8 and so on: thinner strips are the less efficient ones.
    public static let doublingHeights = (0..<16).map { 1 << $0 }

    /// The time of this layer and an element-wise one behind it that is computed in the same go.
    ///
    /// Medians and quartiles are added, as if slow runs of both came together.
    public func followed(by next: LayerTiming) -> LayerTiming {
        LayerTiming(
            layer: layer, kernelClass: kernelClass, rows: rows, macs: macs + next.macs, median: median + next.median,
            lowerQuartile: lowerQuartile + next.lowerQuartile, upperQuartile: upperQuartile + next.upperQuartile,
            minimum: minimum + next.minimum, repetitions: min(repetitions, next.repetitions))
    }

    private init(_ layer: Layer, _ region: Region, _ samples: [Int64]) {
        let sorted = samples.sorted()
        func quantile(_ fraction: Double) -> TimeSpan {
            let place = fraction * Double(sorted.count - 1)
            let lower = sorted[Int(place)]
            let upper = sorted[min(Int(place) + 1, sorted.count - 1)]
            return TimeSpan(nanoseconds: lower + Int64(Double(upper - lower) * (place - place.rounded(.down))))
        }
        self.layer = layer.name
        kernelClass = layer.kernelClass
        rows = region.rows.count
        macs = layer.macs(of: region)
        median = quantile(0.5)
        lowerQuartile = quantile(0.25)
        upperQuartile = quantile(0.75)
        minimum = TimeSpan(nanoseconds: sorted[0])
        repetitions = sorted.count
    }
}
