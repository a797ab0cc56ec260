import Suggestions

/// Decodes a JSON object key by key, and knows at the end which keys nobody asked for.
///
/// ```swift
/// let wireless = try ValueReader(node, file: file).object { reader throws(InputError) in
///     Wireless(
///         delivery: try reader.choice("delivery", as: Delivery.self),
///         wakeUp: try reader.parsed("wakeUp", expected: "a duration such as \"3 ms\"", as: Duration.init)
///     )
/// }
/// ```
/// A key that may be missing has a method with `default:`, or is asked for with `optional`:
/// `try reader.optional("seed")?.int(in: 0...100)`. A key with the value `null` is not missing.
package struct ObjectReader: ~Copyable {
    /// The whole object, for errors that concern several of its keys.
    package let value: ValueReader

    private let members: [JSONNode.Member]
    private var askedKeys: [String] = []

    /// A reader of the object at a key path, which is empty for the root of a document; an error if the node is
    /// something else.
    package init(_ node: JSONNode, file: String?, path: String = "") throws(InputError) {
        try self.init(ValueReader(node, file: file, path: path))
    }

    /// A reader of an object; an error if the value is something else.
    init(_ value: ValueReader) throws(InputError) {
        guard case .object(let members) = value.node.value else { throw value.mismatch(expected: "an object") }
        self.value = value
        self.members = members
    }

    /// The value under a key, or nil if the key is missing.
    package mutating func optional(_ key: String) -> ValueReader? {
        ignore(key)
        return members.first { $0.key == key }.map { value.child(.key(key), $0.value) }
    }

    /// The value under a key that must be there. `expected` tells the user what to write if it is not.
    package mutating func required(_ key: String, expected: String = "a value") throws(InputError) -> ValueReader {
        if let value = optional(key) { return value }
        // The error points at the object: a missing key has no place of its own.
        throw value.child(.key(key), value.node).error("missing key", expected: expected)
    }

    /// Allows a key without reading it.
    package mutating func ignore(_ key: String) {
        if !askedKeys.contains(key) { askedKeys.append(key) }
    }

    /// Ends the decoding: an error for the first key that nobody asked for, with the nearest that was.
    package consuming func finish() throws(InputError) {
        guard let unknown = members.first(where: { !askedKeys.contains($0.key) }) else { return }
        let place = JSONNode(.null, location: unknown.keyLocation)
        throw value.child(.key(unknown.key), place).error(
            "unknown key",
            expected: oneOf(askedKeys),
            suggestion: nearestName(to: unknown.key, in: askedKeys)
        )
    }
}

// MARK: - Required keys

extension ObjectReader {
    /// The string under a key.
    package mutating func string(_ key: String) throws(InputError) -> String {
        try required(key, expected: "a string").string()
    }

    /// The `true` or `false` under a key.
    package mutating func bool(_ key: String) throws(InputError) -> Bool {
        try required(key, expected: "true or false").bool()
    }

    /// The whole number under a key.
    package mutating func int(_ key: String, in range: ClosedRange<Int> = .min ... .max) throws(InputError) -> Int {
        try required(key, expected: integer(in: range)).int(in: range)
    }

    /// The number under a key.
    package mutating func double(
        _ key: String,
        in range: ClosedRange<Double> = -.infinity ... .infinity
    ) throws(InputError) -> Double {
        try required(key, expected: number(in: range)).double(in: range)
    }

    /// The name under a key, which must be one of some.
    package mutating func choice(_ key: String, of names: [String]) throws(InputError) -> String {
        try required(key, expected: oneOf(names)).choice(of: names)
    }

    /// The case of an enumeration whose raw value stands under a key.
    package mutating func choice<Choice>(
        _ key: String,
        as type: Choice.Type = Choice.self
    ) throws(InputError) -> Choice where Choice: CaseIterable & RawRepresentable<String> {
        try required(key, expected: oneOf(type.allCases.map(\.rawValue))).choice()
    }

    /// What a parser makes of the string under a key; see `ValueReader.parsed`.
    package mutating func parsed<Result>(
        _ key: String,
        expected: String,
        as parse: (String) -> Result?
    ) throws(InputError) -> Result {
        try required(key, expected: expected).parsed(expected: expected, as: parse)
    }

    /// Readers of the elements of the array under a key.
    package mutating func array(_ key: String) throws(InputError) -> [ValueReader] {
        try required(key, expected: "an array").array()
    }

    /// The array under a key, each element decoded by `decode`.
    package mutating func array<Element>(
        _ key: String,
        of decode: (ValueReader) throws(InputError) -> Element
    ) throws(InputError) -> [Element] {
        try required(key, expected: "an array").array(of: decode)
    }

    /// A reader of the object under a key. The caller ends with its `finish()`.
    package mutating func object(_ key: String) throws(InputError) -> ObjectReader {
        try required(key, expected: "an object").object()
    }

    /// The object under a key, decoded by `decode`. Keys that `decode` did not ask for are errors.
    package mutating func object<Result>(
        _ key: String,
        as decode: (inout ObjectReader) throws(InputError) -> Result
    ) throws(InputError) -> Result {
        try required(key, expected: "an object").object(as: decode)
    }
}

// MARK: - Keys with a default

extension ObjectReader {
    /// The string under a key, or the default if the key is missing.
    package mutating func string(_ key: String, default fallback: String) throws(InputError) -> String {
        try optional(key)?.string() ?? fallback
    }

    /// The `true` or `false` under a key, or the default if the key is missing.
    package mutating func bool(_ key: String, default fallback: Bool) throws(InputError) -> Bool {
        try optional(key)?.bool() ?? fallback
    }

    /// The whole number under a key, or the default if the key is missing.
    package mutating func int(
        _ key: String,
        in range: ClosedRange<Int> = .min ... .max,
        default fallback: Int
    ) throws(InputError) -> Int {
        try optional(key)?.int(in: range) ?? fallback
    }

    /// The number under a key, or the default if the key is missing.
    package mutating func double(
        _ key: String,
        in range: ClosedRange<Double> = -.infinity ... .infinity,
        default fallback: Double
    ) throws(InputError) -> Double {
        try optional(key)?.double(in: range) ?? fallback
    }

    /// The name under a key, which must be one of some, or the default if the key is missing.
    package mutating func choice(
        _ key: String,
        of names: [String],
        default fallback: String
    ) throws(InputError) -> String {
        try optional(key)?.choice(of: names) ?? fallback
    }

    /// The case of an enumeration whose raw value stands under a key, or the default if the key is missing.
    package mutating func choice<Choice>(_ key: String, default fallback: Choice) throws(InputError) -> Choice
    where Choice: CaseIterable & RawRepresentable<String> {
        try optional(key)?.choice() ?? fallback
    }

    /// What a parser makes of the string under a key, or the default if the key is missing.
    package mutating func parsed<Result>(
        _ key: String,
        expected: String,
        default fallback: Result,
        as parse: (String) -> Result?
    ) throws(InputError) -> Result {
        try optional(key)?.parsed(expected: expected, as: parse) ?? fallback
    }
}
