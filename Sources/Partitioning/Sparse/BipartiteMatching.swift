/// Maximum matching and minimum vertex cover of a bipartite graph.
///
/// Hopcroft and Karp (1973, doi 10.1137/0202019); the cover by König's theorem.
struct BipartiteMatching {
    /// Partner of every left and right vertex, or -1.
    private(set) var leftPartners: [Int]
    private(set) var rightPartners: [Int]
    private let neighbours: [[Int]]

    var size: Int { leftPartners.reduce(0) { $0 + ($1 >= 0 ? 1 : 0) } }

    /// - Parameter neighbours: right vertices of every left one.
    /// - Complexity: O(edges · √vertices).
    init(neighbours: [[Int]], rightCount: Int) {
        self.neighbours = neighbours
        leftPartners = [Int](repeating: -1, count: neighbours.count)
        rightPartners = [Int](repeating: -1, count: rightCount)
        // A greedy start spares most phases.
        for left in neighbours.indices {
            if let right = neighbours[left].first(where: { rightPartners[$0] < 0 }) {
                leftPartners[left] = right
                rightPartners[right] = left
            }
        }
        while true {
            var (levels, found) = levels()
            if !found { break }
            var next = [Int](repeating: 0, count: neighbours.count)
            for left in neighbours.indices where leftPartners[left] < 0 { augment(left, &levels, &next) }
        }
    }

    /// Breadth-first distances of the left vertices from free ones along alternating paths.
    private func levels() -> (levels: [Int], reachesFree: Bool) {
        var levels = [Int](repeating: -1, count: neighbours.count)
        var queue = neighbours.indices.filter { leftPartners[$0] < 0 }
        for left in queue { levels[left] = 0 }
        var found = false
        var head = 0
        while head < queue.count {
            let left = queue[head]
            head += 1
            for right in neighbours[left] {
                let partner = rightPartners[right]
                if partner < 0 {
                    found = true
                } else if levels[partner] < 0 {
                    levels[partner] = levels[left] + 1
                    queue.append(partner)
                }
            }
        }
        return (levels, found)
    }

    /// Depth-first search along increasing levels, without recursion.
    private mutating func augment(_ start: Int, _ levels: inout [Int], _ next: inout [Int]) {
        var path = [start]
        while let left = path.last {
            guard next[left] < neighbours[left].count else {
                levels[left] = -1
                path.removeLast()
                continue
            }
            let right = neighbours[left][next[left]]
            next[left] += 1
            let partner = rightPartners[right]
            if partner < 0 {
                var free = right
                for vertex in path.reversed() {
                    let old = leftPartners[vertex]
                    leftPartners[vertex] = free
                    rightPartners[free] = vertex
                    free = old
                }
                return
            }
            if levels[partner] == levels[left] + 1 { path.append(partner) }
        }
    }

    /// A smallest set of vertices that touches every edge.
    func minimumVertexCover() -> (left: [Bool], right: [Bool]) {
        var isReachedLeft = [Bool](repeating: false, count: neighbours.count)
        var isReachedRight = [Bool](repeating: false, count: rightPartners.count)
        var stack = neighbours.indices.filter { leftPartners[$0] < 0 }
        for left in stack { isReachedLeft[left] = true }
        while let left = stack.popLast() {
            for right in neighbours[left] where !isReachedRight[right] {
                isReachedRight[right] = true
                let partner = rightPartners[right]
                if partner >= 0, !isReachedLeft[partner] {
                    isReachedLeft[partner] = true
                    stack.append(partner)
                }
            }
        }
        return (isReachedLeft.map { !$0 }, isReachedRight)
    }
}
