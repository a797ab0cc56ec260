public import Foundation
import NeuralNetworks
import Tensors

/// Runs golden cases on this module's kernels.
///
/// Every case is run whole, and where the operation can be cut also in strips and tiles, each from its own part of the
/// input; the parts must equal the whole bit for bit, unless the algorithm is Winograd's.
public struct GoldenVerification: Sendable {
    public struct Outcome: Sendable {
        public let name: String
        public let operation: String
        /// Largest |y - reference| / (atol + rtol |reference|); a case passes up to 1.
        public let largestErrorOverTolerance: Double
        /// Parts that were run besides the whole.
        public let parts: Int
        /// Whether they all equal the whole bit for bit.
        public let partsAreEqual: Bool
        /// Why the case could not be run.
        public let failure: String?

        public var passed: Bool { failure == nil && largestErrorOverTolerance <= 1 && partsAreEqual }
    }

    public let outcomes: [Outcome]

    public var passedCount: Int { outcomes.count(where: \.passed) }
    public var failed: [Outcome] { outcomes.filter { !$0.passed } }
    /// Of the cases that could be run.
    public var largestErrorOverTolerance: Double { outcomes.map(\.largestErrorOverTolerance).max() ?? 0 }

    /// Runs every case of a list, whose arrays lie beside it.
    ///
    /// - Throws: `GoldenError` when the index cannot be read; a case that cannot be run is an outcome.
    public init(index: URL, options: KernelOptions = KernelOptions()) throws(GoldenError) {
        let folder = index.deletingLastPathComponent()
        outcomes = try GoldenIndex(contentsOf: index).cases.map { golden in
            var run = GoldenRun(golden, folder: folder, options: options)
            do {
                let output = try run.output()
                let reference = try run.tensor(file: golden.output)
                guard output.extents == golden.outputShape, reference.extents == golden.outputShape else {
                    throw GoldenError.missing("the output's shape \(golden.outputShape), found \(output.extents),")
                }
                return Outcome(
                    name: golden.name, operation: golden.op,
                    largestErrorOverTolerance: Self.error(output, reference, golden), parts: run.parts,
                    partsAreEqual: run.partsAreEqual || options.convolution != .exact, failure: nil)
            } catch {
                return Outcome(
                    name: golden.name, operation: golden.op, largestErrorOverTolerance: .infinity, parts: 0,
                    partsAreEqual: true, failure: "\(error)")
            }
        }
    }

    private static func error(_ output: Tensor, _ reference: Tensor, _ golden: GoldenCase) -> Double {
        var largest = 0.0
        for index in 0..<output.count {
            let (y, expected) = (Double(output[index]), Double(reference[index]))
            if y == expected { continue }
            let ratio = abs(y - expected) / (golden.atol + golden.rtol * abs(expected))
            // What is not a number fails.
            largest = ratio <= largest ? largest : ratio.isNaN ? .infinity : ratio
        }
        return largest
    }
}
