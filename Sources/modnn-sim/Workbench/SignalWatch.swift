import Foundation
import Synchronization

/// Asks for an orderly end at the first SIGINT or SIGTERM; a second one ends the process at once.
final class SignalWatch: Sendable {
    private struct State {
        var received: Int32?
        var isOver = false
    }

    private let state = Mutex(State())

    /// Must be made before the threads that are not to be interrupted: they inherit what this thread blocks.
    ///
    /// - Parameter stop: called once, on a thread of its own.
    init(_ stop: @escaping @Sendable () -> Void) {
        var blocked = Self.signals
        pthread_sigmask(SIG_BLOCK, &blocked, nil)
        Thread.detachNewThread { [self] in
            var awaited = Self.signals
            while true {
                var number: Int32 = 0
                guard sigwait(&awaited, &number) == 0 else { continue }
                let isFirst = state.withLock { state in
                    defer { state.received = state.received ?? number }
                    return state.received == nil && !state.isOver
                }
                if isFirst { stop() } else { _exit(128 + number) }
            }
        }
    }

    /// The signal that came first.
    var received: Int32? { state.withLock { $0.received } }

    /// From now on a signal ends the process at once.
    func end() { state.withLock { $0.isOver = true } }

    private static var signals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        return set
    }
}
