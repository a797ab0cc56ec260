import Foundation
public import NeuralNetworks
import Tensors
public import Units

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
        /// Of the rest, at the pace so far, by multiply-accumulates and elements.
        public let estimatedTimeLeft: TimeSpan
    }

    /// A step of the network, or a strip of it, with the inputs it reads.
    private struct Piece {
        var step: NetworkExecution.Step
        var region: Region
        var inputs: [FeatureMapPart]
        var samples: [Int64] = []

        /// What the time is proportional to, roughly.
        var work: Double { Double(step.plan.layer.macs(of: region).count + 4 * region.elementCount) }
    }

    /// Measures every step of a network, and strips in the middle of every step's map.
    ///
    /// Every repetition is a pass over the whole network, so that what else a machine does meanwhile slows every step
    /// alike, in a few of the passes. Within a pass every step first runs once uncounted: whole and strips alike then
    /// find in the caches what has room there.
    ///
    /// - Parameters:
    ///   - strips: heights in rows; steps that are not that high or need the whole map are measured whole only.
    ///   - repetitions: of every measurement, after a pass that does not count; at least 1.
    ///   - progress: told after every single run.
    /// - Returns: step by step, every step whole and then by strips in the order given.
    public static func measure(
        _ network: Network, strips: [Int] = [], repetitions: Int = 5, clock: Clock = .processor, seed: UInt64 = 1,
        options: KernelOptions = KernelOptions(), progress: (Progress) -> Void = { _ in }
    ) throws(KernelError) -> [LayerTiming] {
        var pieces = try pieces(of: network, strips: strips, seed: seed, options: options)
        let passes = max(repetitions, 1) + 1
        let workOfPass = pieces.reduce(0) { $0 + $1.work }
        let begin = Clock.wall.now()
        for pass in 0..<passes {
            var work = Double(pass) * workOfPass
            for index in pieces.indices {
                let piece = pieces[index]
                if index == 0 || pieces[index - 1].step.layers != piece.step.layers {
                    _ = try piece.step.plan.run(piece.inputs, producing: piece.region)
                }
                let start = clock.now()
                _ = try piece.step.plan.run(piece.inputs, producing: piece.region)
                if pass > 0 { pieces[index].samples.append(clock.now() - start) }
                work += piece.work
                let elapsed = Double(Clock.wall.now() - begin)
                progress(
                    Progress(
                        done: pass * pieces.count + index + 1, count: passes * pieces.count,
                        estimatedTimeLeft: TimeSpan(
                            nanoseconds: Int64(elapsed * (Double(passes) * workOfPass - work) / max(work, 1)))))
            }
        }
        return pieces.map { LayerTiming($0.step.plan.layer, $0.step.layers.lowerBound, $0.region, $0.samples) }
    }

    /// Every step whole and in strips, with the inputs that the steps before compute.
    private static func pieces(
        of network: Network, strips: [Int], seed: UInt64, options: KernelOptions
    ) throws(KernelError) -> [Piece] {
        let execution = try NetworkExecution(network, seed: seed, options: options)
        var tensors = [Tensor?](repeating: nil, count: network.tensorCount)
        tensors[0] = SeededParameters(seed: seed).input(network.input)
        var pieces: [Piece] = []
        for step in execution.steps {
            let layer = step.plan.layer
            var parts: [FeatureMapPart] = []
            for tensor in layer.inputs { parts.append(try FeatureMapPart(whole: tensors[tensor]!)) }
            for region in regions(of: layer, strips: strips) {
                let inputs = parts.enumerated().map { $1.cropped(to: layer.inputRegion(of: region, input: $0)) }
                pieces.append(Piece(step: step, region: region, inputs: inputs))
            }
            tensors[step.outputTensor] = try step.plan.run(parts, producing: Region(layer.output)).tensor
        }
        return pieces
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
}
