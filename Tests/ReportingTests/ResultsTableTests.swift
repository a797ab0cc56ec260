import Experiments
import Foundation
import Reporting
import ScenarioFiles
import Simulator
import Testing
import Units

@Suite struct ResultsTableTests {
    private func table(_ file: ScenarioFile) throws -> CSVTable {
        let (file, records) = try sweep(file)
        return ResultsTable.make(records, axes: file.axes)
    }

    @Test func theREADMEDocumentsExactlyTheStandardColumns() throws {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let readme = try String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)
        let rows = readme.split(separator: "\n", omittingEmptySubsequences: false)
            .drop { $0 != "| column | meaning |" }.dropFirst(2).prefix { $0.hasPrefix("| `") }
        let documented = rows.flatMap { row in
            row.split(separator: "|")[0].split(separator: "`").map(String.init).filter {
                $0.contains(where: \.isLetter)
            }
        }
        #expect(documented == ResultsTable.standardColumns)
    }

    @Test func aRowHoldsTheFiguresOfARun() throws {
        let (file, records) = try sweep(try twoPhones())
        let table = ResultsTable.make(records, axes: file.axes)
        let metrics = records[0].metrics
        #expect(table.columns == ResultsTable.standardColumns)
        let names: [CSVCell] = [
            .string("two-phones"), .string("mlp"), .string("bodp"), .string("by-outputs"), .string("direct"),
        ]
        let speedup = records[0].baseline / metrics.latency
        let times: [CSVCell] = [
            .double(metrics.latency.seconds), .double(speedup), .double(speedup / 2), .double(metrics.compute.seconds),
            .double(metrics.wakeUp.seconds), .double(metrics.transmission.seconds),
            .double((metrics.wakeUp + metrics.transmission).seconds),
        ]
        let amounts: [CSVCell] = [
            .int(metrics.messages), .int(metrics.sentBytes.bytes), .int(0), .int(metrics.peakMemory.bytes), .int(0),
        ]
        // The processors' energy alone: the ideal channel knows no radio times.
        let energies: [CSVCell] = [
            .missing, .double(try #require(metrics.processorEnergy).joules), .missing, .missing,
        ]
        #expect(
            table.rows == [
                names + [.int(2), .int(0), .int(0)] + times + amounts + energies + [.string("ok"), .missing]
            ])
    }

    @Test func sweptAxesThatNoStandardColumnShowsHaveColumnsOfTheirOwn() throws {
        let table = try table(
            try twoPhones(
                sweep: """
                    {
                      "cluster.wireless.rate": ["8 Mbit/s", "1 MB/s"], "cluster.devices": [1, 2], "computeVariation": [0, 0.5],
                      "cluster.wireless.wakeUpOccupiesChannel": [true], "cluster.wireless.delivery": ["relay"],
                      "workload": [{"device": "nexus-5", "layers": []}], "convolution": ["bodp"], "seed": [4]
                    }
                    """))
        #expect(
            Array(table.columns.dropFirst(ResultsTable.standardColumns.count)) == [
                "cluster_wireless_rate_bit_per_s", "compute_variation", "cluster_wireless_wake_up_occupies_channel",
                "workload",
            ])
        #expect(table.rows.count == 8)
        // Both spellings of the rate are the same number.
        for row in table.rows { #expect(row[ResultsTable.standardColumns.count] == .double(8e6)) }
        #expect(
            Array(table.rows[1].suffix(4)) == [
                .double(8e6), .double(0.5), .bool(true), .string(#"{"device":"nexus-5","layers":[]}"#),
            ])
    }

    @Test func theTextReadsBackAsItWasWritten() throws {
        let table = try table(try twoPhones(sweep: #"{"cluster.devices": [1, 2], "seed": [1, 2]}"#, "repetitions=2"))
        let lines = table.text.split(separator: "\n")
        #expect(lines.count == 9)
        #expect(lines[0] == ResultsTable.standardColumns.joined(separator: ",")[...])
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("two-phones,mlp,bodp,by-outputs,direct,") })
    }

    @Test func aPointThatCannotRunHasItsSweptValuesAndAMessage() throws {
        let axes = #"{"cluster.source": ["worker-1"], "cluster.devices": [1, 2], "convolution": ["ftp"]}"#
        let table = try table(try twoPhones(sweep: axes))
        let failed = zip(table.columns, table.rows[0]).filter { $0.1 != .missing }
        #expect(
            failed.map(\.0) == ["scenario", "convolution", "devices", "status", "message", "cluster_source"])
        #expect(
            failed.map(\.1) == [
                .string("two-phones"), .string("ftp"), .int(1), .string("failed"),
                .string("cluster.source: the cluster has no worker"), .string("worker-1"),
            ])
        #expect(table.rows[1].contains(.string("ok")))
    }
}
