/// A JSON value (RFC 8259) to be written: results, error reports, sidecar files.
///
/// Objects keep the order in which their members are given. There is no reader here.
package enum JSONText: Hashable, Sendable {
    /// No value.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A whole number.
    case int(Int)
    /// A finite number, written in the fewest digits that read back as the same number.
    case double(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case array([JSONText])
    /// Named values in order.
    case object([Member])

    /// A name and its value in an object.
    package struct Member: Hashable, Sendable {
        /// The name, distinct within its object.
        package let name: String
        /// The value.
        package let value: JSONText

        /// Creates a member.
        package init(_ name: String, _ value: JSONText) {
            self.name = name
            self.value = value
        }
    }

    /// The text of this value.
    ///
    /// Numbers must be finite, as JSON has no other, and names distinct within an object.
    /// - Parameters:
    ///   - pretty: Whether to indent by two spaces and end with a line feed; else all is on one line without spaces.
    ///   - sortedKeys: Whether members come in the order of their names instead of the order given.
    package func rendered(pretty: Bool, sortedKeys: Bool = false) -> String {
        var writer = Writer(pretty: pretty, sortedKeys: sortedKeys)
        writer.write(self, depth: 0)
        return pretty ? writer.text + "\n" : writer.text
    }
}

extension JSONText: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Makes `null`.
    package init(nilLiteral: ()) { self = .null }
    /// Makes a truth value.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Makes a whole number.
    package init(integerLiteral value: Int) { self = .int(value) }
    /// Makes a number.
    package init(floatLiteral value: Double) { self = .double(value) }
    /// Makes a string.
    package init(stringLiteral value: String) { self = .string(value) }
    /// Makes an array.
    package init(arrayLiteral elements: JSONText...) { self = .array(elements) }
    /// Makes an object that keeps the order of the literal.
    package init(dictionaryLiteral elements: (String, JSONText)...) {
        self = .object(elements.map { Member($0.0, $0.1) })
    }
}

private struct Writer {
    let pretty: Bool
    let sortedKeys: Bool
    private(set) var text = ""

    init(pretty: Bool, sortedKeys: Bool) {
        self.pretty = pretty
        self.sortedKeys = sortedKeys
    }

    mutating func write(_ value: JSONText, depth: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .double(let value):
            precondition(value.isFinite, "JSON cannot hold \(value); use null")
            text += value.description
        case .string(let value): writeString(value)
        case .array(let elements):
            writeList(elements, between: "[", and: "]", depth: depth) { writer, element in
                writer.write(element, depth: depth + 1)
            }
        case .object(let members):
            precondition(Set(members.map(\.name)).count == members.count, "a JSON object names a member twice")
            let ordered = sortedKeys ? members.sorted { $0.name < $1.name } : members
            writeList(ordered, between: "{", and: "}", depth: depth) { writer, member in
                writer.writeString(member.name)
                writer.text += writer.pretty ? ": " : ":"
                writer.write(member.value, depth: depth + 1)
            }
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element],
        between opening: String,
        and closing: String,
        depth: Int,
        _ writeElement: (inout Writer, Element) -> Void
    ) {
        text += opening
        for (index, element) in elements.enumerated() {
            if index > 0 { text += "," }
            startLine(depth: depth + 1)
            writeElement(&self, element)
        }
        if !elements.isEmpty { startLine(depth: depth) }
        text += closing
    }

    private mutating func startLine(depth: Int) {
        if pretty { text += "\n" + String(repeating: "  ", count: depth) }
    }

    private mutating func writeString(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{00}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
