import Foundation
import Units

/// How far a long task of one thread is, on one line of a terminal; silent anywhere else.
final class ProgressLine {
    private let label: String
    private let isShown: Bool
    private let start = ProcessInfo.processInfo.systemUptime
    private var lastShown = 0.0
    private var line = StatusLine()

    init(_ label: String, quiet: Bool) {
        self.label = label
        isShown = !quiet && StatusLine.isTerminal
    }

    /// Shown from the first second on, ten times a second at most.
    ///
    /// - Parameter left: the time that is left when steps differ, else worked out from the count.
    func show(_ done: Int, of total: Int, left: TimeSpan? = nil) {
        let elapsed = ProcessInfo.processInfo.systemUptime - start
        guard isShown, elapsed > 1, elapsed - lastShown > 0.1, total > 0 else { return }
        lastShown = elapsed
        let share = Double(done) / Double(total)
        var text = "\(label) \(StatusLine.bar(share: share, width: 24))\(done) of \(total)"
        if done > 0 { text += ", \(StatusLine.duration(left?.seconds ?? elapsed * (1 - share) / share)) left" }
        line.draw(text)
    }

    func end() { line.clear() }
}
