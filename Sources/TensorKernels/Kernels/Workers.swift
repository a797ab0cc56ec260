import Dispatch

/// Runs numbered jobs on at most `threads` workers; which job runs where is open, so jobs must not depend on it.
///
/// Every worker gets scratch memory of its own.
func runJobs(
    _ count: Int, threads: Int, scratch elements: Int, pool: StoragePool? = nil,
    _ job: (Int, UnsafeMutablePointer<Float>) -> Void
) {
    let workers = min(threads, count)
    if workers <= 1 {
        if count == 0 { return }
        let scratch = AlignedStorage(uninitialized: elements, pool: pool)
        for index in 0..<count { job(index, scratch.base) }
        withExtendedLifetime(scratch) {}
        return
    }
    let next = JobCounter()
    withoutActuallyEscaping(job) { job in
        nonisolated(unsafe) let job = job
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            let scratch = AlignedStorage(uninitialized: elements, pool: pool)
            while true {
                let index = next.take()
                if index >= count { break }
                job(index, scratch.base)
            }
            withExtendedLifetime(scratch) {}
        }
    }
}
