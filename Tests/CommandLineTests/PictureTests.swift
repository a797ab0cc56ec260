import Foundation
import TestSupport
import Testing

@Suite struct PictureTests {
    private static let results = "results/modnn-vgg16.csv"
    private static let scenario = "Scenarios/modnn-vgg16.json"

    @Test func plotsGoToStandardOutputOrToAFile() throws {
        let printed = try ExecutableRun("plot", Self.results)
        #expect(printed.exitCode == 0 && printed.errors == "")
        #expect(printed.output.hasPrefix("<svg ") && printed.output.contains(">ideal</text>"))
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("new/plot.svg").path
            let run = try ExecutableRun("plot", Self.results, "-o", path)
            #expect(run.exitCode == 0 && run.output == "" && run.errors == "wrote \(path)\n")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == printed.output)
            #expect(try ExecutableRun("plot", Self.results, "-o", path, "--quiet").errors == "")
        }
    }

    @Test func theJSONOfAPlotHasTheNumbersBehindIt() throws {
        let run = try ExecutableRun("plot", Self.results, "--where", "convolution=bodp", "--json")
        let json = try #require(try run.json() as? [String: Any])
        let points = try #require(json["points"] as? [[String: Any]])
        #expect(points.compactMap { $0["devices"] as? Double } == [1, 2, 3, 4])
        #expect(json["y"] as? [String] == ["speedup"])
    }

    @Test(arguments: [
        (
            ["plot", results, "--x", "devcies"],
            "'results/modnn-vgg16.csv' has no column 'devcies'; did you mean 'devices'?"
        ),
        (
            ["plot", results, "--kind", "lines"],
            "invalid value 'lines' for '--kind': expected line, bar, stacked, scatter; did you mean 'line'?"
        ),
        (["plot", results, "--where", "x"], "option '--where' takes COLUMN=VALUE such as devices=4, not 'x'"),
        (
            ["plot", results, "--where", "convolution=grid-2e"],
            "no row of 'results/modnn-vgg16.csv' has 'grid-2e' in 'convolution'; did you mean 'grid-2d'?"
        ),
        (
            ["plot", results, "--width", "10"],
            "invalid value '10' for '--width': expected a whole number from 280 to 4000"
        ),
        (["timeline", scenario, "--from", "2s", "--to", "1s"], "--from must be before --to"),
        (["timeline", scenario, "--from", "2"], "invalid value '2' for '--from': expected a time such as \"3 ms\""),
        (
            ["timeline", scenario, "--from", "1 min"],
            "invalid value '1 min' for '--from': expected a time before the end, 6 s"
        ),
    ])
    func wrongUsageSaysWhatToType(arguments: [String], text: String) throws {
        let run = try ExecutableRun(arguments)
        #expect(run.exitCode == 64)
        #expect(run.output == "")
        #expect(run.errors.split(separator: "\n").first.map(String.init) == "error: \(text)")
    }

    @Test func missingWrongAndUnwritableFilesAreToldApart() throws {
        try withTemporaryFolder { folder in
            let torn = folder.appendingPathComponent("torn.csv")
            try Data("a,b\n1\n".utf8).write(to: torn)
            let empty = folder.appendingPathComponent("empty")
            try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
            #expect(try ExecutableRun("plot", folder.path + "/none.csv").exitCode == 66)
            #expect(try ExecutableRun("plot", folder.path).exitCode == 66)
            #expect(try ExecutableRun("plot", torn.path).exitCode == 65)
            #expect(try ExecutableRun("report", empty.path).exitCode == 66)
            #expect(try ExecutableRun("report", folder.path + "/none").exitCode == 66)
            #expect(try ExecutableRun("report", folder.path).exitCode == 65)
            let bare = folder.appendingPathComponent("bare.csv")
            try Data("a,b\n".utf8).write(to: bare)
            #expect(try ExecutableRun("plot", bare.path).exitCode == 65)
            // What can be shown is shown.
            let report = try ExecutableRun("report", folder.path)
            #expect(report.exitCode == 0 && report.errors.contains("torn.csv") && report.errors.contains("left out"))
            #expect(try ExecutableRun("timeline", folder.path + "/none.json").exitCode == 66)
            for arguments in [["plot", Self.results], ["timeline", Self.scenario], ["report", "results"]] {
                let run = try ExecutableRun(arguments + ["-o", torn.path + "/x.svg"])
                #expect(run.exitCode == 74 && run.output == "", "\(arguments)")
            }
        }
    }

    @Test func timelinesAreImagesOrTraces() throws {
        let image = try ExecutableRun("timeline", Self.scenario, "--quiet")
        #expect(image.exitCode == 0 && image.errors == "" && image.output.hasPrefix("<svg "))
        let trace = try ExecutableRun("timeline", Self.scenario, "--json", "--quiet")
        let document = try #require(try trace.json() as? [String: Any])
        #expect((document["traceEvents"] as? [Any])?.count ?? 0 > 500)
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("trace.json").path
            let run = try ExecutableRun("timeline", Self.scenario, "-o", path, "--json")
            let summary = try #require(try run.json() as? [String: Any])
            #expect(summary["file"] as? String == path && summary["messages"] as? Int == 118)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == trace.output)
        }
    }

    @Test func aReportIsOnePageOfAFolder() throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("page.html").path
            let run = try ExecutableRun("report", "results", "-o", path, "--json")
            let summary = try #require(try run.json() as? [String: Any])
            #expect((summary["sections"] as? [Any])?.count ?? 0 >= 5)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["page.html"])
            let page = try String(contentsOfFile: path, encoding: .utf8)
            #expect(page.contains("<h1>Results</h1>"))
        }
    }

    /// Every picture of the guide is what its command draws now.
    @Test func thePicturesOfTheGuideAreUpToDate() throws {
        let guide = try String(contentsOf: repository.appendingPathComponent("docs/plots.md"), encoding: .utf8)
        let commands = guide.split(separator: "\n").filter {
            $0.hasPrefix("modnn-sim ") && $0.contains(" -o docs/images/")
        }
        #expect(commands.count >= 6)
        try withTemporaryFolder { folder in
            for command in commands {
                // Words in quotes may have spaces.
                var words = [""]
                var isQuoted = false
                for character in command {
                    if character == "'" {
                        isQuoted.toggle()
                    } else if character == " ", !isQuoted {
                        words.append("")
                    } else {
                        words[words.count - 1].append(character)
                    }
                }
                let path = try #require(words.last)
                words[words.count - 1] = folder.appendingPathComponent("image.svg").path
                let run = try ExecutableRun(Array(words.dropFirst()))
                #expect(run.exitCode == 0, "\(command): \(run.errors)")
                let drawn = try String(contentsOfFile: words.last!, encoding: .utf8)
                let committed = try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
                #expect(drawn == committed, "\(path) is out of date: \(command)")
                #expect(guide.contains("](\(path.dropFirst("docs/".count)))"), "\(path) is not shown")
            }
        }
    }
}
