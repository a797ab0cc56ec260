/// What a column of a CSV is called in a picture, and in which unit its numbers are shown.
///
/// Follows the names that our tables give their columns: `latency_s` holds seconds and is shown as "Latency" in s, ms or
/// µs, whichever suits the numbers.
struct ColumnMeaning: Hashable, Sendable {
    /// The name in the file.
    let name: String
    /// The name for people, without the unit.
    let title: String
    /// The unit that numbers are shown in; `nil` for counts and ratios.
    let unit: String?
    /// How many base units the shown unit has.
    let factor: Double

    /// - Parameters:
    ///   - name: The name in the file.
    ///   - values: All numbers to be shown together.
    init(_ name: String, values: [Double] = []) {
        self.name = name
        let suffix = Self.suffixes.first { name.hasSuffix("_\($0.suffix)") && name.count > $0.suffix.count + 1 }
        title = Self.title(of: suffix.map { String(name.dropLast($0.suffix.count + 1)) } ?? name)
        guard let suffix else {
            unit = nil
            factor = 1
            return
        }
        let sizes = values.map(\.magnitude).filter { $0 > 0 }
        // The geometric mean of the extremes keeps ticks short on both kinds of axis.
        let typical = ((sizes.min() ?? 1) * (sizes.max() ?? 1)).squareRoot()
        let step = suffix.isBinary ? 1024.0 : 1000.0
        var (index, factor) = (0, 1.0)
        while index < suffix.largest, typical >= factor * step {
            index += 1
            factor *= step
        }
        while index > suffix.smallest, typical < factor {
            index -= 1
            factor /= step
        }
        // Quotients of powers of ten are off in the last digit: 1 / 1000 / 1000 is not 1e-6.
        self.factor = suffix.isBinary || index >= 0 ? factor : Double("1e\(3 * index)")!
        unit = (suffix.isBinary ? Self.binaryPrefixes : Self.decimalPrefixes)[index]! + suffix.unit
    }

    private init(name: String, title: String, unit: String?, factor: Double) {
        self.name = name
        self.title = title
        self.unit = unit
        self.factor = factor
    }

    /// The same unit as another column of the same kind.
    func sharingUnit(with other: ColumnMeaning) -> ColumnMeaning {
        ColumnMeaning(name: name, title: title, unit: other.unit, factor: other.factor)
    }

    /// The end of an interval around this column.
    func renamed(_ name: String) -> ColumnMeaning {
        ColumnMeaning(
            name: name, title: "\(title), \(name.hasSuffix("_low") ? "low" : "high")", unit: unit, factor: factor)
    }

    /// Title and unit.
    var caption: String { unit.map { "\(title) (\($0))" } ?? title }

    /// A value in base units as people read it.
    func text(_ value: Double) -> String {
        HumanFormat.significant(value / factor) + (unit.map { " \($0)" } ?? "")
    }

    /// What the numbers measure, whatever prefix they are shown with.
    var baseUnit: String? { Self.suffixes.first { name.hasSuffix("_\($0.suffix)") }?.unit }

    /// Whether the column holds what runs yield, not what they were asked to do.
    ///
    /// Swept values have units too; their names begin with the part of the scenario that they stand in.
    var isMeasure: Bool {
        if Self.measures.contains(name) { return true }
        if isScenarioValue { return false }
        return baseUnit != nil || name.hasSuffix("_share") || name.hasSuffix("utilization")
            || name.hasSuffix("utilisation")
    }

    /// Whether the column is named after a place in the scenario, as swept values are.
    var isScenarioValue: Bool { Self.sections.contains { name.hasPrefix($0) } }

    /// Whether the column tells rows apart that are repetitions of each other, or says how a run went.
    var isBookkeeping: Bool { Self.bookkeeping.contains(name) }

    private static let measures: Set<String> =
        Set(["speedup", "efficiency", "messages", "redundant_macs", "collisions"]).union(LoadColumns.names)
    private static let bookkeeping: Set<String> = [
        "repetition", "seed", "point", "status", "fingerprint", "message", "error",
    ]
    private static let sections = ["cluster_", "network_", "convolution_", "workload_", "compute_variation", "load_"]

    private struct Suffix {
        let suffix, unit: String
        /// Prefixes by their power of 1000 or 1024.
        let smallest, largest: Int
        var isBinary = false
    }

    /// Longer ones first.
    private static let suffixes = [
        Suffix(suffix: "bit_per_s", unit: "bit/s", smallest: 0, largest: 4),
        Suffix(suffix: "bytes_per_s", unit: "B/s", smallest: 0, largest: 4),
        Suffix(suffix: "mac_per_s", unit: "MAC/s", smallest: 0, largest: 4),
        Suffix(suffix: "per_s", unit: "1/s", smallest: 0, largest: 0),
        Suffix(suffix: "macs", unit: "MAC", smallest: 0, largest: 4),
        Suffix(suffix: "bytes", unit: "B", smallest: 0, largest: 4, isBinary: true),
        Suffix(suffix: "hz", unit: "Hz", smallest: 0, largest: 3),
        Suffix(suffix: "j", unit: "J", smallest: -2, largest: 2),
        Suffix(suffix: "w", unit: "W", smallest: -2, largest: 2),
        Suffix(suffix: "s", unit: "s", smallest: -3, largest: 0),
    ]
    private static let decimalPrefixes = [-3: "n", -2: "µ", -1: "m", 0: "", 1: "k", 2: "M", 3: "G", 4: "T"]
    private static let binaryPrefixes = [0: "", 1: "Ki", 2: "Mi", 3: "Gi", 4: "Ti"]

    private static func title(of name: String) -> String {
        switch name {
        case "speedup": return "Speed-up"
        case "wake_up": return "Wake-up"
        case "compute": return "Computing"
        case "load_arrivals_rate": return "Arrival rate"
        case "load_latency_p50": return "Median latency"
        case "load_latency_p95": return "95 % of latencies"
        case "redundant": return "Redundant work"
        default:
            var words = name.split(separator: "_").map(String.init)
            if words.count > 1, ["cluster", "load"].contains(words[0]) { words.removeFirst() }
            return words.joined(separator: " ").capitalizedFirst
        }
    }
}
