package import ScenarioFiles
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// The finished runs of a sweep in a file: each is appended as a whole line before the next begins, so that a process
/// that is killed loses none of them.
///
/// A line is a check sum, the number of the slot and the record. A line that is torn or damaged ends the journal; it and
/// what follows are dropped and run again. The file is locked while it is open, so that no two processes append to it.
package final class SweepJournal: Sendable {
    package let path: String
    package let header: JournalHeader
    /// Runs that were there when the journal was opened.
    package let resumedCount: Int
    /// Slots among them of points that cannot run.
    package let resumedFailures: Set<Int>
    private let state: Mutex<State>

    private struct State {
        var descriptor: Int32
        /// Where the next line begins.
        var end: Int
        /// Where the line of every slot begins; -1 while there is none.
        var starts: [Int]
        /// When the disk was last sent what the operating system held back.
        var lastSynchronization = ContinuousClock.now
        var isBroken = false
    }

    /// Opens the journal of a sweep, or begins it.
    ///
    /// - Parameter replacing: whether to begin anew whatever is there.
    package init(
        path: String, header: JournalHeader, slotCount: Int, replacing: Bool
    ) throws(JournalError) {
        let descriptor = Self.openFile(path, O_RDWR | O_CREAT | O_CLOEXEC)
        guard descriptor >= 0 else { throw JournalError(path: path, reason: Self.systemReason()) }
        do throws(JournalError) {
            guard Self.isRegular(descriptor) else { throw JournalError(path: path, reason: "it is no regular file") }
            if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
                throw JournalError(path: path, reason: "another modnn-sim is writing it")
            }
            var content = replacing ? nil : JournalContent(descriptor, slotCount: slotCount)
            if content?.header != header { content = nil }
            var end = content?.end ?? 0
            if ftruncate(descriptor, off_t(end)) != 0 { throw JournalError(path: path, reason: Self.systemReason()) }
            if content == nil {
                try Self.write(Array(header.line.utf8), to: descriptor, at: 0, path: path)
                end = header.line.utf8.count
                _ = fsync(descriptor)
            }
            self.path = path
            self.header = header
            resumedCount = content?.count ?? 0
            resumedFailures = content?.failures ?? []
            state = Mutex(
                State(
                    descriptor: descriptor, end: end,
                    starts: content?.starts ?? Array(repeating: -1, count: slotCount)))
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    /// Opens a journal to read it, such as a shard to be merged.
    package init(reading path: String) throws(InputError) {
        let descriptor = Self.openFile(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw InputError(kind: .missing, file: path, problem: Self.systemReason())
        }
        do throws(InputError) {
            guard Self.isRegular(descriptor), let header = JournalContent.header(descriptor) else {
                throw InputError(
                    file: path, problem: "this is no part of a sweep", expected: "what sweep --shard wrote")
            }
            let file = try header.file(path: path)
            let content = JournalContent(descriptor, slotCount: file.pointCount * file.greatestRepetitionCount)
            guard let content else { throw InputError(file: path, problem: "cannot read the file") }
            self.path = path
            self.header = header
            resumedCount = content.count
            resumedFailures = content.failures
            state = Mutex(State(descriptor: descriptor, end: content.end, starts: content.starts))
        } catch {
            _ = close(descriptor)
            throw error
        }
    }

    deinit { state.withLock { _ = close($0.descriptor) } }

    /// The header of a journal and the number of its runs; `nil` if there is none at the path.
    package static func peek(_ path: String) -> (header: JournalHeader, runs: Int)? {
        let descriptor = openFile(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { _ = close(descriptor) }
        guard isRegular(descriptor), let header = JournalContent.header(descriptor) else { return nil }
        return (header, JournalContent.lineCount(descriptor))
    }

    package func isFinished(_ slot: Int) -> Bool { state.withLock { $0.starts[slot] >= 0 } }

    /// Appends a record; when it returns, the line survives the end of the process.
    package func append(_ record: RunRecord, slot: Int) throws(JournalError) {
        let line = Array(JournalContent.line(slot: slot, text: record.journalText).utf8)
        let isDue = try state.withLock { (state: inout State) throws(JournalError) in
            // After a failure nothing may follow the gap.
            guard !state.isBroken else { throw JournalError(path: path, reason: "an earlier write failed") }
            do throws(JournalError) {
                try Self.write(line, to: state.descriptor, at: state.end, path: path)
            } catch {
                state.isBroken = true
                _ = ftruncate(state.descriptor, off_t(state.end))
                throw error
            }
            state.starts[slot] = state.end
            state.end += line.count
            guard ContinuousClock.now - state.lastSynchronization >= Self.synchronizationInterval else { return false }
            state.lastSynchronization = .now
            return true
        }
        // The disk itself learns of lines a little later: if the machine fails, that much runs again. Others append
        // meanwhile.
        if isDue { try synchronize() }
    }

    private static let synchronizationInterval = Duration.seconds(1)

    /// Sends everything to the disk.
    package func synchronize() throws(JournalError) {
        let descriptor = state.withLock { $0.descriptor }
        if fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS { return }
        let reason = Self.systemReason()
        state.withLock { $0.isBroken = true }
        throw JournalError(path: path, reason: reason)
    }

    /// The record of a slot, if it is there.
    package func record(at slot: Int, axisValues: [JSONNode]) throws(InputError) -> RunRecord? {
        let (descriptor, start, end) = state.withLock { ($0.descriptor, $0.starts[slot], $0.end) }
        guard start >= 0 else { return nil }
        guard let text = JournalContent.text(descriptor, at: start, end: end),
            let record = RunRecord(journalText: text, axisValues: axisValues)
        else { throw InputError(file: path, problem: "the record of run \(slot) is damaged") }
        return record
    }

    /// Deletes the file; what is open can still be read.
    package func remove() { _ = unlink(path) }

    // MARK: System calls

    private static func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o666) }

    /// Devices and pipes have no end, or no beginning to come back to.
    private static func isRegular(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func systemReason() -> String { String(cString: strerror(errno)) }

    private static func write(
        _ bytes: [UInt8], to descriptor: Int32, at start: Int, path: String
    ) throws(JournalError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress! + written, bytes.count - written, off_t(start + written))
            }
            if count >= 0 {
                written += count
            } else if errno != EINTR {
                throw JournalError(path: path, reason: systemReason())
            }
        }
    }
}
