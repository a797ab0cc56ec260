/// Memory of a fixed size for inner loops; indices are checked in debug builds only.
struct FixedBuffer<Element: BitwiseCopyable>: ~Copyable {
    private let base: UnsafeMutablePointer<Element>
    let count: Int

    init(repeating value: Element, count: Int) {
        base = .allocate(capacity: max(1, count))
        base.initialize(repeating: value, count: count)
        self.count = count
    }

    init(_ elements: [Element]) {
        base = .allocate(capacity: max(1, elements.count))
        for index in elements.indices { base.advanced(by: index).initialize(to: elements[index]) }
        count = elements.count
    }

    deinit { base.deallocate() }

    subscript(index: Int) -> Element {
        @inline(__always) get {
            assert(index >= 0 && index < count, "index out of range")
            return base[index]
        }
        @inline(__always) nonmutating set {
            assert(index >= 0 && index < count, "index out of range")
            base[index] = newValue
        }
    }

    var elements: [Element] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// - Precondition: as many elements.
    func assign(_ other: borrowing FixedBuffer<Element>) {
        precondition(count == other.count, "another size")
        base.update(from: other.base, count: count)
    }
}
