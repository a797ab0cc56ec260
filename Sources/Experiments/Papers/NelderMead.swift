/// The simplex search of Nelder and Mead (The Computer Journal 7(4), 1965), without randomness.
package enum NelderMead {
    /// Minimises a function from a start; the first simplex steps along every axis by `step`.
    ///
    /// - Returns: the best point found within `evaluations` calls, and its value.
    package static func minimise(
        from start: [Double], step: Double, evaluations: Int, _ function: ([Double]) throws -> Double
    ) rethrows -> (point: [Double], value: Double) {
        var calls = 0
        func value(_ point: [Double]) throws -> Double {
            calls += 1
            return try function(point)
        }
        var simplex: [(point: [Double], value: Double)] = [(start, try value(start))]
        for axis in start.indices {
            var point = start
            point[axis] += step
            simplex.append((point, try value(point)))
        }
        let count = Double(start.count)
        while calls < evaluations {
            // A stable sort by hand: equal values keep their order on every platform.
            simplex = simplex.enumerated().sorted {
                ($0.element.value, $0.offset) < ($1.element.value, $1.offset)
            }.map(\.element)
            let worst = simplex[simplex.count - 1]
            if worst.value - simplex[0].value < 1e-10 { break }
            let centre = start.indices.map { axis in
                simplex.dropLast().reduce(0) { $0 + $1.point[axis] } / count
            }
            func beyond(_ factor: Double) -> [Double] {
                start.indices.map { centre[$0] + factor * (centre[$0] - worst.point[$0]) }
            }
            let reflected = beyond(1)
            let reflectedValue = try value(reflected)
            if reflectedValue < simplex[0].value {
                let expanded = beyond(2)
                let expandedValue = try value(expanded)
                simplex[simplex.count - 1] =
                    expandedValue < reflectedValue ? (expanded, expandedValue) : (reflected, reflectedValue)
            } else if reflectedValue < simplex[simplex.count - 2].value {
                simplex[simplex.count - 1] = (reflected, reflectedValue)
            } else {
                let contracted = beyond(reflectedValue < worst.value ? 0.5 : -0.5)
                let contractedValue = try value(contracted)
                if contractedValue < min(worst.value, reflectedValue) {
                    simplex[simplex.count - 1] = (contracted, contractedValue)
                } else {
                    for index in 1..<simplex.count {
                        let point = start.indices.map { (simplex[0].point[$0] + simplex[index].point[$0]) / 2 }
                        simplex[index] = (point, try value(point))
                    }
                }
            }
        }
        return simplex.min { $0.value < $1.value }!
    }
}
