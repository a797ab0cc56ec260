/// An exit code and its meaning.
package struct ExitCodeDescription: Hashable, Sendable {
    /// The number the process ends with.
    package var code: Int32
    /// When it does so.
    package var meaning: String

    /// Creates a description.
    package init(_ code: Int32, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}
