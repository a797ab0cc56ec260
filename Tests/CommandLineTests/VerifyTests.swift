import Foundation
import Testing

@Suite struct VerifyTests {
    private let sparse = ["verify", "--network", "lenet-300-100", "--workers", "3", "--quiet"]

    @Test func sparseLayersAreVerified() throws {
        let run = try ExecutableRun(sparse + ["--fully-connected", "jagged-grid", "--density", "0.02,0.05,0.2"])
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        #expect(run.output.contains("sparse layers jagged-grid\n"))
        #expect(run.output.hasSuffix("equal to the whole network, bit for bit\n"))
    }

    @Test(arguments: [
        ["--fully-connected", "rows"], ["--density", "0.1"], ["--fully-connected", "rows", "--density", "0.1,0.2"],
        ["--fully-connected", "rows", "--density", "0"], ["--fully-connected", "rows", "--density", "nan"],
    ])
    func densityAndSchemeGoTogether(options: [String]) throws {
        let run = try ExecutableRun(sparse + options)
        #expect(run.exitCode == 64)
        #expect(run.errors.contains("density"))
    }

    @Test func aPartitionOfSparseLayersIsShown() throws {
        let run = try ExecutableRun(
            "partition", "--network", "lenet-300-100", "--workers", "2", "--fully-connected", "rows", "--density",
            "0.1",
            "--json")
        let json = try #require(try run.json() as? [String: Any])
        let layers = try #require(json["layers"] as? [[String: Any]])
        let parts = try #require(layers[0]["parts"] as? [[String: Any]])
        #expect(parts.compactMap { $0["non_zeros"] as? Int }.reduce(0, +) == 23_520)
    }
}

@Suite struct VerifyEverythingTests {
    @Test func everySchemeAndDeliveryIsVerified() throws {
        let run = try ExecutableRun("verify", "--network", "lenet5", "--workers", "2", "--all", "--json", "--quiet")
        #expect(run.exitCode == 0)
        let json = try #require(try run.json() as? [String: Any])
        #expect(json["unequal"] as? Int == 0)
        let rows = try #require(json["partitions"] as? [[String: Any]])
        let labels = rows.compactMap { $0["partition"] as? String }
        #expect(Set(labels).isSuperset(of: ["bodp", "grid-2d", "ftp(grid=3x3)", "offloading", "layer-outputs"]))
        #expect(labels.contains { $0.contains("work-stealing") && $0.contains("dataReuse") })
        // One and two workers, four deliveries; tiles that reuse are carried out in both ways.
        #expect(rows.allSatisfy { [8, 16].contains($0["plans"] as? Int) })
        #expect(json["plans"] as? Int == rows.compactMap { $0["plans"] as? Int }.reduce(0, +))
    }

    @Test func stolenTilesAreVerified() throws {
        let run = try ExecutableRun(
            "verify", "--network", "squeezenet1.1", "--input", "3x48x48", "--workers", "3", "--scheme", "ftp", "--grid",
            "3x3", "--group-every", "2", "--distribution", "work-stealing", "--data-reuse", "--quiet")
        #expect(run.exitCode == 0)
        #expect(run.output.contains("work-stealing;dataReuse"))
        #expect(run.output.contains("tasks dealt in turn"))
        #expect(run.output.hasSuffix("equal to the whole network, bit for bit\n"))
    }

    @Test(arguments: [
        (["--scheme", "bodp", "--distribution", "work-stealing"], "no fused tiles"),
        (["--scheme", "ftp", "--data-reuse"], "--distribution work-stealing"),
        (["--all", "--scheme", "bodp"], "exclude each other"),
        (["--fully-connected", "rows", "--density", "0.1", "--weights", "x"], "exclude each other"),
    ])
    func optionsThatDoNotFitAreRefused(options: [String], part: String) throws {
        let run = try ExecutableRun(["verify", "--network", "lenet5", "--quiet"] + options)
        #expect(run.exitCode == 64)
        #expect(run.errors.contains(part), "\(run.errors)")
    }
}

/// Weights from files; what may be wrong with them is tested where they are read.
@Suite struct VerifyWeightsTests {
    /// LeNet-5's shapes as PyTorch has them.
    private static let shapes = [
        ("conv1.weight", [20, 1, 5, 5]), ("conv1.bias", [20]), ("conv2.weight", [50, 20, 5, 5]), ("conv2.bias", [50]),
        ("ip1.weight", [500, 800]), ("ip1.bias", [500]), ("ip2.weight", [10, 500]), ("ip2.bias", [10]),
    ]

    private func verify(_ weights: URL) throws -> ExecutableRun {
        try ExecutableRun(
            "verify", "--network", "lenet5", "--workers", "3", "--quiet", "--weights", weights.path)
    }

    private func inFile(_ data: Data, _ body: (URL) throws -> Void) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).safetensors")
        defer { try? FileManager.default.removeItem(at: url) }
        try data.write(to: url)
        try body(url)
    }

    private func safetensors(_ shapes: [(String, [Int])]) -> Data {
        var entries: [String] = []
        var payload: [UInt8] = []
        for (name, shape) in shapes {
            let start = payload.count
            for index in 0..<shape.reduce(1, *) {
                let value = Float(index % 13 - 6) * 0.01
                withUnsafeBytes(of: value.bitPattern.littleEndian) { payload.append(contentsOf: $0) }
            }
            entries.append(
                "\"\(name)\": {\"dtype\": \"F32\", \"shape\": \(shape), \"data_offsets\": [\(start), \(payload.count)]}"
            )
        }
        let header = Array("{\(entries.joined(separator: ", "))}".utf8)
        return Data((0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + payload)
    }

    @Test func aNetworkRunsOnWeightsFromAFile() throws {
        try inFile(safetensors(Self.shapes)) { url in
            let run = try verify(url)
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(run.output.hasSuffix("equal to the whole network, bit for bit\n"))
        }
    }

    @Test func incompleteWeightsAreInvalidInput() throws {
        try inFile(safetensors(Self.shapes.dropLast())) { url in
            let run = try verify(url)
            #expect(run.exitCode == 65)
            #expect(run.errors.contains("missing: ip2.bias"))
        }
    }

    @Test func noWeightsAreMissingInput() throws {
        let run = try verify(URL(fileURLWithPath: "/nonexistent/weights"))
        #expect(run.exitCode == 66)
        #expect(run.errors.contains("/nonexistent/weights"))
    }
}
