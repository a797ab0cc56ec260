public import Tensors

/// A dense float32 array of any number of extents, row-major and contiguous; a value that copies on write.
///
/// A feature map is `[channels, height, width]`, with a batch in front of it `[batch, channels, height, width]`.
public struct Tensor: Sendable {
    public let extents: [Int]
    private var storage: AlignedStorage

    /// All elements equal.
    ///
    /// - Precondition: no negative extent.
    public init(extents: [Int], repeating value: Float = 0) {
        precondition(extents.allSatisfy { $0 >= 0 }, "negative extent in \(extents)")
        self.extents = extents
        storage = AlignedStorage(count: extents.reduce(1, *), repeating: value)
    }

    /// - Precondition: as many values as the extents' product.
    public init(extents: [Int], values: [Float]) {
        precondition(values.count == extents.reduce(1, *), "\(values.count) values for extents \(extents)")
        self.init(extents: extents) { target in
            _ = target.update(from: values)
        }
    }

    /// Elements that `initialize` sets, every one of them.
    public init(extents: [Int], initializingWith initialize: (UnsafeMutableBufferPointer<Float>) -> Void) {
        precondition(extents.allSatisfy { $0 >= 0 }, "negative extent in \(extents)")
        self.extents = extents
        storage = AlignedStorage(uninitialized: extents.reduce(1, *))
        initialize(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
    }

    /// The same in memory of a pool.
    init(
        extents: [Int], pool: StoragePool, initializingWith initialize: (UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        self.extents = extents
        storage = AlignedStorage(uninitialized: extents.reduce(1, *), pool: pool)
        initialize(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
    }

    /// A feature map of one value.
    public init(_ shape: TensorShape, repeating value: Float = 0) {
        self.init(extents: [shape.channels, shape.height, shape.width], repeating: value)
    }

    /// A feature map whose elements `initialize` sets, every one of them.
    init(_ shape: TensorShape, initializingWith initialize: (UnsafeMutableBufferPointer<Float>) -> Void) {
        self.init(extents: [shape.channels, shape.height, shape.width], initializingWith: initialize)
    }

    public var count: Int { storage.count }

    /// The elements in row-major order.
    public var values: [Float] { withUnsafeBuffer { Array($0) } }

    /// The element at a place of the row-major order.
    public subscript(offset: Int) -> Float {
        get {
            precondition(offset >= 0 && offset < count, "offset \(offset) of \(count)")
            return storage.base[offset]
        }
        set {
            precondition(offset >= 0 && offset < count, "offset \(offset) of \(count)")
            makeUnique()
            storage.base[offset] = newValue
        }
    }

    public func withUnsafeBuffer<Result>(
        _ body: (UnsafeBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeBufferPointer(start: storage.base, count: storage.count))
    }

    public mutating func withUnsafeMutableBuffer<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        makeUnique()
        defer { withExtendedLifetime(storage) {} }
        return try body(UnsafeMutableBufferPointer(start: storage.base, count: storage.count))
    }

    /// The same elements with other extents.
    ///
    /// - Precondition: the product of the extents stays the same.
    public func reshaped(_ extents: [Int]) -> Tensor {
        precondition(extents.reduce(1, *) == count, "\(count) elements as \(extents)")
        return Tensor(extents: extents, storage: storage)
    }

    /// Element `index` of the first extent, copied.
    public func slice(_ index: Int) -> Tensor {
        let rest = Array(extents.dropFirst())
        let length = rest.reduce(1, *)
        return Tensor(extents: rest) { target in
            withUnsafeBuffer { source in
                _ = target.update(from: source[index * length..<(index + 1) * length])
            }
        }
    }

    /// Tensors of equal extents joined along a new first extent.
    ///
    /// - Precondition: at least one tensor, all of equal extents.
    public static func stacked(_ tensors: [Tensor]) -> Tensor {
        let rest = tensors[0].extents
        precondition(tensors.allSatisfy { $0.extents == rest }, "tensors of different extents")
        let length = tensors[0].count
        return Tensor(extents: [tensors.count] + rest) { target in
            for (index, tensor) in tensors.enumerated() {
                tensor.withUnsafeBuffer { source in
                    guard let from = source.baseAddress, let to = target.baseAddress else { return }
                    (to + index * length).update(from: from, count: length)
                }
            }
        }
    }

    private init(extents: [Int], storage: AlignedStorage) {
        self.extents = extents
        self.storage = storage
    }

    private mutating func makeUnique() {
        if isKnownUniquelyReferenced(&storage) { return }
        let copy = AlignedStorage(uninitialized: storage.count)
        copy.base.update(from: storage.base, count: storage.count)
        storage = copy
    }
}

extension Tensor {
    /// Whether both have the same extents and the same bits.
    public func isBitwiseEqual(to other: Tensor) -> Bool {
        guard extents == other.extents else { return false }
        return withUnsafeBuffer { a in
            other.withUnsafeBuffer { b in
                for index in 0..<a.count where a[index].bitPattern != b[index].bitPattern { return false }
                return true
            }
        }
    }
}
