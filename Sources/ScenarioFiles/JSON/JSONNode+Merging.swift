extension JSONNode {
    /// The base with this node laid over it: objects are merged key by key, anything else is replaced.
    ///
    /// The keys of the base come first and keep their order; new ones follow. Each value keeps its location, so nodes
    /// of two files should have been `located(in:)` them.
    package func merging(over base: JSONNode) -> JSONNode {
        guard case .object(let overlay) = value, case .object(var members) = base.value else { return self }
        var positions = Dictionary(members.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
        for member in overlay {
            if let position = positions[member.key] {
                let merged = member.value.merging(over: members[position].value)
                members[position] = Member(key: member.key, keyLocation: member.keyLocation, value: merged)
            } else {
                positions[member.key] = members.count
                members.append(member)
            }
        }
        return JSONNode(.object(members), location: location ?? base.location)
    }
}
