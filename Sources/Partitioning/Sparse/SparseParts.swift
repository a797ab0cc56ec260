/// The division of a sparse layer among places: who multiplies with what, and who completes which output.
public struct SparseParts: Sendable, Hashable {
    /// What one place multiplies with.
    public struct Part: Sendable, Hashable {
        public var place: Int
        /// As many multiply-accumulates.
        public var nonZeroCount: Int
        /// Inputs that it multiplies with, increasing; numbered by channel, row and column of the layer's input.
        public var inputs: [Int32]
        /// Outputs that it has sums of, increasing.
        public var outputs: [Int32]
    }

    /// Those that have non-zeros, by worker.
    public var parts: [Part]
    /// Place that completes every output.
    public var outputPlaces: [Int32]

    public var nonZeroCount: Int { parts.reduce(0) { $0 + $1.nonZeroCount } }

    /// - Parameter places: place of every worker.
    public init(_ plan: SparseLayerPlan, places: [Int], outputCount: Int) {
        parts = zip(plan.workers, places).compactMap { worker, place in
            worker.entries.isEmpty
                ? nil
                : Part(
                    place: place, nonZeroCount: worker.entries.count, inputs: worker.usedInputs,
                    outputs: worker.partialOutputs)
        }
        outputPlaces = [Int32](repeating: 0, count: outputCount)
        for (worker, place) in zip(plan.workers, places) {
            for output in worker.ownOutputs { outputPlaces[Int(output)] = Int32(place) }
        }
    }

    /// Bytes of a part's weights in compressed sparse columns: a float32 and a 32-bit row for every non-zero, and
    /// 32-bit offsets of its columns.
    static func weightBytes(of part: Part) -> Int { 8 * part.nonZeroCount + 4 * (part.outputs.count + 1) }
}
