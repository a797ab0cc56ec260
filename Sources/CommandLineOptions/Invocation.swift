/// What a command line asks for.
package enum Invocation: Hashable, Sendable {
    /// Run a command.
    case run(ParsedCommand)
    /// Print this help.
    case help(String)
    /// Print the version.
    case version
}
