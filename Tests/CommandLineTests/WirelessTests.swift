import Foundation
import Testing

@Suite struct WirelessTests {
    private let folder = "Tests/ExperimentsTests/Reference/wlan"

    @Test(arguments: ["txop", "fluid"])
    func theModelsAgreeWithTheReference(fidelity: String) throws {
        try withTemporaryFolder { temporary in
            let output = temporary.appendingPathComponent("cases.csv").path
            let svg = temporary.appendingPathComponent("plot.svg").path
            let run = try ExecutableRun(
                "validate", "wlan", folder, "--fidelity", fidelity, "--runs", "8", "--output", output, "--svg", svg)
            #expect(run.exitCode == 0)
            #expect(run.output.hasSuffix("passed\n"))
            let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
            #expect(lines[0].hasPrefix("table,line,set,phy,"))
            #expect(lines.count > 55)
            #expect(try String(contentsOfFile: svg, encoding: .utf8).hasPrefix("<svg "))
        }
    }

    @Test func errorsBeyondTheBarsFailTheCheck() throws {
        try withTemporaryFolder { temporary in
            let table = "phy,rts,proto,n,seeds,goodput_mbps,ns3_cpu_s\ng54,0,udp,1,1,60,1\n"
            try table.write(to: temporary.appendingPathComponent("b.csv"), atomically: true, encoding: .utf8)
            let run = try ExecutableRun("validate", "wlan", temporary.path)
            #expect(run.exitCode == 1)
            #expect(run.output.hasSuffix("failed\n"))
        }
        #expect(try ExecutableRun("validate", "wlan", "/nowhere").exitCode == 66)
        #expect(try ExecutableRun("validate", "wlan", folder, "--fidelity", "ideal").exitCode == 64)
    }

    @Test func aScenarioChoosesItsFidelity() throws {
        let arguments = [
            "run", "Scenarios/wifi-fidelities.json", "--set", "cluster.devices=2", "--json", "--quiet", "--set",
        ]
        let latency = { (fidelity: String) in
            let run = try ExecutableRun(arguments + ["cluster.wireless.fidelity=\(fidelity)"])
            let document = try #require(try run.json() as? [String: Any])
            return try #require(document["latency_s"] as? Double)
        }
        let txop = try latency("txop")
        #expect(abs(try latency("fluid") / txop - 1) < 0.01)
        #expect(try latency("ideal") != txop)
    }
}
