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
