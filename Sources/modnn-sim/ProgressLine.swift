import Foundation
import Reporting
import Units

/// How far a long task of one thread is, on one line of a terminal; silent anywhere else.
final class ProgressLine {
    private let label: String
    private let isShown: Bool
    private let start = ProcessInfo.processInfo.systemUptime
    private var lastShown = 0.0
    /// When something was last known not to have begun; preparations say nothing about the rest.
    private var begin = 0.0
    private var line = StatusLine()

    init(_ label: String, quiet: Bool) {
        self.label = label
        isShown = !quiet && StatusLine.isTerminal
    }

    /// Shown from the first second on, ten times a second at most.
    ///
    /// - Parameter left: the time that is left when steps differ, else worked out from the count.
    func show(_ done: Int, of total: Int, left: TimeSpan? = nil) {
        guard total > 0 else { return }
        show(share: Double(done) / Double(total), text: "\(done) of \(total)", left: left)
    }

    /// The same for work without steps to count.
    ///
    /// - Parameter share: what is done, from 0 to 1.
    func show(share: Double) { show(share: share, text: "\(Int(share * 100)) %", left: nil) }

    private func show(share: Double, text: String, left: TimeSpan?) {
        let elapsed = ProcessInfo.processInfo.systemUptime - start
        if share == 0 { begin = elapsed }
        guard isShown, elapsed > 1, elapsed - lastShown > 0.1 else { return }
        lastShown = elapsed
        var text = "\(label) \(StatusLine.bar(share: share, width: 24))\(text)"
        if share > 0 {
            text += ", \(HumanFormat.duration(left?.seconds ?? (elapsed - begin) * (1 - share) / share)) left"
        }
        line.draw(text)
    }

    func end() { line.clear() }
}
