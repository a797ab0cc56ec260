import Foundation
import Reporting

/// The terminal: results go to standard output, everything else to standard error.
enum Console {
    /// Ends the program if nobody can have the result.
    static func print(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            fail("error: cannot write standard output: \(error.localizedDescription)")
            exit(OutputError.exitCode)
        }
    }

    static func fail(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    /// A remark that `--quiet` silences.
    static func note(_ text: String, quiet: Bool) {
        if !quiet { fail(text) }
    }

    /// Columns for charts; piped output is formatted for 80.
    static var width: Int {
        guard isatty(STDOUT_FILENO) == 1, let columns = ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init)
        else { return 80 }
        return min(max(columns, 40), 120)
    }

    /// Whether the locale can show block characters.
    static var prefersASCII: Bool { ProcessInfo.processInfo.environment["TERM"] == "dumb" }
}
