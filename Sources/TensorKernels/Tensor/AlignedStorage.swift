/// Float32 elements on the heap, aligned to a cache line, with slack behind the last.
///
/// Unsafe to share while somebody writes; `Tensor` gives it value semantics, a kernel's packed weights are never
/// written after they are made.
final class AlignedStorage: @unchecked Sendable {
    /// Vector kernels may read so many elements beyond the last, never use them.
    static let slack = 64
    private static let alignment = 64

    let count: Int
    let base: UnsafeMutablePointer<Float>
    private let capacity: Int
    /// Where the memory goes afterwards.
    private let pool: StoragePool?

    /// Elements have no values yet, the slack is 0.
    init(uninitialized count: Int, pool: StoragePool? = nil) {
        self.count = count
        self.pool = pool
        if let (base, capacity) = pool?.take(count + Self.slack) {
            self.base = base
            self.capacity = capacity
        } else {
            capacity = count + Self.slack
            let raw = UnsafeMutableRawPointer.allocate(
                byteCount: capacity * MemoryLayout<Float>.stride, alignment: Self.alignment)
            base = raw.bindMemory(to: Float.self, capacity: capacity)
        }
        (base + count).initialize(repeating: 0, count: Self.slack)
    }

    convenience init(count: Int, repeating value: Float) {
        self.init(uninitialized: count)
        base.initialize(repeating: value, count: count)
    }

    deinit {
        if let pool {
            pool.give(base, capacity: capacity)
        } else {
            UnsafeMutableRawPointer(base).deallocate()
        }
    }
}
