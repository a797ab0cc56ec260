/// Extents of a feature map `[channels, height, width]`, batch 1.
///
/// A vector is `[n, 1, 1]`; a 1-D signal lies along the height: `[channels, length, 1]`.
public struct TensorShape: Sendable, Hashable, BitwiseCopyable, CustomStringConvertible {
    public var channels: Int
    public var height: Int
    public var width: Int

    public init(channels: Int, height: Int, width: Int) {
        self.channels = channels
        self.height = height
        self.width = width
    }

    /// A vector of `count` elements.
    public init(vector count: Int) { self.init(channels: count, height: 1, width: 1) }

    public var elementCount: Int { channels * height * width }

    public var description: String { "\(channels)x\(height)x\(width)" }
}
