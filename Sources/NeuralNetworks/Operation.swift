/// What a layer computes.
public enum Operation: Sendable, Hashable {
    /// 2-D convolution (cross-correlation); a 1-D convolution has kernel width 1 on a signal `[channels, length, 1]`.
    case convolution(Convolution)
    case pooling(Pooling)
    /// Every output from all inputs, flattened as `[channels, height, width]`.
    case fullyConnected(FullyConnected)
    /// Element-wise sum of its inputs.
    case add
    /// Joins its inputs along the channels.
    case concatenation
    case activation(Activation)
    case batchNormalization(BatchNormalization)
    case localResponseNormalization(LocalResponseNormalization)
    /// Over the channels at every position.
    case softmax
    /// Moves blocks of `block` x `block` pixels into channels (YOLOv2's "reorg" pass-through).
    case spaceToDepth(block: Int)
}

public struct Convolution: Sendable, Hashable {
    public var outputChannels: Int
    public var window: Window
    public var groups: Int
    public var hasBias: Bool

    public init(outputChannels: Int, window: Window, groups: Int = 1, hasBias: Bool = true) {
        self.outputChannels = outputChannels
        self.window = window
        self.groups = groups
        self.hasBias = hasBias
    }
}

public struct Pooling: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable { case maximum, average }

    public var kind: Kind
    public var window: Window
    /// Whether a last window that hangs over the high edge counts.
    public var ceilMode: Bool
    /// Whether an average divides by the whole window, padding included.
    public var countsPadding: Bool

    public init(kind: Kind, window: Window, ceilMode: Bool = false, countsPadding: Bool = false) {
        self.kind = kind
        self.window = window
        self.ceilMode = ceilMode
        self.countsPadding = countsPadding
    }
}

public struct FullyConnected: Sendable, Hashable {
    public var outputs: Int
    public var hasBias: Bool

    public init(outputs: Int, hasBias: Bool = true) {
        self.outputs = outputs
        self.hasBias = hasBias
    }
}

public enum Activation: Sendable, Hashable {
    case relu
    case relu6
    /// `slope` for negative inputs.
    case leakyReLU(slope: Float)
    case sigmoid
    case tanh
}

public struct BatchNormalization: Sendable, Hashable {
    public var epsilon: Float

    public init(epsilon: Float = 1e-5) { self.epsilon = epsilon }
}

/// Across channels: x / (k + alpha / size * sum of squares over `size` channels) ^ beta, Caffe's form of Krizhevsky et
/// al., 2012, who do not divide alpha by the size.
public struct LocalResponseNormalization: Sendable, Hashable {
    public var size: Int
    public var alpha: Float
    public var beta: Float
    public var k: Float

    public init(size: Int = 5, alpha: Float = 1e-4, beta: Float = 0.75, k: Float = 1) {
        self.size = size
        self.alpha = alpha
        self.beta = beta
        self.k = k
    }
}
