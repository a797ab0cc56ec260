public import Foundation

/// The list of golden cases of a folder, `index.json`: operations with their inputs and what a reference computed in
/// float64, rounded once.
public struct GoldenIndex: Sendable, Decodable {
    public var format: Int
    public var cases: [GoldenCase]

    /// - Throws: `GoldenError` when the file cannot be read or is of another form.
    public init(folder: URL) throws(GoldenError) {
        let url = folder.appendingPathComponent("index.json")
        do {
            self = try JSONDecoder().decode(GoldenIndex.self, from: try Data(contentsOf: url))
        } catch {
            throw .index("\(error)")
        }
        guard format == 1 else { throw .index("format \(format); 1 can be read") }
    }
}

/// Why a golden case could not be run at all.
public enum GoldenError: Error, Sendable, CustomStringConvertible {
    case index(String)
    case unknownOperation(String)
    case missing(String)
    /// A case that is not of the form, or with a field that has no meaning here.
    case malformed(String)
    case file(name: String, TensorFileError)
    case kernel(KernelError)
    case network(String)

    public var description: String {
        switch self {
        case .index(let message): "index.json: \(message)"
        case .unknownOperation(let name): "unknown operation \"\(name)\""
        case .missing(let what): "\(what) is missing"
        case .malformed(let message): message
        case .file(let name, let error): "\(name): \(error)"
        case .kernel(let error): "\(error)"
        case .network(let message): message
        }
    }
}
