import Foundation
package import ScenarioFiles

/// Reads text files with errors that say what is wrong with the path.
package enum TextFile {
    /// The content of a file in UTF-8. An error of kind `missing` if there is none or it cannot be read.
    /// - Parameter expected: What the file should be, in words.
    package static func read(_ path: String, expected: String) throws(InputError) -> String {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw InputError(kind: .missing, file: path, problem: "no such file")
        }
        if isFolder.boolValue { throw InputError(kind: .missing, file: path, found: "a folder", expected: expected) }
        // A handle reads pipes too, such as a shell's `<(...)`.
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.readToEnd() ?? Data() else {
            throw InputError(kind: .missing, file: path, problem: "cannot read the file")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw InputError(file: path, problem: "not a text in UTF-8", expected: expected)
        }
        return text
    }
}
