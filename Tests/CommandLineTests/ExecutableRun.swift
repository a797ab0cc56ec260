import Foundation
import TestSupport

/// What a run of the built executable did.
struct ExecutableRun: Sendable {
    var output: String
    var errors: String
    var exitCode: Int32

    /// Starts `modnn-sim` with these arguments, from the folder of the package unless told otherwise, and waits for it.
    ///
    /// - Parameter sink: takes the standard output, which is then empty here.
    init(_ arguments: [String], in folder: URL = repository, sink: FileHandle? = nil) throws {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // Files take any amount; a pipe that nobody reads would stop the process.
        let streams = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: streams) }
        func stream(_ name: String) throws -> FileHandle {
            let file = streams.appendingPathComponent(name)
            try Data().write(to: file)
            return try FileHandle(forWritingTo: file)
        }
        let output = try stream("output")
        process.standardOutput = sink ?? output
        process.standardError = try stream("errors")
        try process.run()
        process.waitUntilExit()
        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: streams.appendingPathComponent(name)), as: UTF8.self)
        }
        self.output = try text("output")
        errors = try text("errors")
        exitCode = process.terminationStatus
    }

    init(_ arguments: String...) throws { try self.init(arguments) }

    /// Built into the folder that holds the test bundle.
    static let executable: URL = {
        // On Linux the bundle is the test executable's folder, on macOS `Bundle(for:)` lies beside it.
        let candidates = Bundle.allBundles.map(\.bundleURL) + [URL(fileURLWithPath: CommandLine.arguments[0])]
        let folders = candidates.flatMap { [$0, $0.deletingLastPathComponent()] }
        let files = folders.map { $0.appendingPathComponent("modnn-sim") }
        return files.first { FileManager.default.isExecutableFile(atPath: $0.path) && !$0.hasDirectoryPath }
            ?? repository.appendingPathComponent(".build/debug/modnn-sim")
    }()

    /// The standard output as Foundation reads JSON.
    func json() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
}

/// Runs a body with a new folder that is deleted afterwards.
func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

/// The paths of everything below a folder, in order.
func contents(of folder: URL) -> [String] {
    (FileManager.default.subpaths(atPath: folder.path) ?? []).sorted()
}
