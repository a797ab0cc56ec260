/// A file that could not be written. The command line ends with `exitCode`.
package struct OutputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The exit code for "cannot write" (`EX_IOERR` in sysexits.h).
    package static let exitCode: Int32 = 74

    /// The path as the user gave it.
    package let path: String
    /// Why, in the words of the operating system where it was asked.
    package let reason: String

    /// Creates an error.
    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    /// One sentence with path and reason.
    package var description: String { "cannot write '\(path)': \(reason)" }
}
