/// A command line and what it does.
package struct CommandExample: Hashable, Sendable {
    /// What to type.
    package var commandLine: String
    /// What happens; a sentence.
    package var explanation: String

    /// Creates an example.
    package init(_ commandLine: String, _ explanation: String) {
        self.commandLine = commandLine
        self.explanation = explanation
    }
}
