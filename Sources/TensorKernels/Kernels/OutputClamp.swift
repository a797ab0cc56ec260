import NeuralNetworks

/// An activation that a kernel applies while it stores: nothing, or x clamped to 0 ... limit.
enum OutputClamp: Sendable, Hashable {
    case none
    case relu
    case relu6

    init?(_ activation: Activation) {
        switch activation {
        case .relu: self = .relu
        case .relu6: self = .relu6
        default: return nil
        }
    }

    /// As the vector kernels take it.
    var finish: Int { self == .none ? 0 : 1 }
    var limit: Float { self == .relu6 ? 6 : .infinity }
}
