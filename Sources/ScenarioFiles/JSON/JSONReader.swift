import Foundation
import Suggestions

/// Reads JSON strictly, so that no mistake in a scenario goes unnoticed.
///
/// RFC 8259 and, in addition, comments (`// ...` and `/* ... */`) and a byte order mark. A key that appears twice is an
/// error, as is nesting deeper than 256 levels. Foundation's decoder does not serve here: it reports no line, ignores
/// unknown keys, and takes one of two equal keys in silence.
package enum JSONReader {
    /// Parses a text; `file` is the name that errors give it. Linear in the length of the text.
    package static func parse(_ text: String, file: String) throws(InputError) -> JSONNode {
        try parse(bytes: Array(text.utf8), file: file)
    }

    /// Parses a text in UTF-8; `file` is the name that errors give it. Linear in the length of the text.
    package static func parse(bytes: [UInt8], file: String) throws(InputError) -> JSONNode {
        var parser = JSONParser(bytes: bytes, file: file)
        return try parser.document()
    }

    /// Reads and parses a file. An error of kind `missing` if there is no such file or it cannot be read.
    package static func read(_ path: String) throws(InputError) -> JSONNode {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            throw InputError(kind: .missing, file: path, problem: "no such file", suggestion: neighbour(of: path))
        }
        if isDirectory.boolValue {
            throw InputError(kind: .missing, file: path, found: "a directory", expected: "a JSON file")
        }
        // A handle reads pipes too, such as a shell's `<(...)`; `Data(contentsOf:)` does not.
        guard let handle = FileHandle(forReadingAtPath: path), let data = try? handle.readToEnd() ?? Data() else {
            throw InputError(kind: .missing, file: path, problem: "cannot read the file")
        }
        return try parse(bytes: Array(data), file: path)
    }

    /// The JSON file in the same directory whose name is nearest.
    private static func neighbour(of path: String) -> String? {
        let directory = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let files = try? FileManager.default.contentsOfDirectory(atPath: directory.isEmpty ? "." : String(directory))
        let names = (files ?? []).filter { $0.hasSuffix(".json") }.sorted()
        return nearestName(to: String(path.dropFirst(directory.count)), in: names).map { directory + $0 }
    }
}
