import Foundation
import NeuralNetworks
import TestSupport
import Testing

@testable import ScenarioFiles

func shippedPath(_ name: String) -> String { repository.appendingPathComponent("Scenarios/\(name).json").path }

/// A small scenario as it stands in a file, after some values were set by key path; the values are JSON.
func scenarioText(_ changes: [(path: String, value: String)] = []) throws(InputError) -> String {
    var root = try node(
        """
        {
          "name": "x",
          "network": "lenet5",
          "cluster": {
            "groupOwner": { "device": "nexus-5" },
            "workers": { "device": "nexus-5", "count": 3 },
            "wireless": { "rate": "40 Mbit/s" }
          }
        }
        """)
    for (path, value) in changes { try root.set(path, to: try node(value), file: nil) }
    return root.prettyText
}

func scenarioFile(
    _ changes: [(path: String, value: String)] = [], overrides: [String] = []
) throws(InputError) -> ScenarioFile {
    try ScenarioFile(
        root: try node(try scenarioText(changes)), path: "x.json",
        overrides: overrides.map { ScenarioOverride($0)! })
}

func scenario(_ changes: [(path: String, value: String)] = []) throws(InputError) -> Scenario {
    try scenarioFile(changes).scenario()
}

/// What the user reads about a scenario with a value that is wrong.
func failure(_ path: String, _ value: String) -> String {
    message { () throws(InputError) in _ = try scenario([(path, value)]) }
}

/// The network of a scenario whose network is this JSON.
func network(_ text: String) throws(InputError) -> Network { try scenario([("network", text)]).network }

/// A network of a 3 x 8 x 8 input and these layers.
func network(layers: String) throws(InputError) -> Network {
    try network(#"{"name": "own", "input": [3, 8, 8], "layers": [\#(layers)]}"#)
}
