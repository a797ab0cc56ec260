import Foundation
import ScenarioFiles
import TestSupport

@testable import Experiments

/// A scenario that comes with the package, with values set as on the command line.
func shipped(_ name: String, _ overrides: String...) throws(InputError) -> ScenarioFile {
    try ScenarioFile(
        path: repository.appendingPathComponent("Scenarios/\(name).json").path,
        overrides: overrides.map { ScenarioOverride($0)! })
}

/// LeNet-5 on phones, small enough to be run often; the sweep is JSON.
func lenet(sweep: String = "{}", _ overrides: String...) throws(InputError) -> ScenarioFile {
    let root = try JSONReader.parse(
        """
        {
          "name": "small",
          "network": "lenet5",
          "cluster": {
            "groupOwner": { "device": "nexus-5" },
            "workers": { "device": "nexus-5", "count": 3 },
            "wireless": { "rate": "40 Mbit/s", "wakeUp": "1 ms" }
          },
          "sweep": \(sweep)
        }
        """, file: "small.json")
    return try ScenarioFile(root: root, path: "small.json", overrides: overrides.map { ScenarioOverride($0)! })
}

/// The runs of every point of a scenario file, ready to start.
func preparedRuns(_ file: ScenarioFile) throws(InputError) -> [PreparedRun] {
    var runs: [PreparedRun] = []
    for point in 0..<file.pointCount { runs.append(PreparedRun(try file.scenario(at: point))) }
    return runs
}
