/// A line that is first come, first served: an array and how far it has been served.
///
/// Memory is given back to the line when it is empty, which suits lines that run empty often.
struct FIFOQueue<Element>: Sendable where Element: Sendable {
    private var elements: [Element] = []
    private var firstIndex = 0

    @inline(__always)
    var isEmpty: Bool { firstIndex == elements.count }

    /// The element that came first; setting it needs one.
    @inline(__always)
    var first: Element? {
        get { isEmpty ? nil : elements[firstIndex] }
        set { elements[firstIndex] = newValue! }
    }

    var last: Element? { isEmpty ? nil : elements[elements.count - 1] }

    @inline(__always)
    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the element that came first, if there is one.
    mutating func popFirst() -> Element? {
        guard let element = first else { return nil }
        firstIndex += 1
        startAnewIfEmpty()
        return element
    }

    /// Takes the element that came last back.
    mutating func removeLast() {
        elements.removeLast()
        startAnewIfEmpty()
    }

    private mutating func startAnewIfEmpty() {
        guard isEmpty else { return }
        elements.removeAll(keepingCapacity: true)
        firstIndex = 0
    }
}
