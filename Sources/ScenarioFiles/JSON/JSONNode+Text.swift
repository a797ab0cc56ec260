extension JSONNode {
    /// The one spelling of this content: keys sorted, no spaces, the shortest form of each number. Good for comparing
    /// and hashing; parses back to the same content.
    package var canonicalText: String {
        var text = ""
        appendCanonicalText(to: &text)
        return text
    }

    /// A spelling for people: keys in their order, two spaces per level, numbers as they were written, an array of
    /// plain values on one line. No line break at the end.
    package var prettyText: String {
        var text = ""
        appendPrettyText(to: &text, indentation: "")
        return text
    }

    private func appendCanonicalText(to text: inout String) {
        switch value {
        case .null:
            text += "null"
        case .bool(let flag):
            text += flag ? "true" : "false"
        case .number(let number):
            text += number.canonicalText
        case .string(let string):
            text.appendJSONString(string)
        case .array(let elements):
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += "," }
                element.appendCanonicalText(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," }
                text.appendJSONString(member.key)
                text += ":"
                member.value.appendCanonicalText(to: &text)
            }
            text += "}"
        }
    }

    private func appendPrettyText(to text: inout String, indentation: String) {
        let inner = indentation + "  "
        switch value {
        case .null, .bool, .string:
            appendCanonicalText(to: &text)
        case .number(let number):
            text += number.text
        case .array(let elements):
            let isOneLine = !elements.contains(where: \.isContainer)
            text += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { text += isOneLine ? ", " : "," }
                if !isOneLine { text += "\n" + inner }
                element.appendPrettyText(to: &text, indentation: inner)
            }
            text += isOneLine ? "]" : "\n\(indentation)]"
        case .object(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                text += index > 0 ? ",\n" : "\n"
                text += inner
                text.appendJSONString(member.key)
                text += ": "
                member.value.appendPrettyText(to: &text, indentation: inner)
            }
            text += members.isEmpty ? "}" : "\n\(indentation)}"
        }
    }

    private var isContainer: Bool {
        switch value {
        case .array, .object: true
        case .null, .bool, .number, .string: false
        }
    }
}

extension String {
    /// Appends a text as a JSON string: in double quotes, with escapes only where JSON insists on them.
    package mutating func appendJSONString(_ string: String) {
        append("\"")
        defer { append("\"") }
        guard string.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) else {
            append(string)
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": append("\\\"")
            case "\\": append("\\\\")
            case "\n": append("\\n")
            case "\r": append("\\r")
            case "\t": append("\\t")
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                append("\\u" + String(repeating: "0", count: 4 - digits.count) + digits)
            default: unicodeScalars.append(scalar)
            }
        }
    }
}

extension JSONNode {
    /// As a person would write it in a table: a string without quotes, anything else as JSON.
    package var plainText: String {
        if case .string(let text) = value { text } else { canonicalText }
    }
}
