import Foundation

/// A file that a scenario names and that is too large to stand in it, such as a sparse matrix.
///
/// A document names it by its path, or by `{"file": path, "sha256": digest}`, which holds for one content alone.
enum PinnedFile {
    static let fileKey = "file"
    static let digestKey = "sha256"
    static let digestPattern = "^[0-9a-f]{64}$"

    /// The path of a file that a value names; an error if it does not have the content that the value says.
    static func path(_ value: ValueReader, folder: URL) throws(InputError) -> String {
        if case .object = value.node.value {
            return try value.object { (reader) throws(InputError) in
                let name = try reader.required(fileKey, expected: "a path")
                let path = name.url(try name.string(), folder: folder).relativePathFromCurrentFolder
                let digest = try reader.required(digestKey, expected: "64 hexadecimal digits")
                let expected = try digest.parsed(expected: "64 hexadecimal digits") { text in
                    text.count == 64 && text.allSatisfy { "0123456789abcdef".contains($0) } ? text : nil
                }
                let found = try Self.digest(ofFileAt: path, named: name)
                guard found == expected else {
                    throw name.error(
                        "the file has changed", found: "\(path) with SHA-256 \(found)", expected: expected)
                }
                return path
            }
        }
        guard case .string(let name) = value.node.value else {
            throw value.mismatch(expected: "the path of a file, or an object with \"file\" and \"sha256\"")
        }
        return value.url(name, folder: folder).relativePathFromCurrentFolder
    }

    /// What a value names, with the digest of its content; the path holds in any folder.
    static func pinned(_ value: ValueReader, folder: URL) throws(InputError) -> JSONNode {
        guard case .string = value.node.value else { return value.node }
        let path = try path(value, folder: folder)
        return JSONNode(
            .object([
                .init(key: fileKey, value: .text(URL(fileURLWithPath: path).standardizedFileURL.path)),
                .init(key: digestKey, value: .text(try digest(ofFileAt: path, named: value))),
            ]))
    }

    /// The digest of a file, or of all files of a folder with their names.
    private static func digest(ofFileAt path: String, named value: ValueReader) throws(InputError) -> String {
        let manager = FileManager.default
        var isFolder: ObjCBool = false
        guard manager.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw value.error("no such file", found: "\"\(path)\"", expected: "a file")
        }
        guard isFolder.boolValue else {
            guard let data = manager.contents(atPath: path) else {
                throw value.error("cannot read the file", found: "\"\(path)\"")
            }
            return SHA256.hexDigest(Array(data))
        }
        guard let names = try? manager.contentsOfDirectory(atPath: path) else {
            throw value.error("cannot read the folder", found: "\"\(path)\"")
        }
        var text = ""
        for name in names.sorted() where name.hasSuffix(".npy") {
            text += "\(name) \(try digest(ofFileAt: "\(path)/\(name)", named: value))\n"
        }
        return SHA256.hexDigest(text)
    }
}
