import Foundation

extension ScenarioFile {
    /// What would run as one document that needs no other file: extensions, overrides and axes applied, files that it
    /// names put in their place. Reads back as a scenario of the same runs.
    package func resolved() throws(InputError) -> JSONNode {
        guard case .object(var members) = root.value else { return root }
        members.removeAll { $0.key == "$schema" || $0.key == "sweep" }
        for index in members.indices where members[index].key == "workload" {
            members[index].value = try inlined(members[index].value, path: "workload")
        }
        if !axes.isEmpty {
            members.append(.init(key: "sweep", value: try resolvedSweep()))
        }
        return JSONNode(.object(members)).withoutLocations
    }

    /// All groups between the first and the last that are zipped stand under one key, to keep their order.
    private func resolvedSweep() throws(InputError) -> JSONNode {
        var groups: [[JSONNode.Member]] = []
        for (index, axis) in axes.enumerated() {
            var values = axis.values
            if axis.path == "workload" {
                for index in values.indices { values[index] = try inlined(values[index], path: axis.path) }
            }
            let member = JSONNode.Member(key: axis.path, value: JSONNode(.array(values)))
            if index > 0, axis.group == axes[index - 1].group {
                groups[groups.count - 1].append(member)
            } else {
                groups.append([member])
            }
        }
        guard let first = groups.firstIndex(where: { $0.count > 1 }),
            let last = groups.lastIndex(where: { $0.count > 1 })
        else { return JSONNode(.object(groups.flatMap(\.self))).withoutLocations }
        let zips = groups[first...last].map { JSONNode(.object($0)) }
        let zip = JSONNode.Member(key: SweepAxis.zipKey, value: JSONNode(.array(zips)))
        return JSONNode(.object(groups[..<first].flatMap(\.self) + [zip] + groups[(last + 1)...].flatMap(\.self)))
            .withoutLocations
    }

    private func inlined(_ node: JSONNode, path: String) throws(InputError) -> JSONNode {
        guard case .string(let name) = node.value else { return node }
        let value = ValueReader(node, file: self.path, path: path)
        let folder = URL(fileURLWithPath: self.path).deletingLastPathComponent()
        return try WorkloadDescription.document(name, named: value, folder: folder).node
    }

    /// A SHA-256 over all that decides about the results: equal digests, equal runs in equal order. Where the scenario
    /// stands, its prose, the order of its keys and the spelling of its numbers are left out.
    package func digest() throws(InputError) -> String {
        guard case .object(let members) = try resolved().value else { return SHA256.hexDigest(root.canonicalText) }
        let prose = ["description", "freeParameters", "sweep"]
        let text = JSONNode(.object(members.filter { !prose.contains($0.key) })).canonicalText
        // The order of axes is the order of the points.
        let axes = try resolvedSweep().prettyText
        return SHA256.hexDigest(text + "\n" + axes)
    }
}
