import Experiments

/// A picture of a table, and the numbers behind it.
package struct Figure: Sendable {
    /// Rows of equal x and series: the repetitions of a point.
    struct Point: Sendable {
        var series: String
        /// The text of x in the table.
        var xText: String
        var x: Double?
        /// One for each column of `y`.
        var values: [SampleStatistics]
        /// Mean of the latency beside the parts of a stack.
        var latency: Double?
    }

    package internal(set) var title: String
    /// What is shown over what.
    let plainTitle: String
    package let subtitle: String?
    let request: FigureRequest
    package let kind: FigureRequest.Kind
    let x: ColumnMeaning?
    let y: [ColumnMeaning]
    let seriesColumns: [ColumnMeaning]
    let points: [Point]
    /// What a reader should know: rows that were left out.
    package let remarks: [String]
    let logarithmic: FigureRequest.LogarithmicAxes
    /// The largest number of rows behind a point.
    let repetitions: Int

    package init(_ request: FigureRequest = FigureRequest(), of table: FigureTable) throws(FigureError) {
        guard !table.rows.isEmpty else { throw FigureError("'\(table.path)' has no rows", isAboutFile: true) }
        let columns = try FigureColumns(request, table)
        self.request = request
        kind = columns.kind
        func meaning(_ column: Int) -> ColumnMeaning {
            ColumnMeaning(table.header[column], values: table.rows.indices.compactMap { table.number(row: $0, column) })
        }
        x = columns.x.map(meaning)
        var y = columns.y.map(meaning)
        if y.count > 1 {
            if kind == .scatter || kind == .bar {
                throw FigureError("--kind=\(kind.rawValue) shows one column, not \(y.count)")
            }
            if let other = y.first(where: { $0.baseUnit != y[0].baseUnit }) {
                throw FigureError("columns '\(y[0].name)' and '\(other.name)' have different units")
            }
            let largest = y.max { $0.factor < $1.factor }!
            y = y.map { $0.sharingUnit(with: largest) }
        }
        self.y = y
        seriesColumns = columns.series.map(meaning)

        let collected = Self.points(table, columns, x: x, y: y, seriesColumns: seriesColumns, kind: kind)
        points = collected.points
        remarks = collected.remarks
        repetitions = points.flatMap { $0.values.map(\.count) }.max() ?? 0
        guard !points.isEmpty else { throw FigureError("no row of '\(table.path)' has all the numbers") }
        logarithmic = try Self.logarithmicAxes(request, kind: kind, points: points, x: x)

        try Self.checkMagnitudes(points, logarithmic)
        let seriesCount = Set(points.map(\.series)).count * (kind == .line ? y.count : 1)
        if kind == .line || kind == .scatter, seriesCount > FigureColumns.seriesLimit {
            throw FigureError(
                "\(seriesCount) series of \(seriesColumns.map(\.name).joined(separator: ", ")) are too many for one "
                    + "picture; choose with --series and --where")
        }
        if points.count > Self.pointLimit {
            throw FigureError("\(points.count) points are too many for one picture; choose with --where")
        }
        if kind == .bar || kind == .stacked, points.count > Self.barLimit {
            throw FigureError("\(points.count) bars are too many for one picture; choose with --series and --where")
        }
        if kind == .bar || kind == .stacked, points.contains(where: { $0.values.contains { $0.mean < 0 } }) {
            throw FigureError("bars cannot show numbers below zero; use --kind=line or scatter")
        }
        plainTitle = Self.title(kind, y: y, x: x)
        title = request.title ?? "\(table.name): \(plainTitle.lowercasedFirst)"
        subtitle = Self.subtitle(kind, points: points, repetitions: repetitions, repeats: columns.repetition != nil)
    }

    private static let barLimit = 400
    private static let pointLimit = 20_000

    /// Axes end at 1e100, logarithmic ones begin at 1e-100.
    private static func checkMagnitudes(
        _ points: [Point], _ logarithmic: FigureRequest.LogarithmicAxes
    ) throws(FigureError) {
        let xs = points.compactMap { $0.x?.magnitude }
        let ys = points.flatMap { point in
            point.values.flatMap { [$0.mean, $0.range?.lowerBound ?? 0, $0.range?.upperBound ?? 0] }
                .map(\.magnitude)
        }
        if let value = (xs + ys).first(where: { !($0 <= 1e99) }) { throw FigureError("\(value) is too large to draw") }
        let positive =
            (logarithmic.includesX ? xs : []) + (logarithmic.includesY ? points.flatMap { $0.values.map(\.mean) } : [])
        if let value = positive.first(where: { $0 < 1e-99 }) {
            throw FigureError("\(value) is too small for a logarithmic axis")
        }
    }

    private static func points(
        _ table: FigureTable, _ columns: FigureColumns, x: ColumnMeaning?, y: [ColumnMeaning],
        seriesColumns: [ColumnMeaning], kind: FigureRequest.Kind
    ) -> (points: [Point], remarks: [String]) {
        // A column that is the same everywhere need not be said.
        let telling = columns.series.indices.filter { table.distinct(columns.series[$0]).count > 1 }
        let latency = kind == .stacked ? table.header.firstIndex(of: "latency_s") : nil
        var groups: [(series: String, xText: String, rows: [Int])] = []
        var places: [[String]: Int] = [:]
        var leftOut = 0
        for row in table.rows.indices {
            guard columns.y.allSatisfy({ table.number(row: row, $0) != nil }),
                columns.x.map({ !table.rows[row][$0].isEmpty }) ?? true
            else {
                leftOut += 1
                continue
            }
            let series = telling.map { index in
                let text = table.rows[row][columns.series[index]]
                let meaning = seriesColumns[index]
                // A bare "true" says nothing.
                if text == "true" || text == "false" {
                    return "\(meaning.title.lowercasedFirst): \(text == "true" ? "yes" : "no")"
                }
                guard let number = table.number(row: row, columns.series[index]) else { return text }
                return meaning.unit == nil ? "\(text) \(meaning.title.lowercased())" : meaning.text(number)
            }.joined(separator: ", ")
            let xText = columns.x.map { table.rows[row][$0] } ?? ""
            let key = kind == .scatter ? ["\(row)"] : [series, xText]
            if let place = places[key] {
                groups[place].rows.append(row)
            } else {
                places[key] = groups.count
                groups.append((series, xText, [row]))
            }
        }
        let points = groups.map { group in
            Point(
                series: group.series, xText: group.xText,
                x: columns.x.flatMap { table.number(row: group.rows[0], $0) },
                values: columns.y.map { column in SampleStatistics(group.rows.map { table.number(row: $0, column)! }) },
                latency: latency.flatMap { column in
                    let values = group.rows.compactMap { table.number(row: $0, column) }
                    return values.count == group.rows.count ? SampleStatistics(values).mean : nil
                })
        }
        let missing =
            leftOut == 1 ? "1 row without a number is left out" : "\(leftOut) rows without a number are left out"
        return (points, leftOut == 0 ? [] : [missing])
    }

    private static func logarithmicAxes(
        _ request: FigureRequest, kind: FigureRequest.Kind, points: [Point], x: ColumnMeaning?
    ) throws(FigureError) -> FigureRequest.LogarithmicAxes {
        let xs = points.compactMap(\.x)
        guard kind == .line || kind == .scatter else {
            if let asked = request.logarithmic, asked != .none {
                throw FigureError("bars begin at zero, which a logarithmic axis does not have; use --kind=line")
            }
            return .none
        }
        guard let asked = request.logarithmic else {
            return x?.name != "devices" && AxisScale.Kind(suiting: xs) == .logarithmic ? .x : .none
        }
        if asked.includesX, let value = xs.first(where: { $0 <= 0 }) {
            throw FigureError("a logarithmic x axis cannot show \(HumanFormat.significant(value))")
        }
        let ys = points.flatMap { $0.values.map(\.mean) }
        if asked.includesY, let value = ys.first(where: { $0 <= 0 }) {
            throw FigureError("a logarithmic y axis cannot show \(HumanFormat.significant(value))")
        }
        return asked
    }

    private static func title(
        _ kind: FigureRequest.Kind, y: [ColumnMeaning], x: ColumnMeaning?
    ) -> String {
        let isLoad = y.map(\.name) == FigureColumns.loadLatencies
        let names = isLoad ? "Latency" : y.map(\.title.lowercasedFirst).joined(separator: ", ").capitalizedFirst
        guard let x = x?.title.lowercasedFirst else { return names }
        return switch kind {
        case .stacked: y[0].baseUnit == "s" ? "Where the time goes" : names
        case .scatter: "\(names) against \(x)"
        case .line: "\(names) over \(x)"
        case .bar: "\(names) by \(x)"
        }
    }

    private static func subtitle(
        _ kind: FigureRequest.Kind, points: [Point], repetitions: Int, repeats: Bool
    ) -> String? {
        guard repetitions > 1 else { return nil }
        let counts = Set(points.flatMap { $0.values.map(\.count) })
        let count = counts.count == 1 ? "\(repetitions)" : "up to \(repetitions)"
        let rows = repeats ? "repetitions" : "rows"
        return "Means of \(count) \(rows)" + (kind == .stacked ? "" : "; bars are 95 % intervals")
    }
}
