/// Something with a strict order of its own.
protocol HeapElement: Sendable {
    func precedes(_ other: Self) -> Bool
}

/// A binary heap with the least element on top.
struct BinaryHeap<Element: HeapElement>: Sendable {
    private var elements: [Element] = []

    var isEmpty: Bool { elements.isEmpty }
    var count: Int { elements.count }
    var first: Element? { elements.first }

    mutating func insert(_ element: Element) {
        elements.append(element)
        var child = elements.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if !elements[child].precedes(elements[parent]) { break }
            elements.swapAt(child, parent)
            child = parent
        }
    }

    mutating func popFirst() -> Element? {
        guard let first = elements.first else { return nil }
        let last = elements.removeLast()
        if elements.isEmpty { return first }
        elements[0] = last
        var parent = 0
        while true {
            var least = parent
            let left = 2 * parent + 1
            if left < elements.count, elements[left].precedes(elements[least]) { least = left }
            if left + 1 < elements.count, elements[left + 1].precedes(elements[least]) { least = left + 1 }
            if least == parent { break }
            elements.swapAt(parent, least)
            parent = least
        }
        return first
    }
}
