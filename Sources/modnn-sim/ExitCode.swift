/// How a command that could do its work ended; other codes come from the errors.
struct ExitCode: Sendable, Equatable {
    let rawValue: Int32

    static let success = ExitCode(rawValue: 0)
    static let checkFailed = ExitCode(rawValue: 1)
    /// Of several inputs that are reported one by one, some are wrong.
    static let invalidInput = ExitCode(rawValue: 65)
    static let missingInput = ExitCode(rawValue: 66)
    static let internalError = ExitCode(rawValue: 70)

    /// As shells report a signal.
    static func interrupted(by signal: Int32) -> ExitCode { ExitCode(rawValue: 128 + signal) }
}

/// The version of the program.
enum ProductVersion {
    static let current = "0.1.0"

    /// The commit that was built; "unknown" outside a repository.
    static var revision: String { builtRevision }

    /// Version and commit: programs of the same identity compute the same.
    static var identity: String { "\(current)+\(revision)" }
}
