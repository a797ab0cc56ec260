import Foundation
import Partitioning
import ScenarioFiles
import Testing

@testable import Experiments

@Suite struct SparseValidationTests {
    /// What `validate sparse` runs at full effort in continuous integration.
    private static let folder = Bundle.module.resourceURL!.appendingPathComponent("Reference/sparse")

    @Test func theReferenceOfTheSourcesIsMet() throws {
        let validation = try withCopy { try SparseValidation.validate(folder: $0.path, effort: 0.02) }
        #expect(validation.rows.count == 8 * SparseScheme.allCases.count)
        #expect(validation.exactRows.count == 10)
        // The bounds of the search are for the whole reference set and its full effort.
        for check in validation.checks where !check.name.hasPrefix("best: words") {
            #expect(check.isMet, "\(check.name): \(check.found)")
        }
        #expect(
            validation.checks.map(\.name) == [
                "figures of rows, columns, checkerboard and jagged-grid equal the reference",
                "mscc: non-zeros outside the blocks, relative to the reference at most 1.03",
                "mscc+fgcp: words, relative to mscc_fgcp at most 1.0",
                "best keeps the load limits",
                "best is never above rows, columns, jagged-grid and mscc+fgcp",
                "best: words, relative to mscc_fgcp, equal capabilities at most 0.8",
                "best: words, relative to mscc_fgcp, unequal capabilities at most 0.71",
                "best reaches the proven optima",
            ])
        #expect(validation.rows.count { $0.equalsPeer == true } == 32)
    }

    @Test func resultsDoNotDependOnTheNumberOfThreads() throws {
        let runs = try withCopy { copy in
            try [1, 3].map { try SparseValidation.validate(folder: copy.path, effort: 0.001, jobs: $0) }
        }
        #expect(runs[0].rows.map(\.metrics) == runs[1].rows.map(\.metrics))
        #expect(runs[0].rows.map(\.title) == runs[1].rows.map(\.title))
    }

    @Test func oneChangedFigureIsNoticed() throws {
        try withCopy { copy in
            let file = copy.appendingPathComponent("peers.csv")
            var lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map(
                String.init)
            let header = lines[0].components(separatedBy: ",")
            let number = try #require(lines.firstIndex { $0.contains("row1d_block") })
            var fields = lines[number].components(separatedBy: ",")
            let column = try #require(header.firstIndex(of: "msgs"))
            fields[column] = "\(Int(fields[column])! + 1)"
            lines[number] = fields.joined(separator: ",")
            try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
            let validation = try SparseValidation.validate(folder: copy.path, effort: 0)
            let check = try #require(validation.checks.first)
            #expect(!check.isMet && check.found.hasPrefix("31 of 32, not lenet300_fc2_s95, capabilities"))
        }
    }

    @Test func malformedFoldersAreExplained() throws {
        #expect(throws: InputError.self) { try SparseValidation.validate(folder: "/nowhere") }
        try withCopy { copy in
            let file = copy.appendingPathComponent("peers.csv")
            try "matrix,caps\n".write(to: file, atomically: true, encoding: .utf8)
            let error = #expect(throws: InputError.self) { try SparseValidation.validate(folder: copy.path) }
            #expect(error?.problem == "no column \"method\"")
        }
    }

    /// A folder with the smallest matrix alone: debug builds are slow.
    private func withCopy<Result>(_ body: (URL) throws -> Result) throws -> Result {
        let copy = FileManager.default.temporaryDirectory.appendingPathComponent("sparse-\(UUID().uuidString)")
        try FileManager.default.copyItem(at: Self.folder, to: copy)
        defer { try? FileManager.default.removeItem(at: copy) }
        let file = copy.appendingPathComponent("peers.csv")
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        let kept = lines.filter { $0.hasPrefix("matrix,") || $0.hasPrefix("lenet300_fc2_s95,") }
        try kept.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
        return try body(copy)
    }
}
