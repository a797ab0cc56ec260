#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A file in the making: others see either the old content or the whole new one, even if the process dies midway.
///
/// What is appended goes to a hidden file in the same folder, which `commit` flushes to the disk and renames into place.
/// A symbolic link to a file is followed and stays a link. Devices and pipes are refused, as renaming would replace them.
///
/// Without `commit`, or when it throws, the hidden file is gone and an old file is untouched; folders that were created
/// remain.
package struct AtomicFileWriter: ~Copyable {
    /// As the user gave it.
    private let path: String
    private let target: String
    private let temporary: String
    /// -1 once it is closed.
    private var descriptor: Int32
    private var isInPlace = false
    private var position = 0
    private var buffer: [UInt8] = []

    private static let bufferSize = 1 << 20

    /// Begins a file, and creates missing folders.
    package init(_ path: String) throws(OutputError) {
        self.path = path
        do throws(AtomicFile.Failure) {
            (target, temporary, descriptor) = try Self.begin(path)
        } catch {
            throw OutputError(path: path, reason: error.reason)
        }
    }

    deinit {
        if descriptor >= 0 { _ = close(descriptor) }
        if !isInPlace { _ = unlink(temporary) }
    }

    /// Adds text as UTF-8.
    package mutating func append(_ text: String) throws(OutputError) {
        buffer += text.utf8
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Puts the file into its place. Nothing may be appended afterwards.
    package mutating func commit() throws(OutputError) {
        try flush()
        try check(fsync(descriptor))
        let descriptor = descriptor
        self.descriptor = -1
        // Some file systems report a full disk only here.
        try check(close(descriptor))
        try check(rename(temporary, target))
        isInPlace = true
        Self.flushFolder(AtomicFile.folder(of: target))
    }

    private func check(_ status: Int32) throws(OutputError) {
        if status != 0 { throw OutputError(path: path, reason: AtomicFile.Failure.system().reason) }
    }

    private mutating func flush() throws(OutputError) {
        var start = 0
        while start < buffer.count {
            let written = buffer.withUnsafeBytes { bytes in
                pwrite(descriptor, bytes.baseAddress! + start, bytes.count - start, off_t(position + start))
            }
            if written >= 0 {
                start += written
            } else if errno != EINTR {
                try check(-1)
            }
        }
        position += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    // MARK: Names and folders

    private static func begin(
        _ path: String
    ) throws(AtomicFile.Failure) -> (target: String, temporary: String, descriptor: Int32) {
        guard !path.isEmpty else { throw .init(reason: "the path is empty") }
        guard !path.utf8.contains(0) else { throw .init(reason: "the path contains a zero byte") }
        guard path.utf8.last != UInt8(ascii: "/") else { throw .init(reason: "the path names a folder") }

        let target = resolvingLink(path)
        var permissions: mode_t = 0o666
        var status = stat()
        if stat(target, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFREG: permissions = status.st_mode & 0o777
            case S_IFDIR: throw .init(reason: "it is a folder")
            default: throw .init(reason: "it is not a regular file")
            }
        }
        let folder = AtomicFile.folder(of: target)
        try AtomicFile.createFolder(folder)
        let (temporary, descriptor) = try createTemporary(in: folder, permissions: permissions)
        return (target, temporary, descriptor)
    }

    private static func resolvingLink(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Process identifiers repeat in containers that share a volume; the attempt number keeps their files apart.
    private static func createTemporary(
        in folder: String,
        permissions: mode_t
    ) throws(AtomicFile.Failure) -> (path: String, descriptor: Int32) {
        for attempt in 0..<100 {
            let path = "\(folder)/.partial-\(getpid())-\(attempt)"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
            if descriptor >= 0 { return (path, descriptor) }
            if errno != EEXIST { throw .system() }
        }
        throw .init(reason: "too many files named .partial-* are left in '\(folder)'")
    }

    /// Makes the new name durable; without it the file is still whole, so a failure is no error.
    private static func flushFolder(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        _ = close(descriptor)
    }
}
