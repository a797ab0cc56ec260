/// Results compared with a baseline: rows that say the same of what ran are the same point of a curve.
package struct CurveComparison: Sendable {
    /// How far figures may be off, relative to the baseline.
    package struct Tolerances: Sendable, Hashable {
        /// The figures that are compared, in their order; 0.01 is one percent.
        package private(set) var byFigure: [(name: String, share: Double)] = [("speedup", 0)]

        package init() {}

        /// Sets the tolerance of a figure, which is compared from then on.
        package mutating func set(_ figure: String, to share: Double) {
            if let index = byFigure.firstIndex(where: { $0.name == figure }) {
                byFigure[index].share = share
            } else {
                byFigure.append((figure, share))
            }
        }

        package static func == (a: Self, b: Self) -> Bool { a.byFigure.elementsEqual(b.byFigure, by: ==) }
        package func hash(into hasher: inout Hasher) {
            for (name, share) in byFigure {
                hasher.combine(name)
                hasher.combine(share)
            }
        }
    }

    /// A figure of a point that is there in both; the mean over its repetitions.
    package struct Figure: Sendable, Hashable {
        package var name: String
        package var baseline: Double
        package var candidate: Double
        package var tolerance: Double

        /// Relative to the baseline; infinite if that is 0 and the candidate is not.
        package var change: Double {
            if candidate == baseline { return 0 }
            return (candidate - baseline) / abs(baseline)
        }
        package var isWithin: Bool { abs(change) <= tolerance }
    }

    /// What became of a point of the baseline, or a point that is not in it.
    package enum Verdict: Sendable, Hashable {
        case compared([Figure])
        case missing
        case new
        /// It cannot run any more; the message says why.
        case failed(String)

        /// Whether the check fails because of it. What is new has nothing to be compared with.
        package var isRegression: Bool {
            switch self {
            case .compared(let figures): !figures.allSatisfy(\.isWithin)
            case .missing, .failed: true
            case .new: false
            }
        }
    }

    package struct Row: Sendable, Hashable {
        /// The columns that identify the point, in their order, with their values.
        package var key: [String]
        package var verdict: Verdict
    }

    /// The names of the columns that identify a point.
    package let keyColumns: [String]
    /// In the order of the baseline, then what is new.
    package let rows: [Row]

    package var hasRegression: Bool { rows.contains { $0.verdict.isRegression } }

    /// Columns that tell no points apart.
    private static let otherColumns: Set<String> = Set(
        ResultsTable.figureColumns + ["repetition", "status", "message"])

    /// Compares two results.
    package init(
        baseline: ResultsFile, candidate: ResultsFile, tolerances: Tolerances
    ) throws(ResultsFile.Problem) {
        let keyColumns = baseline.table.header.filter { !Self.otherColumns.contains($0) }
        for name in keyColumns + tolerances.byFigure.map(\.name) {
            for file in [baseline, candidate] where file.table.columnIndex(name) == nil {
                throw ResultsFile.Problem(path: file.path, message: "the column '\(name)' is missing")
            }
        }
        // Their rows would pass for repetitions of one point.
        for name in candidate.table.header where !keyColumns.contains(name) && !Self.otherColumns.contains(name) {
            let column = candidate.table.columnIndex(name)!
            let values = Set(candidate.table.rows.map { $0[column] })
            if values.count > 1 {
                throw ResultsFile.Problem(
                    path: candidate.path,
                    message:
                        "the column '\(name)' has \(values.count) values, and \(baseline.path) knows no such column")
            }
        }
        let old = try baseline.points(keyColumns, figures: tolerances.byFigure.map(\.name))
        let new = try candidate.points(keyColumns, figures: tolerances.byFigure.map(\.name))
        let byKey = Dictionary(new.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Set(old.map(\.key))
        self.keyColumns = keyColumns
        rows =
            old.map { point in
                guard let other = byKey[point.key] else { return Row(key: point.key, verdict: .missing) }
                if let failure = other.failure {
                    // What could not run before and cannot now is the same.
                    return Row(key: point.key, verdict: point.failure == nil ? .failed(failure) : .compared([]))
                }
                if point.failure != nil { return Row(key: point.key, verdict: .new) }
                let figures = tolerances.byFigure.enumerated().map { index, tolerance in
                    Figure(
                        name: tolerance.name, baseline: point.means[index], candidate: other.means[index],
                        tolerance: tolerance.share)
                }
                return Row(key: point.key, verdict: .compared(figures))
            } + new.filter { !known.contains($0.key) }.map { Row(key: $0.key, verdict: .new) }
    }
}
