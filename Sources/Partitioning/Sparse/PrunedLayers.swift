public import NeuralNetworks

/// The fully connected layers of a network as sparse matrices, and how to divide them.
public struct PrunedLayers: Sendable, Hashable {
    /// Where the non-zeros of a layer are.
    public enum Pattern: Sendable, Hashable {
        /// At uniformly random positions.
        case uniform(density: Double, seed: UInt64)
        /// Rows are inputs in the order channel, row, column; columns are outputs.
        case matrix(SparseMatrix)

        /// The number of non-zeros in a layer of a shape.
        public func nonZeroCount(rowCount: Int, columnCount: Int) -> Int {
            switch self {
            case .uniform(let density, _): Int((density * Double(rowCount) * Double(columnCount)).rounded())
            case .matrix(let matrix): matrix.nonZeroCount
            }
        }
    }

    /// One for every fully connected layer, in their order.
    public var patterns: [Pattern]
    /// Nil: the fastest device multiplies alone.
    public var scheme: SparseScheme?
    /// What the searches are given.
    public var settings: SparsePartitioner

    public init(patterns: [Pattern], scheme: SparseScheme?, settings: SparsePartitioner = SparsePartitioner()) {
        self.patterns = patterns
        self.scheme = scheme
        // Only searches look at costs: partitions of the others serve clusters of any rates.
        self.settings = scheme?.isSearch == true ? settings : SparsePartitioner(seed: settings.seed)
    }

    /// Uniformly random patterns.
    ///
    /// - Parameter densities: share of non-zeros of every layer.
    public static func uniformPatterns(densities: [Double], seed: UInt64) -> [Pattern] {
        densities.enumerated().map { index, density in
            // A stream of its own for every layer.
            var generator = SplitMix64(seed: seed, stream: UInt64(index))
            return .uniform(density: density, seed: generator.next())
        }
    }

    /// The same matrices on the fastest device.
    public var undivided: PrunedLayers { PrunedLayers(patterns: patterns, scheme: nil, settings: settings) }
}
