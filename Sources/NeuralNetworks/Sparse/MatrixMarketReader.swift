extension SparseMatrix {
    /// Reads a matrix in the MatrixMarket exchange format (Boisvert, Pozo and Remington, NISTIR 5935, 1996):
    /// `coordinate`, `real`, `integer` or `pattern`, `general`, 1-based, entries in any order.
    ///
    /// Empty lines, comments after the header and carriage returns are skipped.
    ///
    /// - Throws: the first problem of the file with its line; a duplicate is reported where its second entry stands.
    /// - Complexity: O(bytes + entries log(entries of a row)).
    public init(matrixMarket bytes: some Sequence<UInt8>) throws(MatrixMarketError) {
        let bytes = Array(bytes)
        var lines = MatrixMarketLines(bytes: bytes)
        let hasValues = try Self.readHeader(&lines)
        let (rowCount, columnCount, entryCount) = try Self.readSize(&lines)

        var rows: [Int32] = []
        var columns: [Int32] = []
        var values: [Float] = []
        var lineNumbers: [Int32] = []
        // The announced number is not trusted with memory: a line has at least four bytes.
        let capacity = min(entryCount, bytes.count / 4)
        rows.reserveCapacity(capacity)
        columns.reserveCapacity(capacity)
        lineNumbers.reserveCapacity(capacity)
        if hasValues { values.reserveCapacity(capacity) }

        while lines.advance() {
            if rows.count == entryCount {
                throw MatrixMarketError(.tooManyEntries(expected: entryCount), line: lines.number)
            }
            guard let row = lines.nextInteger(), let column = lines.nextInteger() else {
                throw MatrixMarketError(.badEntry(lines.text), line: lines.number)
            }
            guard 1...max(1, rowCount) ~= row, rowCount > 0 else {
                throw MatrixMarketError(.rowOutOfRange(row, count: rowCount), line: lines.number)
            }
            guard 1...max(1, columnCount) ~= column, columnCount > 0 else {
                throw MatrixMarketError(.columnOutOfRange(column, count: columnCount), line: lines.number)
            }
            if hasValues {
                let word = lines.nextWord()
                guard let value = Float(word) else {
                    throw MatrixMarketError(.badEntry(lines.text), line: lines.number)
                }
                guard value.isFinite else { throw MatrixMarketError(.valueNotFinite(word), line: lines.number) }
                values.append(value)
            }
            guard lines.isAtEnd else { throw MatrixMarketError(.badEntry(lines.text), line: lines.number) }
            rows.append(Int32(row - 1))
            columns.append(Int32(column - 1))
            lineNumbers.append(Int32(clamping: lines.number))
        }
        if rows.count < entryCount {
            throw MatrixMarketError(.tooFewEntries(found: rows.count, expected: entryCount), line: lines.number)
        }
        try self.init(
            rowCount: rowCount, columnCount: columnCount, rows: rows, columns: columns,
            values: hasValues ? values : nil, lineNumbers: lineNumbers)
    }

    /// - Returns: whether entries have values.
    private static func readHeader(_ lines: inout MatrixMarketLines) throws(MatrixMarketError) -> Bool {
        guard lines.advance(keepingComments: true) else { throw MatrixMarketError(.badHeader(""), line: 1) }
        let words = lines.text.lowercased().split(separator: " ").map(String.init)
        guard lines.number == 1, words.count == 5, words[0] == "%%matrixmarket", words[1] == "matrix" else {
            throw MatrixMarketError(.badHeader(lines.text), line: lines.number)
        }
        for (word, allowed) in [
            (words[2], ["coordinate"]), (words[3], ["real", "integer", "pattern"]), (words[4], ["general"]),
        ] where !allowed.contains(word) {
            throw MatrixMarketError(.unsupported(found: word, allowed: allowed), line: 1)
        }
        return words[3] != "pattern"
    }

    private static func readSize(
        _ lines: inout MatrixMarketLines
    ) throws(MatrixMarketError) -> (rows: Int, columns: Int, entries: Int) {
        guard lines.advance() else { throw MatrixMarketError(.badSize(""), line: lines.number) }
        guard let rows = lines.nextInteger(), let columns = lines.nextInteger(), let entries = lines.nextInteger(),
            lines.isAtEnd, rows >= 0, columns >= 0, entries >= 0,
            max(rows, columns, entries) < Int(Int32.max)
        else { throw MatrixMarketError(.badSize(lines.text), line: lines.number) }
        return (rows, columns, entries)
    }

    /// Sorts entries by row and column.
    private init(
        rowCount: Int, columnCount: Int, rows: [Int32], columns: [Int32], values: [Float]?, lineNumbers: [Int32]
    ) throws(MatrixMarketError) {
        let sorted = SortedEntries(rowCount: rowCount, rows: rows, columns: columns)
        if let first = sorted.duplicates.min(by: { lineNumbers[$0] < lineNumbers[$1] }) {
            throw MatrixMarketError(
                .duplicateEntry(row: Int(rows[first]) + 1, column: Int(columns[first]) + 1),
                line: Int(lineNumbers[first]))
        }
        self.init(
            rowCount: rowCount, columnCount: columnCount, rowOffsets: sorted.offsets,
            columnIndices: sorted.order.map { columns[Int($0)] },
            values: values.map { all in sorted.order.map { all[Int($0)] } })
    }
}
