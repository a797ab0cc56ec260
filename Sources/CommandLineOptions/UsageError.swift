/// A command line that makes no sense, with what to type instead.
package struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The exit code for wrong usage (`EX_USAGE` in sysexits.h).
    package static let exitCode: Int32 = 64

    /// What is wrong, in one line.
    package let message: String
    /// Where to read more.
    package let hint: String

    /// Creates an error.
    /// - Parameters:
    ///   - message: What is wrong, without a full stop.
    ///   - commandPath: The words that select the command, beginning with the program.
    package init(_ message: String, commandPath: [String]) {
        self.message = message
        self.hint = "See '\(commandPath.joined(separator: " ")) --help'."
    }

    /// Message and hint on two lines.
    package var description: String { "\(message)\n\(hint)" }
}
