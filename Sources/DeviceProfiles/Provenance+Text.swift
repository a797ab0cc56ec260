extension Provenance {
    /// The source, arithmetic or grounds.
    public var text: String {
        switch self {
        case .cited(let text), .derived(let text), .measured(let text), .estimate(let text): text
        }
    }

    /// One word for tables: "cited", "derived", "measured" or "estimate".
    public var kind: String {
        switch self {
        case .cited: "cited"
        case .derived: "derived"
        case .measured: "measured"
        case .estimate: "estimate"
        }
    }
}
