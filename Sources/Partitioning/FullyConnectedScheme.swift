/// How fully connected layers are divided among the devices.
public enum FullyConnectedScheme: String, Sendable, Hashable, CaseIterable {
    /// Every device computes a share of the outputs from all inputs.
    case byOutputs = "by-outputs"
    /// Every device multiplies a share of the inputs; the partial sums are added up where their outputs belong.
    case byInputs = "by-inputs"
    /// The fastest device computes them.
    case singleDevice = "single-device"

    public var name: String { rawValue }

    public var summary: String {
        switch self {
        case .byOutputs: "a share of the outputs each, in proportion to capability; all inputs are sent to all"
        case .byInputs: "a share of the inputs each, in proportion to capability; partial sums are sent"
        case .singleDevice: "all of it on the fastest device"
        }
    }
}
