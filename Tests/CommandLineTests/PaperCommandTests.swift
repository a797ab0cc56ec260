import Foundation
import TestSupport
import Testing

@Suite struct PaperCommandTests {
    @Test func aFolderOfPapersBecomesTablesAndAPage() throws {
        try withTemporaryFolder { folder in
            let observations = folder.appendingPathComponent("observations")
            try FileManager.default.createDirectory(at: observations, withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                at: repository.appendingPathComponent("Tests/ExperimentsTests/Reference/papers/hadidi.json"),
                to: observations.appendingPathComponent("hadidi.json"))
            let output = folder.appendingPathComponent("results")
            let run = try ExecutableRun("validate", "papers", observations.path, "--output", output.path)
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(contents(of: output) == ["papers", "papers.csv", "papers.md", "papers/hadidi.csv"])
            let page = try String(contentsOf: output.appendingPathComponent("papers.md"), encoding: .utf8)
            #expect(page.hasPrefix("# Published results beside simulated ones\n\n| Paper "))
            #expect(page.contains("\n## hadidi\n"))
            // Every row of the terminal's tables, and one line of summary.
            #expect(page.split(separator: "\n").count { $0.hasPrefix("| model=") } == 3)
        }
    }

    @Test func theReadmeShowsTheCommittedSummary() throws {
        func text(_ path: String) throws -> String {
            try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
        }
        let page = try text("results/papers.md")
        let summary = page.split(separator: "\n## ")[0].split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(summary.count == 8)
        #expect(try text("README.md").contains(summary.joined(separator: "\n")))
    }

    @Test func anUnknownPaperIsNamedWithTheNearest() throws {
        let run = try ExecutableRun("calibrate", "hadid")
        #expect(run.exitCode == 64)
        #expect(run.errors.contains("no study \"hadid\" in Scenarios/papers; did you mean \"hadidi\"?"))
    }
}
