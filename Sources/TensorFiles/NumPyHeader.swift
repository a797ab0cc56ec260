/// The Python dictionary at the start of an NPY file: exactly the keys descr, fortran_order and shape.
struct NumPyHeader {
    private(set) var elementType = ""
    private(set) var isFortranOrder = false
    private(set) var shape: [Int] = []

    init(_ text: String) throws(TensorFileError) {
        var scanner = Scanner(text)
        var keys: Set<String> = []
        try scanner.expect("{")
        while !scanner.skip("}") {
            let key = try scanner.quoted()
            guard keys.insert(key).inserted else { throw .header("\"\(key)\" stands twice") }
            try scanner.expect(":")
            switch key {
            case "descr": elementType = try scanner.quoted()
            case "fortran_order": isFortranOrder = try scanner.boolean()
            case "shape": shape = try scanner.tuple()
            default: throw .header("unknown key \"\(key)\"")
            }
            if !scanner.skip(",") {
                try scanner.expect("}")
                break
            }
        }
        guard keys == ["descr", "fortran_order", "shape"] else {
            throw .header("a key is missing; there are \(keys.sorted())")
        }
        guard scanner.isAtEnd else { throw .header("text after the dictionary") }
    }

    private struct Scanner {
        private var rest: Substring.UTF8View

        init(_ text: String) { rest = Substring(text).utf8 }

        private mutating func skipSpace() {
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        }

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return rest.isEmpty
            }
        }

        mutating func skip(_ token: String) -> Bool {
            skipSpace()
            guard rest.starts(with: token.utf8) else { return false }
            rest = rest.dropFirst(token.utf8.count)
            return true
        }

        mutating func expect(_ token: String) throws(TensorFileError) {
            guard skip(token) else { throw .header("\"\(token)\" expected before \"\(Substring(rest.prefix(20)))\"") }
        }

        mutating func quoted() throws(TensorFileError) -> String {
            skipSpace()
            guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""),
                let end = rest.dropFirst().firstIndex(of: quote)
            else { throw .header("a quoted string expected before \"\(Substring(rest.prefix(20)))\"") }
            let text = String(Substring(rest[rest.index(after: rest.startIndex)..<end]))
            rest = rest[rest.index(after: end)...]
            return text
        }

        mutating func boolean() throws(TensorFileError) -> Bool {
            if skip("True") { return true }
            try expect("False")
            return false
        }

        mutating func tuple() throws(TensorFileError) -> [Int] {
            try expect("(")
            var values: [Int] = []
            while !skip(")") {
                skipSpace()
                let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
                guard let value = Int(Substring(digits)) else { throw .header("an extent expected in the shape") }
                rest = rest.dropFirst(digits.count)
                values.append(value)
                if !skip(",") {
                    try expect(")")
                    break
                }
            }
            return values
        }
    }
}
