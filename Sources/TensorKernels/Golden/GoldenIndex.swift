public import Foundation
public import TensorFiles

/// A list of golden cases, `index.json` beside the arrays: operations with their inputs and what a reference computed in
/// float64, rounded once.
public struct GoldenIndex: Sendable, Decodable {
    public var format: Int
    public var cases: [GoldenCase]

    /// - Throws: `GoldenError` when the file cannot be read or is of another form.
    public init(contentsOf url: URL) throws(GoldenError) {
        do {
            self = try JSONDecoder().decode(GoldenIndex.self, from: try Data(contentsOf: url))
        } catch let error as DecodingError {
            throw .index(Self.words(error))
        } catch {
            throw .unreadable(error.localizedDescription)
        }
        guard format == 1 else { throw .index("format \(format); 1 can be read") }
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "\(path(context.codingPath)): key \"\(key.stringValue)\" is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            "\(path(context.codingPath)): \(context.debugDescription)"
        @unknown default: "\(error)"
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce("the list") { $0 + ($1.intValue.map { "[\($0)]" } ?? ".\($1.stringValue)") }
    }
}

/// Why a golden case could not be run at all.
public enum GoldenError: Error, Sendable, CustomStringConvertible {
    /// The list is not of the form.
    case index(String)
    /// The list cannot be read at all.
    case unreadable(String)
    case unknownOperation(String)
    case missing(String)
    /// A case that is not of the form, or with a field that has no meaning here.
    case malformed(String)
    case file(name: String, TensorFileError)
    case kernel(KernelError)
    case network(String)

    public var description: String {
        switch self {
        case .index(let message), .unreadable(let message): message
        case .unknownOperation(let name): "unknown operation \"\(name)\""
        case .missing(let what): "\(what) is missing"
        case .malformed(let message): message
        case .file(let name, let error): "\(name): \(error)"
        case .kernel(let error): "\(error)"
        case .network(let message): message
        }
    }
}
