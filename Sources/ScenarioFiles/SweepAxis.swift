public import Units

/// A key path and the values that it takes.
public struct SweepAxis: Sendable {
    public let path: String
    package let values: [JSONNode]
    /// The dimension that all values share if they are quantities.
    public let dimension: PhysicalDimension?
    /// Axes of the same group advance together; other groups are combined.
    public let group: Int

    /// The key under which a sweep has axes that advance together.
    static let zipKey = "zip"

    init(path: String, _ value: ValueReader, group: Int) throws(InputError) {
        guard !Scenario.documentKeys.contains(path) else {
            throw value.error("\(quoted(path)) cannot be swept", expected: "the key path of what runs")
        }
        guard JSONPath(path) != nil else {
            throw value.error(
                "malformed path \(quoted(path))", expected: "keys and indices such as cluster.workers[2].device")
        }
        self.path = path
        self.group = group
        values = try Self.values(value)
        let dimensions = values.map { value -> PhysicalDimension? in
            guard case .string(let text) = value.value else { return nil }
            return Quantity(parsing: text)?.dimension
        }
        dimension = Set(dimensions).count == 1 ? dimensions[0] : nil
    }

    /// An array of values, or a range as text.
    private static func values(_ value: ValueReader) throws(InputError) -> [JSONNode] {
        if case .string(let text) = value.node.value {
            let expected = "an array of values, or a range such as \"1..8\", \"0..0.5+0.1\" or \"1..64*2\""
            guard let range = SweepRange.values(text) else { throw value.mismatch(expected: expected) }
            switch range {
            // They all stand where the range stands.
            case .success(let values): return values.map { JSONNode($0.value, location: value.node.location) }
            case .failure(let error): throw value.error(found: quoted(text), expected: error.expected)
            }
        }
        let values = try value.array()
        guard !values.isEmpty else { throw value.error(found: "an empty array", expected: "values to sweep") }
        return values.map(\.node)
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

extension SweepAxis {
    /// Zipped axes may repeat a value, as it goes with another one.
    private static func refuseDoubled(_ values: [JSONNode], _ reader: ValueReader) throws(InputError) {
        var texts: Set<String> = []
        for value in values where !texts.insert(value.canonicalText).inserted {
            throw reader.error(
                "the value \(value.plainText) is there twice", expected: "every point once, or \"repetitions\"")
        }
    }

    /// The axes of a document in their order, those that are fixed left out.
    static func axes(of sweep: ValueReader, except isFixed: (String) -> Bool) throws(InputError) -> [SweepAxis] {
        var axes: [SweepAxis] = []
        var group = 0
        func add(_ path: String, _ value: ValueReader) throws(InputError) {
            if isFixed(path) { return }
            guard !axes.contains(where: { $0.path == path }) else {
                throw value.error("\(quoted(path)) is swept twice")
            }
            axes.append(try SweepAxis(path: path, value, group: group))
        }
        for (key, value) in try sweep.members() {
            guard key == zipKey else {
                try add(key, value)
                if let axis = axes.last, axis.path == key { try refuseDoubled(axis.values, value) }
                group += 1
                continue
            }
            let zips: [ValueReader] = if case .array = value.node.value { try value.array() } else { [value] }
            for zip in zips {
                let start = axes.count
                for (path, value) in try zip.members() { try add(path, value) }
                let lengths = axes[start...].map(\.values.count)
                if let length = lengths.first(where: { $0 != lengths[0] }) {
                    throw zip.error(
                        "zipped axes advance together", found: "\(lengths[0]) and \(length) values",
                        expected: "as many values for each")
                }
                group += 1
            }
        }
        return axes
    }
}
