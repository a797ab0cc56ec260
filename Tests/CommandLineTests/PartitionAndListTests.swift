import Foundation
import Testing

@Suite struct PartitionAndListTests {
    @Test func aPartitionIsShownWithoutAClock() throws {
        let run = try ExecutableRun(
            "partition", "--network", "alexnet", "--capabilities", "4,3,2,1", "--scheme", "bodp-aligned")
        #expect(run.exitCode == 0)
        #expect(run.errors == "")
        #expect(run.output.hasPrefix("alexnet at 3x227x227 on 4 workers (4:3:2:1), bodp-aligned, direct\n"))
        #expect(run.output.contains("Worker 4"))
    }

    @Test func everyOptionOfAPartitionChangesIt() throws {
        func outputs(_ command: [String], _ options: [[String]]) throws -> Set<String> {
            Set(
                try options.map { option in
                    let run = try ExecutableRun(["partition", "--json"] + command + option)
                    #expect(run.exitCode == 0)
                    return run.output
                })
        }
        let tiles = ["--network", "yolov2-tiny", "--scheme", "ftp", "--workers", "3"]
        #expect(try outputs(tiles, [[], ["--grid", "2x2"], ["--group-every", "1"]]).count == 3)
        let strips = ["--network", "alexnet"]
        let choices = [
            [], ["--workers=3"], ["--capabilities=4,3,2,1"], ["--delivery=relay"], ["--delivery=mapReduce"],
            ["--scheme", "grid-2d"],
        ]
        #expect(try outputs(strips, choices).count == 6)
        let classifiers = ["by-outputs", "by-inputs", "single-device"].map { ["--fully-connected", $0] }
        #expect(try outputs(["--network", "lenet5"], classifiers).count == 3)
        #expect(try outputs(["--network", "lenet5"], [[], classifiers[0], ["--workers", "4"]]).count == 1)
    }

    @Test func theJSONOfAPartitionIsOneDocument() throws {
        let run = try ExecutableRun("partition", "--network", "vgg16", "--workers", "6", "--json")
        let json = try #require(try run.json() as? [String: Any])
        #expect(json["network"] as? String == "vgg16")
        #expect((json["macs"] as? [Int])?.count == 6)
    }

    @Test(arguments: ["networks", "devices", "schemes"])
    func listsAreTextOrJSON(what: String) throws {
        let text = try ExecutableRun("list", what)
        #expect(text.exitCode == 0)
        #expect(text.output.split(separator: "\n").count > 8)
        let json = try ExecutableRun("list", what, "--json")
        #expect(json.exitCode == 0)
        #expect(throws: Never.self) { try json.json() }
        #expect(json.output != text.output)
    }
}
