import NeuralNetworks
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

    init(_ layer: Layer, _ index: Int, _ region: Region, _ samples: [Int64]) {
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
