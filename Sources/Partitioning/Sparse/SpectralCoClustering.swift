public import NeuralNetworks

/// Rows and columns with equal labels form the diagonal blocks of a matrix: the clusters of MoDNN's Modified Spectral
/// Co-Clustering (MSCC).
///
/// Dhillon's bipartite spectral co-clustering (KDD 2001, doi 10.1145/502512.502550) with k-means balanced by capability.
/// Connected components are handled apart: whole ones are dealt to workers if that fits the load limits, otherwise
/// their indicators, the singular vectors of the multiple singular value 1, enter the embedding explicitly.
public struct SpectralCoClustering: Sendable, Hashable {
    /// Worker of every row and column; empty lines get worker 0.
    public var rowOwners: [UInt16]
    public var columnOwners: [UInt16]

    init(rowOwners: [UInt16], columnOwners: [UInt16]) {
        self.rowOwners = rowOwners
        self.columnOwners = columnOwners
    }

    /// The clustering with fewest non-zeros outside its blocks.
    ///
    /// - Parameter seed: of the start vectors and of k-means.
    public init(_ matrix: SparseMatrix, limits: LoadLimits, seed: UInt64) {
        self = Self.candidates(matrix, limits: limits, seed: seed)[0]
    }

    /// Clusterings from different starts of k-means, fewest non-zeros outside the blocks first, and all that have at
    /// most `tolerance` more of them: what assigns the outliers may tell them apart.
    ///
    /// Large matrices have fewer candidates.
    public static func candidates(
        _ matrix: SparseMatrix, limits: LoadLimits, restarts: Int = 16, tolerance: Double = 0.02, seed: UInt64
    ) -> [SpectralCoClustering] {
        let none = SpectralCoClustering(
            rowOwners: [UInt16](repeating: 0, count: matrix.rowCount),
            columnOwners: [UInt16](repeating: 0, count: matrix.columnCount))
        guard matrix.nonZeroCount > 0, limits.workerCount > 1 else { return [none] }

        let components = BipartiteComponents(matrix)
        let lines = components.componentOfLine.indices.filter { components.componentOfLine[$0] >= 0 }
        if let workers = components.packing(limits) {
            return [none.assigning(lines.map { workers[components.componentOfLine[$0]] }, to: lines)]
        }
        var generator = SplitMix64(seed: seed, stream: 11)
        let axes = Self.axes(matrix, components: components, limits: limits, generator: &generator)
        let degrees = matrix.rowDegrees() + matrix.columnDegrees()
        let kMeans = BalancedKMeans(
            coordinates: lines.flatMap { line in axes.map { $0[line] } }, dimensions: axes.count,
            weights: lines.map { degrees[$0] }, capabilities: limits.capabilities)
        var found: [(outside: Int, clustering: SpectralCoClustering)] = []
        for _ in 0..<max(1, restarts) {
            let clustering = none.assigning(kMeans.clusters(generator: &generator), to: lines)
            if !found.contains(where: { $0.clustering == clustering }) {
                found.append((clustering.outsideCount(matrix), clustering))
            }
        }
        let order = found.indices.sorted { (found[$0].outside, $0) < (found[$1].outside, $1) }
        let bound = (1 + tolerance) * Double(found[order[0]].outside)
        return order.prefix(max(1, min(restarts, Self.candidateWork / matrix.nonZeroCount)))
            .filter { Double(found[$0].outside) <= bound }.map { found[$0].clustering }
    }

    /// Non-zeros of all candidates of a matrix together.
    private static let candidateWork = 4_000_000

    /// Number of non-zeros whose row and column belong to different workers.
    public func outsideCount(_ matrix: SparseMatrix) -> Int {
        var count = 0
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row)
            where rowOwners[row] != columnOwners[Int(matrix.columnIndices[entry])] { count += 1 }
        }
        return count
    }

    private func assigning(_ workers: [Int], to lines: [Int]) -> SpectralCoClustering {
        var result = self
        for (line, worker) in zip(lines, workers) {
            if line < rowOwners.count {
                result.rowOwners[line] = UInt16(worker)
            } else {
                result.columnOwners[line - rowOwners.count] = UInt16(worker)
            }
        }
        return result
    }

    /// Coordinates of all lines: contrasts between the large components, then ceil(log₂ k) singular vectors.
    private static func axes(
        _ matrix: SparseMatrix, components: BipartiteComponents, limits: LoadLimits,
        generator: inout SplitMix64
    ) -> [[Double]] {
        let total = matrix.nonZeroCount
        let vectors = Int.bitWidth - (limits.workerCount - 1).leadingZeroBitCount
        let smallestShare = total * limits.capabilities.min()! / limits.capabilities.reduce(0, +)
        // A component below half of the smallest share need not shape a cluster of its own.
        let large = min(components.weights.prefix { 2 * $0 > smallestShare }.count, limits.workerCount)
        var axes: [[Double]] = []
        if large > 1 {
            var before = components.weights[0]
            for index in 1..<large {
                // Orthogonal to the constant vector in the inner product of the degrees, of norm 1.
                let weight = components.weights[index]
                let low = (Double(before) / (Double(weight) * Double(before + weight))).squareRoot()
                let high = -(Double(weight) / (Double(before) * Double(before + weight))).squareRoot()
                axes.append(
                    components.componentOfLine.map { $0 == index ? low : ($0 >= 0 && $0 < index ? high : 0) })
                before += weight
            }
        }
        axes += SingularVectors(matrix, components: components, count: vectors, generator: &generator).embeddings
        if axes.isEmpty { axes.append(components.componentOfLine.map { _ in 0 }) }
        return axes
    }
}
