/// A place in a text file, as editors show it.
package struct SourceLocation: Sendable, Hashable {
    /// The line, from 1.
    package var line: Int

    /// The column, from 1, in Unicode scalars. A byte order mark takes no column.
    package var column: Int

    /// The place at a line and column, both counted from 1.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}
