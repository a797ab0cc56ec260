import Experiments

extension Figure {
    /// The numbers behind the picture in base units: one row a point, or a point and part.
    package var data: CSVTable {
        var columns = ["series"]
        if let x { columns.append(x.name) }
        for column in y {
            columns.append(column.name)
            if hasIntervals { columns += ["\(column.name)_low", "\(column.name)_high"] }
        }
        if hasIntervals { columns.append("repetitions") }
        if hasLatency { columns.append("latency_s") }
        // A file of anybody may have a column of any name.
        for index in columns.indices where columns[index].isEmpty { columns[index] = "column" }
        for index in columns.indices { while columns[..<index].contains(columns[index]) { columns[index] += "_" } }
        var table = CSVTable(columns: columns)
        for point in points {
            var row: [CSVCell] = [.string(point.series)]
            if x != nil { row.append(point.x.map { .double($0) } ?? .string(point.xText)) }
            for value in point.values {
                row.append(.double(value.mean))
                if hasIntervals {
                    row += [.optional(value.range?.lowerBound), .optional(value.range?.upperBound)]
                }
            }
            if hasIntervals { row.append(.int(point.values[0].count)) }
            if hasLatency { row.append(.optional(point.latency)) }
            table.append(row)
        }
        return table
    }

    private var hasIntervals: Bool { points.contains { $0.values.contains { $0.range != nil } } }
    private var hasLatency: Bool { points.contains { $0.latency != nil } }

    /// The same for programs.
    package var json: JSONText {
        let data = self.data
        return [
            "title": .string(title), "kind": .string(kind.rawValue), "x": x.map { .string($0.name) } ?? .null,
            "y": .array(y.map { .string($0.name) }), "series": .array(seriesColumns.map { .string($0.name) }),
            "log": .string(logarithmic.rawValue),
            "points": .array(
                data.rows.map { row in
                    .object(
                        zip(data.columns, row).map { name, cell in
                            JSONText.Member(name, JSONText(cell))
                        })
                }),
            "remarks": .array(remarks.map { .string($0) }),
        ]
    }
}

extension JSONText {
    /// The value of a cell.
    init(_ cell: CSVCell) {
        switch cell {
        case .string(let text): self = .string(text)
        case .int(let value): self = .int(value)
        case .double(let value): self = .double(value)
        case .bool(let value): self = .bool(value)
        case .missing: self = .null
        }
    }
}
