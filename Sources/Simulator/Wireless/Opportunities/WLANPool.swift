/// Records of one kind by number, in memory that grows by doubling and never moves in the steady state.
///
/// Freed numbers are used again; their list runs through the records' own places (`next`), which the owner keeps.
struct WLANPool<Record: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Record>
    private var capacity = 16
    private(set) var count: Int32 = 0

    init() { base = .allocate(capacity: 16) }

    deinit { base.deallocate() }

    @inline(__always)
    mutating func append(_ record: Record) -> Int32 {
        if Int(count) == capacity { grow() }
        (base + Int(count)).initialize(to: record)
        count &+= 1
        return count &- 1
    }

    mutating func append(_ record: Record, count repeats: Int) {
        while Int(count) + repeats > capacity { grow() }
        (base + Int(count)).initialize(repeating: record, count: repeats)
        count += Int32(repeats)
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Record>.allocate(capacity: 2 * capacity)
        larger.initialize(from: base, count: Int(count))
        base.deallocate()
        base = larger
        capacity *= 2
    }

    @inline(__always)
    subscript(index: Int32) -> Record {
        unsafeAddress { UnsafePointer(base + Int(index)) }
        nonmutating unsafeMutableAddress { base + Int(index) }
    }
}

// The pool is the only owner of its storage.
extension WLANPool: @unchecked Sendable where Record: Sendable {}
