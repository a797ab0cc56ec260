/// A pruned fully connected layer, and the place that multiplies with each of its weights.
public struct SparseLayerDivision: Sendable, Hashable {
    /// The layer's number in its network.
    public var layer: Int
    /// Rows are inputs in the order channel, row, column; columns are outputs.
    public var matrix: SparseMatrix
    /// Place of every entry.
    public var places: [Int32]
    /// Places that store a block of their entries densely, with it; all other entries are stored sparsely.
    public var denseBlocks: [Int32: DenseBlock]

    /// - Precondition: one place for every entry.
    public init(layer: Int, matrix: SparseMatrix, places: [Int32], denseBlocks: [Int32: DenseBlock] = [:]) {
        precondition(places.count == matrix.nonZeroCount, "one place for every entry")
        self.layer = layer
        self.matrix = matrix
        self.places = places
        self.denseBlocks = denseBlocks
    }
}
