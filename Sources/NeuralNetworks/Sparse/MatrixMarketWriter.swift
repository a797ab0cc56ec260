extension SparseMatrix {
    /// The matrix in the MatrixMarket exchange format: `coordinate general`, 1-based, by columns; `real` with values
    /// (the shortest text that reads back as the same number), else `pattern`.
    ///
    /// - Parameter comment: lines that follow the header.
    public func matrixMarketText(comment: String = "") -> String {
        var text = "%%MatrixMarket matrix coordinate \(values == nil ? "pattern" : "real") general\n"
        for line in comment.split(separator: "\n") { text += "% \(line)\n" }
        text += "\(rowCount) \(columnCount) \(nonZeroCount)\n"
        let columns = columns()
        for column in 0..<columnCount {
            for place in columns.entries(ofColumn: column) {
                text += "\(columns.rowIndices[place] + 1) \(column + 1)"
                if let values { text += " \(values[Int(columns.entryNumbers[place])])" }
                text += "\n"
            }
        }
        return text
    }
}
