#if os(Linux)
    import Foundation
#endif

/// Float32 elements on the heap, aligned to a cache line, with slack behind the last.
///
/// Where there is room for whole huge pages, the system is asked for them: columns of large matrices lie on so many
/// small pages that looking up their addresses would cost more than the arithmetic.
///
/// Unsafe to share while somebody writes; `Tensor` gives it value semantics, a kernel's packed weights are never
/// written after they are made.
final class AlignedStorage: @unchecked Sendable {
    /// Vector kernels may read so many elements beyond the last, never use them.
    static let slack = 64
    private static let alignment = 64
    private static let hugePage = 2 << 20

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
            base = Self.allocate(capacity * MemoryLayout<Float>.stride).bindMemory(to: Float.self, capacity: capacity)
        }
        (base + count).initialize(repeating: 0, count: Self.slack)
    }

    convenience init(count: Int, repeating value: Float) {
        self.init(uninitialized: count)
        base.initialize(repeating: value, count: count)
    }

    private static func allocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
        #if os(Linux)
            if byteCount >= hugePage {
                let whole = byteCount / hugePage * hugePage
                let raw = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: hugePage)
                // Only advice: without huge pages all works the same.
                _ = madvise(raw, whole, Int32(MADV_HUGEPAGE))
                return raw
            }
        #endif
        return .allocate(byteCount: byteCount, alignment: alignment)
    }

    deinit {
        if let pool {
            pool.give(base, capacity: capacity)
        } else {
            UnsafeMutableRawPointer(base).deallocate()
        }
    }
}
