import Foundation
import Testing

@Suite struct LoadTests {
    @Test func aLoadRunsFromTheCommandLine() throws {
        let run = try ExecutableRun(
            "run", "Scenarios/load-yolov2.json", "--set", "load.requests=6", "--set", "load.warmUp=1", "--json",
            "--detail", "requests", "--quiet")
        #expect(run.exitCode == 0)
        let json = try #require(try run.json() as? [String: Any])
        let requests = try #require(json["request_list"] as? [[String: Any]])
        #expect(requests.count == 6)
        #expect(Set(requests.compactMap { $0["source"] as? String }).isSubset(of: ["worker-1", "worker-2"]))
        let latencies = requests.compactMap { $0["latency_s"] as? Double }
        let load = try #require(json["load"] as? [String: Any])
        #expect(load["requests"] as? Int == 5)
        #expect(load["latency_max_s"] as? Double == latencies.dropFirst().max())
    }

    @Test func stealingIsShownMessageByMessage() throws {
        let arguments = [
            "run", "Scenarios/deepthings-work-stealing.json", "--detail", "messages", "--set", "cluster.devices=2",
            "--set", #"convolution={"scheme": "ftp", "grid": "2x2", "distribution": "work-stealing"}"#, "--quiet",
        ]
        let run = try ExecutableRun(arguments)
        #expect(run.exitCode == 0)
        #expect(run.output.contains("request"))
        #expect(run.output.contains("worker-2"))
        #expect(try ExecutableRun(arguments).output == run.output)
    }

    @Test func aLoadWithoutAnEndIsRefused() throws {
        let run = try ExecutableRun(
            "run", "Scenarios/deepthings-work-stealing.json", "--set", #"load={"arrivals": {"process": "closed"}}"#)
        #expect(run.exitCode == 65)
        #expect(run.errors.contains("load: the load has no end"))
    }
}
