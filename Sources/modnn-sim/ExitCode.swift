/// How a command that could do its work ended; other codes come from the errors.
enum ExitCode: Int32 {
    case success = 0
    case checkFailed = 1
    case internalError = 70
}

/// The version of the program.
enum ProductVersion {
    static let current = "0.1.0"
}
