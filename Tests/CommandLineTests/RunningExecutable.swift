import Foundation

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// A run of the built executable that can be disturbed.
final class RunningExecutable {
    private let process = Process()
    private let errorFile: URL

    init(_ arguments: [String], in folder: URL) throws {
        errorFile = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data().write(to: errorFile)
        process.executableURL = ExecutableRun.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
    }

    deinit { try? FileManager.default.removeItem(at: errorFile) }

    var isRunning: Bool { process.isRunning }
    var exitCode: Int32 { process.terminationStatus }
    var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

    func send(_ signal: Int32) { _ = Foundation.kill(process.processIdentifier, signal) }
    func wait() { process.waitUntilExit() }

    func kill() {
        send(SIGKILL)
        wait()
    }
}
