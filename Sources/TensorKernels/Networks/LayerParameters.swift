/// The learned values of a layer.
public enum LayerParameters: Sendable {
    case none
    /// Convolution: weight `[outputChannels, inputChannels / groups, kernel height, kernel width]`; fully connected:
    /// `[outputs, inputs]`; both bias `[outputs]`.
    case weights(Tensor, bias: Tensor?)
    /// Of a pruned fully connected layer: a row for every output; bias `[outputs]`.
    case sparseWeights(CompressedRows, bias: Tensor?)
    /// All `[channels]`.
    case batchNormalization(mean: Tensor, variance: Tensor, gamma: Tensor, beta: Tensor)
}
