/// A priority queue of 128-bit keys, least first: a time, then a sequence number, then a 32-bit payload.
///
/// One comparison of integers orders by time and, at equal times, by sequence; the payload rides along. The heap is
/// 4-ary and aligned so that the four children of a node fill one 64-byte cache line, and the least of four is found
/// without branches, which no predictor could guess (LaMarca and Ladner, 1996, doi 10.1145/235141.235145).
/// Storage grows by doubling and is kept; nothing is allocated once the largest size has been seen.
@usableFromInline
struct EventHeap<Tracker: HeapTracker>: ~Copyable {
    /// Keys in heap order.
    @usableFromInline var keys: UnsafeMutablePointer<UInt128>
    @usableFromInline var storage: UnsafeMutableRawPointer
    @usableFromInline var count = 0
    @usableFromInline var capacity: Int
    @usableFromInline var tracker: Tracker
    /// What prefetching loads read; kept so that the loads are not optimized away.
    @usableFromInline var prefetched: UInt64 = 0

    /// The root lies three keys before a line boundary, so every family of four starts at one.
    @usableFromInline static var offset: Int { 3 }
    /// Heaps beyond the first-level caches read grandchildren ahead.
    @usableFromInline static var prefetchThreshold: Int { 32_768 }

    @inlinable
    init(tracker: Tracker) {
        capacity = 61
        storage = Self.allocate(capacity)
        keys = storage.assumingMemoryBound(to: UInt128.self) + Self.offset
        self.tracker = tracker
    }

    @inlinable
    deinit { storage.deallocate() }

    @inlinable
    static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
        .allocate(byteCount: (capacity + offset) * MemoryLayout<UInt128>.stride, alignment: 64)
    }

    @inlinable
    static func key(time: UInt64, sequence: UInt32, payload: UInt32) -> UInt128 {
        UInt128(time) << 64 | UInt128(UInt64(sequence) << 32 | UInt64(payload))
    }

    @inlinable
    static func time(of key: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: key >> 64) }

    @inlinable
    static func payload(of key: UInt128) -> UInt32 { UInt32(truncatingIfNeeded: key) }

    @inlinable
    @inline(never)
    mutating func grow() {
        capacity = 2 * capacity + Self.offset
        let larger = Self.allocate(capacity)
        let target = larger.assumingMemoryBound(to: UInt128.self) + Self.offset
        target.update(from: keys, count: count)
        storage.deallocate()
        storage = larger
        keys = target
    }

    @inlinable
    mutating func insert(_ key: UInt128) {
        if count == capacity { grow() }
        count &+= 1
        siftUp(key, from: count &- 1)
    }

    /// Replaces the least key.
    ///
    /// - Precondition: not empty.
    @inlinable
    mutating func replaceFirst(with key: UInt128) { siftDown(key, from: 0) }

    /// Removes the least key.
    ///
    /// - Precondition: not empty.
    @inlinable
    mutating func removeFirst() {
        count &-= 1
        if count > 0 { siftDown(keys[count], from: 0) }
    }

    /// Removes the key at an index.
    @inlinable
    mutating func remove(at index: Int) {
        count &-= 1
        if index < count { replace(at: index, with: keys[count]) }
    }

    /// Replaces the key at an index.
    @inlinable
    mutating func replace(at index: Int, with key: UInt128) {
        if index > 0, key < keys[(index &- 1) >> 2] {
            siftUp(key, from: index)
        } else {
            siftDown(key, from: index)
        }
    }

    @inlinable
    mutating func siftUp(_ key: UInt128, from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index &- 1) >> 2
            let parentKey = keys[parent]
            if parentKey <= key { break }
            keys[index] = parentKey
            tracker.moved(Self.payload(of: parentKey), to: index)
            index = parent
        }
        keys[index] = key
        tracker.moved(Self.payload(of: key), to: index)
    }

    @inlinable
    mutating func siftDown(_ key: UInt128, from start: Int) {
        // Two loops, so that small heaps do without the registers that reading ahead takes.
        if count > Self.prefetchThreshold {
            siftDownReadingAhead(key, from: start)
            return
        }
        let keys = self.keys
        let count = self.count
        var index = start
        var child = 4 &* index &+ 1
        while child &+ 3 < count {
            let least = Self.least(ofFourFrom: child, in: keys)
            let leastKey = keys[least]
            if leastKey >= key {
                place(key, at: index)
                return
            }
            keys[index] = leastKey
            tracker.moved(Self.payload(of: leastKey), to: index)
            index = least
            child = 4 &* index &+ 1
        }
        place(key, at: sinkPastLastFamily(key, from: index))
    }

    @inlinable
    @inline(never)
    mutating func siftDownReadingAhead(_ key: UInt128, from start: Int) {
        let keys = self.keys
        let count = self.count
        var index = start
        var ahead: UInt64 = 0
        while true {
            let child = 4 &* index &+ 1
            if child &+ 3 >= count { break }
            let grandchild = 4 &* child &+ 1
            if grandchild &+ 12 < count {
                for line in 0..<4 { ahead ^= UInt64(truncatingIfNeeded: keys[grandchild &+ 4 &* line]) }
            }
            let least = Self.least(ofFourFrom: child, in: keys)
            let leastKey = keys[least]
            if leastKey >= key { break }
            keys[index] = leastKey
            tracker.moved(Self.payload(of: leastKey), to: index)
            index = least
        }
        prefetched ^= ahead
        place(key, at: sinkPastLastFamily(key, from: index))
    }

    /// The index of the least of four neighbours, found without branches.
    @inlinable
    @inline(__always)
    static func least(ofFourFrom child: Int, in keys: UnsafeMutablePointer<UInt128>) -> Int {
        let left = child &+ (keys[child &+ 1] < keys[child] ? 1 : 0)
        let right = child &+ (keys[child &+ 3] < keys[child &+ 2] ? 3 : 2)
        return keys[right] < keys[left] ? right : left
    }

    /// The last family may have fewer than four members and has no children.
    @inlinable
    @inline(__always)
    mutating func sinkPastLastFamily(_ key: UInt128, from index: Int) -> Int {
        let child = 4 &* index &+ 1
        if child >= count || child &+ 3 < count { return index }
        var least = child
        for other in child &+ 1..<Swift.max(count, child &+ 1) where keys[other] < keys[least] { least = other }
        if keys[least] >= key { return index }
        keys[index] = keys[least]
        tracker.moved(Self.payload(of: keys[index]), to: index)
        return least
    }

    @inlinable
    @inline(__always)
    mutating func place(_ key: UInt128, at index: Int) {
        keys[index] = key
        tracker.moved(Self.payload(of: key), to: index)
    }

    /// Numbers the keys anew from 0 in their order; returns the next free number.
    ///
    /// Sequence numbers have 32 bits: after four thousand million events a queue renumbers what is pending.
    @inlinable
    @inline(never)
    mutating func renumber() -> UInt32 {
        var buffer = UnsafeMutableBufferPointer(start: keys, count: count)
        // A sorted array is a heap.
        buffer.sort()
        for index in 0..<count {
            keys[index] = Self.key(
                time: Self.time(of: keys[index]), sequence: UInt32(index), payload: Self.payload(of: keys[index]))
            tracker.moved(Self.payload(of: keys[index]), to: index)
        }
        return UInt32(count)
    }
}

// The heap is the only owner of its storage.
extension EventHeap: @unchecked Sendable where Tracker: Sendable {}

/// Is told where keys go, by their payloads.
@usableFromInline
protocol HeapTracker {
    mutating func moved(_ payload: UInt32, to index: Int)
}

/// For heaps whose keys are only ever taken from the top.
@usableFromInline
struct NoTracker: HeapTracker, Sendable {
    @inlinable
    init() {}

    @inlinable
    func moved(_ payload: UInt32, to index: Int) {}
}
