/// What a value can be. The parser refuses others than the listed ones; shells complete all kinds but `text`.
package enum ValueKind: Hashable, Sendable {
    /// Anything; numbers are checked where they are read, which knows their range.
    case text
    /// The path of a file.
    case file
    /// The path of a folder.
    case folder
    /// One of these words.
    case oneOf([String])
    /// Some of these words, separated by commas.
    case listOf([String])
}
