import Foundation
import NeuralNetworks
import Tensors

/// Softmax over the channels at every position: exponentials of the differences from the maximum, summed from the first
/// channel to the last.
///
/// - Parameters:
///   - source: `[channels, positions]`.
///   - kept: the channels to keep in `output`, `[kept, positions]`.
func softmaxChannels(
    _ source: UnsafePointer<Float>, channels: Int, positions: Int, kept: Range<Int>,
    output: UnsafeMutablePointer<Float>
) {
    for position in 0..<positions {
        var maximum = -Float.infinity
        for channel in 0..<channels {
            let x = source[channel &* positions &+ position]
            if x > maximum || x.isNaN { maximum = x }
        }
        var sum: Float = 0
        for channel in 0..<channels {
            let value = exp(source[channel &* positions &+ position] - maximum)
            sum += value
            if kept.contains(channel) {
                output[(channel &- kept.lowerBound) &* positions &+ position] = value
            }
        }
        for channel in 0..<kept.count { output[channel &* positions &+ position] /= sum }
    }
}

extension LocalResponseNormalization {
    /// Into `output`, `[channels, rows, columns]` of the region; squares are summed from the lowest channel up.
    ///
    /// - Parameter channels: of the whole map.
    func apply(_ map: MapElements, channels: Int, region: Region, output: UnsafeMutablePointer<Float>) {
        let columns = region.columns.count
        let scale = alpha / Float(size)
        var target = output
        for channel in region.channels {
            let neighbours = max(channel - size / 2, 0)..<min(channel + (size - 1) / 2 + 1, channels)
            for row in region.rows {
                target.update(repeating: 0, count: columns)
                for neighbour in neighbours {
                    let source = map.element(neighbour, row, region.columns.lowerBound)
                    for column in 0..<columns { target[column] += source[column] * source[column] }
                }
                let source = map.element(channel, row, region.columns.lowerBound)
                if beta == 0.75 {
                    for column in 0..<columns {
                        let root = (k + scale * target[column]).squareRoot()
                        target[column] = source[column] / (root * root.squareRoot())
                    }
                } else {
                    for column in 0..<columns {
                        target[column] = source[column] / pow(k + scale * target[column], beta)
                    }
                }
                target += columns
            }
        }
    }
}

/// Batch normalization in inference as one factor and one summand a channel.
struct ChannelScale: Sendable {
    let factors: [Float]
    let summands: [Float]

    /// gamma (x - mean) / sqrt(variance + epsilon) + beta, all `[channels]`.
    init(mean: Tensor, variance: Tensor, gamma: Tensor, beta: Tensor, epsilon: Float) {
        var factors: [Float] = []
        var summands: [Float] = []
        for channel in 0..<mean.count {
            let factor = Double(gamma[channel]) / (Double(variance[channel]) + Double(epsilon)).squareRoot()
            factors.append(Float(factor))
            summands.append(Float(Double(beta[channel]) - Double(mean[channel]) * factor))
        }
        self.factors = factors
        self.summands = summands
    }

    /// - Parameters:
    ///   - source: `[channels, positions]`, as `output`.
    ///   - channels: the places of these channels in the whole map.
    func apply(
        _ source: UnsafePointer<Float>, channels: Range<Int>, positions: Int, output: UnsafeMutablePointer<Float>
    ) {
        for (place, channel) in channels.enumerated() {
            let from = source + place * positions
            let to = output + place * positions
            let (factor, summand) = (factors[channel], summands[channel])
            for index in 0..<positions { to[index] = from[index] * factor + summand }
        }
    }
}
