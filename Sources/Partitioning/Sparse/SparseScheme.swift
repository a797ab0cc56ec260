public import NeuralNetworks

/// The ways to partition a sparse fully connected layer: the list that scenarios, help, validation and tests read.
public enum SparseScheme: String, Sendable, Hashable, CaseIterable {
    case rows
    case columns
    case checkerboard
    case jaggedGrid = "jagged-grid"
    case coClustering = "mscc"
    case coClusteringNaive = "mscc+naive"
    case coClusteringGreedy = "mscc+fgcp"
    case coClusteringCover = "mscc+cover"
    case fineGrain = "fine-grain"
    case best

    public var name: String { rawValue }

    public var summary: String {
        switch self {
        case .rows: "contiguous inputs in proportion to capability; partial sums are sent"
        case .columns: "contiguous outputs in proportion to capability; inputs are sent"
        case .checkerboard: "a grid of equal cuts"
        case .jaggedGrid: "the cheapest grid in proportion to capability, inner cuts of their own in every group"
        case .coClustering: "spectral co-clustering; outliers stay with their rows, or all with their columns"
        case .coClusteringNaive: "spectral co-clustering; each outlier to the less loaded of its two owners"
        case .coClusteringGreedy: "MoDNN: spectral co-clustering, outliers by Fine-Grain Cross Partition"
        case .coClusteringCover: "spectral co-clustering; outliers by minimum vertex covers, loads repaired"
        case .fineGrain: "annealing of the fine-grain hypergraph model from 1-D, 2-D, medium-grain and clustered starts"
        case .best: "the cheapest of all of these within the load limits, words and messages priced"
        }
    }

    /// Whether workers are limited to 64 by the search structures.
    public var isSearch: Bool {
        switch self {
        case .coClusteringCover, .fineGrain, .best: true
        default: false
        }
    }

    /// Whether the work grows with the number of workers as well as with the matrix.
    var weighsEveryWorker: Bool {
        switch self {
        case .rows, .columns, .checkerboard: false
        default: true
        }
    }

    /// Whether the owners of the words of x and y may be chosen anew: the scheme is about non-zeros alone.
    public var hasFreeVectorOwners: Bool {
        switch self {
        case .fineGrain, .best: true
        default: false
        }
    }

    /// Partitions a matrix.
    ///
    /// - Parameters:
    ///   - settings: concern the searches only, except for the seed.
    ///   - progress: called now and then with the share of a search that is done.
    /// - Precondition: at most `SparsePartitioner.largestWorkerCount` workers if `isSearch`.
    public func partition(
        _ matrix: SparseMatrix, limits: LoadLimits, settings: SparsePartitioner = SparsePartitioner(),
        progress: (Double) -> Void = { _ in }
    ) -> SparsePartition {
        func outliers(_ assignment: OutlierAssignment) -> SparsePartition {
            let candidates = SpectralCoClustering.candidates(matrix, limits: limits, seed: settings.seed)
            return assignment.partition(matrix, candidates: candidates, limits: limits)
        }
        return switch self {
        case .rows: BlockPartition.rows.partition(matrix, limits: limits)
        case .columns: BlockPartition.columns.partition(matrix, limits: limits)
        case .checkerboard: BlockPartition.grid.partition(matrix, limits: limits)
        case .jaggedGrid: BlockPartition.jaggedGrid.partition(matrix, limits: limits)
        case .coClustering: outliers(.wholeLines)
        case .coClusteringNaive: outliers(.naive)
        case .coClusteringGreedy: outliers(.greedy)
        case .coClusteringCover: outliers(.balancedCover)
        case .fineGrain: settings.run(matrix, limits: limits, progress: progress).search.partition
        case .best: settings.run(matrix, limits: limits, progress: progress).best.partition
        }
    }
}
