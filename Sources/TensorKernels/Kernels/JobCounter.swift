import Synchronization

/// Hands out 0, 1, 2 ... to workers.
final class JobCounter: Sendable {
    private let next = Atomic<Int>(0)

    func take() -> Int { next.add(1, ordering: .relaxed).oldValue }
}
