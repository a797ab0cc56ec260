import Foundation
import NeuralNetworks
import TensorFiles
import Tensors
import TestSupport
import Testing

@testable import ScenarioFiles

@Suite struct ResolvedScenarioTests {
    private func digest(_ changes: [(path: String, value: String)] = [], _ overrides: String...) throws -> String {
        try scenarioFile(changes, overrides: overrides).digest()
    }

    @Test(arguments: shippedScenarios)
    func whatIsResolvedRunsTheSame(name: String) throws {
        let file = try ScenarioFile(path: shippedPath(name))
        let again = try ScenarioFile(root: try node(try file.resolved().prettyText), path: "moved/x.json")
        #expect(again.pointCount == file.pointCount)
        #expect(try again.digest() == file.digest())
        for point in 0..<file.pointCount { #expect(try again.scenario(at: point) == file.scenario(at: point)) }
    }

    @Test func zipsKeepTheirPlaceAmongTheAxes() throws {
        let sweep =
            #"{"seed": [1], "zip": [{"cluster.devices": [1, 2], "computeVariation": [0, 0.1]}, {"convolution": ["bodp"]}, {"repetitions": [1, 2], "fullyConnected": ["by-inputs", "by-outputs"]}], "cluster.wireless.rate": ["1 Mbit/s"]}"#
        let file = try scenarioFile([("sweep", sweep)])
        let again = try ScenarioFile(root: file.resolved(), path: "x.json")
        #expect(again.axes.map(\.path) == file.axes.map(\.path))
        #expect(again.pointCount == 4)
        for point in 0..<4 {
            #expect(
                again.assignments(at: point).map(\.canonicalText) == file.assignments(at: point).map(\.canonicalText))
        }
    }

    @Test func theDigestChangesWithWhatRunsAndWithNothingElse() throws {
        let plain = try digest()
        #expect(plain.count == 64)
        #expect(try digest([("description", #""Something else""#)]) == plain)
        #expect(try digest([("seed", "1")]) != plain)
        #expect(try digest([], "seed=1") == digest([("seed", "1")]))
        let first = #"{"seed": [1, 2], "cluster.devices": [1, 2]}"#
        let second = #"{"cluster.devices": [1, 2], "seed": [1, 2]}"#
        #expect(try digest([("sweep", first)]) != digest([("sweep", second)]))
        #expect(try digest([("sweep", #"{"seed": "1..2", "cluster.devices": [1, 2]}"#)]) == digest([("sweep", first)]))
        let zipped = #"{"zip": {"seed": [1, 2], "cluster.devices": [1, 2]}}"#
        #expect(try digest([("sweep", zipped)]) != digest([("sweep", first)]))
    }

    /// Matrices and weights are too large to stand in a document: their digests do.
    @Test func filesOfMatricesCountByTheirContent() throws {
        let base = FileManager.default.temporaryDirectory.appendingPathComponent("pinned-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: base) }
        let shapes = try scenario().network.layers.filter(\.isFullyConnected).map {
            (inputs: $0.inputShapes[0].elementCount, outputs: $0.output.elementCount)
        }
        /// Writes matrices and weights into a folder, and a scenario that sweeps how they are named.
        func file(_ name: String, seed: UInt64) throws -> ScenarioFile {
            let folder = base.appendingPathComponent(name)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (index, shape) in shapes.enumerated() {
                let matrix = SparseMatrix.uniform(
                    rowCount: shape.inputs, columnCount: shape.outputs, nonZeroCount: 5, seed: seed + UInt64(index))
                try Data(matrix.matrixMarketText().utf8).write(to: folder.appendingPathComponent("\(index).mtx"))
                let weights = (0..<shape.inputs * shape.outputs).map { Float($0) }
                try Data(NumPyArray(shape: [shape.inputs, shape.outputs], elements: .floats(weights)).npy)
                    .write(to: folder.appendingPathComponent("\(index).npy"))
            }
            let matrices = #"{"scheme": "rows", "matrices": ["0.mtx", "1.mtx"]}"#
            let pruned = #"{"scheme": "rows", "pruned": {"weights": ["0.npy", "1.npy"], "density": 0.01}}"#
            let text = try scenarioText([
                ("fullyConnected", matrices), ("sweep", #"{"fullyConnected": [\#(matrices), \#(pruned)]}"#),
            ])
            return try ScenarioFile(root: try node(text), path: folder.appendingPathComponent("x.json").path)
        }
        let plain = try file("a", seed: 1)
        let digest = try plain.digest()
        #expect(try file("b", seed: 1).digest() == digest, "another place, the same content")
        #expect(try file("c", seed: 3).digest() != digest, "other content")

        let resolved = try plain.resolved()
        let again = try ScenarioFile(root: resolved, path: "elsewhere/x.json")
        #expect(try again.digest() == digest)
        for point in 0..<2 { #expect(try again.scenario(at: point) == plain.scenario(at: point)) }
        var validator = SchemaValidator(ScenarioSchema.node)
        #expect(try validator.errors(resolved) == [])

        let weights = base.appendingPathComponent("a/1.npy")
        var bytes = try Data(contentsOf: weights)
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: weights)
        #expect(try plain.digest() != digest, "a file has changed")
        let text = message { () throws(InputError) in _ = try again.scenario(at: 1) }
        #expect(text.contains("fullyConnected.pruned.weights[1].file: the file has changed"), "\(text)")
        try FileManager.default.removeItem(at: weights)
        let missing = message { () throws(InputError) in _ = try plain.digest() }
        #expect(missing.contains("fullyConnected.pruned.weights[1]: no such file"), "\(missing)")
    }

    /// Examples of FIPS 180-4 and of its test vectors.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (String(repeating: "a", count: 100_000), "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee"),
    ])
    func theHashIsSHA256(text: String, expected: String) { #expect(SHA256.hexDigest(text) == expected) }
}
