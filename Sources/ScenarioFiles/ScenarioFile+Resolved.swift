import Foundation

extension ScenarioFile {
    /// What would run as one document that can stand anywhere: extensions, overrides and axes applied, measured times put
    /// in their place, large files named with the digest of their content. Reads back as a scenario of the same runs.
    package func resolved() throws(InputError) -> JSONNode {
        guard case .object(var members) = root.value else { return root }
        members.removeAll { $0.key == "$schema" || $0.key == "sweep" }
        for index in members.indices {
            members[index].value = try selfContained(members[index].value, at: [.key(members[index].key)])
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
            let place = JSONPath(axis.path)?.steps ?? []
            for index in values.indices { values[index] = try selfContained(values[index], at: place) }
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

    /// A part of the document without files that it depends on but does not mention the content of.
    private func selfContained(_ node: JSONNode, at place: [JSONPath.Step]) throws(InputError) -> JSONNode {
        let folder = URL(fileURLWithPath: self.path).deletingLastPathComponent()
        func value() -> ValueReader {
            ValueReader(node, file: path, path: place.reduce("") { JSONPath.appending($1, to: $0) })
        }
        switch FileReference(at: place) {
        case .workload?:
            guard case .string(let name) = node.value else { return node }
            return try WorkloadDescription.document(name, named: value(), folder: folder).node
        case .pinned?: return try PinnedFile.pinned(value(), folder: folder)
        case nil: break
        }
        var node = node
        switch node.value {
        case .object(var members):
            for index in members.indices {
                let step = JSONPath.Step.key(members[index].key)
                members[index].value = try selfContained(members[index].value, at: place + [step])
            }
            node.value = .object(members)
        case .array(var elements):
            for index in elements.indices {
                elements[index] = try selfContained(elements[index], at: place + [.index(index)])
            }
            node.value = .array(elements)
        default: break
        }
        return node
    }

    /// A SHA-256 over all that decides about the results: equal digests, equal runs in equal order. Where the scenario
    /// and its files stand, its prose, the order of its keys and the spelling of its numbers are left out.
    package func digest() throws(InputError) -> String {
        guard case .object(let members) = try resolved().value else { return SHA256.hexDigest(root.canonicalText) }
        let prose = ["description", "freeParameters", "sweep"]
        let text = JSONNode(.object(members.filter { !prose.contains($0.key) })).withoutPinnedPaths.canonicalText
        // The order of axes is the order of the points.
        let axes = try resolvedSweep().withoutPinnedPaths.prettyText
        return SHA256.hexDigest(text + "\n" + axes)
    }
}

/// What the place of a text in a scenario says about the file that it names.
private enum FileReference {
    case workload, pinned

    init?(at place: [JSONPath.Step]) {
        let names = place.map { step in if case .key(let key) = step { key } else { "[]" } }
        switch names {
        case ["workload"]: self = .workload
        case ["fullyConnected", "matrices", "[]"], ["fullyConnected", "pruned", "weights", "[]"]: self = .pinned
        default: return nil
        }
    }
}

extension JSONNode {
    /// The same content, files whose content is pinned no longer named.
    fileprivate var withoutPinnedPaths: JSONNode {
        var node = self
        switch value {
        case .object(let members):
            let isPinned = Set(members.map(\.key)) == [PinnedFile.fileKey, PinnedFile.digestKey]
            node.value = .object(
                members.filter { !isPinned || $0.key == PinnedFile.digestKey }.map { member in
                    var member = member
                    member.value = member.value.withoutPinnedPaths
                    return member
                })
        case .array(let elements): node.value = .array(elements.map(\.withoutPinnedPaths))
        default: break
        }
        return node
    }
}
