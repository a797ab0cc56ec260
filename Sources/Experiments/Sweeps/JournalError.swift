/// A journal that cannot be written.
package struct JournalError: Error, Sendable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "cannot write '\(path)': \(reason)" }
}
