/// A JSON value that remembers where it was read.
package struct JSONNode: Sendable {
    /// What the node holds.
    package var value: Value

    /// Where the value begins; nil if it stands in no file, such as one given on the command line.
    package var location: SourceLocation?

    /// A node with this value, by default without a place in a file.
    package init(_ value: Value, location: SourceLocation? = nil) {
        self.value = value
        self.location = location
    }

    /// The six kinds of JSON value.
    package enum Value: Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A number with its spelling.
        case number(JSONNumber)
        /// A text, escapes resolved.
        case string(String)
        /// Values in order.
        case array([JSONNode])
        /// Members in the order of the source, no key twice.
        case object([Member])
    }

    /// One key of an object and its value.
    package struct Member: Sendable {
        /// The key, escapes resolved.
        package var key: String

        /// Where the key begins; nil if it stands in no file.
        package var keyLocation: SourceLocation?

        /// The value under the key.
        package var value: JSONNode

        /// A member of an object, by default without a place in a file.
        package init(key: String, keyLocation: SourceLocation? = nil, value: JSONNode) {
            self.key = key
            self.keyLocation = keyLocation
            self.value = value
        }
    }
}

extension JSONNode {
    /// The value under a key; nil if the node is no object or lacks the key. Linear in the number of keys.
    package subscript(key: String) -> JSONNode? {
        guard case .object(let members) = value else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// Whether both nodes say the same, wherever they stand: the order of keys and the spelling of numbers are ignored.
    package func hasSameContent(as other: JSONNode) -> Bool {
        canonicalText == other.canonicalText
    }

    /// The same content without places in a file.
    package var withoutLocations: JSONNode {
        switch value {
        case .null, .bool, .number, .string:
            JSONNode(value)
        case .array(let elements):
            JSONNode(.array(elements.map(\.withoutLocations)))
        case .object(let members):
            JSONNode(.object(members.map { Member(key: $0.key, value: $0.value.withoutLocations) }))
        }
    }
}
