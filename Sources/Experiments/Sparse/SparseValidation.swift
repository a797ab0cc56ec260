import Dispatch
import Foundation
import NeuralNetworks
package import Partitioning
package import ScenarioFiles
import Synchronization

/// Compares the schemes for sparse layers with the results of other partitioners on a folder of matrices.
package struct SparseValidation: Sendable {
    /// One scheme on one matrix with one capability vector.
    package struct Row: Sendable {
        package var matrix: String
        package var capabilities: [Int]
        package var scheme: SparseScheme
        package var metrics: SparseMetrics
        /// Volume of the peers `mscc_fgcp` and `mtk_fine_q` (Mt-KaHyPar, fine-grain model, preset QUALITY), and the
        /// smallest one of all within the limits.
        package var coClusteringVolume: Int?
        package var hypergraphVolume: Int?
        package var bestPeerVolume: Int?
        /// Share of non-zeros outside the diagonal blocks of the peer's clustering.
        package var peerOutsideShare: Double?
        /// Of the clustering with fewest non-zeros outside its blocks.
        package var outsideShare: Double?
        /// Whether the clusters are the hidden blocks; nil if those are noisy, unknown or not as many as workers.
        package var recoversBlocks: Bool?
        /// Whether the peer of the same scheme has the same words, messages, connectivity and balance; nil without one.
        package var equalsPeer: Bool?
        /// Processor time of the partitioning.
        package var seconds: Double

        package var hasEqualCapabilities: Bool { capabilities.allSatisfy { $0 == capabilities[0] } }
        package var title: String { "\(matrix), capabilities \(capabilities.map(String.init).joined(separator: ":"))" }
    }

    /// `best` on a tiny matrix.
    package struct ExactRow: Sendable {
        package var optimum: Int
        package var found: Int
        package var isWithinLimits: Bool

        package var isReached: Bool { found == optimum && isWithinLimits }
    }

    /// In the order of `peers.csv`, then of the schemes.
    package let rows: [Row]
    package let exactRows: [ExactRow]

    /// Runs all schemes on all cases of a folder; results do not depend on the number of jobs.
    ///
    /// - Parameters:
    ///   - jobs: threads.
    ///   - progress: called with the number of finished cases and of all, from any thread.
    package static func validate(
        folder: String, effort: Double = 1, jobs: Int = ProcessInfo.processInfo.activeProcessorCount,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws(InputError) -> SparseValidation {
        let reference = try SparseReference(folder: folder)
        let partitioner = SparsePartitioner(effort: effort)
        let count = reference.cases.count
        let next = Atomic<Int>(0)
        let results = Mutex<(rows: [[Row]], finished: Int)>((Array(repeating: [], count: count), 0))
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, count))) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if index >= count { return }
                let rows = Self.rows(reference.cases[index], reference, partitioner)
                let finished = results.withLock {
                    $0.rows[index] = rows
                    $0.finished += 1
                    return $0.finished
                }
                progress(finished, count)
            }
        }
        let exactRows = reference.exactCases.map { exact in
            let matrix = exact.matrix
            let limits = LoadLimits(capabilities: exact.caps, nonZeroCount: matrix.nonZeroCount)
            let metrics = partitioner.best(matrix, limits: limits).metrics
            return ExactRow(
                optimum: exact.optimum, found: metrics.connectivity,
                isWithinLimits: metrics.isWithinLimits && limits.limits == exact.limits)
        }
        return SparseValidation(rows: results.withLock { $0.rows.flatMap(\.self) }, exactRows: exactRows)
    }

    private static func rows(
        _ item: SparseReference.Case, _ reference: SparseReference, _ partitioner: SparsePartitioner
    ) -> [Row] {
        let matrix = reference.matrices[item.matrix]!
        let peers = reference.peers[item]!
        let limits = LoadLimits(capabilities: item.capabilities, nonZeroCount: matrix.nonZeroCount)
        var search: (result: SparsePartitioner.Result, seconds: Double)?
        return SparseScheme.allCases.map { scheme in
            let start = Self.processorSeconds
            let partition: SparsePartition
            var seconds = 0.0
            switch scheme {
            case .best where search != nil:
                // One run of the portfolio gives both.
                partition = search!.result.partition
                seconds = search!.seconds
            case .fineGrain:
                let results = partitioner.run(matrix, limits: limits)
                partition = results.search.partition
                seconds = Self.processorSeconds - start
                search = (results.best, seconds)
            default:
                partition = scheme.partition(matrix, limits: limits, settings: partitioner)
                seconds = Self.processorSeconds - start
            }
            var row = Row(
                matrix: item.matrix, capabilities: item.capabilities, scheme: scheme,
                metrics: SparseMetrics(partition, of: matrix, limits: limits),
                coClusteringVolume: peers["mscc_fgcp"]?.volume, hypergraphVolume: peers["mtk_fine_q"]?.volume,
                bestPeerVolume: peers.values.filter(\.isWithinLimits).map(\.volume).min(), seconds: seconds)
            row.equalsPeer = scheme.exactPeer.flatMap { peers[$0] }.map { agrees(row.metrics, $0) }
            if scheme == .coClustering {
                let clusters = SpectralCoClustering(matrix, limits: limits, seed: partitioner.seed)
                row.outsideShare = Double(clusters.outsideCount(matrix)) / Double(max(1, matrix.nonZeroCount))
                row.peerOutsideShare = peers["mscc_fgcp"]?.outsideShare
                row.recoversBlocks = reference.blocks[item.matrix].flatMap {
                    recovers($0, clusters, matrix: matrix, capabilities: item.capabilities)
                }
            }
            return row
        }
    }

    /// Processor time of this thread; other work on the machine does not count.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    private static func agrees(_ metrics: SparseMetrics, _ peer: SparseReference.Peer) -> Bool {
        // The file has four decimals.
        metrics.volume == peer.volume && metrics.connectivity == peer.connectivity
            && metrics.messages == peer.messages && metrics.groupOwnerVolume == peer.groupOwnerVolume
            && metrics.isWithinLimits == peer.isWithinLimits && (metrics.balance - peer.balance).magnitude < 6e-5
    }

    /// Whether each hidden block lies with one worker of its own; nil if there is noise or the numbers differ.
    private static func recovers(
        _ blocks: SparseReference.Blocks, _ clusters: SpectralCoClustering, matrix: SparseMatrix, capabilities: [Int]
    ) -> Bool? {
        let count = Set(blocks.rows).union(blocks.cols).count
        guard count == capabilities.count, Set(capabilities).count == 1 else { return nil }
        var pairs: Set<[Int]> = []
        for row in 0..<matrix.rowCount {
            for entry in matrix.entries(ofRow: row) {
                let column = Int(matrix.columnIndices[entry])
                guard blocks.rows[row] == blocks.cols[column] else { return nil }
                pairs.insert([blocks.rows[row], Int(clusters.rowOwners[row])])
                pairs.insert([blocks.cols[column], Int(clusters.columnOwners[column])])
            }
        }
        return pairs.count == count && Set(pairs.map { $0[1] }).count == count
    }
}

extension SparseScheme {
    /// The method in `peers.csv` that must agree in every figure.
    fileprivate var exactPeer: String? {
        switch self {
        case .rows: "row1d_block"
        case .columns: "col1d_block"
        case .checkerboard: "grid2d_block"
        case .jaggedGrid: "gridcap_block"
        default: nil
        }
    }
}
