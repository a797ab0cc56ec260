/// Axes from the command line: each replaces that of the document or is added as the fastest.
package struct ScenarioSweeps: Sendable {
    /// Axes that are combined with all others.
    private var axes: [(path: String, values: [JSONNode])] = []
    /// Axes that advance together.
    private var zipped: [(path: String, values: [JSONNode])] = []

    package init() {}

    /// Whether there is nothing to do.
    package var isEmpty: Bool { axes.isEmpty && zipped.isEmpty }

    /// Adds `path=values`, such as `cluster.devices=1..4` or `convolution=bodp,grid-2d`.
    ///
    /// - Parameter zipped: whether it advances together with the others that are zipped.
    package mutating func add(_ text: String, zipped isZipped: Bool) throws(InputError) {
        guard let (path, values) = splitAssignment(text), !values.isEmpty else {
            throw InputError(
                problem: "an axis needs a path and values", found: quoted(text),
                expected: "PATH=VALUES such as cluster.devices=1..4")
        }
        guard !(axes + zipped).contains(where: { $0.path == path }) else {
            throw InputError(keyPath: path, problem: "it is swept twice", expected: "all its values at once")
        }
        switch SweepValues.values(values) {
        case .success(let nodes) where isZipped: zipped.append((path, nodes))
        case .success(let nodes): axes.append((path, nodes))
        case .failure(let error): throw InputError(keyPath: path, found: quoted(values), expected: error.expected)
        }
    }

    /// Writes the axes into a document.
    ///
    /// - Parameter fixed: paths that are set from the command line as well.
    func apply(to root: inout JSONNode, file: String, fixed: [String]) throws(InputError) {
        guard !isEmpty else { return }
        if let path = (axes + zipped).map(\.path).first(where: fixed.contains) {
            throw InputError(keyPath: path, problem: "it is set and swept at the same time")
        }
        var members: [JSONNode.Member] = []
        if let sweep = root["sweep"] {
            members = try ValueReader(sweep, file: file, path: "sweep").memberNodes()
        }
        for (path, values) in axes {
            let node = JSONNode(.array(values))
            if !Self.replace(path, by: node, in: &members) { members.append(.init(key: path, value: node)) }
        }
        if !zipped.isEmpty {
            for (path, _) in zipped { Self.remove(path, from: &members) }
            let zip = JSONNode(.object(zipped.map { .init(key: $0.path, value: JSONNode(.array($0.values))) }))
            if let index = members.firstIndex(where: { $0.key == SweepAxis.zipKey }) {
                let old = members[index].value
                let others: [JSONNode] = if case .array(let elements) = old.value { elements } else { [old] }
                members[index].value = JSONNode(.array(others + [zip]), location: old.location)
            } else {
                members.append(.init(key: SweepAxis.zipKey, value: zip))
            }
        }
        try root.set("sweep", to: JSONNode(.object(members), location: root["sweep"]?.location), file: file)
    }

    /// Puts values in the place of an axis, be it zipped or not; `false` if there is none.
    private static func replace(_ path: String, by node: JSONNode, in members: inout [JSONNode.Member]) -> Bool {
        change(path, in: &members) { members, index in members[index].value = node }
    }

    private static func remove(_ path: String, from members: inout [JSONNode.Member]) {
        _ = change(path, in: &members) { members, index in members.remove(at: index) }
    }

    private static func change(
        _ path: String, in members: inout [JSONNode.Member], _ body: (inout [JSONNode.Member], Int) -> Void
    ) -> Bool {
        if let index = members.firstIndex(where: { $0.key == path }) {
            body(&members, index)
            return true
        }
        guard let zip = members.firstIndex(where: { $0.key == SweepAxis.zipKey }) else { return false }
        switch members[zip].value.value {
        case .object(var inner):
            guard let index = inner.firstIndex(where: { $0.key == path }) else { return false }
            body(&inner, index)
            members[zip].value.value = .object(inner)
            return true
        case .array(var elements):
            for position in elements.indices {
                guard case .object(var inner) = elements[position].value,
                    let index = inner.firstIndex(where: { $0.key == path })
                else { continue }
                body(&inner, index)
                elements[position].value = .object(inner)
                members[zip].value.value = .array(elements)
                return true
            }
            return false
        default: return false
        }
    }
}

extension ValueReader {
    /// The members of an object as they are.
    fileprivate func memberNodes() throws(InputError) -> [JSONNode.Member] {
        guard case .object(let members) = node.value else { throw mismatch(expected: "an object") }
        return members
    }
}
