import Foundation
public import NeuralNetworks
import Tensors
public import Units

/// Measured time of a step of a network, whole or a strip of it.
public struct LayerTiming: Sendable, Hashable {
    public let layer: String
    /// Its place in the network.
    public let layerIndex: Int
    public let kernelClass: KernelClass
    /// Rows of the output that were computed, of `height`.
    public let rows: Int
    public let height: Int
    /// Of the computed rows.
    public let macs: MACCount
    public let median: TimeSpan
    public let lowerQuartile: TimeSpan
    public let upperQuartile: TimeSpan
    /// The median of the distances from the median: half of the repetitions lie no further away.
    public let medianAbsoluteDeviation: TimeSpan
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

        /// Nanoseconds from an instant of its own.
        public func now() -> Int64 {
            var time = timespec()
            clock_gettime(self == .wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &time)
            return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
        }
    }

    /// How far a series of measurements is.
    public struct Progress: Sendable, Hashable {
        public let done: Int
        public let count: Int
        /// What was measured last.
        public let timing: LayerTiming
        /// Of the rest, at the pace so far, by multiply-accumulates and elements.
        public let estimatedTimeLeft: TimeSpan
    }

    /// Measures every step of a network, and strips in the middle of every step's map.
    ///
    /// - Parameters:
    ///   - strips: heights in rows; steps that are not that high or need the whole map are measured whole only.
    ///   - repetitions: of every measurement, after one that does not count; at least 1.
    ///   - progress: told after every measurement.
    /// - Returns: step by step, every step whole and then by strips in the order given.
    public static func measure(
        _ network: Network, strips: [Int] = [], repetitions: Int = 5, clock: Clock = .processor, seed: UInt64 = 1,
        options: KernelOptions = KernelOptions(), progress: (Progress) -> Void = { _ in }
    ) throws(KernelError) -> [LayerTiming] {
        let execution = try NetworkExecution(network, seed: seed, options: options)
        var inputs = [Tensor?](repeating: nil, count: network.tensorCount)
        inputs[0] = SeededParameters(seed: seed).input(network.input)
        let regionsOfSteps = execution.steps.map { regions(of: $0.plan.layer, strips: strips) }
        let works = zip(execution.steps, regionsOfSteps).flatMap { step, regions in
            regions.map { Double(step.plan.layer.macs(of: $0).count + 4 * $0.elementCount) }
        }
        let begin = Clock.wall.now()
        var timings: [LayerTiming] = []
        for (step, regions) in zip(execution.steps, regionsOfSteps) {
            let layer = step.plan.layer
            var parts: [FeatureMapPart] = []
            for tensor in layer.inputs { parts.append(try FeatureMapPart(whole: inputs[tensor]!)) }
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
                timings.append(LayerTiming(layer, step.layers.lowerBound, region, samples))
                let done = works[..<timings.count].reduce(0, +)
                let left = works[timings.count...].reduce(0, +)
                let elapsed = Double(Clock.wall.now() - begin)
                progress(
                    Progress(
                        done: timings.count, count: works.count, timing: timings[timings.count - 1],
                        estimatedTimeLeft: TimeSpan(nanoseconds: Int64(elapsed * left / max(done, 1)))))
            }
        }
        return timings
    }

    /// The whole output and its strips.
    private static func regions(of layer: Layer, strips: [Int]) -> [Region] {
        let whole = Region(layer.output)
        if layer.isFullyConnected { return [whole] }
        return [whole]
            + strips.filter { $0 > 0 && $0 < layer.output.height }.map { rows in
                let first = (layer.output.height - rows) / 2
                return Region(channels: whole.channels, rows: first..<first + rows, columns: whole.columns)
            }
    }

    /// Heights 1, 2, 4, 8 and so on: thinner strips are the less efficient ones.
    public static let doublingHeights = (0..<16).map { 1 << $0 }

    /// The time of this layer and an element-wise one behind it that is computed in the same go.
    ///
    /// Medians and spreads are added, as if slow runs of both came together.
    public func followed(by next: LayerTiming) -> LayerTiming {
        LayerTiming(
            layer: layer, layerIndex: layerIndex, kernelClass: kernelClass, rows: rows, height: height,
            macs: macs + next.macs, median: median + next.median, lowerQuartile: lowerQuartile + next.lowerQuartile,
            upperQuartile: upperQuartile + next.upperQuartile,
            medianAbsoluteDeviation: medianAbsoluteDeviation + next.medianAbsoluteDeviation,
            minimum: minimum + next.minimum, repetitions: min(repetitions, next.repetitions))
    }

    private init(_ layer: Layer, _ index: Int, _ region: Region, _ samples: [Int64]) {
        let sorted = samples.sorted()
        let median = Self.quantile(0.5, of: sorted)
        self.layer = layer.name
        layerIndex = index
        kernelClass = layer.kernelClass
        rows = region.rows.count
        height = layer.output.height
        macs = layer.macs(of: region)
        self.median = TimeSpan(nanoseconds: median)
        lowerQuartile = TimeSpan(nanoseconds: Self.quantile(0.25, of: sorted))
        upperQuartile = TimeSpan(nanoseconds: Self.quantile(0.75, of: sorted))
        medianAbsoluteDeviation = TimeSpan(
            nanoseconds: Self.quantile(0.5, of: samples.map { abs($0 - median) }.sorted()))
        minimum = TimeSpan(nanoseconds: sorted[0])
        repetitions = sorted.count
    }

    /// Between two samples along a straight line.
    static func quantile(_ fraction: Double, of sorted: [Int64]) -> Int64 {
        let place = fraction * Double(sorted.count - 1)
        let lower = sorted[Int(place)]
        let upper = sorted[min(Int(place) + 1, sorted.count - 1)]
        return lower + Int64(Double(upper - lower) * (place - place.rounded(.down)))
    }
}
