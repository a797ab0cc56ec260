import Experiments
import ScenarioFiles
import Simulator
import Testing
import Units

/// Whole runs under the three models of the wireless network.
@Suite struct WirelessFidelityTests {
    private func scenario(_ wireless: String) throws(InputError) -> Scenario {
        let root = try JSONReader.parse(
            """
            {
              "name": "fidelity", "network": "alexnet",
              "cluster": {
                "groupOwner": { "device": "nexus-5" }, "workers": { "device": "nexus-5", "count": 1 },
                "wireless": \(wireless)
              },
              "repetitions": 3
            }
            """, file: "fidelity.json")
        return try ScenarioFile(root: root, path: "fidelity.json").scenario()
    }

    private let wifi = "\"standard\": \"802.11ac\", \"mcs\": 9, \"guardInterval\": \"400 ns\""

    @Test func theModelsAgreeWhereNobodyContends() throws {
        let latency = { (fidelity: String) in
            let run = PreparedRun(try scenario("{\"fidelity\": \"\(fidelity)\", \(wifi), \"rate\": \"354 Mbit/s\"}"))
            return run.run(repetition: 0).metrics.latency.seconds
        }
        let txop = try latency("txop")
        #expect(abs(try latency("fluid") / txop - 1) < 0.1)
    }

    @Test func repetitionsDrawTheirOwnBackOff() throws {
        let run = PreparedRun(try scenario("{\"fidelity\": \"txop\", \(wifi)}"))
        let latencies = (0..<3).map { run.run(repetition: $0).metrics.latency }
        #expect(Set(latencies).count > 1)
        #expect(latencies == (0..<3).map { run.run(repetition: $0).metrics.latency })
    }

    @Test func energyIsKnownWhereAllItsPartsAre() throws {
        let ideal = PreparedRun(try scenario("{\"rate\": \"40 Mbit/s\"}")).run(repetition: 0).metrics
        #expect(ideal.processorEnergy != nil)
        #expect(ideal.radioEnergy == nil)
        #expect(ideal.energy == nil)
        let metrics = PreparedRun(try scenario("{\"fidelity\": \"txop\", \(wifi)}")).run(repetition: 0).metrics
        let parts = try #require(metrics.processorEnergy).joules + (try #require(metrics.radioEnergy)).joules
        #expect(abs(try #require(metrics.energy).joules - parts) < 1e-12)
        // Two radios that are awake all the time: 0.253 to 0.265 W each.
        let radio = try #require(metrics.radioEnergy).joules / 2 / metrics.latency.seconds
        #expect((0.2529...0.2655).contains(radio))
        #expect(try #require(metrics.batteryShare) > 0)
    }

    @Test func mistakesInWiFiNameTheirPlace() {
        for wrong in [
            "{\"fidelity\": \"txop\"}", "{\"fidelity\": \"txop\", \"standard\": \"802.11z\"}",
            "{\"fidelity\": \"txop\", \"standard\": \"802.11ac\", \"mcs\": 10}",
            "{\"fidelity\": \"fluid\", \"standard\": \"802.11n\", \"channelWidth\": \"80 MHz\"}",
            "{\"fidelity\": \"txop\", \"standard\": \"802.11n\", \"packetErrorRate\": 1}",
            "{\"fidelity\": \"txop\", \"standard\": \"802.11n\", \"powerSave\": {\"tail\": \"1 ms\"}, \"topology\": \"adHoc\"}",
            "{\"fidelity\": \"ideal\", \"standard\": \"802.11n\"}",
        ] {
            #expect(throws: InputError.self, "\(wrong)") { try scenario(wrong) }
        }
    }
}
