import Foundation
import NeuralNetworks

extension Activation {
    /// Of `count` elements; what is not a number stays so.
    func apply(_ source: UnsafePointer<Float>, count: Int, output: UnsafeMutablePointer<Float>) {
        switch self {
        case .relu:
            for index in 0..<count {
                let x = source[index]
                output[index] = x < 0 ? 0 : x
            }
        case .relu6:
            for index in 0..<count {
                let x = source[index]
                output[index] = x < 0 ? 0 : x > 6 ? 6 : x
            }
        case .leakyReLU(let slope):
            for index in 0..<count {
                let x = source[index]
                output[index] = x < 0 ? slope * x : x
            }
        case .sigmoid:
            for index in 0..<count { output[index] = 1 / (1 + exp(-source[index])) }
        case .tanh:
            for index in 0..<count { output[index] = Foundation.tanh(source[index]) }
        }
    }
}
