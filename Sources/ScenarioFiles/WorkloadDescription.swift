import DeviceProfiles
import Foundation
import NeuralNetworks
import Tensors
import Units

/// Measured layer times, in the scenario or in a file of their own.
enum WorkloadDescription {
    /// Keys of a trace that say for people how it was measured.
    static let remarks = ["$schema", "machine", "date", "instructionSet", "convolution", "threads"]
    /// Keys of a layer and of a strip that say more than the replay needs.
    static let layerRemarks = stripRemarks + ["macs"]
    static let stripRemarks = ["lowerQuartile", "upperQuartile"]

    static func decode(_ value: ValueReader, network: Network, folder: URL) throws(InputError) -> WorkloadTrace {
        switch value.node.value {
        case .string(let path):
            let (node, file) = try document(path, named: value, folder: folder)
            return try trace(ValueReader(node, file: file), network: network)
        case .object: return try trace(value, network: network)
        default: throw value.mismatch(expected: "the path of a trace file, or an object with \"layers\"")
        }
    }

    /// The document that a scenario names, its path relative to the file that names it.
    static func document(
        _ path: String, named value: ValueReader, folder: URL
    ) throws(InputError) -> (node: JSONNode, file: String) {
        let file = value.url(path, folder: folder).relativePathFromCurrentFolder
        do {
            return (try JSONReader.read(file), file)
        } catch {
            if error.kind == .missing {
                throw value.error(error.problem, found: "\"\(path)\"", expected: "a trace file beside the scenario")
            }
            throw error
        }
    }

    private static func trace(_ value: ValueReader, network: Network) throws(InputError) -> WorkloadTrace {
        try value.object { (reader) throws(InputError) in
            for key in remarks { reader.ignore(key) }
            let device = try reader.optional("device").map { (device) throws(InputError) in
                try device.choice(of: DeviceCatalogue.names)
            }
            let networkName = try reader.string("network", default: network.name)
            guard networkName == network.name else {
                throw value.error(
                    "the trace is of another network", found: "\"\(networkName)\"",
                    expected: "\"\(network.name)\"")
            }
            if let input = reader.optional("input") {
                let measured = try NetworkDescription.shape(input)
                guard measured == network.input else {
                    throw input.error(
                        "the trace is of another input", found: "\(measured)", expected: "\(network.input)")
                }
            }
            let source = try reader.string("source", default: "")
            var trace = WorkloadTrace(network: networkName, device: device, source: source, layerTimes: [:])
            for value in try reader.array("layers") {
                let (layer, time, strips) = try layerTime(value, network: network)
                guard trace.layerTimes.updateValue(time, forKey: layer.name) == nil else {
                    throw value.error("layer \"\(layer.name)\" is given twice")
                }
                if !strips.isEmpty { trace.strips[layer.name] = strips }
            }
            trace.setRates(network)
            return trace
        }
    }

    private static func layerTime(_ value: ValueReader, network: Network) throws(InputError) -> (
        Layer, TimeSpan, [StripTime]
    ) {
        try value.object { (reader) throws(InputError) in
            for key in layerRemarks { reader.ignore(key) }
            let name = try reader.choice("layer", of: network.layers.map(\.name))
            let layer = network.layers.first { $0.name == name }!
            let time = try Self.time(&reader)
            var strips: [StripTime] = []
            for value in try reader.optional("strips")?.array() ?? [] {
                let (rows, time) = try value.object { (reader) throws(InputError) in
                    for key in stripRemarks { reader.ignore(key) }
                    return (
                        try reader.int("rows", in: 1...max(1, layer.output.height - 1)), try Self.time(&reader)
                    )
                }
                let share = Double(rows) / Double(layer.output.height)
                guard strips.last.map({ $0.share < share }) ?? true else {
                    throw value.error("strips must grow", found: "\(rows)", expected: "more rows than before")
                }
                guard share < 1 else {
                    throw value.error("a layer of one row has no strips")
                }
                strips.append(StripTime(share: share, time: time))
            }
            return (layer, time, strips)
        }
    }

    private static func time(_ reader: inout ObjectReader) throws(InputError) -> TimeSpan {
        try reader.parsed("time", expected: PhysicalDimension.time.expectation, as: TimeSpan.init(parsing:))
    }
}

extension WorkloadTrace {
    /// Works out what the machine reached with every kernel class, over all layers that were measured.
    fileprivate mutating func setRates(_ network: Network) {
        var macs: [KernelClass: Double] = [:]
        var seconds: [KernelClass: Double] = [:]
        var bits = 0.0
        var elementwiseSeconds = 0.0
        for layer in network.layers {
            guard let time = layerTimes[layer.name]?.seconds, time > 0 else { continue }
            let count = layer.macs(of: Region(layer.output)).count
            if count > 0 {
                macs[layer.kernelClass, default: 0] += Double(count)
                seconds[layer.kernelClass, default: 0] += time
            } else {
                let elements = layer.inputShapes.reduce(layer.output.elementCount) { $0 + $1.elementCount }
                bits += Double(8 * Network.bytesPerElement * elements)
                elementwiseSeconds += time
            }
        }
        for (kernel, count) in macs { rates[kernel] = ComputeRate(macsPerSecond: count / seconds[kernel]!) }
        if elementwiseSeconds > 0 { elementwiseRate = DataRate(bitsPerSecond: bits / elementwiseSeconds) }
    }
}
