public import NeuralNetworks

/// The cheapest partition that a portfolio of methods finds within the load limits.
///
/// Constructions: contiguous rows, columns, jagged grids, MSCC with greedy (FGCP) and minimum-cover outliers. Searches:
/// smoothed annealing of whole rows or columns (1-D), of the medium-grain model (Pelt and Bisseling, 2014,
/// doi 10.1109/IPDPS.2014.62: a non-zero moves with the shorter of its lines), and of the fine-grain model from a
/// jagged grid and from MSCC, recursive bisection; the best of them are annealed further. All draw on fixed seeds and fixed amounts of work.
public struct SparsePartitioner: Sendable, Hashable {
    /// The workers of a line have to fit into a bit mask.
    public static let largestWorkerCount = FineGrainState.largestWorkerCount

    public var cost: SparseCost
    public var seed: UInt64
    /// Multiplies the work of the searches.
    public var effort: Double

    public init(cost: SparseCost = SparseCost(), seed: UInt64 = 1, effort: Double = 1) {
        precondition(effort >= 0, "the effort is not negative")
        self.cost = cost
        self.seed = seed
        self.effort = effort
    }

    /// A partition that was found, and what it costs.
    public struct Result: Sendable, Hashable {
        public var partition: SparsePartition
        public var metrics: SparseMetrics
    }

    /// Never dearer than any of the constructions that keep the limits.
    ///
    /// - Parameter progress: called now and then with the share that is done, 0 until the searches begin.
    /// - Precondition: at most `largestWorkerCount` workers.
    public func best(
        _ matrix: SparseMatrix, limits: LoadLimits, progress: (Double) -> Void = { _ in }
    ) -> Result {
        run(matrix, limits: limits, progress: progress).best
    }

    /// The cheapest partition of all, and the cheapest that a search found; the same where nothing is left to search.
    public func run(
        _ matrix: SparseMatrix, limits: LoadLimits, progress: (Double) -> Void = { _ in }
    ) -> (best: Result, search: Result) {
        progress(0)
        var constructions = Portfolio(matrix: matrix, limits: limits, cost: cost)
        let rows = BlockPartition.rows.partition(matrix, limits: limits)
        let columns = BlockPartition.columns.partition(matrix, limits: limits)
        let grid = BlockPartition.jaggedGrid.partition(matrix, limits: limits)
        for partition in [rows, columns, BlockPartition.grid.partition(matrix, limits: limits), grid] {
            constructions.offer(partition)
        }
        progress(0)
        let candidates = SpectralCoClustering.candidates(matrix, limits: limits, seed: seed)
        progress(0)
        for outliers in [OutlierAssignment.wholeLines, .naive] {
            constructions.offer(outliers.partition(matrix, candidates: candidates, limits: limits))
        }
        constructions.offer(OutlierAssignment.greedy.partition(matrix, candidates: candidates, limits: limits))
        let cover = OutlierAssignment.balancedCover.partition(matrix, candidates: candidates, limits: limits)
        constructions.offer(cover)

        let budget = searchBudget(matrix, workerCount: limits.workerCount)
        guard budget > 0, limits.workerCount > 1, constructions.best!.metrics.volume > 0 else {
            progress(1)
            return (constructions.best!, constructions.best!)
        }
        progress(0)
        let search = SmoothedSearch(matrix: matrix, limits: limits, seed: seed)
        let isRows = constructions.volume(rows) <= constructions.volume(columns)
        let line = isRows ? rows : columns
        var searches = Portfolio(matrix: matrix, limits: limits, cost: cost)
        var offered: [SparsePartition] = []
        var done = 0
        func add(_ owners: [UInt16], share: Int) {
            done += share
            let partition = SparsePartition(workerCount: limits.workerCount, owners: owners, of: matrix)
            searches.offer(partition)
            offered.append(partition)
            progress(Double(done) / Self.sumOfShares)
        }
        func offer(_ model: SmoothedSearch.Model, from start: SparsePartition, share: Int) {
            let found = search.run(
                model, from: start.owners, touches: budget * share / 100, stream: UInt64(offered.count)
            ) { progress((Double(done) + Double(share) * $0) / Self.sumOfShares) }
            add(found, share: share)
        }
        offer(.fine, from: grid, share: 11)
        offer(.fine, from: cover, share: 11)
        offer(.mediumGrain, from: grid, share: 11)
        offer(.mediumGrain, from: cover, share: 11)
        offer(.lines(isRows ? .rows : .columns, isHot: true), from: line, share: 8)
        offer(.lines(isRows ? .rows : .columns, isHot: false), from: line, share: 8)
        let bisection = RecursiveBisection(matrix: matrix, limits: limits, seed: seed)
        add(bisection.owners(touches: budget * 12 / 100), share: 12)
        // The two cheapest so far, and the better of the medium-grain ones in any case.
        let volumes = offered.map(searches.volume)
        let byVolume = offered.indices.sorted { (volumes[$0], $0) < (volumes[$1], $1) }
        let medium = byVolume.first { $0 == 2 || $0 == 3 }!
        let others = byVolume.filter { $0 != medium }
        offer(.refinement, from: offered[medium], share: 13)
        offer(.refinement, from: offered[others[0]], share: 13)
        let all = constructions.isCheaper(than: searches) ? constructions : searches
        offer(.refinement, from: all.best!.partition, share: 14)
        return (constructions.isCheaper(than: searches) ? constructions.best! : searches.best!, searches.best!)
    }

    /// Of all searches together, in percent of the budget.
    private static let sumOfShares = 112.0

    /// Looks at non-zeros, the measure of work of the searches: in proportion to the matrix, but enough for middle
    /// sizes to settle and no more than large ones have time for; among many workers a look takes longer.
    private func searchBudget(_ matrix: SparseMatrix, workerCount: Int) -> Int {
        let nonZeros = Double(matrix.nonZeroCount)
        let middle = 110e6
        let largest = max(middle, 2e9 / Double(workerCount))
        return Int(effort * max(min(16000 * nonZeros, middle), min(100 * nonZeros, largest)))
    }
}

/// The candidates of one matrix, of which the cheapest stays.
private struct Portfolio {
    var matrix: SparseMatrix
    var limits: LoadLimits
    var cost: SparseCost
    var best: SparsePartitioner.Result?

    init(matrix: SparseMatrix, limits: LoadLimits, cost: SparseCost) {
        self.matrix = matrix
        self.limits = limits
        self.cost = cost
    }

    func volume(_ partition: SparsePartition) -> Int { SparseMetrics(partition, of: matrix, limits: limits).volume }

    func isCheaper(than other: Portfolio) -> Bool { key(best!.metrics) < key(other.best!.metrics) }

    private func key(_ metrics: SparseMetrics) -> (Double, Int, Int, Double) {
        (cost.total(metrics), metrics.volume, metrics.messages, metrics.balance)
    }

    /// Compares a partition, repaired if it breaks a limit, with the best one so far.
    mutating func offer(_ partition: SparsePartition) {
        var owners = partition.owners
        if !limits.allow(partition.loads()) {
            var state = FineGrainState(matrix, owners: owners, limits: limits)
            LoadRepair.repair(&state)
            owners = state.ownerList
        } else {
            consider(partition)
        }
        consider(SparsePartition(workerCount: limits.workerCount, owners: owners, of: matrix))
        consider(VectorOwners.cheapest(owners, workerCount: limits.workerCount, of: matrix, cost: cost))
    }

    private mutating func consider(_ partition: SparsePartition) {
        let metrics = SparseMetrics(partition, of: matrix, limits: limits)
        if let best, key(metrics) >= key(best.metrics) { return }
        best = SparsePartitioner.Result(partition: partition, metrics: metrics)
    }
}
