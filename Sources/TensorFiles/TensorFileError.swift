/// Why bytes are not a tensor file that can be read.
public enum TensorFileError: Error, Sendable, Hashable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case notATensorFile(String)
    case version(major: Int, minor: Int)
    case header(String)
    case elementType(found: String, allowed: String)
    /// Of all bytes of the file.
    case truncated(found: Int, needed: Int)
    case trailingBytes(Int)
    case missingTensor(name: String, present: [String])

    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
        case .notATensorFile(let what): "not a \(what) file"
        case .version(let major, let minor): "NPY version \(major).\(minor); 1.0, 2.0 and 3.0 can be read"
        case .header(let message): "header: \(message)"
        case .elementType(let found, let allowed): "element type \(found); \(allowed) can be read"
        case .truncated(let found, let needed): "truncated: \(found) of \(needed) bytes"
        case .trailingBytes(let count): "\(count) bytes after the last element"
        case .missingTensor(let name, let names): "no tensor \"\(name)\"; there are \(names.joined(separator: ", "))"
        }
    }
}
