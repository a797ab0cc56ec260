/// How data gets from the device that has it to the one that needs it.
public enum Delivery: String, Sendable, Hashable, CaseIterable {
    /// From device to device, one message per ordered pair.
    case direct
    /// Through the Group Owner: each owner uploads what others need once, each receiver gets one message.
    case relay
    /// In every stage the Group Owner hands out all inputs and collects all outputs.
    case mapReduce
    /// As `mapReduce`, and the Group Owner merges all outputs of a stage before it hands out the next stage's inputs.
    case coordinated

    /// Whether everything goes out from the Group Owner and comes back in every stage.
    var collects: Bool { self == .mapReduce || self == .coordinated }

    public var summary: String {
        switch self {
        case .direct: "device to device, one message per ordered pair"
        case .relay: "through the Group Owner, two hops on the one channel"
        case .mapReduce: "the Group Owner hands out all inputs and collects all outputs of every stage"
        case .coordinated: "as mapReduce; the next stage waits until all outputs are merged"
        }
    }
}
