import ScenarioFiles

/// What a study must reach.
package struct Bar: Sendable {
    package enum Measure: Sendable {
        /// Mean of |simulated / published - 1|.
        case meanError(Double)
        /// Largest of |simulated / published - 1|.
        case maximumError(Double)
        /// Largest of |simulated - published|, in the observations' unit; of simulated values rounded to so many decimals.
        case absoluteError(Double, decimals: Int?)
        /// The simulated value lies below the published one.
        case below
        /// Every simulated value lies between the published ones of its neighbours: `lower` and `upper`.
        case between(Double, Double)
        /// Along a field, the least simulated value is at the place of the least published one, or that place or a
        /// neighbour of it comes within a share of the least.
        case best(along: String, within: Double)
        /// Of two observations that differ in the given fields alone, the one that is published as smaller by more than
        /// a share is simulated as smaller.
        case order(across: [String], beyond: Double)
        /// So many devices at most compute anything.
        case devicesUsed(Int)
    }

    package var name: String
    package var filter: ObservationFilter
    package var measure: Measure
    /// Whether missing it is a failure; other bars are reported.
    package var isRequired: Bool

    init(_ value: ValueReader) throws(InputError) {
        var reader = try value.object()
        name = try reader.string("name")
        filter = try ObservationFilter(reader.required("where", expected: "an object of fields"))
        isRequired = try reader.bool("required", default: true)
        if let limit = reader.optional("meanError") {
            measure = .meanError(try limit.double(in: 0...10))
        } else if let limit = reader.optional("maximumError") {
            measure = .maximumError(try limit.double(in: 0...10))
        } else if let limit = reader.optional("absoluteError") {
            let decimals = try reader.optional("decimals")?.int(in: 0...12)
            measure = .absoluteError(try limit.double(in: 0...1e12), decimals: decimals)
        } else if let along = reader.optional("bestAlong") {
            measure = .best(along: try along.string(), within: try reader.double("within", in: 0...1))
        } else if let across = reader.optional("sameOrderAcross") {
            let fields = try across.array { (field) throws(InputError) in try field.string() }
            measure = .order(across: fields, beyond: try reader.double("beyond", in: 0...1, default: 0))
        } else if let count = reader.optional("devicesUsedAtMost") {
            measure = .devicesUsed(try count.int(in: 1...100_000))
        } else if let range = reader.optional("between") {
            let ends = try range.array { (end) throws(InputError) in try end.double() }
            guard ends.count == 2, ends[0] < ends[1] else {
                throw range.error(found: "\(ends)", expected: "[lower, upper]")
            }
            measure = .between(ends[0], ends[1])
        } else {
            _ = try reader.required("below", expected: "a measure such as \"meanError\": 0.1").bool()
            measure = .below
        }
        try reader.finish()
    }

    /// How a bar came out.
    package struct Outcome: Sendable {
        package var name: String
        package var found: String
        package var asked: String
        package var isMet: Bool
        package var isRequired: Bool
    }

    /// - Parameter rows: all observations of the paper; those that were not simulated count where the study does not
    ///   declare them unsupported.
    func outcome(_ rows: [PaperValidation.Row]) -> Outcome? {
        let chosen = rows.filter { filter.matches($0.observation) && !$0.isDeclaredUnsupported }
        guard !chosen.isEmpty else { return nil }
        let simulated = chosen.compactMap { row in row.value.map { (row: row, value: $0) } }
        guard simulated.count == chosen.count else {
            return outcome("\(chosen.count - simulated.count) not simulated", "all simulated", false)
        }
        let errors = simulated.map { abs($0.value / $0.row.observation.value - 1) }
        switch measure {
        case .meanError(let limit):
            let mean = errors.reduce(0, +) / Double(errors.count)
            return outcome("mean \(percent(mean))", "mean \(percent(limit))", mean <= limit)
        case .maximumError(let limit):
            return outcome("at most \(percent(errors.max()!))", "at most \(percent(limit))", errors.max()! <= limit)
        case .absoluteError(let limit, let decimals):
            let scale = (0..<(decimals ?? 0)).reduce(1.0) { scale, _ in scale * 10 }
            let differences = simulated.map { item in
                let value = decimals == nil ? item.value : (item.value * scale).rounded() / scale
                return abs(value - item.row.observation.value)
            }
            // A difference of printed numbers has noise in its last bits.
            let largest = Logarithm.rounded(differences.max()!, digits: 9)
            return outcome("at most \(rounded(largest))", "at most \(rounded(limit))", largest <= limit)
        case .below:
            let wrong = simulated.count { $0.value >= $0.row.observation.value }
            return outcome("\(wrong) not below", "all below", wrong == 0)
        case .between(let lower, let upper):
            let wrong = simulated.count { $0.value <= lower || $0.value >= upper }
            return outcome("\(wrong) outside", "within \(rounded(lower)) to \(rounded(upper))", wrong == 0)
        case .devicesUsed(let count):
            let used = simulated.map(\.row.busyDevices)
            return outcome("\(Set(used).sorted()) devices", "at most \(count)", used.allSatisfy { $0 <= count })
        case .best(let field, let share): return best(along: field, within: share, simulated.map(\.row))
        case .order(let fields, let share): return order(across: fields, beyond: share, simulated.map(\.row))
        }
    }

    private func best(along field: String, within share: Double, _ rows: [PaperValidation.Row]) -> Outcome {
        var curves: [(label: String, rows: [PaperValidation.Row])] = []
        for row in rows where row.observation.number(field) != nil {
            let label = row.observation.metric + " " + row.observation.label(without: [field])
            if let index = curves.firstIndex(where: { $0.label == label }) {
                curves[index].rows.append(row)
            } else {
                curves.append((label, [row]))
            }
        }
        var missed: [String] = []
        let complete = curves.filter { $0.rows.count > 2 }
        for curve in complete {
            let sorted = curve.rows.sorted { $0.observation.number(field)! < $1.observation.number(field)! }
            let best = sorted.indices.min { sorted[$0].observation.value < sorted[$1].observation.value }!
            let least = sorted.map { $0.value! }.min()!
            let near = sorted[max(0, best - 1)...min(sorted.count - 1, best + 1)]
            if !near.contains(where: { $0.value! <= least * (1 + share) }) { missed.append(curve.label) }
        }
        let found =
            "\(complete.count - missed.count) of \(complete.count) curves" + missed.map { "; not \($0)" }.joined()
        return outcome(found, "least at or beside the published \(field), within \(percent(share))", missed.isEmpty)
    }

    private func order(across fields: [String], beyond share: Double, _ rows: [PaperValidation.Row]) -> Outcome {
        var pairs = 0
        var wrong: [String] = []
        for (index, first) in rows.enumerated() {
            for second in rows[(index + 1)...] where first.observation.metric == second.observation.metric {
                let rest = Set(fields)
                guard first.observation.label(without: rest) == second.observation.label(without: rest) else {
                    continue
                }
                let ratio = first.observation.value / second.observation.value
                guard abs(ratio - 1) > share else { continue }
                pairs += 1
                if (first.value! < second.value!) != (ratio < 1) {
                    wrong.append("\(first.observation.label()) against \(second.observation.label())")
                }
            }
        }
        let found = "\(pairs - wrong.count) of \(pairs) pairs" + wrong.map { "; not \($0)" }.joined()
        return outcome(found, "the published order beyond \(percent(share))", wrong.isEmpty)
    }

    private func outcome(_ found: String, _ asked: String, _ isMet: Bool) -> Outcome {
        Outcome(name: name, found: found, asked: asked, isMet: isMet, isRequired: isRequired)
    }

    private func percent(_ share: Double) -> String { "\(Logarithm.rounded(100 * share, digits: 3)) %" }
    private func rounded(_ value: Double) -> String { "\(Logarithm.rounded(value, digits: 4))" }
}
