import Foundation
import Testing

@Suite struct HelpTests {
    /// Every command with the options and examples that its help must mention.
    static let commands: [(words: [String], mentions: [String])] = [
        ([], ["run", "sweep", "partition", "validate", "list", "--quiet", "--json", "--version", "64", "74"]),
        (["run"], ["SCENARIO", "--set=PATH=VALUE", "--detail=TABLES", "--repetition=NUMBER", "--json", "--quiet"]),
        (
            ["sweep"],
            [
                "SCENARIO", "--output=DIR", "-o", "--set=PATH=VALUE", "--jobs=COUNT", "-j", "Folder of the results",
                "--shard=I/N",
                "--fresh", "--fail-fast",
            ]
        ),
        (
            ["partition"],
            [
                "--network=NAME", "--workers=K", "--capabilities=LIST", "--scheme=NAME", "--grid=ROWSxCOLUMNS",
                "--group-every=N", "--fully-connected=NAME", "--delivery=NAME", "vgg16", "bodp-aligned", "mapReduce",
            ]
        ),
        (["merge"], ["PART...", "--output=DIR"]),
        (["check"], ["BASELINE", "[CANDIDATE]", "--tolerance=[FIGURE=]SHARE", "--scenario=FILE", "--junit=FILE"]),
        (["describe"], ["SCENARIO", "--sweep=PATH=VALUES", "--zip=PATH=VALUES"]),
        (["schema"], ["scenario.schema.json"]),
        (["completions"], ["bash, zsh, fish", "~/.bashrc"]),
        (["validate"], ["conv", "scenario"]),
        (["validate", "scenario"], ["FILE...", "--resolved"]),
        (["validate", "conv"], ["DIR", "--json"]),
        (["list"], ["WHAT", "networks, devices, schemes"]),
        (
            ["plot"],
            ["CSV", "--output=FILE.svg", "--x=COLUMN", "--y=COLUMNS", "--series", "--kind", "--log", "--where"]
        ),
        (["timeline"], ["SCENARIO", "--output=FILE", "--set=PATH=VALUE", "--from=TIME", "--to=TIME", "perfetto"]),
        (["report"], ["DIR", "--output=FILE.html", "--title=TEXT", "meta.json"]),
    ]

    @Test(arguments: commands)
    func theHelpOfACommandMentionsItsOptionsAndExamples(words: [String], mentions: [String]) throws {
        let run = try ExecutableRun(words + ["--help"])
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        for mention in mentions { #expect(run.output.contains(mention)) }
        #expect(run.output.contains("\nExamples:\n  modnn-sim "))
        #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains("  modnn-sim ") })
        #expect(try ExecutableRun(["help"] + words).output == run.output)
        #expect(try ExecutableRun(words + ["-h"]).output == run.output)
    }

    @Test func everyExampleWorks() throws {
        var examples: [String] = []
        for (words, _) in Self.commands {
            let help = try ExecutableRun(words + ["--help"]).output
            let lines = help.split(separator: "\n\n").first { $0.hasPrefix("Examples:") }?.split(separator: "\n") ?? []
            examples += lines.filter { $0.hasPrefix("  modnn-sim ") }.map { String($0.dropFirst(2)) }
        }
        #expect(Set(examples).count > 12)
        for example in Set(examples).sorted() {
            try withTemporaryFolder { folder in
                var arguments = example.split(separator: " ").dropFirst().map(String.init)
                if arguments.first == "merge" {
                    // The example stands for all parts, as a shell would put them.
                    let sweep = try ExecutableRun(
                        "sweep", "Scenarios/bandwidth.json", "--shard=1/1", "-o", folder.path)
                    if sweep.exitCode != 0 { Issue.record("no part to merge") }
                    arguments = ["merge", folder.path + "/bandwidth.shard-1-of-1.part", "--output", folder.path]
                }
                if arguments.first == "sweep" {
                    if let option = arguments.firstIndex(of: "--output") {
                        arguments.removeSubrange(option...option + 1)
                    }
                    arguments += ["--output", folder.path]
                }
                var file: URL?
                if let option = arguments.firstIndex(of: "-o") {
                    file = folder.appendingPathComponent(arguments[option + 1])
                    arguments[option + 1] = file!.path
                }
                let run = try ExecutableRun(arguments)
                if let file {
                    #expect(run.exitCode == 0 && FileManager.default.fileExists(atPath: file.path), "\(example)")
                    return
                }
                let isSilent = arguments.contains { $0.hasPrefix("--shard") }
                if run.exitCode != 0 || run.output.isEmpty != isSilent {
                    Issue.record("\(example): \(run.exitCode) \(run.errors)")
                }
            }
        }
    }

    @Test func withoutArgumentsTheHelpIsShown() throws {
        let run = try ExecutableRun()
        #expect(run.exitCode == 0)
        #expect(try run.output == ExecutableRun("--help").output)
    }

    @Test func theVersionIsALine() throws {
        let run = try ExecutableRun("--version")
        #expect(run.exitCode == 0)
        #expect(run.output.hasPrefix("modnn-sim "))
        #expect(run.output.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        (["swep", "x"], "unknown command 'swep'; did you mean 'sweep'?"),
        (["run"], "missing argument SCENARIO"),
        (["run", "a.json", "b.json"], "unexpected argument 'b.json': this command takes one argument"),
        (["run", "a.json", "--output", "x"], "unknown option '--output'"),
        (["run", "a.json", "--set", "=3"], "option '--set' takes PATH=VALUE such as cluster.devices=3, not '=3'"),
        (["run", "a.json", "--set", "seed"], "option '--set' takes PATH=VALUE such as cluster.devices=3, not 'seed'"),
        (
            ["run", "a.json", "--detail", "layer"],
            "invalid value 'layer' for '--detail': expected layers, devices, messages, requests; did you mean 'layers'?"
        ),
        (
            ["run", "Scenarios/modnn-vgg16.json", "--repetition", "-1"],
            "invalid value '-1' for '--repetition': expected a whole number from 0 to 1000000000"
        ),
        (
            ["sweep", "Scenarios/modnn-vgg16.json", "--jobs", "0"],
            "invalid value '0' for '--jobs': expected a whole number from 1 to 1024"
        ),
        (["partition"], "option '--network' is missing; 'modnn-sim list networks' shows the names"),
        (
            ["partition", "--network", "vgg17"],
            "invalid value 'vgg17' for '--network': expected lenet-300-100, lenet5, alexnet, zfnet, vgg11, vgg16, vgg19, googlenet, resnet18, resnet34, resnet50, squeezenet1.1, mobilenet-v1, darknet19, yolov2, yolov2-tiny; did you mean 'vgg11'?"
        ),
        (
            ["partition", "--network", "vgg16", "--workers", "0"],
            "invalid value '0' for '--workers': expected a whole number from 1 to 1000"
        ),
        (
            ["partition", "--network", "vgg16", "--workers", "3", "--capabilities", "1,2"],
            "3 workers need 3 capabilities, not 2"
        ),
        (
            ["partition", "--network", "vgg16", "--capabilities", "1,0"],
            "invalid value '1,0' for '--capabilities': expected whole numbers from 1 to 1000000 separated by commas, such as 4,3,2,1"
        ),
        (["partition", "--network", "vgg16", "--grid", "2x2"], "scheme bodp has no grid"),
        (
            ["partition", "--network", "vgg16", "--scheme", "ftp", "--grid", "2"],
            "invalid value '2' for '--grid': expected rows x columns such as 3x3"
        ),
        (["partition", "--network", "vgg16", "--group-every", "2"], "scheme bodp does not fuse layers"),
        (["validate"], "missing command: one of scenario, conv, sparse, wlan, papers"),
        (
            ["list", "network"],
            "invalid value 'network' for 'WHAT': expected networks, devices, schemes; did you mean 'networks'?"
        ),
    ])
    func wrongUsageSaysWhatToType(arguments: [String], text: String) throws {
        let run = try ExecutableRun(arguments)
        #expect(run.exitCode == 64)
        #expect(run.output == "")
        let lines = run.errors.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first.map(String.init) == "error: \(text)")
        #expect(
            lines.count == 3 && lines[1].hasPrefix("See 'modnn-sim") && lines[1].hasSuffix(" --help'.")
                && lines[2] == "")
    }
}
