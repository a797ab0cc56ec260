import Synchronization

/// Memory of earlier tensors for later ones: fresh pages cost more time than many a kernel.
///
/// Holds what was given back until it is itself released.
final class StoragePool: Sendable {
    private struct Buffer: @unchecked Sendable {
        let base: UnsafeMutablePointer<Float>
        let capacity: Int
    }

    private let free = Mutex<[Buffer]>([])

    /// The smallest buffer that is large enough and not much larger.
    func take(_ count: Int) -> (base: UnsafeMutablePointer<Float>, capacity: Int)? {
        free.withLock { free in
            var best: Int?
            for (index, buffer) in free.enumerated()
            where buffer.capacity >= count && buffer.capacity <= 2 * count + 1024
                && buffer.capacity < best.map({ free[$0].capacity }) ?? .max
            {
                best = index
            }
            guard let best else { return nil }
            let buffer = free.remove(at: best)
            return (buffer.base, buffer.capacity)
        }
    }

    func give(_ base: UnsafeMutablePointer<Float>, capacity: Int) {
        free.withLock { $0.append(Buffer(base: base, capacity: capacity)) }
    }

    deinit {
        free.withLock { free in
            for buffer in free { UnsafeMutableRawPointer(buffer.base).deallocate() }
        }
    }
}
