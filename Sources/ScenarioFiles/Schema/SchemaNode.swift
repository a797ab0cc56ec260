import Units

/// Builds JSON Schema (draft 2020-12) as JSON nodes, in the words that the decoder has for the same things.
struct SchemaNode {
    var members: [JSONNode.Member]

    init(_ members: [(String, JSONNode)]) { self.members = members.map { .init(key: $0, value: $1) } }

    var node: JSONNode { JSONNode(.object(members)) }

    /// The same with a sentence for people.
    func described(_ text: String) -> SchemaNode {
        guard let member = members.first(where: { $0.key == "description" }),
            case .string(let form) = member.value.value
        else { return adding("description", .text(text)) }
        return adding("description", .text("\(text) Expected: \(form)."))
    }

    /// The same with the value that is taken if the key is missing.
    func defaulting(to value: JSONNode) -> SchemaNode { adding("default", value) }

    /// The same with a key, in the place of what it said before.
    func adding(_ key: String, _ value: JSONNode) -> SchemaNode {
        var copy = self
        copy.members.removeAll { $0.key == key }
        copy.members.append(.init(key: key, value: value))
        return copy
    }
}

extension SchemaNode {
    static let anything = SchemaNode([])
    static let boolean = SchemaNode([("type", .text("boolean"))])

    static func string(pattern: String? = nil) -> SchemaNode {
        SchemaNode([("type", .text("string"))] + (pattern.map { [("pattern", .text($0))] } ?? []))
    }

    static func choice(_ names: [String]) -> SchemaNode {
        SchemaNode([("enum", .list(names.map { .text($0) }))])
    }

    static func integer(_ range: ClosedRange<Int>) -> SchemaNode {
        SchemaNode([
            ("type", .text("integer")), ("minimum", .int(range.lowerBound)), ("maximum", .int(range.upperBound)),
        ])
    }

    static func number(_ range: ClosedRange<Double>) -> SchemaNode {
        SchemaNode([
            ("type", .text("number")), ("minimum", .number(range.lowerBound)),
            ("maximum", .number(range.upperBound)),
        ])
    }

    /// A number with a unit; the bounds of the value are left to the decoder.
    static func quantity(_ dimension: PhysicalDimension) -> SchemaNode {
        let units = dimension.unitSymbols.joined(separator: "|")
        return string(pattern: "^-?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)? ?(\(units))$")
            .described(dimension.expectation)
    }

    static func array(of element: SchemaNode, count: ClosedRange<Int>? = nil) -> SchemaNode {
        var members: [(String, JSONNode)] = [("type", .text("array")), ("items", element.node)]
        if let count {
            members.append(("minItems", .int(count.lowerBound)))
            if count.upperBound < .max { members.append(("maxItems", .int(count.upperBound))) }
        }
        return SchemaNode(members)
    }

    static func anyOf(_ alternatives: SchemaNode...) -> SchemaNode { anyOf(alternatives) }

    static func anyOf(_ alternatives: [SchemaNode]) -> SchemaNode {
        alternatives.count == 1 ? alternatives[0] : SchemaNode([("anyOf", .list(alternatives.map(\.node)))])
    }

    static func object(
        _ properties: [(String, SchemaNode)], required: [String] = []
    ) -> SchemaNode {
        var members: [(String, JSONNode)] = [
            ("type", .text("object")),
            ("properties", JSONNode(.object(properties.map { .init(key: $0, value: $1.node) }))),
        ]
        if !required.isEmpty { members.append(("required", .list(required.map { .text($0) }))) }
        members.append(("additionalProperties", JSONNode(.bool(false))))
        return SchemaNode(members)
    }
}

extension JSONNode {
    static func text(_ text: String) -> JSONNode { JSONNode(.string(text)) }
    static func int(_ number: Int) -> JSONNode { JSONNode(.number(JSONNumber(number))) }
    static func number(_ number: Double) -> JSONNode { JSONNode(.number(JSONNumber(number))) }
    static func list(_ elements: [JSONNode]) -> JSONNode { JSONNode(.array(elements)) }
}
