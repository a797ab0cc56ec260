public import TensorFiles

/// What is wrong with the triples of a sparse matrix.
public struct SparseTriplesError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Problem: Sendable, Hashable {
        /// Arrays of the given shapes where there should be three of equal length, or one of N x 3.
        case shapes([[Int]])
        /// The indices of a triple, counted from 0, that are no whole numbers from 0 or outside the shape.
        case badIndex(triple: Int)
        case valueNotFinite(triple: Int)
        case duplicateEntry(row: Int, column: Int)
        case badMatrixShape
    }

    public var problem: Problem

    public init(_ problem: Problem) { self.problem = problem }

    public var description: String {
        switch problem {
        case .shapes(let shapes):
            "expected rows, columns and values of one length, or one array of N x 3, found "
                + shapes.map { "(" + $0.map(String.init).joined(separator: ", ") + ")" }.joined(separator: ", ")
        case .badIndex(let triple):
            "the row or column of triple \(triple) is no whole number inside the matrix; both count from 0"
        case .valueNotFinite(let triple): "the value of triple \(triple) is not finite"
        case .duplicateEntry(let row, let column): "the entry at row \(row), column \(column) (from 0) occurs twice"
        case .badMatrixShape: "the shape of the matrix must be two whole numbers, rows and columns"
        }
    }
}

extension SparseMatrix {
    /// A matrix from three one-dimensional arrays as `scipy.sparse.coo_matrix` keeps them: row, column (both from 0)
    /// and value of every entry, in any order.
    ///
    /// - Parameters:
    ///   - values: nil for a pattern.
    ///   - shape: rows and columns, an array of two; by default just enough for the largest indices.
    public init(
        rows: NumPyArray, columns: NumPyArray, values: NumPyArray?, shape: NumPyArray? = nil
    ) throws(SparseTriplesError) {
        let arrays = [rows, columns] + (values.map { [$0] } ?? [])
        guard arrays.allSatisfy({ $0.shape.count == 1 && $0.shape == rows.shape }) else {
            throw SparseTriplesError(.shapes(arrays.map(\.shape)))
        }
        try self.init(
            count: rows.shape[0], row: { rows.wholeNumber(at: $0) }, column: { columns.wholeNumber(at: $0) },
            value: values.map { values in { values.float(at: $0) } }, shape: shape)
    }

    /// A matrix from one array of N x 3: row, column (both from 0) and value of every entry, in any order.
    ///
    /// - Parameter shape: rows and columns, an array of two; by default just enough for the largest indices.
    public init(triples: NumPyArray, shape: NumPyArray? = nil) throws(SparseTriplesError) {
        guard triples.shape.count == 2, triples.shape[1] == 3 else {
            throw SparseTriplesError(.shapes([triples.shape]))
        }
        try self.init(
            count: triples.shape[0], row: { triples.wholeNumber(at: 3 * $0) },
            column: { triples.wholeNumber(at: 3 * $0 + 1) }, value: { triples.float(at: 3 * $0 + 2) }, shape: shape)
    }

    private init(
        count: Int, row: (Int) -> Int?, column: (Int) -> Int?, value: ((Int) -> Float)?, shape: NumPyArray?
    ) throws(SparseTriplesError) {
        let largest = Int(Int32.max) - 1
        var lengths: (rows: Int, columns: Int)?
        if let shape {
            guard shape.elements.count == 2, let rows = shape.wholeNumber(at: 0),
                let columns = shape.wholeNumber(at: 1),
                0...largest ~= rows, 0...largest ~= columns
            else { throw SparseTriplesError(.badMatrixShape) }
            lengths = (rows, columns)
        }
        var rows: [Int32] = []
        var columns: [Int32] = []
        var values: [Float] = []
        rows.reserveCapacity(count)
        columns.reserveCapacity(count)
        for triple in 0..<count {
            guard let row = row(triple), let column = column(triple),
                0..<(lengths?.rows ?? largest) ~= row, 0..<(lengths?.columns ?? largest) ~= column
            else { throw SparseTriplesError(.badIndex(triple: triple)) }
            rows.append(Int32(row))
            columns.append(Int32(column))
            if let value {
                let number = value(triple)
                guard number.isFinite else { throw SparseTriplesError(.valueNotFinite(triple: triple)) }
                values.append(number)
            }
        }
        let sorted = SortedEntries(
            rowCount: lengths?.rows ?? rows.max().map { Int($0) + 1 } ?? 0, rows: rows, columns: columns)
        if let duplicate = sorted.duplicates.first {
            throw SparseTriplesError(.duplicateEntry(row: Int(rows[duplicate]), column: Int(columns[duplicate])))
        }
        self.init(
            rowCount: lengths?.rows ?? rows.max().map { Int($0) + 1 } ?? 0,
            columnCount: lengths?.columns ?? columns.max().map { Int($0) + 1 } ?? 0, rowOffsets: sorted.offsets,
            columnIndices: sorted.order.map { columns[Int($0)] },
            values: value == nil ? nil : sorted.order.map { values[Int($0)] })
    }

    /// Rows, columns (both from 0), values (nil for a pattern) and shape as arrays to be written.
    public func triples() -> (rows: NumPyArray, columns: NumPyArray, values: NumPyArray?, shape: NumPyArray) {
        (
            NumPyArray(shape: [nonZeroCount], elements: .integers(rowIndices().map(Int.init))),
            NumPyArray(shape: [nonZeroCount], elements: .integers(columnIndices.map(Int.init))),
            values.map { NumPyArray(shape: [nonZeroCount], elements: .floats($0)) },
            NumPyArray(shape: [2], elements: .integers([rowCount, columnCount]))
        )
    }
}

extension NumPyArray {
    fileprivate func wholeNumber(at index: Int) -> Int? {
        switch elements {
        case .integers(let elements): elements[index]
        case .floats(let elements): Int(exactly: elements[index])
        case .doubles(let elements): Int(exactly: elements[index])
        }
    }

    fileprivate func float(at index: Int) -> Float {
        switch elements {
        case .integers(let elements): Float(elements[index])
        case .floats(let elements): elements[index]
        case .doubles(let elements): Float(elements[index])
        }
    }
}

/// Entries in any order, sorted by row and column.
struct SortedEntries {
    var offsets: [Int32]
    /// Number of the entry at every place.
    var order: [Int32]
    /// Entries whose position occurred before, increasing.
    var duplicates: [Int] = []

    /// - Complexity: O(entries log(entries of a row)).
    init(rowCount: Int, rows: [Int32], columns: [Int32]) {
        offsets = [Int32](repeating: 0, count: rowCount + 1)
        for row in rows { offsets[Int(row) + 1] += 1 }
        for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
        var next = offsets
        order = [Int32](repeating: 0, count: rows.count)
        for entry in rows.indices {
            order[Int(next[Int(rows[entry])])] = Int32(entry)
            next[Int(rows[entry])] += 1
        }
        for row in 0..<rowCount {
            let range = Int(offsets[row])..<Int(offsets[row + 1])
            order[range].sort { (columns[Int($0)], $0) < (columns[Int($1)], $1) }
            for place in range.dropFirst() where columns[Int(order[place])] == columns[Int(order[place - 1])] {
                duplicates.append(Int(order[place]))
            }
        }
        duplicates.sort()
    }
}
