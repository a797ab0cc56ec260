#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Writes a file so that others see either the old content or the whole new one, even if the process dies midway.
package enum AtomicFile {
    /// Writes a text as UTF-8, replacing an existing file and creating missing folders; see `AtomicFileWriter`.
    package static func write(_ text: String, to path: String) throws(OutputError) {
        var writer = try AtomicFileWriter(path)
        try writer.append(text)
        try writer.commit()
    }

    /// Makes the folder of a file that is to be written, and those above it.
    package static func makeFolder(of path: String) throws(OutputError) {
        do {
            try createFolder(folder(of: path))
        } catch {
            throw OutputError(path: path, reason: error.reason)
        }
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func createFolder(_ path: String) throws(Failure) {
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

    struct Failure: Error {
        let reason: String

        static func system() -> Failure {
            Failure(reason: String(cString: strerror(errno)))
        }
    }
}
