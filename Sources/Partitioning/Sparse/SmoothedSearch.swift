import NeuralNetworks

/// Annealing on models of different grain, each with its schedule.
struct SmoothedSearch {
    /// What moves as one.
    enum Model {
        /// Whole rows or columns, the one-dimensional partitions: from a high temperature or at a low one. Sparse
        /// borders between workers call for the former, lines that all workers share for the latter.
        case lines(JaggedGrid.Direction, isHot: Bool)
        /// Every non-zero with the shorter of its lines.
        case mediumGrain
        /// A worker's non-zeros of a line, and single non-zeros.
        case fine
        /// As `fine`, without leaving the neighbourhood of the start.
        case refinement
    }

    var matrix: SparseMatrix
    var limits: LoadLimits
    var seed: UInt64

    /// - Parameter progress: called now and then with the share that is done.
    /// - Returns: owners within the limits, if necessary repaired, no worse than a start that is.
    func run(
        _ model: Model, from owners: [UInt16], touches: Int, stream: UInt64, progress: (Double) -> Void = { _ in }
    ) -> [UInt16] {
        let rowDegrees = matrix.rowDegrees()
        let columnDegrees = matrix.columnDegrees()
        let preferRow = matrix.rowCount >= matrix.columnCount
        var state = FineGrainState(matrix, owners: owners, limits: limits) { _, row, column in
            switch model {
            case .lines(.rows, _): .row
            case .lines(.columns, _): .column
            case .mediumGrain:
                rowDegrees[row] < columnDegrees[column]
                    || (rowDegrees[row] == columnDegrees[column] && preferRow) ? .row : .column
            case .fine, .refinement: .both
            }
        }
        var annealing: Annealing
        switch model {
        case .lines(_, let isHot):
            annealing = Annealing(temperatures: isHot ? (0.3, 0.1) : (0.01, 0.01), touches: touches)
            annealing.smoothness = isHot ? (1, 1) : (2, 2)
            annealing.overloadPrices = (0.01, 1)
        case .mediumGrain:
            annealing = Annealing(temperatures: (0.6, 0.1), touches: touches)
            annealing.smoothness = (4, 0.5)
            annealing.overloadPrices = (0.1, 2)
        case .fine:
            annealing = Annealing(temperatures: (0.2, 0.05), touches: touches, scatters: true)
            annealing.smoothness = (64, 0.1)
            annealing.overloadPrices = (0.02, 1)
        case .refinement:
            annealing = Annealing(temperatures: (0.08, 0.04), touches: touches, scatters: true)
            annealing.smoothness = (1, 0.1)
            annealing.overloadPrices = (0.02, 1)
        }
        var generator = SplitMix64(seed: seed, stream: 100 + stream)
        annealing.run(&state, generator: &generator, progress: progress)
        if state.overload == 0 { return state.ownerList }
        var repaired = FineGrainState(matrix, owners: state.ownerList, limits: limits)
        LoadRepair.repair(&repaired)
        return repaired.ownerList
    }
}
