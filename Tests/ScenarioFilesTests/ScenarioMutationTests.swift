import TestSupport
import Testing

@testable import ScenarioFiles

/// Random damage to the shipped scenarios: each is either still a scenario or an error that says where.
@Suite struct ScenarioMutationTests {
    /// The shipped scenarios and one that extends a shipped one, with zipped axes.
    private func document(_ name: String) throws -> JSONNode {
        guard name == "extending" else { return try JSONReader.read(shippedPath(name)) }
        return try node(
            """
            {
              "extends": "modnn-vgg16.json", "name": "extending", "fullyConnected": null,
              "cluster": {"wireless": {"rate": "100 Mbit/s"}},
              "sweep": {"cluster.devices": "1..3", "zip": {"seed": [1, 2], "cluster.wireless.wakeUp": ["1 ms", "2 ms"]}}
            }
            """)
    }

    private static let names = shippedScenarios + ["extending"]
    /// Of all documents together, most of them with other values, the others with bytes that are wrong.
    private static let mutationCount = 10_000

    @Test(arguments: names)
    func damagedScenariosDecodeOrSayWhatIsWrongAndWhere(name: String) throws {
        let original = try document(name)
        let originalText = original.prettyText
        let count = UInt64(Self.mutationCount / Self.names.count + 1)
        var decoded = 0
        var refused = 0
        for seed in 0..<count {
            var random = SeededGenerator(seed: seed)
            let text =
                seed % 3 == 2
                ? ScenarioMutation.damage(originalText, using: &random)
                : ScenarioMutation.mutate(original, using: &random).prettyText
            do throws(InputError) {
                let node = try JSONReader.parse(text, file: "mutant.json")
                let file = try ScenarioFile(root: node, path: shippedPath(name))
                _ = try file.scenario()
                _ = try file.scenario(at: Int.random(in: 0..<file.pointCount, using: &random))
                decoded += 1
            } catch {
                refused += 1
                let isGood = (error.location != nil || error.keyPath != nil) && !error.message.isEmpty
                if !isGood { Issue.record("seed \(seed): \(error)\n\(text)") }
            }
        }
        // Both outcomes are common, or the damage is not random.
        #expect(decoded > 40)
        #expect(refused > 200)
    }
}
