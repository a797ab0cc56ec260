import Foundation
import ScenarioFiles
import Testing

@testable import Reporting

@Suite struct ResultsReportTests {
    private static let runs = #"""
        scenario,convolution,devices,latency_s,speedup,compute_s,wake_up_s,transmission_s
        "a <b> & ""c""",bodp,1,10,1,10,0,0
        "a <b> & ""c""",bodp,2,6,1.667,5,0.5,0.5

        """#

    /// Makes a folder with files and reads its page.
    private func page(_ files: [String: String]) throws -> (report: ResultsReport, page: String) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("results-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        let report = try ResultsReport(folder: folder.path, title: "Results")
        return (report, report.page())
    }

    private func attributes(_ name: String, in page: String) -> [Substring] {
        page.split(separator: " \(name)=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
    }

    @Test func nothingIsLoadedFromElsewhere() throws {
        let page = try page(["runs.csv": Self.runs]).page
        let links = attributes("href", in: page)
        #expect(links.count >= 5)
        #expect(links.allSatisfy { $0.hasPrefix("#") || $0.hasPrefix("data:") })
        for text in ["http://", "https://", "src=", "@import", "url(", "<link", "fetch(", "XMLHttpRequest"] {
            #expect(!page.contains(text), "\(text)")
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test func itIsReadableOnPhonesInTheDark() throws {
        let page = try page(["runs.csv": Self.runs]).page
        #expect(page.contains("name=\"viewport\" content=\"width=device-width, initial-scale=1\""))
        #expect(page.contains("prefers-color-scheme: dark"))
        #expect(page.contains("class=\"narrow\"") && page.contains("class=\"wide\""))
    }

    @Test func theBodyIsWellFormed() throws {
        let page = try page(["runs.csv": Self.runs, "runs.meta.json": "{\"seed\": 7}"]).page
        let body =
            try #require(page.range(of: "<main>")).lowerBound..<(try #require(page.range(of: "</main>"))).upperBound
        // Within <main> there are neither void elements nor scripts, so it is XML as well.
        let text = page[body].replacing(" open>", with: ">")
        _ = try ParsedImage("<svg width=\"1\" height=\"1\">\(text)</svg>", readsTexts: false)
    }

    @Test func meansStandInTheSectionOfTheirRuns() throws {
        let means = "scenario,repetitions,speedup_mean\nx,5,2\n"
        let (report, page) = try page(["runs.csv": Self.runs, "runs.summary.csv": means, "own.summary.csv": means])
        #expect(report.sections.map(\.table.name) == ["own.summary", "runs"])
        #expect(report.sections.map { $0.means?.name } == [nil, "runs.summary"])
        #expect(page.contains("<summary>Means of repetitions</summary>"))
    }

    @Test func everyFigureAndTableHasItsData() throws {
        let (report, page) = try page(["runs.csv": Self.runs])
        #expect(report.sections[0].figures.map(\.name) == ["speedup", "breakdown"])
        let files = attributes("href", in: page).filter { $0.hasPrefix("data:text/csv") }.map { link in
            String(decoding: Data(base64Encoded: String(link.split(separator: ",")[1])) ?? Data(), as: UTF8.self)
        }
        let figures = report.sections[0].figures.map(\.figure.data.text)
        #expect(files == figures + [Self.runs])
        #expect(page.components(separatedBy: "<table>").count - 1 == 3)
        #expect(page.contains("data-v=\"1.667\""))
    }

    @Test func textOfFilesIsEscaped() throws {
        let page = try page(["runs.csv": Self.runs]).page
        #expect(page.contains("a &lt;b&gt; &amp; &quot;c&quot;"))
        #expect(!page.contains("a <b>"))
    }

    @Test func sidecarsTellWhereResultsComeFrom() throws {
        let sidecar = "{\"version\": \"0.1.0\", \"environment\": {\"host\": \"lab\"}, \"axes\": [1, 2]}"
        let page = try page(["runs.csv": Self.runs, "runs.meta.json": sidecar]).page
        for text in ["Where runs.csv comes from", "<dt>environment.host</dt><dd>lab</dd>", "<pre>[1,2]</pre>"] {
            #expect(page.contains(text), "\(text)")
        }
        let (broken, rest) = try self.page(["runs.csv": Self.runs, "runs.meta.json": "{"])
        #expect(broken.remarks.count == 1)
        #expect(!rest.contains("comes from"))
    }

    @Test func sectionsStandInTheOrderOfTheirNames() throws {
        let report = try page(["b.csv": Self.runs, "a.csv": "x,y\nq,1\n", ".c.csv": "no"]).report
        #expect(report.sections.map(\.table.name) == ["a", "b"])
    }

    @Test func tablesThatCannotBeDrawnAreStillTables() throws {
        let (report, page) = try page(["words.csv": "a,b\nx,y\nz,w\n"])
        #expect(report.sections[0].figures.isEmpty)
        #expect(page.contains("<details class=\"rows\" open>"))
    }

    @Test func equalFoldersGiveEqualBytes() throws {
        #expect(try page(["runs.csv": Self.runs]).page == page(["runs.csv": Self.runs]).page)
    }

    @Test func missingAndWrongInputIsToldApart() throws {
        #expect(throws: InputError.self) { try ResultsReport(folder: "/nowhere") }
        #expect { try page(["x.txt": ""]) } throws: { ($0 as? InputError)?.kind == .missing }
        #expect { try page(["x.csv": "a,b\n1\n"]) } throws: { ($0 as? InputError)?.kind == .invalid }
    }
}
