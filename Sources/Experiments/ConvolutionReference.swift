import NeuralNetworks
import Tensors

/// A file of golden values for partitioned convolution stacks: a network and, for several worker counts, capabilities
/// and schemes, who computes, needs and sends what.
struct ConvolutionReference: Decodable {
    var network: String
    /// `[channels, height, width]`
    var input: [Int]
    var layers: [Layer]
    var cases: [Case]

    struct Layer: Decodable {
        var name: String
        /// "conv", "dwconv" or "pool"
        var type: String
        var k: Int
        var s: Int
        var pad: Pad
        var groups: Int
        var cout: Int
        var hout: Int
        var wout: Int
    }

    /// "same" or `[low, high]` for both directions.
    enum Pad: Decodable {
        case same
        case explicit(low: Int, high: Int)

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let sides = try? container.decode([Int].self), sides.count == 2 {
                self = .explicit(low: sides[0], high: sides[1])
            } else if try container.decode(String.self) == "same" {
                self = .same
            } else {
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "expected \"same\" or [low, high]")
            }
        }

        var rule: PaddingRule {
            switch self {
            case .same: .same
            case .explicit(let low, let high):
                .explicit(Padding(top: low, bottom: high, left: low, right: high))
            }
        }
    }

    struct Case: Decodable {
        var k: Int
        var caps: [Int]
        var scheme: String
        var perLayer: [LayerValues]
        /// Elements that each worker sends back.
        var gather: [Int]
        var totals: Totals

        var title: String { "\(scheme), k = \(k), capabilities \(caps.map(String.init).joined(separator: ":"))" }
    }

    /// Rectangles are `[row begin, row end, column begin, column end]`, flows `[source, destination, elements]`.
    struct LayerValues: Decodable {
        var layer: String
        var own: [[Int]]
        var need: [[Int]]
        var macs: [Int]
        var redundantMacs: Int
        var mapDown: Int
        var mapUp: Int
        var flows: [[Int]]
        var scatter: [Int]?
        var directElems: Int
        var directMsgs: Int
        var goElems: Int
        var goMsgs: Int
    }

    struct Totals: Decodable {
        var macs: [Int]
        var baseMacs: Int
        var scatter: Int
        var gather: Int
        var haloElems: Int
        var haloMsgs: Int
        var relayElems: Int
        var relayMsgs: Int
        var mapreduceElems: Int
        var redundantMacs: Int
        var bytesDirect: Int
        var msgsDirect: Int
        var redundancy: Double
        var macBalance: Double
    }
}

extension ConvolutionReference {
    /// The network as the file describes it; its pooling layers count as maximum pooling.
    func makeNetwork() throws(NetworkError) -> Network {
        guard input.count == 3 else {
            throw NetworkError(layer: "input", message: "expected [channels, height, width], not \(input)")
        }
        var builder = try NetworkBuilder(
            name: network, input: TensorShape(channels: input[0], height: input[1], width: input[2]))
        for layer in layers {
            switch layer.type {
            case "conv", "dwconv":
                try builder.convolution(
                    layer.name, outputChannels: layer.cout, kernel: Extent(layer.k), stride: Extent(layer.s),
                    padding: layer.pad.rule, groups: layer.groups)
            case "pool":
                try builder.pooling(
                    layer.name, kernel: Extent(layer.k), stride: Extent(layer.s), padding: layer.pad.rule)
            default:
                throw NetworkError(
                    layer: layer.name, message: "type \"\(layer.type)\"; expected conv, dwconv or pool")
            }
            let shape = builder.shape(ofTensor: builder.last)
            let expected = TensorShape(channels: layer.cout, height: layer.hout, width: layer.wout)
            guard shape == expected else {
                throw NetworkError(layer: layer.name, message: "its output is \(shape); the file says \(expected)")
            }
        }
        return try builder.network()
    }
}
