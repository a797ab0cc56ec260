public import Units

/// The division of a sparse layer among places: who multiplies with what, and who completes which output.
public struct SparseParts: Sendable, Hashable {
    /// What one place multiplies with.
    public struct Part: Sendable, Hashable {
        public var place: Int
        public var storage: SparseStorage

        public var nonZeroCount: Int { storage.all.nonZeroCount }
        /// Inputs that it multiplies with, increasing; numbered by channel, row and column of the layer's input.
        public var inputs: [Int32] { storage.all.inputs }
        /// Outputs that it has sums of, increasing.
        public var outputs: [Int32] { storage.all.outputs }
    }

    /// Those that have non-zeros, by worker.
    public var parts: [Part]
    /// Place that completes every output.
    public var outputPlaces: [Int32]

    public var nonZeroCount: Int { parts.reduce(0) { $0 + $1.nonZeroCount } }
    /// Multiply-accumulates of all places, those with zeros in dense blocks included.
    public var macs: MACCount { parts.reduce(.zero) { $0 + $1.storage.macs } }

    /// - Parameters:
    ///   - outputOwners: the worker that completes every output.
    ///   - storages: how every worker stores its non-zeros.
    ///   - places: place of every worker.
    public init(outputOwners: [UInt16], storages: [SparseStorage], places: [Int]) {
        parts = zip(places, storages).compactMap { place, storage in
            storage.all.nonZeroCount == 0 ? nil : Part(place: place, storage: storage)
        }
        outputPlaces = outputOwners.map { Int32(places[Int($0)]) }
    }
}
