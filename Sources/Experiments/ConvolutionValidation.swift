import Execution
import Foundation
import NeuralNetworks
import Partitioning
package import ScenarioFiles
import Tensors
import Units

/// Recomputes files of golden values for partitioned convolutions with the plans that the simulator runs.
package struct ConvolutionValidation: Sendable {
    package struct FileResult: Sendable {
        package var file: String
        package var network: String
        package var caseCount: Int
        /// One line for every case that differs: its first difference.
        package var differences: [String]

        package var agreeing: Int { caseCount - differences.count }
    }

    /// Validates every `*.json` of a folder, in the order of their names.
    package static func validate(folder: String) throws(InputError) -> [FileResult] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw InputError(kind: .missing, file: folder, problem: "no such folder")
        }
        let files = names.filter { $0.hasSuffix(".json") }.sorted()
        guard !files.isEmpty else {
            throw InputError(kind: .missing, file: folder, found: "no *.json", expected: "reference files")
        }
        var results: [FileResult] = []
        for name in files { results.append(try validate(file: "\(folder)/\(name)")) }
        return results
    }

    package static func validate(file: String) throws(InputError) -> FileResult {
        // Tells where a malformed file goes wrong; Foundation's decoder does not.
        _ = try JSONReader.read(file)
        let reference: ConvolutionReference
        let network: Network
        do {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            reference = try decoder.decode(
                ConvolutionReference.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
            network = try reference.makeNetwork()
        } catch let error as DecodingError {
            throw InputError(file: file, problem: Self.describe(error))
        } catch let error as NetworkError {
            throw InputError(file: file, problem: error.description)
        } catch {
            throw InputError(kind: .missing, file: file, problem: "cannot read the file")
        }
        var result = FileResult(
            file: URL(fileURLWithPath: file).lastPathComponent, network: reference.network,
            caseCount: reference.cases.count,
            differences: [])
        for item in reference.cases {
            if let difference = firstDifference(in: item, network: network) {
                result.differences.append("\(item.title): \(difference)")
            }
        }
        return result
    }

    private static func describe(_ error: DecodingError) -> String {
        let (context, what): (DecodingError.Context, String) =
            switch error {
            case .keyNotFound(let key, let context): (context, "key \"\(key.stringValue)\" is missing")
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, context.debugDescription)
            @unknown default: (.init(codingPath: [], debugDescription: ""), "\(error)")
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return path.isEmpty ? what : "\(path.drop { $0 == "." }): \(what)"
    }

    /// Scheme names of the reference: `bodp_equal`, `bodp_cap`, `bodp_cap_aligned`, `grid2d`, `ftp_grid_all`,
    /// `ftp_grid_N`, `fused_strip_all`, `fused_strip_N`.
    static func scheme(named name: String) -> ConvolutionScheme? {
        switch name {
        case "bodp_equal": return .named("bodp-equal")
        case "bodp_cap": return .bodp
        case "bodp_cap_aligned": return .named("bodp-aligned")
        case "grid2d": return .grid2D
        default: break
        }
        for (prefix, schemeName) in [("ftp_grid_", "ftp"), ("fused_strip_", "fused-strips")] {
            guard name.hasPrefix(prefix), var scheme = ConvolutionScheme.named(schemeName) else { continue }
            let suffix = name.dropFirst(prefix.count)
            if suffix == "all" { return scheme }
            guard let count = Int(suffix), count > 0 else { return nil }
            scheme.fusion = .everyStridedLayers(count)
            return scheme
        }
        return nil
    }

    private static func firstDifference(in item: ConvolutionReference.Case, network: Network) -> String? {
        guard let scheme = scheme(named: item.scheme) else { return "scheme \"\(item.scheme)\" is not known" }
        guard item.k > 0, item.caps.count == item.k, item.caps.allSatisfy({ (1...1_000_000_000).contains($0) }) else {
            return "caps must be k positive numbers up to 10^9"
        }
        guard item.perLayer.count == network.layers.count else { return "per_layer does not match the layers" }
        let computed = PartitionFigures(network: network, capabilities: item.caps, scheme: scheme)
        for (index, expected) in item.perLayer.enumerated() {
            if let difference = computed.layers[index].firstDifference(from: expected) {
                return "layer \(expected.layer): \(difference)"
            }
        }
        var comparison = Comparison()
        comparison.add("gather", computed.gather, item.gather)
        return comparison.firstDifference ?? computed.firstDifference(from: item.totals).map { "totals: \($0)" }
    }
}

/// Keeps the first of several comparisons that fails.
private struct Comparison {
    var firstDifference: String?

    mutating func add<Value: Equatable>(_ field: String, _ found: Value, _ expected: Value) {
        if firstDifference == nil, found != expected {
            firstDifference = "\(field) is \(found), expected \(expected)"
        }
    }
}

/// What the reference tabulates, read off the partition and the plans of the three deliveries.
struct PartitionFigures {
    struct LayerFigures {
        var own: [[Int]]
        var need: [[Int]]
        var macs: [Int]
        var redundantMACs = 0
        var mapDown = 0
        var mapUp = 0
        var flows: [[Int]] = []
        var scatter: [Int]?
        var directElements = 0
        var directMessages = 0
        var ownerElements = 0
        var ownerMessages = 0
    }

    var layers: [LayerFigures]
    var gather: [Int]
    var baseMACs: Int
    var workerCount: Int
    var scatterMessages: Int
    var gatherMessages: Int

    /// Workers stand behind a Group Owner that computes nothing: device 0 owns the input and wants the output.
    init(network: Network, capabilities: [Int], scheme: ConvolutionScheme) {
        let count = capabilities.count
        let cluster = PartitionPreview.cluster(capabilities: capabilities)
        let partition = Partitioner(convolution: scheme, fullyConnected: .byOutputs).partition(network, on: cluster)
        let plan = { (delivery: Delivery) in Planner(delivery: delivery).plan(partition, of: network, on: cluster) }

        let idle = [[Int]](repeating: [0, 0, 0, 0], count: count)
        layers = network.layers.map { _ in
            LayerFigures(own: idle, need: idle, macs: .init(repeating: 0, count: count))
        }
        layers[0].scatter = .init(repeating: 0, count: count)
        gather = .init(repeating: 0, count: count)
        baseMACs = network.macs.count
        workerCount = count
        scatterMessages = 0
        gatherMessages = 0

        let direct = plan(.direct)
        for operation in direct.operations {
            let step = Int(operation.step)
            switch operation.action {
            case .compute(let computation):
                let worker = Int(computation.place) - 1
                layers[step].own[worker] = direct.writes(of: operation).first!.region.rectangle
                layers[step].need[worker] = direct.reads(of: operation).first!.region.rectangle
                layers[step].macs[worker] = computation.macs.count
            case .transfer(let transfer):
                let elements = transfer.bytes.bytes / Network.bytesPerElement
                switch transfer.purpose {
                case .scatter:
                    layers[0].scatter![Int(transfer.destination) - 1] += elements
                    scatterMessages += 1
                case .gather:
                    gather[Int(transfer.source) - 1] += elements
                    gatherMessages += 1
                default:
                    layers[step].flows.append([Int(transfer.source) - 1, Int(transfer.destination) - 1, elements])
                    layers[step].directElements += elements
                    layers[step].directMessages += 1
                }
            case .join: break
            }
        }
        for index in layers.indices {
            layers[index].flows.sort { $0.lexicographicallyPrecedes($1) }
        }
        for (stepIndex, step) in partition.stages.flatMap(\.steps).enumerated() {
            layers[stepIndex].redundantMACs = partition.redundantMACs(of: step, in: network).count
        }
        for case (let step, .transfer(let transfer)) in plan(.relay).operations.map({ (Int($0.step), $0.action) })
        where transfer.purpose != .gather {
            layers[step].ownerElements += transfer.bytes.bytes / Network.bytesPerElement
            layers[step].ownerMessages += 1
        }
        for case (let step, .transfer(let transfer)) in plan(.mapReduce).operations.map({ (Int($0.step), $0.action) }) {
            let elements = transfer.bytes.bytes / Network.bytesPerElement
            if transfer.source == 0 { layers[step].mapDown += elements } else { layers[step].mapUp += elements }
        }
    }
}

extension PartitionFigures.LayerFigures {
    func firstDifference(from expected: ConvolutionReference.LayerValues) -> String? {
        var comparison = Comparison()
        comparison.add("own", own, expected.own)
        comparison.add("need", need, expected.need)
        comparison.add("macs", macs, expected.macs)
        comparison.add("flows", flows, expected.flows.sorted { $0.lexicographicallyPrecedes($1) })
        comparison.add("scatter", scatter ?? [], expected.scatter ?? [])
        comparison.add("redundant_macs", redundantMACs, expected.redundantMacs)
        comparison.add("map_down", mapDown, expected.mapDown)
        comparison.add("map_up", mapUp, expected.mapUp)
        comparison.add("direct_elems", directElements, expected.directElems)
        comparison.add("direct_msgs", directMessages, expected.directMsgs)
        comparison.add("go_elems", ownerElements, expected.goElems)
        comparison.add("go_msgs", ownerMessages, expected.goMsgs)
        return comparison.firstDifference
    }
}

extension PartitionFigures {
    func firstDifference(from expected: ConvolutionReference.Totals) -> String? {
        let macs = (0..<workerCount).map { worker in layers.reduce(0) { $0 + $1.macs[worker] } }
        let scatter = (layers[0].scatter ?? []).reduce(0, +)
        let gather = gather.reduce(0, +)
        let haloElements = layers.reduce(0) { $0 + $1.directElements }
        let haloMessages = layers.reduce(0) { $0 + $1.directMessages }
        let redundant = layers.reduce(0) { $0 + $1.redundantMACs }
        let balance = Double(macs.max()! * workerCount) / Double(max(macs.reduce(0, +), 1))
        let relayElements = layers.dropFirst().reduce(0) { $0 + $1.ownerElements }
        let relayMessages = layers.dropFirst().reduce(0) { $0 + $1.ownerMessages }
        var comparison = Comparison()
        comparison.add("macs", macs, expected.macs)
        comparison.add("base_macs", baseMACs, expected.baseMacs)
        comparison.add("scatter", scatter, expected.scatter)
        comparison.add("gather", gather, expected.gather)
        comparison.add("halo_elems", haloElements, expected.haloElems)
        comparison.add("halo_msgs", haloMessages, expected.haloMsgs)
        comparison.add("relay_elems", relayElements, expected.relayElems)
        comparison.add("relay_msgs", relayMessages, expected.relayMsgs)
        comparison.add("mapreduce_elems", layers.reduce(0) { $0 + $1.mapDown + $1.mapUp }, expected.mapreduceElems)
        comparison.add("redundant_macs", redundant, expected.redundantMacs)
        comparison.add(
            "bytes_direct", Network.bytesPerElement * (scatter + haloElements + gather), expected.bytesDirect)
        comparison.add("msgs_direct", scatterMessages + haloMessages + gatherMessages, expected.msgsDirect)
        // The file gives these with six decimals.
        let redundancy = Double(redundant) / Double(max(baseMACs, 1))
        comparison.add("redundancy in millionths", millionths(redundancy), millionths(expected.redundancy))
        comparison.add("mac_balance in millionths", millionths(balance), millionths(expected.macBalance))
        return comparison.firstDifference
    }

    private func millionths(_ value: Double) -> Int {
        Int((min(max(value, -1e9), 1e9) * 1e6).rounded(.toNearestOrEven))
    }
}

extension Region {
    /// `[row begin, row end, column begin, column end]`
    fileprivate var rectangle: [Int] { [rows.lowerBound, rows.upperBound, columns.lowerBound, columns.upperBound] }
}
