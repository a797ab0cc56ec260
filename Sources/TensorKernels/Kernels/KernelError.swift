/// Why a kernel cannot run on the data that it was given.
public enum KernelError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A tensor has other extents than the operation needs.
    case extents(what: String, found: [Int], needed: String)
    /// A number that makes no sense, such as a stride of 0.
    case parameter(what: String, found: String, allowed: String)
    /// An input does not hold the elements that the output region reads.
    case uncoveredRegion(layer: String, input: Int, found: String, needed: String)
    /// A sparse matrix whose index arrays contradict each other.
    case sparseStructure(String)

    public var description: String {
        switch self {
        case .extents(let what, let found, let needed): "\(what) has extents \(found), needed are \(needed)"
        case .parameter(let what, let found, let allowed): "\(what) is \(found), allowed is \(allowed)"
        case .uncoveredRegion(let layer, let input, let found, let needed):
            "layer \"\(layer)\": input \(input) covers \(found), needed is \(needed)"
        case .sparseStructure(let message): "sparse matrix: \(message)"
        }
    }
}
