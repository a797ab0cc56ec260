import Experiments
import Foundation
import Reporting
import ScenarioFiles

/// Two phones share a small fully connected network; every time can be worked out by hand.
///
/// The rate of memory is the same everywhere and computing is free, so that a device takes 1 ns a byte that it touches.
func twoPhones(sweep: String = "{}", title: String = "Two phones", _ overrides: String...) throws(InputError)
    -> ScenarioFile
{
    let root = try JSONReader.parse(
        """
        {
          "name": "two-phones",
          "title": "\(title)",
          "network": {
            "name": "mlp", "input": [1000],
            "layers": [
              { "type": "fullyConnected", "name": "fc1", "outputs": 200, "bias": false },
              { "type": "fullyConnected", "name": "fc2", "outputs": 100, "bias": false }
            ]
          },
          "cluster": {
            "groupOwner": { "device": { "profile": "nexus-5", "convolutionRate": "1000 TMAC/s", "memoryBandwidth": "1 GB/s" } },
            "workers": { "device": { "profile": "nexus-5", "convolutionRate": "1000 TMAC/s", "memoryBandwidth": "1 GB/s" }, "count": 1 },
            "wireless": { "rate": "8 Mbit/s", "wakeUp": "1 ms" }
          },
          "sweep": \(sweep)
        }
        """, file: "two-phones.json")
    return try ScenarioFile(root: root, path: "two-phones.json", overrides: overrides.map { ScenarioOverride($0)! })
}

/// The file and the records of its sweep.
func sweep(_ file: ScenarioFile) throws(InputError) -> (file: ScenarioFile, records: [RunRecord]) {
    (file, try Sweep(file).run(jobs: 1))
}

/// The JSON of a report as Foundation reads it.
func parsed(_ json: JSONText) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(json.rendered(pretty: true).utf8))
}
