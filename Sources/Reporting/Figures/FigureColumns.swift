/// Which columns a figure shows: those that were asked for, else those that the table suggests.
struct FigureColumns: Sendable {
    var x: Int?
    var y: [Int]
    var series: [Int]
    var kind: FigureRequest.Kind
    let repetition: Int?

    /// More lines than this cannot be told apart.
    static let seriesLimit = 16

    /// Parts of a latency, in the order of stacks. Times that are sums of others, such as `delivery_s`, are not among
    /// them.
    static let latencyParts = [
        "compute_s", "storage_s", "wake_up_s", "transmission_s", "contention_s", "retransmission_s", "waiting_s",
    ]

    /// What a load does to latencies.
    static let loadLatencies = ["load_latency_p50_s", "load_latency_p95_s"]

    init(_ request: FigureRequest, _ table: FigureTable) throws(FigureError) {
        repetition = table.header.firstIndex(of: "repetition")
        var y: [Int] = []
        for name in request.y { y.append(try table.index(of: name)) }
        var given: [Int] = []
        for name in request.series ?? [] { given.append(try table.index(of: name)) }
        let x =
            try request.x.map { (name) throws(FigureError) in try table.index(of: name) }
            ?? Self.suggestedX(table, avoiding: y + given)

        kind = request.kind ?? (x.map(table.isNumeric) ?? false ? .line : .bar)
        if y.isEmpty { y = try Self.suggestedY(table, kind: kind) }
        for column in y where !table.isNumeric(column) {
            throw FigureError(
                "column '\(table.header[column])' of '\(table.path)' is not numeric; numbers are in "
                    + Self.numericNames(table))
        }
        if kind == .line || kind == .scatter {
            guard let x else {
                throw FigureError("no column of '\(table.path)' suits the x axis; choose one with --x")
            }
            guard table.isNumeric(x) else {
                throw FigureError(
                    "column '\(table.header[x])' of '\(table.path)' is not numeric; draw bars with --kind=bar, or choose "
                        + "another with --x")
            }
        }
        self.x = x
        self.y = y
        series =
            request.series == nil
            ? Self.suggestedSeries(table, x: x, y: y, repetition: repetition, addsNumbers: kind != .scatter) : given
    }

    private static func numericNames(_ table: FigureTable) -> String {
        table.header.indices.filter(table.isNumeric).map { table.header[$0] }.joined(separator: ", ")
    }

    private static func suggestedX(_ table: FigureTable, avoiding taken: [Int]) -> Int? {
        let columns = table.header.indices.filter { column in
            let meaning = ColumnMeaning(table.header[column])
            return !meaning.isMeasure && !meaning.isBookkeeping && !taken.contains(column)
                && table.distinct(column).count > 1
        }
        if let devices = columns.first(where: { table.header[$0] == "devices" }) { return devices }
        let numeric = columns.filter(table.isNumeric)
        // Swept values come last.
        return numeric.last { ColumnMeaning(table.header[$0]).isScenarioValue } ?? numeric.last ?? columns.first
    }

    private static func suggestedY(_ table: FigureTable, kind: FigureRequest.Kind) throws(FigureError) -> [Int] {
        if kind == .stacked {
            // A part that is zero everywhere says nothing.
            let parts = latencyParts.compactMap { table.header.firstIndex(of: $0) }.filter { column in
                table.rows.indices.contains { table.number(row: $0, column) ?? 0 != 0 }
            }
            if !parts.isEmpty { return parts }
            throw FigureError("'\(table.path)' has no parts of a latency; choose the columns to stack with --y")
        }
        // A load is about latencies under it, not about one request alone.
        let quantiles = loadLatencies.compactMap { table.header.firstIndex(of: $0) }.filter(table.isNumeric)
        if kind == .line, quantiles.count == loadLatencies.count { return quantiles }
        for name in ["speedup", "latency_s"] {
            if let column = table.header.firstIndex(of: name), table.isNumeric(column) { return [column] }
        }
        let measure = table.header.indices.first { ColumnMeaning(table.header[$0]).isMeasure && table.isNumeric($0) }
        guard let measure else {
            throw FigureError("no column of '\(table.path)' suits the y axis; choose one with --y")
        }
        return [measure]
    }

    /// All columns of text that vary, and columns of numbers as far as rows would be confounded without them.
    private static func suggestedSeries(
        _ table: FigureTable, x: Int?, y: [Int], repetition: Int?, addsNumbers: Bool
    ) -> [Int] {
        let candidates = table.header.indices.filter { column in
            let meaning = ColumnMeaning(table.header[column])
            return column != x && !y.contains(column) && !meaning.isMeasure && !meaning.isBookkeeping
                && table.distinct(column).count > 1
        }
        var series: [Int] = []
        for column in candidates where !table.isNumeric(column) {
            // A column that tells nothing apart which others do not is another name of the same.
            if count(table, series + [column]) > count(table, series) { series.append(column) }
        }
        // The fewer values a column has, the sooner it is a setting.
        let numbers = candidates.filter(table.isNumeric)
            .map { (column: $0, count: table.distinct($0).count) }.sorted {
                ($0.count, $0.column) < ($1.count, $1.column)
            }
        for (column, _) in numbers where addsNumbers {
            if isUnique(table, series + [x, repetition].compactMap(\.self)) { break }
            series.append(column)
        }
        return series.sorted()
    }

    private static func isUnique(_ table: FigureTable, _ columns: [Int]) -> Bool {
        count(table, columns) == table.rows.count
    }

    /// How many different rows there are as far as these columns show.
    private static func count(_ table: FigureTable, _ columns: [Int]) -> Int {
        Set(table.rows.map { row in columns.map { row[$0] } }).count
    }
}
