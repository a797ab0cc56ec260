/// A place in a text file, as editors show it.
package struct SourceLocation: Sendable, Hashable {
    /// The line, from 1.
    package var line: Int

    /// The column, from 1, in Unicode scalars. A byte order mark takes no column.
    package var column: Int

    /// The file, where it is another than the document that is read, such as one that the document extends.
    package var file: String?

    /// The place at a line and column, both counted from 1.
    package init(line: Int, column: Int, file: String? = nil) {
        self.line = line
        self.column = column
        self.file = file
    }
}

extension JSONNode {
    /// The same content, every place in it marked as one of this file.
    func located(in file: String) -> JSONNode {
        var node = self
        node.location?.file = file
        switch value {
        case .null, .bool, .number, .string: break
        case .array(let elements): node.value = .array(elements.map { $0.located(in: file) })
        case .object(let members):
            node.value = .object(
                members.map { member in
                    var member = member
                    member.keyLocation?.file = file
                    member.value = member.value.located(in: file)
                    return member
                })
        }
        return node
    }
}
