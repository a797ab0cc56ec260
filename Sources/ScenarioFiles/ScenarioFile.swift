import Foundation

/// A scenario document: what it says, what it sweeps, and the scenarios of its points.
public struct ScenarioFile: Sendable {
    /// The file as the user named it.
    public let path: String
    let root: JSONNode
    /// In the order of the document, the first varies slowest; those of a group advance together.
    public let axes: [SweepAxis]
    /// How many values the axes of each group have.
    private let groupLengths: [Int]
    public let freeParameters: [FreeParameter]
    /// Parameters to be moved one at a time, and between which values.
    package let sensitivity: [(path: String, low: JSONNode, high: JSONNode)]
    /// One sentence for headings, if given.
    public let title: String?

    /// A number of 8 bytes is held in memory for every run.
    package static let runLimit = 10_000_000

    private var folder: URL { URL(fileURLWithPath: path).deletingLastPathComponent() }

    /// Reads a document, applies overrides and checks everything but the points of its sweep.
    ///
    /// - Parameters:
    ///   - overrides: `path=value`, applied in order; a path that is swept is fixed by it.
    ///   - sweeps: axes to add, or to put in the place of those of the document.
    package init(
        path: String, overrides: [ScenarioOverride] = [], sweeps: ScenarioSweeps = ScenarioSweeps()
    ) throws(InputError) {
        try self.init(root: JSONReader.read(path), path: path, overrides: overrides, sweeps: sweeps)
    }

    package init(
        root: JSONNode, path: String, overrides: [ScenarioOverride] = [], sweeps: ScenarioSweeps = ScenarioSweeps()
    ) throws(InputError) {
        var root = try Self.extended(root, path: path)
        for override in overrides { try root.set(override.path, to: override.value, file: path) }
        try sweeps.apply(to: &root, file: path, fixed: overrides.map(\.path))
        var reader = try ObjectReader(root, file: path)
        if let base = reader.optional("extends") {
            throw base.error("\"extends\" cannot be set", expected: "it in a file")
        }
        var axes: [SweepAxis] = []
        if let sweep = reader.optional("sweep") {
            axes = try SweepAxis.axes(of: sweep) { path in overrides.contains { $0.path == path } }
            for axis in axes {
                guard let inside = overrides.first(where: { $0.path.isInside(axis.path) }) else { continue }
                throw sweep.axisReader(axis.path).error(
                    "the sweep of \(quoted(axis.path)) would undo what is set for \(quoted(inside.path))",
                    expected: "a value for \(quoted(axis.path)) as a whole")
            }
        }
        title = try reader.optional("title")?.string()
        if let description = reader.optional("description") { _ = try description.string() }
        if let schema = reader.optional("$schema") { _ = try schema.string() }
        var freeParameters: [FreeParameter] = []
        if let list = reader.optional("freeParameters") {
            for element in try list.array() {
                let parameter = try element.object { (reader) throws(InputError) in
                    FreeParameter(path: try reader.string("path"), fixedBy: try reader.string("fixedBy"))
                }
                guard root.value(at: parameter.path) != nil else {
                    throw element.error("free parameter \"\(parameter.path)\" is not set in the scenario")
                }
                freeParameters.append(parameter)
            }
        }
        var sensitivity: [(path: String, low: JSONNode, high: JSONNode)] = []
        if let ranges = reader.optional("sensitivity") {
            for (key, value) in try ranges.members() {
                let ends = try value.array()
                guard ends.count == 2 else {
                    throw value.error(found: "\(ends.count) values", expected: "[low, high]")
                }
                sensitivity.append((key, ends[0].node, ends[1].node))
            }
        }
        self.sensitivity = sensitivity
        self.path = path
        self.root = root
        self.axes = axes
        self.freeParameters = freeParameters
        groupLengths = Dictionary(grouping: axes, by: \.group).sorted { $0.key < $1.key }.map {
            $0.value[0].values.count
        }
        let limit = Self.runLimit
        let points = groupLengths.reduce(1) { min($0 * $1, limit + 1) }
        guard points * greatestRepetitionCount <= limit else {
            let place = reader.optional("sweep") ?? reader.value
            throw place.error("too many runs", expected: "at most \(limit) points times repetitions")
        }
    }

    /// Number of points of the sweep; 1 without axes.
    public var pointCount: Int { groupLengths.reduce(1, *) }

    /// The values of the axes at a point.
    package func assignments(at point: Int) -> [JSONNode] {
        var rest = point
        var indices = [Int](repeating: 0, count: groupLengths.count)
        for group in groupLengths.indices.reversed() {
            indices[group] = rest % groupLengths[group]
            rest /= groupLengths[group]
        }
        var values: [JSONNode] = []
        var group = 0
        for index in axes.indices {
            if index > 0, axes[index].group != axes[index - 1].group { group += 1 }
            values.append(axes[index].values[indices[group]])
        }
        return values
    }

    /// The scenario at a point of the sweep.
    package func scenario(at point: Int) throws(InputError) -> Scenario {
        var node = root
        for (axis, value) in zip(axes, assignments(at: point)) {
            try node.set(axis.path, to: value, file: path)
        }
        return try Scenario(ValueReader(node, file: path), folder: folder)
    }

    /// The scenario as written but for one value, the sweep left out.
    package func scenario(setting key: String, to value: JSONNode) throws(InputError) -> Scenario {
        var node = root
        try node.set(key, to: value, file: path)
        return try Scenario(ValueReader(node, file: path), folder: folder)
    }

    /// The scenario as written, the sweep left out.
    package func scenario() throws(InputError) -> Scenario {
        try Scenario(ValueReader(root, file: path), folder: folder)
    }

    /// Points that together have every value of every axis, the first one first; as many as the axes have values.
    package var pointsOfEveryValue: [Int] {
        var points = [0]
        var stride = 1
        for length in groupLengths.reversed() {
            points += (1..<max(1, length)).map { $0 * stride }
            stride *= length
        }
        return points.sorted()
    }

    /// The runs of all points together.
    package var runCount: Int {
        guard let axis = axes.first(where: { $0.path == Self.repetitionsKey }) else {
            return pointCount * greatestRepetitionCount
        }
        // Each value of the axis stands at as many points.
        return axis.values.reduce(0) { $0 + Self.repetitions($1) } * (pointCount / axis.values.count)
    }

    /// Whether runs have requests that follow each other.
    package var hasLoad: Bool {
        root["load"] != nil || axes.contains { $0.path == "load" || $0.path.isInside("load") }
    }

    /// The name of the scenario, if it has one that is a text.
    package var name: String? {
        guard case .string(let name)? = root["name"]?.value else { return nil }
        return name
    }
}

// MARK: - Repetitions

extension ScenarioFile {
    /// The number of runs of a point; 1 if what the document says is no number of repetitions.
    package func repetitionCount(at point: Int) -> Int {
        guard let axis = axes.firstIndex(where: { $0.path == Self.repetitionsKey }) else {
            return Self.repetitions(root[Self.repetitionsKey])
        }
        return Self.repetitions(assignments(at: point)[axis])
    }

    /// The largest number of repetitions that a point has.
    package var greatestRepetitionCount: Int {
        if let axis = axes.first(where: { $0.path == Self.repetitionsKey }) {
            return axis.values.map { Self.repetitions($0) }.max() ?? 1
        }
        return Self.repetitions(root[Self.repetitionsKey])
    }

    private static let repetitionsKey = "repetitions"

    private static func repetitions(_ node: JSONNode?) -> Int {
        guard case .number(let number)? = node?.value, let count = number.int,
            Scenario.repetitionRange.contains(count)
        else { return 1 }
        return count
    }
}

/// One value to be set from the command line.
package struct ScenarioOverride: Sendable {
    package var path: String
    package var value: JSONNode

    /// Reads `path=value`; `nil` without an equals sign.
    package init?(_ text: String) {
        guard let (path, value) = splitAssignment(text) else { return nil }
        self.path = path
        self.value = JSONNode(commandLine: value)
    }
}

/// `path=value` in two; `nil` without a path or an equals sign.
func splitAssignment(_ text: String) -> (path: String, value: String)? {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
}

extension String {
    /// Whether a key path leads into what another one names.
    fileprivate func isInside(_ path: String) -> Bool { hasPrefix("\(path).") || hasPrefix("\(path)[") }
}

extension ValueReader {
    /// The values of an axis of a sweep, wherever it stands in there.
    fileprivate func axisReader(_ path: String) -> ValueReader {
        guard let members = try? members() else { return self }
        if let axis = members.first(where: { $0.key == path }) { return axis.value }
        return members.first { $0.key == SweepAxis.zipKey }?.value ?? self
    }
}
