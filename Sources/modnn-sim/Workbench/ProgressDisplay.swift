import Dispatch
import Experiments
import Foundation
import Reporting
import ScenarioFiles
import Synchronization

/// How far a sweep is, on standard error: a line that is drawn anew on a terminal, else a line every ten seconds.
final class ProgressDisplay: Sendable {
    private struct State {
        var line = StatusLine()
        var isOver = false
    }

    private let progress: SweepProgress
    private let total: Int
    private let resumed: Int
    private let isTerminal: Bool
    private let start = DispatchTime.now()
    private let state = Mutex(State())

    init(_ progress: SweepProgress, total: Int, resumed: Int, isQuiet: Bool) {
        self.progress = progress
        self.total = total
        self.resumed = resumed
        isTerminal = StatusLine.isTerminal
        guard !isQuiet else { return }
        Thread.detachNewThread { [self] in
            Thread.sleep(forTimeInterval: isTerminal ? 1 : 10)
            while show() { Thread.sleep(forTimeInterval: isTerminal ? 0.2 : 10) }
        }
    }

    /// Stops and takes the line off the terminal.
    func end() {
        state.withLock { $0.isOver = true }
        clear()
    }

    /// Takes the line off the terminal, so that something else can be printed; the next tick draws it again.
    func clear() {
        state.withLock { $0.line.clear() }
    }

    /// `false` once there is nothing more to show.
    private func show() -> Bool {
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        let text = Self.text(
            finished: progress.finished, resumed: resumed, failed: progress.failed, total: total, seconds: seconds,
            barWidth: isTerminal ? 24 : 0)
        return state.withLock { state in
            if state.isOver { return false }
            if isTerminal { state.line.draw(text) } else { Console.fail(text) }
            return true
        }
    }

    /// `[=====     ]  512 of 800 runs (64%), 41.2 runs/s, 7 s left, 3 failed`
    static func text(
        finished: Int, resumed: Int, failed: Int, total: Int, seconds: Double, barWidth: Int
    ) -> String {
        let done = finished + resumed
        let share = total == 0 ? 1 : min(1, Double(done) / Double(total))
        var text = barWidth > 0 ? StatusLine.bar(share: share, width: barWidth) : ""
        text += "\(HumanFormat.count(done)) of \(HumanFormat.count(total)) runs (\(Int(share * 100))%)"
        let rate = Double(finished) / max(seconds, 1e-9)
        if finished > 0 {
            text += ", \(HumanFormat.fixed(rate, decimals: rate < 10 ? 1 : 0)) runs/s"
            text += ", \(HumanFormat.duration(Double(max(0, total - done)) / rate)) left"
        }
        return failed > 0 ? text + ", \(HumanFormat.count(failed)) failed" : text
    }
}

/// Says at once that points cannot run, for the first few of them.
final class FailureReport: Sendable {
    private let count = Mutex(0)
    private let isQuiet: Bool
    private let display: ProgressDisplay
    private static let shown = 5

    init(isQuiet: Bool, display: ProgressDisplay) {
        self.isQuiet = isQuiet
        self.display = display
    }

    func report(_ record: RunRecord, axes: [SweepAxis]) {
        let number = count.withLock { count in
            count += 1
            return count
        }
        guard number <= Self.shown, let failure = record.failure else { return }
        let point = zip(axes, record.axisValues).map { "\($0.path)=\($1.plainText)" }.joined(separator: ", ")
        display.clear()
        Console.note(
            "failed: \(point.isEmpty ? "" : point + ": ")\(failure)"
                + (number == Self.shown ? "\nfurther ones are only counted" : ""),
            quiet: isQuiet)
    }
}
