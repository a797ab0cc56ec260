import Foundation
package import Partitioning

extension SparseValidation {
    /// One scheme on all cases with equal, or all with unequal capabilities.
    package struct Summary: Sendable {
        package var scheme: SparseScheme
        package var hasEqualCapabilities: Bool
        package var caseCount: Int
        package var withinLimitsCount: Int
        /// Geometric means of the volume relative to peers; nil if no case can be compared.
        package var ratioToCoClustering: Double?
        package var ratioToHypergraph: Double?
        package var ratioToBestPeer: Double?
        /// Sums over the cases.
        package var messages: Int
        package var seconds: Double
    }

    /// Something that must hold, and whether it does.
    package struct Check: Sendable {
        package var name: String
        package var found: String
        package var isMet: Bool
    }

    /// Equal capabilities first.
    package var summaries: [Summary] {
        [true, false].flatMap { isEqual in
            SparseScheme.allCases.compactMap { scheme in
                let part = rows.filter { $0.scheme == scheme && $0.hasEqualCapabilities == isEqual }
                if part.isEmpty { return nil }
                return Summary(
                    scheme: scheme, hasEqualCapabilities: isEqual, caseCount: part.count,
                    withinLimitsCount: part.count { $0.metrics.isWithinLimits },
                    ratioToCoClustering: Self.ratio(part, of: \.coClusteringVolume),
                    ratioToHypergraph: Self.ratio(part, of: \.hypergraphVolume),
                    ratioToBestPeer: Self.ratio(part, of: \.bestPeerVolume),
                    messages: part.reduce(0) { $0 + $1.metrics.messages }, seconds: part.reduce(0) { $0 + $1.seconds })
            }
        }
    }

    /// Largest geometric means of the volume of `best` relative to `mscc_fgcp` for equal and unequal capabilities:
    /// about what multilevel hypergraph partitioners reach on the reference set.
    private static let largestRatios = (equal: 0.80, unequal: 0.71)
    /// Our clustering may leave this much more outside its blocks than the peer's.
    private static let largestOutsideRatio = 1.03

    /// Everything that makes a validation pass; checks that no case of the folder concerns are left out.
    package var checks: [Check] {
        var checks: [Check] = []
        func counted(_ name: String, _ results: [(title: String, holds: Bool)]) {
            guard !results.isEmpty else { return }
            let failed = results.filter { !$0.holds }
            let first = failed.first.map { ", not \($0.title)" } ?? ""
            checks.append(
                Check(
                    name: name, found: "\(results.count - failed.count) of \(results.count)\(first)",
                    isMet: failed.isEmpty))
        }
        func bounded(_ name: String, _ ratio: Double?, by bound: Double) {
            guard let ratio else { return }
            let found = (ratio * 1000).rounded() / 1000
            checks.append(Check(name: "\(name) at most \(bound)", found: "\(found)", isMet: ratio <= bound))
        }
        counted(
            "figures of rows, columns, checkerboard and jagged-grid equal the reference",
            rows.compactMap { row in row.equalsPeer.map { ("\(row.title), \(row.scheme.name)", $0) } })
        counted(
            "mscc finds hidden blocks without noise",
            rows.compactMap { row in row.recoversBlocks.map { (row.title, $0) } })
        bounded(
            "mscc: non-zeros outside the blocks, relative to the reference",
            Self.geometricMean(
                rows.compactMap { row in
                    guard let own = row.outsideShare, let peer = row.peerOutsideShare, own > 0, peer > 0 else {
                        return nil
                    }
                    return own / peer
                }), by: Self.largestOutsideRatio)
        bounded(
            "mscc+fgcp: words, relative to mscc_fgcp",
            Self.ratio(rows.filter { $0.scheme == .coClusteringGreedy }, of: \.coClusteringVolume), by: 1)
        let best = rows.filter { $0.scheme == .best }
        counted("best keeps the load limits", best.map { ($0.title, $0.metrics.isWithinLimits) })
        let guards: [SparseScheme] = [.rows, .columns, .jaggedGrid, .coClusteringGreedy]
        counted(
            "best is never above rows, columns, jagged-grid and mscc+fgcp",
            best.map { row in
                let others = rows.filter {
                    $0.matrix == row.matrix && $0.capabilities == row.capabilities && guards.contains($0.scheme)
                        && $0.metrics.isWithinLimits
                }
                return (row.title, others.allSatisfy { row.metrics.volume <= $0.metrics.volume })
            })
        bounded(
            "best: words, relative to mscc_fgcp, equal capabilities",
            Self.ratio(best.filter(\.hasEqualCapabilities), of: \.coClusteringVolume), by: Self.largestRatios.equal)
        bounded(
            "best: words, relative to mscc_fgcp, unequal capabilities",
            Self.ratio(best.filter { !$0.hasEqualCapabilities }, of: \.coClusteringVolume),
            by: Self.largestRatios.unequal)
        counted(
            "best reaches the proven optima",
            exactRows.enumerated().map { ("tiny matrix \($0.offset): \($0.element.found)", $0.element.isReached) })
        return checks
    }

    /// Geometric mean of the volume relative to a peer's. Cases in which the peer needs no word are left out; an own
    /// volume of zero counts as half a word.
    private static func ratio(_ rows: [Row], of peer: KeyPath<Row, Int?>) -> Double? {
        geometricMean(
            rows.compactMap { row in
                guard let volume = row[keyPath: peer], volume > 0 else { return nil }
                return max(0.5, Double(row.metrics.volume)) / Double(volume)
            })
    }

    private static func geometricMean(_ ratios: [Double]) -> Double? {
        ratios.isEmpty ? nil : exp(ratios.reduce(0) { $0 + log($1) } / Double(ratios.count))
    }
}
