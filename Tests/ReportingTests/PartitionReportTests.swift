import Experiments
import Foundation
import NeuralNetworks
import Partitioning
import Reporting
import Testing
import Units

@Suite struct PartitionReportTests {
    private func report(
        _ network: String, _ capabilities: [Int], _ scheme: String = "bodp", grid: Extent? = nil,
        delivery: Delivery = .direct
    ) throws -> PartitionReport {
        var scheme = try #require(ConvolutionScheme.named(scheme))
        scheme.grid = grid
        return PartitionReport(
            PartitionPreview(
                network: try #require(try NetworkCatalogue.network(named: network)), capabilities: capabilities,
                convolution: scheme, fullyConnected: .byOutputs, delivery: delivery),
            heading: "A heading")
    }

    @Test func theTextShowsWhoOwnsWhat() throws {
        let text = try report("lenet5", [3, 1]).text()
        #expect(
            text == """
                A heading

                Layer   Output    Worker 1        Worker 2          Messages   Bytes  Redundant
                ───────────────────────────────────────────────────────────────────────────────
                conv1   20x24x24  rows 0-17       rows 18-23               2   3 584
                pool1   20x12x12  rows 0-8        rows 9-11                0       0
                conv2   50x8x8    rows 0-5        rows 6-7                 2   3 840
                pool2   50x4x4    rows 0-2        row 3                    0       0
                ip1     500x1x1   channels 0-374  channels 375-499         2   3 200
                ip2     10x1x1    channels 0-7    channels 8-9             2   2 000
                prob    10x1x1                                             2      40
                output  10x1x1                                             0       0
                ───────────────────────────────────────────────────────────────────────────────
                sum                                                       10  12 664       0.0%

                MACs        75.0%  25.0%
                weights     72.3%  27.7%
                A blank cell is an idle worker; the last row of layers, "output", is the way back to the Group Owner.

                """)
    }

    @Test func wideTablesShowTheFirstWorkersOnly() throws {
        let text = try report("lenet5", Array(repeating: 1, count: 10)).text()
        #expect(text.contains("Worker 8"))
        #expect(!text.contains("Worker 9"))
        #expect(text.contains("... and 2 more workers"))
    }

    @Test func tilesOfAFixedGridHaveNamesOfTheirOwn() throws {
        let text = try report("lenet5", [1, 1], "ftp", grid: Extent(height: 2, width: 2)).text()
        #expect(text.contains("Tile 4"))
        #expect(text.contains("rows "))
        #expect(text.contains("columns "))
    }

    @Test(arguments: Delivery.allCases)
    func sumsOfTheJSONEqualItsTotals(delivery: Delivery) throws {
        let json = try #require(
            try parsed(try report("lenet5", [3, 2, 1], "fused-strips", delivery: delivery).json()) as? [String: Any])
        let layers = try #require(json["layers"] as? [[String: Any]])
        let transfers = layers.flatMap { $0["transfers"] as? [[String: Any]] ?? [] }
        let parts = layers.flatMap { $0["parts"] as? [[String: Any]] ?? [] }
        func sum(_ objects: [[String: Any]], _ key: String) -> Int {
            objects.reduce(0) { $0 + ($1[key] as? Int ?? -1) }
        }

        #expect(transfers.count == json["messages"] as? Int)
        #expect(sum(transfers, "bytes") == json["sent_bytes"] as? Int)
        #expect(sum(layers, "redundant_macs") == json["redundant_macs"] as? Int)
        let macs = try #require(json["macs"] as? [Int])
        #expect(sum(parts, "macs") == macs.reduce(0, +))
        let redundant = try #require(json["redundant_macs"] as? Int)
        #expect(redundant > 0)
        let network = try #require(try NetworkCatalogue.network(named: "lenet5"))
        #expect(macs.reduce(0, +) - redundant == network.layers.reduce(0) { $0 + $1.macs.count })
    }

    @Test func partsOfALayerCoverItOnce() throws {
        let json = try #require(try parsed(try report("lenet5", [3, 2, 1], "grid-2d").json()) as? [String: Any])
        for layer in try #require(json["layers"] as? [[String: Any]]) {
            let output = try #require(layer["output"] as? [Int])
            let parts = try #require(layer["parts"] as? [[String: Any]])
            let volumes = parts.map { part in
                let box = part["own"] as? [Int] ?? []
                return (box[1] - box[0]) * (box[3] - box[2]) * (box[5] - box[4])
            }
            #expect(parts.isEmpty || volumes.reduce(0, +) == output.reduce(1, *))
        }
    }
}
