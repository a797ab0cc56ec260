import Foundation
import Units

/// How far a long task is, on one line of a terminal; silent anywhere else.
final class ProgressLine {
    private let label: String
    private let isShown: Bool
    private let start = ProcessInfo.processInfo.systemUptime
    private var lastShown = 0.0

    init(_ label: String, quiet: Bool) {
        self.label = label
        isShown = !quiet && isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Shown from the first second on, ten times a second at most.
    ///
    /// - Parameter left: the time that is left when steps differ, else worked out from the count.
    func show(_ done: Int, of total: Int, left: TimeSpan? = nil) {
        let elapsed = ProcessInfo.processInfo.systemUptime - start
        guard isShown, elapsed > 1, elapsed - lastShown > 0.1, total > 0 else { return }
        lastShown = elapsed
        let share = Double(done) / Double(total)
        let filled = Int(share * 30)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        var text = "\r\(label) [\(bar)] \(done)/\(total)"
        if done > 0 { text += ", \(Self.words(left?.seconds ?? elapsed * (1 - share) / share)) left" }
        write(text + "\u{1B}[K")
    }

    func end() {
        if lastShown > 0 { write("\r\u{1B}[K") }
    }

    private static func words(_ seconds: Double) -> String {
        seconds < 100 ? "\(Int(seconds.rounded(.up))) s" : "\(Int((seconds / 60).rounded(.up))) min"
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
