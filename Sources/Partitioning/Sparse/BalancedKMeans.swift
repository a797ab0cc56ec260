import NeuralNetworks

/// k-means whose clusters have room in proportion to the workers' capabilities.
struct BalancedKMeans {
    /// Coordinates of every point, `dimensions` each.
    var coordinates: [Double]
    var dimensions: Int
    /// Weight of every point.
    var weights: [Int]
    var capabilities: [Int]
    /// A cluster may be this much heavier than its share.
    var slack = 0.05
    var rounds = 12

    /// Worker of every point from one random start (k-means++, Arthur and Vassilvitskii, 2007).
    func clusters(generator: inout SplitMix64) -> [Int] {
        let count = capabilities.count
        var centroids = seeds(generator: &generator)
        // The heaviest cluster of the seeds belongs to the strongest worker.
        var masses = [Int](repeating: 0, count: count)
        for point in weights.indices { masses[distances(point, centroids).nearest] += weights[point] }
        let heaviest = (0..<count).sorted { (-masses[$0], $0) < (-masses[$1], $1) }
        let strongest = (0..<count).sorted { (-capabilities[$0], $0) < (-capabilities[$1], $1) }
        var dealt = centroids
        for (cluster, worker) in zip(heaviest, strongest) { dealt[worker] = centroids[cluster] }
        centroids = dealt

        let total = weights.reduce(0, +)
        let share = (1 + slack) * Double(total) / Double(capabilities.reduce(0, +))
        var assignment = [Int](repeating: -1, count: weights.count)
        for _ in 0..<rounds {
            var keys: [(urgency: Double, point: Int)] = []
            keys.reserveCapacity(weights.count)
            for point in weights.indices {
                let (_, first, second) = distances(point, centroids)
                keys.append(((second - first) * Double(weights[point]), point))
            }
            keys.sort { $0.urgency != $1.urgency ? $0.urgency > $1.urgency : $0.point < $1.point }
            var room = capabilities.map { share * Double($0) }
            var next = assignment
            for (_, point) in keys {
                let weight = Double(weights[point])
                var best = -1
                var bestDistance = Double.infinity
                for worker in 0..<count where room[worker] >= weight {
                    let distance = distance(point, centroids[worker])
                    if distance < bestDistance { (best, bestDistance) = (worker, distance) }
                }
                if best < 0 { best = room.indices.max { (room[$0], -$0) < (room[$1], -$1) }! }
                next[point] = best
                room[best] -= weight
            }
            if next == assignment { break }
            assignment = next
            centroids = means(assignment, old: centroids)
        }
        return assignment
    }

    private func seeds(generator: inout SplitMix64) -> [[Double]] {
        var centroids: [[Double]] = []
        var nearest = [Double](repeating: .infinity, count: weights.count)
        while centroids.count < capabilities.count {
            let masses = weights.indices.map { Double(weights[$0]) * (centroids.isEmpty ? 1 : nearest[$0]) }
            let sum = masses.reduce(0, +)
            var draw = generator.nextUnit() * sum
            var chosen = sum > 0 ? masses.lastIndex { $0 > 0 }! : generator.next(below: weights.count)
            if sum > 0 {
                for point in masses.indices {
                    draw -= masses[point]
                    if draw < 0 {
                        chosen = point
                        break
                    }
                }
            }
            let centroid = Array(coordinates[chosen * dimensions..<(chosen + 1) * dimensions])
            centroids.append(centroid)
            for point in weights.indices { nearest[point] = min(nearest[point], distance(point, centroid)) }
        }
        return centroids
    }

    private func means(_ assignment: [Int], old: [[Double]]) -> [[Double]] {
        var sums = old.map { _ in [Double](repeating: 0, count: dimensions) }
        var masses = [Double](repeating: 0, count: old.count)
        for point in weights.indices {
            let weight = Double(weights[point])
            masses[assignment[point]] += weight
            for axis in 0..<dimensions {
                sums[assignment[point]][axis] += weight * coordinates[point * dimensions + axis]
            }
        }
        return old.indices.map { cluster in
            masses[cluster] > 0 ? sums[cluster].map { $0 / masses[cluster] } : old[cluster]
        }
    }

    private func distance(_ point: Int, _ centroid: [Double]) -> Double {
        var sum = 0.0
        for axis in 0..<dimensions {
            let difference = coordinates[point * dimensions + axis] - centroid[axis]
            sum += difference * difference
        }
        return sum
    }

    private func distances(
        _ point: Int, _ centroids: [[Double]]
    ) -> (nearest: Int, first: Double, second: Double) {
        var nearest = 0
        var first = Double.infinity
        var second = Double.infinity
        for (index, centroid) in centroids.enumerated() {
            let distance = distance(point, centroid)
            if distance < first {
                (nearest, first, second) = (index, distance, first)
            } else if distance < second {
                second = distance
            }
        }
        return (nearest, first, second.isFinite ? second : first)
    }
}
