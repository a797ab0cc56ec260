import Foundation
import Reporting
import Testing

@Suite struct AtomicFileTests {
    /// Runs a test in a new folder and removes it afterwards.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("atomic-file-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func content(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    private func entries(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func createsFoldersAndReplacesAnOldFile() throws {
        try withFolder { folder in
            let path = folder + "/a/b/results.csv"
            try AtomicFile.write("old and long", to: path)
            try AtomicFile.write("new µ", to: path)
            #expect(try content(path) == "new µ")
            #expect(try entries(folder + "/a/b") == ["results.csv"])
        }
    }

    @Test func writesEmptyAndLargeTexts() throws {
        try withFolder { folder in
            for text in ["", String(repeating: "0123456789\n", count: 300_000)] {
                try AtomicFile.write(text, to: folder + "/x")
                #expect(try content(folder + "/x") == text)
            }
        }
    }

    @Test func aFailedRenameLeavesNothing() throws {
        try withFolder { folder in
            // A folder in the place of the file is found before anything is written.
            try FileManager.default.createDirectory(atPath: folder + "/x", withIntermediateDirectories: true)
            let error = try #require(throws: OutputError.self) { try AtomicFile.write("text", to: folder + "/x") }
            #expect(error.description == "cannot write '\(folder)/x': it is a folder")
            // A name that is too long passes all checks and fails at the very end.
            let long = folder + "/" + String(repeating: "n", count: 300)
            #expect(throws: OutputError.self) { try AtomicFile.write("text", to: long) }
            #expect(try entries(folder) == ["x"])
        }
    }

    @Test func aFileInThePlaceOfAFolderIsAnError() throws {
        try withFolder { folder in
            try AtomicFile.write("file", to: folder + "/x")
            let error = try #require(throws: OutputError.self) { try AtomicFile.write("text", to: folder + "/x/y/z") }
            #expect(error.path == folder + "/x/y/z")
            #expect(error.reason == "'\(folder)/x' is not a folder" || error.reason == "Not a directory")
            #expect(try entries(folder) == ["x"])
            #expect(try content(folder + "/x") == "file")
        }
    }

    @Test func devicesAreNotReplaced() {
        #expect(throws: OutputError(path: "/dev/null", reason: "it is not a regular file")) {
            try AtomicFile.write("text", to: "/dev/null")
        }
    }

    @Test(arguments: ["", "folder/"]) func pathsWithoutAFileNameAreRefused(path: String) {
        #expect(throws: OutputError.self) { try AtomicFile.write("text", to: path) }
    }

    @Test func aLinkStaysALink() throws {
        try withFolder { folder in
            try AtomicFile.write("old", to: folder + "/target")
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "target")
            try AtomicFile.write("new", to: folder + "/link")
            #expect(try content(folder + "/target") == "new")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "target")
        }
    }

    @Test func permissionsOfAnOldFileRemain() throws {
        try withFolder { folder in
            try AtomicFile.write("old", to: folder + "/x")
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder + "/x")
            try AtomicFile.write("new", to: folder + "/x")
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/x")
            #expect(attributes[.posixPermissions] as? NSNumber == 0o600)
        }
    }

    @Test func theErrorHasItsExitCode() {
        #expect(OutputError.exitCode == 74)
    }
}
