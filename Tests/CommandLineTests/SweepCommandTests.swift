import Foundation
import TestSupport
import Testing

@Suite struct SweepCommandTests {
    /// All that come with the package.
    private static let scenarios = contents(of: repository.appendingPathComponent("Scenarios"))
        .filter { !$0.contains("/") && $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }
        .map { String($0.dropLast(5)) }

    /// The committed results of a scenario, from all commands.
    private static func results(of name: String) -> [String] {
        contents(of: repository.appendingPathComponent("results"))
            .filter { $0.hasPrefix("\(name).") && !$0.hasSuffix(".meta.json") }
    }

    /// Searches over the weights of VGG-16 take minutes without the optimizer: left to the release build.
    @Test(arguments: quickScenarios)
    func everyRunWritesTheCommittedBytes(name: String) throws {
        // The requests of a load take a while; two threads deal its points out in another order than one.
        for jobs in name == "load-yolov2" ? ["2"] : ["1", "2", "2"] {
            try withTemporaryFolder { folder in
                let run = try ExecutableRun(
                    "sweep", "Scenarios/\(name).json", "--output", folder.path, "--jobs", jobs)
                #expect(run.exitCode == 0)
                let files = Self.results(of: name)
                #expect(files.contains("\(name).csv"))
                #expect(contents(of: folder) == (files + ["\(name).meta.json"]).sorted())
                for file in files {
                    let written = try Data(contentsOf: folder.appendingPathComponent(file))
                    let committed = try Data(contentsOf: repository.appendingPathComponent("results/\(file)"))
                    let isSame = written == committed
                    #expect(isSame, "\(file) with \(jobs) jobs")
                }
            }
        }
    }

    @Test func everyCommittedResultHasItsScenario() throws {
        let results = contents(of: repository.appendingPathComponent("results")).filter { !$0.hasSuffix(".meta.json") }
        let others = results.filter { $0.hasPrefix("papers") || $0 == "modnn-vgg16-sensitivity.svg" }
        #expect(results.count == others.count + Self.scenarios.reduce(0) { $0 + Self.results(of: $1).count })
    }

    @Test func resultsGoToStandardOutputAndTheRemarkToStandardError() throws {
        try withTemporaryFolder { folder in
            let path = folder.appendingPathComponent("new/folder").path
            let arguments = ["sweep", "Scenarios/modnn-vgg16.json", "-o", path]
            let run = try ExecutableRun(arguments)
            #expect(run.errors == "wrote \(path)/modnn-vgg16.csv and \(path)/modnn-vgg16.svg\n")
            #expect(run.output.hasPrefix("VGG-16 on LG Nexus 5 phones\n\nConvolution  Devices"))
            #expect(run.output.contains("\nSpeed-up\n"))
            let quiet = try ExecutableRun(arguments + ["--quiet"])
            #expect(quiet.errors == "")
            #expect(quiet.output == run.output)
        }
    }

    @Test func theJSONNamesTheFiles() throws {
        try withTemporaryFolder { folder in
            let run = try ExecutableRun("sweep", "Scenarios/modnn-vgg16.json", "-o", folder.path, "--json")
            let json = try #require(try run.json() as? [String: Any])
            #expect(json["scenario"] as? String == "modnn-vgg16")
            #expect(json["runs"] as? Int == 8)
            #expect(
                json["files"] as? [String] == [
                    folder.path + "/modnn-vgg16.csv", folder.path + "/modnn-vgg16.svg",
                    folder.path + "/modnn-vgg16.meta.json",
                ])
        }
    }

    @Test func withoutANumericAxisThereIsNoImage() throws {
        try withTemporaryFolder { folder in
            let run = try ExecutableRun(
                "sweep", "Scenarios/modnn-vgg16.json", "-o", folder.path, "--set", "cluster.devices=2", "--set",
                "name=two")
            #expect(run.exitCode == 0)
            #expect(contents(of: folder) == ["two.csv", "two.meta.json"])
        }
    }

    @Test func anOldResultIsReplacedWhole() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("modnn-vgg16.csv")
            try Data(repeating: 65, count: 1_000_000).write(to: file)
            _ = try ExecutableRun("sweep", "Scenarios/modnn-vgg16.json", "-o", folder.path)
            let committed = try Data(contentsOf: repository.appendingPathComponent("results/modnn-vgg16.csv"))
            #expect(try Data(contentsOf: file) == committed)
        }
    }
}
