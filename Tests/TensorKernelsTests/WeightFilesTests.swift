import Foundation
import NeuralNetworks
import TensorFiles
import Tensors
import Testing

@testable import TensorKernels

@Suite struct WeightFilesTests {
    /// A convolution with groups, a batch normalization, a convolution without bias, a dense layer.
    private func network() throws -> Network {
        var builder = try NetworkBuilder(name: "tiny", input: TensorShape(channels: 2, height: 6, width: 5))
        try builder.convolution("block/conv1", outputChannels: 4, kernel: Extent(3), padding: .all(1), groups: 2)
        try builder.batchNormalization("bn1")
        try builder.convolution("conv2", outputChannels: 3, kernel: Extent(height: 1, width: 3), bias: false)
        try builder.fullyConnected("dense", outputs: 7)
        return try builder.network()
    }

    private let names = [
        "block/conv1.weight", "block/conv1.bias", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var",
        "conv2.weight", "dense.weight", "dense.bias",
    ]
    private let shapes = [[4, 1, 3, 3], [4], [4], [4], [4], [4], [3, 4, 1, 3], [7, 54], [7]]

    /// Weights by name, row-major.
    private func tensors() -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        for (index, (name, shape)) in zip(names, shapes).enumerated() {
            // Variances are positive.
            let offset: Float = name.hasSuffix("var") ? 1 : 0
            tensors[name] = SeededValues(seed: 9, stream: index).tensor(shape, scale: 0.3).mapped { $0 + offset }
        }
        return tensors
    }

    private func inFolder(_ tensors: [String: Tensor], _ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, tensor) in tensors {
            let url = folder.appendingPathComponent(name + ".npy")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(tensor.npy).write(to: url)
        }
        try body(folder)
    }

    private func safetensors(_ tensors: [String: Tensor]) -> Data {
        var entries: [String] = []
        var payload: [UInt8] = []
        for name in tensors.keys.sorted() {
            let tensor = tensors[name]!
            let start = payload.count
            for value in tensor.values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { payload.append(contentsOf: $0) }
            }
            entries.append(
                "\"\(name)\": {\"dtype\": \"F32\", \"shape\": \(tensor.extents), "
                    + "\"data_offsets\": [\(start), \(payload.count)]}")
        }
        let header = Array("{\(entries.joined(separator: ", "))}".utf8)
        return Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + payload)
    }

    private func inFile(_ data: Data, _ body: (URL) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: url) }
        try data.write(to: url)
        try body(url)
    }

    private func problem(_ url: URL) throws -> WeightFiles.Problem? {
        let network = try network()
        do {
            _ = try WeightFiles.parameters(of: network, from: url)
            return nil
        } catch {
            return error
        }
    }

    @Test func theFilesOfANetworkAreListed() throws {
        let listed = WeightFiles.shapes(of: try network())
        #expect(listed.map(\.name) == names && listed.map(\.shape) == shapes)
    }

    /// The output is that of the same parameters given directly, from a folder and from a file.
    @Test func weightsOfAWholeNetworkAreRead() throws {
        let network = try network()
        let tensors = tensors()
        let given: [LayerParameters] = [
            .weights(tensors["block/conv1.weight"]!, bias: tensors["block/conv1.bias"]!),
            .batchNormalization(
                mean: tensors["bn1.running_mean"]!, variance: tensors["bn1.running_var"]!,
                gamma: tensors["bn1.weight"]!,
                beta: tensors["bn1.bias"]!), .weights(tensors["conv2.weight"]!, bias: nil),
            .weights(tensors["dense.weight"]!, bias: tensors["dense.bias"]!),
        ]
        let input = SeededParameters(seed: 2).input(network.input)
        let expected = try NetworkExecution(network, parameters: given).run(input)
        func check(_ url: URL) throws {
            let read = try WeightFiles.parameters(of: network, from: url)
            #expect(try NetworkExecution(network, parameters: read).run(input).isBitwiseEqual(to: expected))
        }
        try inFolder(tensors, check)
        try inFile(safetensors(tensors), check)
    }

    @Test func missingAndUnknownEntriesAreNamed() throws {
        for name in names {
            var fewer = tensors()
            fewer[name] = nil
            try inFolder(fewer) { url in
                let found = try problem(url)
                #expect(found == .missing([name]))
            }
            try inFile(safetensors(fewer)) { url in
                let found = try problem(url)
                #expect(found == .missing([name]))
            }
        }
        var more = tensors()
        more["conv2.bias"] = Tensor(extents: [3])
        try inFolder(more) { url in
            let found = try problem(url)
            #expect(found == .unknown(["conv2.bias"]))
        }
        try inFile(safetensors(more)) { url in
            let found = try problem(url)
            #expect(found == .unknown(["conv2.bias"]))
        }
    }

    @Test func wrongShapesAreNamed() throws {
        for (name, shape) in zip(names, shapes) {
            var wrong = tensors()
            // As many elements, or one too many.
            let other = shape.count > 1 ? Array(shape.reversed()) : [shape[0] + 1]
            wrong[name] = Tensor(extents: other)
            let expected = WeightFiles.Problem.shape(name: name, found: other, needed: shape)
            try inFolder(wrong) { url in
                let found = try problem(url)
                #expect(found == expected)
            }
            try inFile(safetensors(wrong)) { url in
                let found = try problem(url)
                #expect(found == expected)
            }
        }
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity])
    func numbersThatAreNotFiniteAreNamed(value: Float) throws {
        var wrong = tensors()
        wrong["dense.weight"]![40] = value
        let expected = WeightFiles.Problem.notFinite(name: "dense.weight", element: 40)
        try inFolder(wrong) { url in
            let found = try problem(url)
            #expect(found == expected)
        }
        try inFile(safetensors(wrong)) { url in
            let found = try problem(url)
            #expect(found == expected)
        }
    }

    @Test func otherTypesAndTruncatedEntriesAreNamed() throws {
        try inFolder(tensors()) { folder in
            let url = folder.appendingPathComponent("conv2.weight.npy")
            let doubles = NumPyArray(shape: [3, 4, 1, 3], elements: .doubles([Double](repeating: 0, count: 36)))
            try Data(doubles.npy).write(to: url)
            do {
                let found = try problem(folder)
                #expect(found == .malformed(name: "conv2.weight", .elementType(found: "<f8", allowed: "<f4")))
            }
            let bytes = Tensor(extents: [3, 4, 1, 3]).npy
            try Data(bytes.dropLast(3)).write(to: url)
            do {
                let found = try problem(folder)
                #expect(
                    found == .malformed(name: "conv2.weight", .truncated(found: bytes.count - 3, needed: bytes.count)))
            }
        }
        let data = safetensors(tensors())

        try inFile(Data(data.dropLast(1))) { url in
            let found = try problem(url)
            #expect(found == .malformed(name: nil, .truncated(found: data.count - 1, needed: data.count)))
        }
        let typed = try #require(data.firstRange(of: Data("F32".utf8)))
        var other = data
        other.replaceSubrange(typed, with: Data("I32".utf8))
        // The first in alphabetical order.
        try inFile(other) { url in
            let found = try problem(url)
            #expect(found == .malformed(name: "block/conv1.bias", .elementType(found: "I32", allowed: "F32")))
        }
    }

    @Test func whatIsNotThereIsUnreadable() throws {
        let url = URL(fileURLWithPath: "/nonexistent/weights")
        guard case .unreadable(let path, _) = try problem(url) else {
            Issue.record("not unreadable")
            return
        }
        #expect(path == url.path)
        try inFile(Data("no tensors".utf8)) { url in
            let found = try problem(url)
            #expect(found == .malformed(name: nil, .notATensorFile("safetensors")))
        }
    }
}

extension Tensor {
    fileprivate func mapped(_ change: (Float) -> Float) -> Tensor {
        Tensor(extents: extents, values: values.map(change))
    }
}
