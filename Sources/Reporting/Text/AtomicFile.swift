#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Writes a file so that others see either the old content or the whole new one, even if the process dies midway.
package enum AtomicFile {
    /// Writes a text as UTF-8, replacing an existing file and creating missing folders.
    ///
    /// The text goes to a hidden file in the same folder, is flushed to the disk and renamed into place. A symbolic
    /// link to a file is followed and stays a link. Devices and pipes are refused, as renaming would replace them.
    ///
    /// When it throws, the hidden file is gone and an old file is untouched; folders that were created remain.
    package static func write(_ text: String, to path: String) throws(OutputError) {
        do {
            try write(to: path) { (descriptor) throws(Failure) in
                try writeAll(Array(text.utf8), to: descriptor, at: 0)
            }
        } catch {
            throw OutputError(path: path, reason: error.reason)
        }
    }

    /// Writes a text that is made in pieces, so that it needs not fit into memory. The pieces end with `nil`; an error
    /// of theirs leaves an old file untouched as well.
    package static func write<Problem>(
        to path: String, pieces: () throws(Problem) -> String?
    ) throws(OutputError) -> Result<Void, Problem> {
        var problem: Problem?
        do {
            try write(to: path) { (descriptor) throws(Failure) in
                var buffer: [UInt8] = []
                var position = 0
                while true {
                    var piece: String?
                    do throws(Problem) {
                        piece = try pieces()
                    } catch {
                        problem = error
                        throw Failure(reason: "")
                    }
                    if let piece { buffer += piece.utf8 }
                    if buffer.count >= 1 << 20 || piece == nil {
                        try writeAll(buffer, to: descriptor, at: position)
                        position += buffer.count
                        buffer.removeAll(keepingCapacity: true)
                    }
                    if piece == nil { return }
                }
            }
        } catch {
            if let problem { return .failure(problem) }
            throw OutputError(path: path, reason: error.reason)
        }
        return .success(())
    }

    /// Makes the folder of a file that is to be written, and those above it.
    package static func makeFolder(of path: String) throws(OutputError) {
        do {
            try createFolder(folder(of: path))
        } catch {
            throw OutputError(path: path, reason: error.reason)
        }
    }

    private static func write(
        to path: String, fill: (Int32) throws(Failure) -> Void
    ) throws(Failure) {
        guard !path.isEmpty else { throw Failure(reason: "the path is empty") }
        guard !path.utf8.contains(0) else { throw Failure(reason: "the path contains a zero byte") }
        guard path.utf8.last != UInt8(ascii: "/") else { throw Failure(reason: "the path names a folder") }

        let target = resolvingLink(path)
        var permissions: mode_t = 0o666
        var status = stat()
        if stat(target, &status) == 0 {
            switch status.st_mode & S_IFMT {
            case S_IFREG: permissions = status.st_mode & 0o777
            case S_IFDIR: throw Failure(reason: "it is a folder")
            default: throw Failure(reason: "it is not a regular file")
            }
        }

        let folder = folder(of: target)
        try createFolder(folder)
        let (temporary, descriptor) = try createTemporary(in: folder, permissions: permissions)
        do throws(Failure) {
            do throws(Failure) {
                try fill(descriptor)
                if fsync(descriptor) != 0 { throw Failure.system() }
            } catch {
                _ = close(descriptor)
                throw error
            }
            // Some file systems report a full disk only here.
            if close(descriptor) != 0 { throw Failure.system() }
            if rename(temporary, target) != 0 { throw Failure.system() }
        } catch {
            _ = unlink(temporary)
            throw error
        }
        flushFolder(folder)
    }

    private static func resolvingLink(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func createFolder(_ path: String) throws(Failure) {
        if mkdir(path, 0o777) == 0 { return }
        if errno == ENOENT, path != ".", path != "/" {
            try createFolder(folder(of: path))
            if mkdir(path, 0o777) == 0 { return }
        }
        let reason = Failure.system()
        // Another process may have been faster, so what counts is whether the folder is there now.
        var status = stat()
        if stat(path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR { return }
            throw Failure(reason: "'\(path)' is not a folder")
        }
        throw reason
    }

    /// Process identifiers repeat in containers that share a volume; the attempt number keeps their files apart.
    private static func createTemporary(
        in folder: String,
        permissions: mode_t
    ) throws(Failure) -> (path: String, descriptor: Int32) {
        for attempt in 0..<100 {
            let path = "\(folder)/.partial-\(getpid())-\(attempt)"
            let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
            if descriptor >= 0 { return (path, descriptor) }
            if errno != EEXIST { throw Failure.system() }
        }
        throw Failure(reason: "too many files named .partial-* are left in '\(folder)'")
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32, at offset: Int) throws(Failure) {
        var start = 0
        while start < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                pwrite(descriptor, buffer.baseAddress! + start, buffer.count - start, off_t(offset + start))
            }
            if written >= 0 {
                start += written
            } else if errno != EINTR {
                throw Failure.system()
            }
        }
    }

    /// Makes the new name durable; without it the file is still whole, so a failure is no error.
    private static func flushFolder(_ path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        _ = close(descriptor)
    }

    private struct Failure: Error {
        let reason: String

        static func system() -> Failure {
            Failure(reason: String(cString: strerror(errno)))
        }
    }
}
