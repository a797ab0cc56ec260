/// A pruned fully connected layer, and the place that multiplies with each of its weights.
public struct SparseLayerDivision: Sendable, Hashable {
    /// The layer's number in its network.
    public var layer: Int
    /// Rows are inputs in the order channel, row, column; columns are outputs.
    public var matrix: SparseMatrix
    /// Place of every entry.
    public var places: [Int32]

    /// - Precondition: one place for every entry.
    public init(layer: Int, matrix: SparseMatrix, places: [Int32]) {
        precondition(places.count == matrix.nonZeroCount, "one place for every entry")
        self.layer = layer
        self.matrix = matrix
        self.places = places
    }
}
