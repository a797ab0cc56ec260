/// Layers whose kernels run at different efficiency; device profiles give a throughput for each.
public enum KernelClass: String, Sendable, Hashable, CaseIterable {
    case convolution
    /// Few input channels a group: little reuse of loaded data.
    case depthwiseConvolution
    /// 1x1: a matrix product of the pixels that are used.
    case pointwiseConvolution
    case fullyConnected
    case sparseFullyConnected
    /// Pooling, sums, activations, normalization: bound by memory.
    case elementwise
}
