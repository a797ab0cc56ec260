import Foundation

extension ScenarioFile {
    private static let extendsKey = "extends"

    /// A document laid over the one that it extends, and so on: objects are merged key by key, anything else is
    /// replaced, and `null` removes what the extended document says.
    ///
    /// - Parameter path: the file of the document; what it extends is named relative to it.
    static func extended(_ root: JSONNode, path: String) throws(InputError) -> JSONNode {
        try extended(root, path: path, chain: [path])
    }

    private static func extended(_ root: JSONNode, path: String, chain: [String]) throws(InputError) -> JSONNode {
        guard let member = root[extendsKey] else { return root }
        let value = ValueReader(member, file: path, path: extendsKey)
        let name = try value.string()
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        let base = URL(fileURLWithPath: name, relativeTo: folder).relativePathFromCurrentFolder
        let chain = chain + [base]
        guard !chain.dropLast().contains(where: { identity($0) == identity(base) }) else {
            throw value.error("scenarios extend each other in a circle: \(chain.joined(separator: " -> "))")
        }
        let document: JSONNode
        do {
            document = try JSONReader.read(base)
        } catch {
            guard error.kind == .missing else { throw error }
            throw value.error(error.problem, found: quoted(name), expected: "a scenario beside this one")
        }
        guard case .object = document.value else {
            throw ValueReader(document.located(in: base), file: base).mismatch(expected: "an object")
        }
        let inherited = try extended(document.located(in: base), path: base, chain: chain)
        var own = root
        if case .object(let members) = root.value {
            own.value = .object(members.filter { $0.key != extendsKey })
        }
        return own.merging(over: inherited.withoutWords).withoutNulls
    }

    /// The file behind a path, whatever links lead there.
    private static func identity(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
}

extension JSONNode {
    /// A document without what it says about itself: that need not hold for one that changes it.
    fileprivate var withoutWords: JSONNode {
        guard case .object(let members) = value else { return self }
        var node = self
        node.value = .object(members.filter { $0.key != "title" && $0.key != "description" })
        return node
    }

    /// The same content without the members of objects that are null.
    fileprivate var withoutNulls: JSONNode {
        guard case .object(let members) = value else { return self }
        var node = self
        node.value = .object(
            members.compactMap { member in
                if case .null = member.value.value { return nil }
                var member = member
                member.value = member.value.withoutNulls
                return member
            })
        return node
    }
}
