import Foundation
public import Units

/// A scenario document: what it says, what it sweeps, and the scenarios of its points.
public struct ScenarioFile: Sendable {
    /// The file as the user named it.
    public let path: String
    let root: JSONNode
    /// In the order of the document, the first varies slowest.
    public let axes: [SweepAxis]
    public let freeParameters: [FreeParameter]
    /// Parameters to be moved one at a time, and between which values.
    package let sensitivity: [(path: String, low: JSONNode, high: JSONNode)]
    /// One sentence for headings, if given.
    public let title: String?

    /// The scenarios of all points are held in memory.
    private static let pointLimit = 100_000

    private var folder: URL { URL(fileURLWithPath: path).deletingLastPathComponent() }

    /// Reads a document, applies overrides and checks everything but the points of its sweep.
    ///
    /// - Parameter overrides: `path=value`, applied in order; a path that is swept is fixed by it.
    package init(path: String, overrides: [ScenarioOverride] = []) throws(InputError) {
        try self.init(root: JSONReader.read(path), path: path, overrides: overrides)
    }

    package init(root: JSONNode, path: String, overrides: [ScenarioOverride] = []) throws(InputError) {
        var root = root
        for override in overrides { try root.set(override.path, to: override.value, file: path) }
        var reader = try ObjectReader(root, file: path)
        var axes: [SweepAxis] = []
        if let sweep = reader.optional("sweep") {
            for (key, value) in try sweep.members() where !overrides.contains(where: { $0.path == key }) {
                axes.append(try SweepAxis(path: key, value))
                if let inside = overrides.first(where: { $0.path.hasPrefix("\(key).") || $0.path.hasPrefix("\(key)[") })
                {
                    throw value.error(
                        "the sweep of \(quoted(key)) would undo what is set for \(quoted(inside.path))",
                        expected: "a value for \(quoted(key)) as a whole")
                }
            }
            guard axes.reduce(1, { min($0 * $1.values.count, Self.pointLimit + 1) }) <= Self.pointLimit else {
                throw sweep.error("too many points", expected: "at most \(Self.pointLimit)")
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
    }

    /// Number of points of the sweep; 1 without axes.
    public var pointCount: Int { axes.reduce(1) { $0 * $1.values.count } }

    /// The values of the axes at a point.
    package func assignments(at point: Int) -> [JSONNode] {
        var rest = point
        var indices = [Int](repeating: 0, count: axes.count)
        for axis in axes.indices.reversed() {
            indices[axis] = rest % axes[axis].values.count
            rest /= axes[axis].values.count
        }
        return zip(axes, indices).map { $0.values[$1] }
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
}

/// One value to be set from the command line.
package struct ScenarioOverride: Sendable {
    package var path: String
    package var value: JSONNode

    /// Reads `path=value`; `nil` without an equals sign.
    package init?(_ text: String) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
        path = String(text[..<equals])
        value = JSONNode(commandLine: String(text[text.index(after: equals)...]))
    }
}

/// A key path and the values that it takes.
public struct SweepAxis: Sendable {
    public let path: String
    package let values: [JSONNode]
    /// The dimension that all values share if they are quantities.
    public let dimension: PhysicalDimension?

    init(path: String, _ value: ValueReader) throws(InputError) {
        guard !Scenario.documentKeys.contains(path) else {
            throw value.error("\(quoted(path)) cannot be swept", expected: "the key path of what runs")
        }
        let values = try value.array()
        guard !values.isEmpty else { throw value.error(found: "an empty array", expected: "values to sweep") }
        self.path = path
        self.values = values.map(\.node)
        let dimensions = values.map { value -> PhysicalDimension? in
            guard case .string(let text) = value.node.value else { return nil }
            return Quantity(parsing: text)?.dimension
        }
        dimension = Set(dimensions).count == 1 ? dimensions[0] : nil
    }

    /// The header of its CSV column: the path in snake case with the unit of its quantities.
    public var columnName: String {
        var name = ""
        for character in path {
            if character.isUppercase { name += "_" + character.lowercased() } else { name.append(character) }
        }
        name = name.map { $0.isLetter || $0.isNumber ? String($0) : "_" }.joined()
        return dimension.map { "\(name)_\($0.columnSuffix)" } ?? name
    }
}
