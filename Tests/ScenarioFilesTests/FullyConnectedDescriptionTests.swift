import Foundation
import NeuralNetworks
import Partitioning
import TensorFiles
import Tensors
import Testing

@testable import ScenarioFiles

/// `lenet5` has two fully connected layers, 800 x 500 and 500 x 10, behind its feature maps.
@Suite struct FullyConnectedDescriptionTests {
    @Test func oneDensityHoldsForAllLayers() throws {
        let scenario = try scenario([("fullyConnected", #"{"scheme": "mscc+fgcp", "density": 0.25}"#), ("seed", "4")])
        let pruned = try #require(scenario.pruned)
        #expect(pruned.scheme == .coClusteringGreedy)
        #expect(scenario.fullyConnectedName == "mscc+fgcp")
        let layers = scenario.network.layers.filter(\.isFullyConnected)
        #expect(pruned.patterns.count == layers.count)
        for pattern in pruned.patterns {
            guard case .uniform(let density, _) = pattern else {
                Issue.record("\(pattern) is not uniform")
                continue
            }
            #expect(density == 0.25)
        }
        #expect(Set(pruned.patterns).count == layers.count, "layers have seeds of their own")
        let other = try ScenarioFilesTests.scenario([
            ("fullyConnected", #"{"scheme": "mscc+fgcp", "density": 0.25}"#), ("seed", "5"),
        ])
        #expect(other.pruned?.patterns != pruned.patterns, "the scenario's seed decides")
    }

    @Test func messagesArePricedForSearchesOnly() throws {
        func pruned(_ scheme: String, rate: String) throws -> PrunedLayers? {
            try scenario([
                ("fullyConnected", #"{"scheme": "\#(scheme)", "density": 0.1}"#),
                ("cluster.wireless", #"{"rate": "\#(rate)", "wakeUp": "2 ms"}"#),
            ]).pruned
        }
        // 2 ms at 16 Mbit/s are 32000 bits, 1000 words.
        #expect(try pruned("best", rate: "16 Mbit/s")?.settings.cost == SparseCost(perWord: 1, perMessage: 1000))
        #expect(try pruned("rows", rate: "16 Mbit/s") == pruned("rows", rate: "32 Mbit/s"))
    }

    @Test func matricesAndWeightsAreRead() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fc-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let layers = try scenario().network.layers.filter(\.isFullyConnected)
        let shapes = layers.map {
            ($0.inputShapes[0].channels * $0.inputShapes[0].height * $0.inputShapes[0].width, $0.output.channels)
        }
        var matrices: [SparseMatrix] = []
        for (index, (rows, columns)) in shapes.enumerated() {
            let matrix = SparseMatrix.uniform(
                rowCount: rows, columnCount: columns, nonZeroCount: 50, seed: UInt64(index))
            matrices.append(matrix)
            try Data(matrix.matrixMarketText().utf8).write(to: folder.appendingPathComponent("\(index).mtx"))
            // Magnitudes grow with the position, signs alternate.
            let weights = (0..<rows * columns).map { Float($0) * ($0.isMultiple(of: 2) ? 1 : -1) }
            try Data(NumPyArray(shape: [rows, columns], elements: .floats(weights)).npy)
                .write(to: folder.appendingPathComponent("\(index).npy"))
        }
        func list(_ type: String) -> String {
            "[" + shapes.indices.map { "\"\(folder.path)/\($0).\(type)\"" }.joined(separator: ", ") + "]"
        }
        let files = try scenario([("fullyConnected", #"{"scheme": "best", "matrices": \#(list("mtx"))}"#)])
        #expect(files.pruned?.patterns == matrices.map { .matrix($0) })
        let pruned = try scenario([
            ("fullyConnected", #"{"scheme": "single-device", "pruned": {"weights": \#(list("npy")), "density": 0.1}}"#)
        ])
        #expect(pruned.fullyConnectedName == "single-device" && pruned.pruned?.scheme == nil)
        for ((rows, columns), pattern) in zip(shapes, try #require(pruned.pruned).patterns) {
            guard case .matrix(let matrix) = pattern else {
                Issue.record("no matrix")
                continue
            }
            let count = Int((0.1 * Double(rows * columns)).rounded())
            let positions = zip(matrix.rowIndices(), matrix.columnIndices).map { Int($0) * columns + Int($1) }
            #expect(positions == Array(rows * columns - count..<rows * columns), "the largest stay")
        }
        // The first two files are swapped.
        let wrong = failure(
            "fullyConnected",
            #"{"scheme": "rows", "matrices": ["\#(folder.path)/1.mtx", "\#(folder.path)/0.mtx"]}"#
        )
        #expect(
            wrong.contains("the matrix does not fit layer \(layers[0].name): found \(shapes[1].0) x \(shapes[1].1)"),
            "\(wrong)")
    }

    @Test(arguments: [
        (#""mscc+fgcp""#, "mscc+fgcp divides sparse layers"),
        (#"{"scheme": "mscc+fgcp"}"#, "mscc+fgcp divides sparse layers"),
        (
            #"{"scheme": "mscc-fgcp", "density": 0.1}"#,
            #"found "mscc-fgcp", expected one of rows, columns, checkerboard"#
        ),
        (#"{"density": 0.1}"#, "fullyConnected.scheme: missing key"),
        (#"{"scheme": "rows", "density": 0}"#, "fullyConnected.density: found 0"),
        (#"{"scheme": "rows", "density": 1.5}"#, "fullyConnected.density: found 1.5"),
        (
            #"{"scheme": "rows", "density": [0.1, 0.2, 0.3, 0.4]}"#,
            "found 4 elements, expected one for every fully connected layer"
        ),
        (#"{"scheme": "rows", "density": 0.1, "matrices": []}"#, "the non-zeros are given twice"),
        (#"{"scheme": "rows", "matrices": ["a", "b"]}"#, "no such file"),
    ])
    func aMistakeIsExplained(value: String, part: String) {
        let text = failure("fullyConnected", value)
        #expect(text.contains(part), "\(text)")
    }

    /// VGG-16's fc6 has 25,088 inputs and 4096 outputs: 102,760,448 weights.
    @Test(arguments: [
        ("1", 4, "found 102760448 non-zeros, expected at most 33554432"),
        ("0.33", 4, "found 33910948 non-zeros, expected at most 33554432"), ("[0.32, 1, 1]", 4, "no error"),
        ("0.16", 64, "found 1052267008 non-zeros times workers, expected at most 536870912"),
    ])
    func layersThatAreTooLargeAreRefused(density: String, devices: Int, expected: String) throws {
        let text = message { () throws(InputError) in
            let scenario = try scenario([
                ("network", #""vgg16""#), ("cluster.workers.count", "\(devices - 1)"),
                ("fullyConnected", #"{"scheme": "mscc+fgcp", "density": \#(density)}"#),
            ])
            #expect(scenario.pruned?.patterns.count == 3)
        }
        #expect(text.hasSuffix(expected), "\(text)")
        if expected != "no error" {
            #expect(text.contains("fullyConnected.density: layer fc6 is too large to be divided as a sparse one"))
        }
    }
}
