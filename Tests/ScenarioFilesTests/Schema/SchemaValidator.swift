@testable import ScenarioFiles

/// As much of JSON Schema (draft 2020-12) as the schema of scenarios uses; a keyword that it does not know is an error,
/// so that none is ignored.
struct SchemaValidator {
    struct UnknownKeyword: Error { var name: String }

    let schema: JSONNode
    /// Compiling a pattern takes longer than using it.
    private var patterns: [String: Regex<AnyRegexOutput>] = [:]

    init(_ schema: JSONNode) { self.schema = schema }

    /// What is wrong with a document; empty if it is valid.
    mutating func errors(_ document: JSONNode) throws -> [String] { try errors(document, schema, at: "") }

    private mutating func isValid(_ value: JSONNode, _ schema: JSONNode) throws -> Bool {
        try errors(value, schema, at: "").isEmpty
    }

    private mutating func errors(_ value: JSONNode, _ schema: JSONNode, at path: String) throws -> [String] {
        if case .bool(let accepts) = schema.value { return accepts ? [] : ["\(path): nothing is allowed"] }
        guard case .object(let keywords) = schema.value else { throw UnknownKeyword(name: schema.canonicalText) }
        var errors: [String] = []
        for keyword in keywords {
            let holds: Bool
            switch keyword.key {
            case "$schema", "title", "description", "default", "then", "else": holds = true
            case "type": holds = isOfType(value, keyword.value.plainText)
            case "enum":
                if case .string(let text) = value.value {
                    holds = elements(keyword.value).contains { $0.plainText == text }
                } else {
                    holds = false
                }
            case "minimum": holds = number(value).map { $0 >= number(keyword.value)! } ?? true
            case "maximum": holds = number(value).map { $0 <= number(keyword.value)! } ?? true
            case "minItems": holds = count(value).map { $0 >= Int(number(keyword.value)!) } ?? true
            case "maxItems": holds = count(value).map { $0 <= Int(number(keyword.value)!) } ?? true
            case "uniqueItems":
                let texts = elements(value).map(\.canonicalText)
                holds = Set(texts).count == texts.count
            case "pattern":
                if case .string(let text) = value.value {
                    holds = try text.firstMatch(of: pattern(keyword.value.plainText)) != nil
                } else {
                    holds = true
                }
            case "items":
                for (index, element) in elements(value).enumerated() {
                    errors += try self.errors(element, keyword.value, at: "\(path)[\(index)]")
                }
                holds = true
            case "required":
                holds =
                    members(value).map { members in
                        elements(keyword.value).allSatisfy { name in members.contains { $0.key == name.plainText } }
                    } ?? true
            case "dependentRequired":
                let members = members(value) ?? []
                holds = members.allSatisfy { member in
                    elements(keyword.value[member.key] ?? .list([])).allSatisfy { name in
                        members.contains { $0.key == name.plainText }
                    }
                }
            case "properties":
                for member in members(value) ?? [] {
                    guard let property = keyword.value[member.key] else { continue }
                    errors += try self.errors(member.value, property, at: "\(path).\(member.key)")
                }
                holds = true
            case "additionalProperties":
                for member in members(value) ?? [] where schema["properties"]?[member.key] == nil {
                    errors += try self.errors(member.value, keyword.value, at: "\(path).\(member.key)")
                }
                holds = true
            case "propertyNames":
                for member in members(value) ?? [] {
                    errors += try self.errors(JSONNode(.string(member.key)), keyword.value, at: "\(path).\(member.key)")
                }
                holds = true
            case "anyOf":
                var any = false
                for alternative in elements(keyword.value) where !any { any = try isValid(value, alternative) }
                holds = any
            case "not": holds = try !isValid(value, keyword.value)
            case "if":
                let branch = try isValid(value, keyword.value) ? schema["then"] : schema["else"]
                if let branch { errors += try self.errors(value, branch, at: path) }
                holds = true
            default: throw UnknownKeyword(name: keyword.key)
            }
            if !holds { errors.append("\(path): \(keyword.key) \(keyword.value.canonicalText.prefix(200))") }
        }
        return errors
    }

    private mutating func pattern(_ text: String) throws -> Regex<AnyRegexOutput> {
        if let known = patterns[text] { return known }
        let regex = try Regex(text).matchingSemantics(.unicodeScalar)
        patterns[text] = regex
        return regex
    }

    private func isOfType(_ value: JSONNode, _ type: String) -> Bool {
        switch (value.value, type) {
        case (.object, "object"), (.array, "array"), (.string, "string"), (.bool, "boolean"), (.null, "null"),
            (.number, "number"):
            true
        case (.number(let number), "integer"): number.double == number.double.rounded()
        default: false
        }
    }

    private func number(_ node: JSONNode) -> Double? {
        if case .number(let number) = node.value { number.double } else { nil }
    }
    private func elements(_ node: JSONNode) -> [JSONNode] {
        if case .array(let elements) = node.value { elements } else { [] }
    }
    private func count(_ node: JSONNode) -> Int? {
        if case .array(let elements) = node.value { elements.count } else { nil }
    }
    private func members(_ node: JSONNode) -> [JSONNode.Member]? {
        if case .object(let members) = node.value { members } else { nil }
    }
}
