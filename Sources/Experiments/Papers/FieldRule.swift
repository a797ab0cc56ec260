package import ScenarioFiles
package import Units

/// What a field of an observation does to the scenario.
package enum FieldRule: Sendable {
    /// Says nothing about what runs.
    case label
    /// Every value sets some keys.
    case names([(name: String, effect: NamedEffect)])
    /// The value, with a unit if there is one, at a key path. A rate may be in series with another that grows with the
    /// speed of the first device: 1 / (1 / value + 1 / (rate x speed)).
    case path(String, unit: String?, inSeriesWith: DataRate?)
    /// A value at a key path that depends on the field by straight lines between points in logarithms.
    case points(String, [(at: Double, value: Double)], unit: String)
    /// A clock, or one a device: the devices' speed relative to the clock that the profile stands for.
    case speed(reference: Double)
    /// The devices are emulated on so many cores: more devices than cores share them.
    case hostCores(Int)

    package struct NamedEffect: Sendable {
        package var settings: [(path: String, value: JSONNode)] = []
        /// What the run is compared with, for metrics that compare two runs.
        package var against: [(path: String, value: JSONNode)]?
        /// Why it cannot be run.
        package var unsupported: String?
    }

    package init(_ reader: ValueReader) throws(InputError) {
        var object = try reader.object()
        if let label = object.optional("label") {
            _ = try label.bool()
            self = .label
        } else if let names = object.optional("names") {
            var effects: [(name: String, effect: NamedEffect)] = []
            for (name, value) in try names.members() { effects.append((name, try Self.effect(value))) }
            self = .names(effects)
        } else if let reference = object.optional("speedOf") {
            self = .speed(reference: try reference.double(in: 1e-3...1e9))
        } else if let cores = object.optional("hostCores") {
            self = .hostCores(try cores.int(in: 1...100_000))
        } else {
            let path = try object.string("path")
            if let list = object.optional("points") {
                var points: [(at: Double, value: Double)] = []
                var unit = ""
                for element in try list.array() {
                    try element.object { (reader) throws(InputError) in
                        let at = try reader.double("at", in: 1e-9...1e12)
                        let quantity = try NumberWithUnit(reader.required("value"))
                        guard quantity.number > 0, quantity.unit == unit || points.isEmpty else {
                            throw element.error("values of points must be positive and have one unit")
                        }
                        unit = quantity.unit
                        points.append((at, quantity.number))
                    }
                }
                guard !points.isEmpty else { throw list.error(found: "no points", expected: "one or more") }
                self = .points(path, points.sorted { $0.at < $1.at }, unit: unit)
            } else {
                let unit = try object.optional("unit")?.string()
                let series = try object.optional("inSeriesWith").map { (value) throws(InputError) in
                    try value.parsed(expected: PhysicalDimension.dataRate.expectation, as: DataRate.init(parsing:))
                }
                self = .path(path, unit: unit, inSeriesWith: series)
            }
        }
        try object.finish()
    }

    private static func effect(_ value: ValueReader) throws(InputError) -> NamedEffect {
        try value.object { (reader) throws(InputError) in
            var effect = NamedEffect()
            func settings(_ value: ValueReader) throws(InputError) -> [(path: String, value: JSONNode)] {
                try value.members().map { ($0.key, $0.value.node) }
            }
            if let set = reader.optional("set") { effect.settings = try settings(set) }
            if let against = reader.optional("against") { effect.against = try settings(against) }
            effect.unsupported = try reader.optional("unsupported")?.string()
            return effect
        }
    }

    /// The value of a power-law interpolation between points, the nearest point's beyond their ends.
    static func interpolate(_ points: [(at: Double, value: Double)], at x: Double) -> Double {
        guard let upper = points.firstIndex(where: { $0.at >= x }) else { return points.last!.value }
        guard upper > 0 else { return points[0].value }
        let (low, high) = (points[upper - 1], points[upper])
        let share =
            (Logarithm.natural(x) - Logarithm.natural(low.at))
            / (Logarithm.natural(high.at) - Logarithm.natural(low.at))
        return low.value * Logarithm.power(high.value / low.value, share)
    }
}

/// "24.9 ms" as a number and what stands behind it; a plain JSON number has no unit.
package struct NumberWithUnit: Sendable {
    package var number: Double
    package var unit: String

    package init(_ reader: ValueReader) throws(InputError) {
        switch reader.node.value {
        case .number(let value):
            number = value.double
            unit = ""
        case .string(let text):
            let digits = text.prefix { "0123456789.+-eE".contains($0) }
            guard let value = Double(digits), value.isFinite else {
                throw reader.error(found: "\"\(text)\"", expected: "a number, with a unit if need be")
            }
            number = value
            unit = text[digits.endIndex...].trimmingPrefix { $0 == " " }.description
        default: throw reader.mismatch(expected: "a number, with a unit if need be")
        }
    }

    /// The node of another number in the same unit.
    package func node(_ value: Double) -> JSONNode {
        unit.isEmpty ? JSONNode(.number(JSONNumber(value))) : JSONNode(.string("\(value) \(unit)"))
    }
}
