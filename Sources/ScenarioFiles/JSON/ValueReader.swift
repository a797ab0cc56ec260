import Suggestions

/// Decodes one JSON value and, when it is not what it should be, says where it stands and what was expected.
///
/// For a value that may take several forms, switch over `node.value`, decode each form with the methods here, and throw
/// `mismatch(expected:)` for the rest.
package struct ValueReader: Sendable {
    /// The value.
    package let node: JSONNode

    /// The file that errors name, unless the value has no location in it; nil if there is none.
    package let file: String?

    /// The key path of the value; empty at the root of the document.
    package let path: String

    /// A reader of the value at a key path, which is empty for the root of a document.
    package init(_ node: JSONNode, file: String?, path: String = "") {
        self.node = node
        self.file = file
        self.path = path
    }

    /// The value as a string.
    package func string() throws(InputError) -> String {
        guard case .string(let string) = node.value else { throw mismatch(expected: "a string") }
        return string
    }

    /// The value as `true` or `false`.
    package func bool() throws(InputError) -> Bool {
        guard case .bool(let bool) = node.value else { throw mismatch(expected: "true or false") }
        return bool
    }

    /// The value as a whole number in a range. `3.0` and `1e3` are whole numbers.
    package func int(in range: ClosedRange<Int> = .min ... .max) throws(InputError) -> Int {
        let expected = integer(in: range)
        guard case .number(let number) = node.value else { throw mismatch(expected: expected) }
        guard let int = number.int, range.contains(int) else {
            throw error(found: String(number.text.prefix(40)), expected: expected)
        }
        return int
    }

    /// The value as a number in a range.
    package func double(in range: ClosedRange<Double> = -.infinity ... .infinity) throws(InputError) -> Double {
        let expected = ScenarioFiles.number(in: range)
        guard case .number(let number) = node.value else { throw mismatch(expected: expected) }
        guard range.contains(number.double) else {
            throw error(found: String(number.text.prefix(40)), expected: expected)
        }
        return number.double
    }

    /// The value as one of some names. The error suggests the nearest.
    package func choice(of names: [String]) throws(InputError) -> String {
        guard case .string(let name) = node.value else { throw mismatch(expected: oneOf(names)) }
        guard names.contains(name) else {
            throw error(found: quoted(name), expected: oneOf(names), suggestion: nearestName(to: name, in: names))
        }
        return name
    }

    /// The value as a case of an enumeration, by its raw value. The error suggests the nearest.
    package func choice<Choice>(as type: Choice.Type = Choice.self) throws(InputError) -> Choice
    where Choice: CaseIterable & RawRepresentable<String> {
        let name = try choice(of: type.allCases.map(\.rawValue))
        guard let choice = Choice(rawValue: name) else { preconditionFailure("\(type) rejects its own \(name)") }
        return choice
    }

    /// The value as a string that a parser accepts, such as a quantity with a unit. The parser returns nil for a string
    /// that is not as expected; `expected` describes one that is: `a rate such as "40 Mbit/s"`.
    package func parsed<Result>(expected: String, as parse: (String) -> Result?) throws(InputError) -> Result {
        guard case .string(let string) = node.value else { throw mismatch(expected: expected) }
        guard let result = parse(string) else { throw error(found: quoted(string), expected: expected) }
        return result
    }

    /// The value as an array: a reader for each element.
    package func array() throws(InputError) -> [ValueReader] {
        guard case .array(let elements) = node.value else { throw mismatch(expected: "an array") }
        return elements.enumerated().map { child(.index($0), $1) }
    }

    /// The value as an array, each element decoded by `decode`.
    package func array<Element>(
        of decode: (ValueReader) throws(InputError) -> Element
    ) throws(InputError) -> [Element] {
        try array().map(decode)
    }

    /// The value as an object whose keys are free, in the order of the file: each key with a reader of its value.
    package func members() throws(InputError) -> [(key: String, value: ValueReader)] {
        guard case .object(let members) = node.value else { throw mismatch(expected: "an object") }
        return members.map { ($0.key, child(.key($0.key), $0.value)) }
    }

    /// The value as an object. The caller ends with `finish()`.
    package func object() throws(InputError) -> ObjectReader {
        try ObjectReader(self)
    }

    /// The value as an object, decoded by `decode`. Keys that `decode` did not ask for are errors.
    package func object<Result>(
        as decode: (inout ObjectReader) throws(InputError) -> Result
    ) throws(InputError) -> Result {
        var reader = try object()
        let result = try decode(&reader)
        try reader.finish()
        return result
    }
}

extension ValueReader {
    /// An error about this value. A value without a location is not in the file, so the error then names none.
    package func error(
        _ problem: String? = nil,
        found: String? = nil,
        expected: String? = nil,
        suggestion: String? = nil
    ) -> InputError {
        InputError(
            file: node.location.flatMap { $0.file ?? file },
            location: node.location,
            keyPath: path.isEmpty ? nil : path,
            problem: problem,
            found: found,
            expected: expected,
            suggestion: suggestion
        )
    }

    /// The error that this value is of the wrong type. It says what the value is.
    package func mismatch(expected: String) -> InputError {
        error(found: node.briefDescription, expected: expected)
    }

    /// A reader of a value inside this one.
    func child(_ step: JSONPath.Step, _ node: JSONNode) -> ValueReader {
        ValueReader(node, file: file, path: JSONPath.appending(step, to: path))
    }
}
