import Suggestions

/// The recursive-descent parser behind `JSONReader`: one pass over the bytes, one function per rule of the grammar.
///
/// Lines and columns are counted on the way rather than looked up later, which keeps a text of one long line linear.
struct JSONParser: ~Copyable {
    /// How deep arrays and objects may stand in each other; a bound on the stack.
    static let nestingLimit = 256

    /// The text in UTF-8, not yet known to be well-formed.
    let bytes: [UInt8]

    /// The file that errors name.
    let file: String

    /// The index of the next byte.
    private(set) var position = 0

    /// The line and column of the next byte.
    private(set) var location = SourceLocation(line: 1, column: 1)

    /// A parser at the beginning of a text.
    init(bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    /// Parses the whole text.
    mutating func document() throws(InputError) -> JSONNode {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        if position == bytes.count {
            throw error(problem: "the file is empty", expected: "a JSON value")
        }
        try skipBlanks()
        let node = try value(depth: 0)
        try skipBlanks()
        if current != nil { throw error(expected: "the end of the file") }
        return node
    }

    /// Parses the value that begins at the next byte, inside as many arrays and objects as `depth` says.
    private mutating func value(depth: Int, after context: String = "") throws(InputError) -> JSONNode {
        let start = location
        switch current {
        case UInt8(ascii: "{"):
            return JSONNode(.object(try members(depth: depth)), location: start)
        case UInt8(ascii: "["):
            return JSONNode(.array(try elements(depth: depth)), location: start)
        case UInt8(ascii: "\""):
            return JSONNode(.string(try string()), location: start)
        case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
            return JSONNode(.number(try number()), location: start)
        default:
            return JSONNode(try word(after: context), location: start)
        }
    }

    /// Parses an object from its opening brace.
    private mutating func members(depth: Int) throws(InputError) -> [JSONNode.Member] {
        let opening = try open(depth: depth)
        var members: [JSONNode.Member] = []
        var firstLines: [String: Int] = [:]
        while true {
            try skipBlanks()
            if members.isEmpty, take("}") { return members }
            guard current == UInt8(ascii: "\"") else {
                if members.isEmpty { throw error(expected: "a key in double quotes or \"}\"") }
                let hint = current == UInt8(ascii: "}") ? " (no comma before the closing \"}\")" : ""
                throw error(expected: "a key in double quotes" + hint)
            }
            let keyLocation = location
            let key = try string()
            if let line = firstLines.updateValue(keyLocation.line, forKey: key) {
                let problem = "the key \(quoted(key)) appears twice, first in line \(line)"
                throw InputError(file: file, location: keyLocation, problem: problem)
            }
            try skipBlanks()
            if !take(":") { throw error(expected: "\":\" after the key \(quoted(key))") }
            try skipBlanks()
            let value = try value(depth: depth + 1, after: " for the key \(quoted(key))")
            members.append(JSONNode.Member(key: key, keyLocation: keyLocation, value: value))
            try skipBlanks()
            if take("}") { return members }
            if !take(",") {
                throw error(expected: "\",\" or the \"}\" of the object that begins in line \(opening.line)")
            }
        }
    }

    /// Parses an array from its opening bracket.
    private mutating func elements(depth: Int) throws(InputError) -> [JSONNode] {
        let opening = try open(depth: depth)
        var elements: [JSONNode] = []
        while true {
            try skipBlanks()
            if elements.isEmpty, take("]") { return elements }
            let isTrailingComma = !elements.isEmpty && current == UInt8(ascii: "]")
            let context = isTrailingComma ? " (no comma before the closing \"]\")" : elements.isEmpty ? " or \"]\"" : ""
            elements.append(try value(depth: depth + 1, after: context))
            try skipBlanks()
            if take("]") { return elements }
            if !take(",") {
                throw error(expected: "\",\" or the \"]\" of the array that begins in line \(opening.line)")
            }
        }
    }

    /// Passes the bracket that opens an array or object and returns its place.
    private mutating func open(depth: Int) throws(InputError) -> SourceLocation {
        let opening = location
        if depth == Self.nestingLimit {
            throw InputError(
                file: file,
                location: opening,
                problem: "arrays and objects nested too deeply",
                expected: "at most \(Self.nestingLimit) levels"
            )
        }
        advance()
        return opening
    }

    /// Parses `true`, `false` or `null`; anything else is no value at all. `context` continues "expected a value".
    private mutating func word(after context: String) throws(InputError) -> JSONNode.Value {
        let word = token
        let value: JSONNode.Value
        switch word {
        case "true": value = .bool(true)
        case "false": value = .bool(false)
        case "null": value = .null
        case "NaN", "Infinity", "+Infinity":
            throw error(expected: "a finite number")
        default:
            switch word.unicodeScalars.first {
            case "+"?, "."?:
                throw error(expected: "a value\(context); numbers begin with a digit or \"-\"")
            case "'"?, ("A"..."Z")?, ("a"..."z")?:
                let suggestion = nearestName(to: word, in: ["true", "false", "null"])
                throw error(expected: "a value\(context); texts stand in double quotes", suggestion: suggestion)
            default:
                throw error(expected: "a value\(context)")
            }
        }
        for _ in word.utf8 { advance() }
        return value
    }

    /// Passes white space and comments.
    private mutating func skipBlanks() throws(InputError) {
        while let byte = current {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                advance()
            case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
                while let byte = current, byte != UInt8(ascii: "\n") { try advanceScalar() }
            case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
                try skipBlockComment()
            default:
                return
            }
        }
    }

    private mutating func skipBlockComment() throws(InputError) {
        let opening = location
        advance()
        advance()
        while !(current == UInt8(ascii: "*") && next == UInt8(ascii: "/")) {
            if current == nil {
                throw error(expected: "the \"*/\" of the comment that begins in line \(opening.line)")
            }
            try advanceScalar()
        }
        advance()
        advance()
    }
}

// MARK: - Bytes

extension JSONParser {
    /// The next byte; nil at the end of the text.
    var current: UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    /// The byte after the next.
    private var next: UInt8? {
        position + 1 < bytes.count ? bytes[position + 1] : nil
    }

    /// Passes one byte, which must exist.
    mutating func advance() {
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\n") {
            location.line += 1
            location.column = 1
        } else if byte & 0b1100_0000 != 0b1000_0000 {
            // Continuation bytes belong to the column of their first byte.
            location.column += 1
        }
    }

    /// Passes the next byte if it is this character.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard current == UInt8(ascii: character) else { return false }
        advance()
        return true
    }

    /// Passes one Unicode scalar, which must exist; an error if it is not well-formed UTF-8.
    mutating func advanceScalar() throws(InputError) {
        guard let length = scalarLength(at: position) else { throw error(expected: "text in UTF-8") }
        for _ in 0..<length { advance() }
    }

    /// The number of bytes of the scalar at an index; nil if they are not well-formed (Unicode Standard, table 3-7).
    private func scalarLength(at index: Int) -> Int? {
        let length: Int
        let second: ClosedRange<UInt8>
        switch bytes[index] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: return nil
        }
        guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return nil }
        let others = bytes[(index + 2)..<(index + length)]
        return others.allSatisfy { (0x80...0xBF).contains($0) } ? length : nil
    }
}

// MARK: - Errors

extension JSONParser {
    /// An error at the next byte. Unless a problem is given, it says what stands there.
    func error(problem: String? = nil, expected: String, suggestion: String? = nil) -> InputError {
        InputError(
            file: file,
            location: location,
            problem: problem,
            found: problem == nil ? foundDescription : nil,
            expected: expected,
            suggestion: suggestion
        )
    }

    /// What a reader would say stands at the next byte.
    private var foundDescription: String {
        guard let byte = current else { return "the end of the file" }
        guard let length = scalarLength(at: position) else {
            return "the byte 0x" + hexadecimal(UInt32(byte), digits: 2)
        }
        let scalar = String(decoding: bytes[position..<(position + length)], as: UTF8.self).unicodeScalars.first
        if let scalar, isInvisible(scalar) { return "the character U+" + hexadecimal(scalar.value, digits: 4) }
        return quoted(token)
    }

    /// The text at the next byte up to where a reader sees it end: a word or number, the inside of a string, otherwise
    /// one character. Long ones are cut, because error messages are their only use beyond the three literals.
    var token: String {
        guard let byte = current, let length = scalarLength(at: position) else { return "" }
        let reach = bytes[position...].prefix(200)
        let word: ArraySlice<UInt8>
        if byte == UInt8(ascii: "\"") {
            word = reach.dropFirst().prefix { $0 != UInt8(ascii: "\"") && $0 >= UInt8(ascii: " ") }
        } else if isWordByte(byte) {
            word = reach.prefix(while: isWordByte)
        } else {
            word = reach.prefix(length)
        }
        return String(decoding: word, as: UTF8.self)
    }
}

private func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
    default: false
    }
}

/// Whether printing the character would show nothing, as with control characters and non-breaking spaces.
private func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse: true
    default: false
    }
}

private func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
