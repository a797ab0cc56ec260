import Foundation
import TestSupport
import Testing

@testable import ScenarioFiles

/// Schema and decoder are two descriptions of one thing: these tests find where they differ.
@Suite struct ScenarioSchemaTests {
    private static let scenarios = repository.appendingPathComponent("Scenarios")

    @Test func theCommittedSchemaIsUpToDate() throws {
        let file = Self.scenarios.appendingPathComponent("scenario.schema.json")
        let isSame = try String(contentsOf: file, encoding: .utf8) == ScenarioSchema.text
        #expect(isSame, "run 'modnn-sim schema > Scenarios/scenario.schema.json'")
    }

    @Test(arguments: shippedScenarios)
    func shippedScenariosNameTheSchemaAndAreValid(name: String) throws {
        let document = try JSONReader.read(shippedPath(name))
        #expect(document["$schema"]?.plainText == "./scenario.schema.json")
        var validator = SchemaValidator(ScenarioSchema.node)
        #expect(try validator.errors(document) == [])
    }

    /// A document that uses every key.
    private static let everything = """
        {
          "$schema": "x", "name": "all", "title": "t", "description": "d", "version": 1,
          "network": {"name": "n", "input": [3, 8, 8], "layers": [
            {"type": "convolution", "name": "c", "from": "input", "outputs": 4, "kernel": [3, 3], "stride": 1, "padding": "same", "dilation": 1, "groups": 1, "bias": false},
            {"type": "maximumPooling", "kernel": 2, "stride": 2, "padding": [0, 0], "ceilMode": true},
            {"type": "leakyReLU", "slope": 0.2, "from": ["layer2"]},
            {"type": "localResponseNormalization", "size": 5},
            {"type": "add", "name": "a", "from": ["layer3", "layer4"]},
            {"type": "spaceToDepth", "block": 2},
            {"type": "globalAveragePooling"},
            {"type": "fullyConnected", "name": "f", "outputs": 10, "bias": true},
            {"type": "softmax"}
          ]},
          "cluster": {
            "groupOwner": {"device": {"profile": "nexus-5", "convolutionRate": "1 GMAC/s", "memoryBandwidth": "1 GB/s", "applicationMemory": "512 MiB", "storageReadRate": "50 MB/s", "wirelessRate": "40 Mbit/s"}, "capability": 3, "computes": true},
            "workers": [{"device": "nexus-5", "count": 2, "capability": 2}],
            "devices": 3, "source": {"device": "nexus-5", "capability": 1},
            "wireless": {"rate": "40 Mbit/s", "messageOverhead": "1 ms", "wakeUp": "3 ms", "wakeUpOccupiesChannel": false, "sharing": "fifo", "delivery": "relay"}
          },
          "convolution": {"scheme": "ftp", "cutRule": "floor", "groupEvery": 1, "grid": "2x2"},
          "fullyConnected": {"scheme": "by-inputs"},
          "workload": {"device": "nexus-5", "network": "n", "input": [3, 8, 8], "source": "s", "machine": "m", "layers": [{"layer": "c", "time": "1 ms", "strips": [{"rows": 2, "time": "0.3 ms"}], "macs": 1}]},
          "computeVariation": 0.1, "repetitions": 2, "seed": 3,
          "freeParameters": [{"path": "seed", "fixedBy": "nothing"}],
          "sweep": {"cluster.devices": "1..3", "seed": [1, 2], "zip": {"repetitions": [1, 2], "computeVariation": "0..0.1+0.1"}}
        }
        """

    @Test func aDocumentWithEveryKeyIsValid() throws {
        let document = try node(Self.everything)
        let file = try ScenarioFile(root: document, path: "all.json")
        _ = try file.scenario()
        #expect(file.pointCount == 3 * 2 * 2)
        var validator = SchemaValidator(ScenarioSchema.node)
        #expect(try validator.errors(document) == [])
    }

    /// An unknown key makes the decoder name those that it knows: they must be those of the schema.
    @Test(arguments: [
        ("", ["else"]), ("cluster", ["else", "properties", "cluster"]),
        ("cluster.groupOwner", ["else", "properties", "cluster", "properties", "groupOwner"]),
        ("cluster.wireless", ["else", "properties", "cluster", "properties", "wireless"]),
        ("convolution", ["else", "properties", "convolution", "grid+groupEvery"]),
        (
            "cluster.groupOwner.device",
            ["else", "properties", "cluster", "properties", "groupOwner", "properties", "device", "profile"]
        ),
        ("workload", ["else", "properties", "workload", "layers"]),
        ("network", ["else", "properties", "network", "layers"]),
    ])
    func theSchemaHasTheKeysOfTheDecoder(path: String, place: [String]) throws {
        var document = try node(Self.everything)
        try document.set(path.isEmpty ? "zzz" : "\(path).zzz", to: JSONNode(.bool(true)), file: nil)
        let failure = message { () throws(InputError) in
            _ = try ScenarioFile(root: document, path: "x.json").scenario()
        }
        let list = try #require(failure.split(separator: "unknown key, expected one of ").last)
        let known = list.split(separator: ";")[0].split(separator: ", ").map(String.init)
        var schema = ScenarioSchema.node
        for step in place {
            if let next = schema[step] {
                schema = next
            } else if case .array(let alternatives)? = schema["anyOf"]?.value {
                // The alternative that has these properties.
                let names = step.split(separator: "+").map(String.init)
                schema = try #require(
                    alternatives.first { alternative in names.allSatisfy { alternative["properties"]?[$0] != nil } })
            }
        }
        guard case .object(let properties)? = schema["properties"]?.value else {
            Issue.record("no properties at \(place)")
            return
        }
        #expect(Set(known) == Set(properties.map(\.key)))
    }

    /// What only the decoder can know: whether values go with each other, and how large a quantity is.
    private static let decoderAlone = [
        #"asks for"#, #"no device computes"#, #"has no worker"#, #"is busy for"#, #"is swept twice"#,
        #"zipped axes advance together"#, #"too many runs"#, #"free parameter"#, #"the trace is of another"#,
        #"is given twice"#, #"strips must grow"#, #"has no strips"#, #"\d+ workers, expected at most"#,
        #"found "-?[0-9.eE+-]+ ?[A-Za-zµ/]+", expected (a|an) (data rate|time|compute rate|amount)"#,
        #"expected rows x columns"#, #"expected (a range upwards|a start above 0|a step above 0|at most \d+ values)"#,
    ]

    private func isForTheDecoderAlone(_ error: InputError) throws -> Bool {
        let path = error.keyPath ?? ""
        // Shapes, names and references of layers are checked while the network is built.
        if path.hasPrefix("network") || path.hasPrefix("workload") { return true }
        // So is what stands in another file.
        if path == "extends", error.problem == "no such file" { return true }
        for pattern in Self.decoderAlone where try error.message.firstMatch(of: Regex(pattern)) != nil { return true }
        return false
    }

    @Test(arguments: shippedScenarios + ["everything"])
    func schemaAndDecoderAgreeOnDamagedScenarios(name: String) throws {
        let isShipped = name != "everything"
        let original = isShipped ? try JSONReader.read(shippedPath(name)) : try node(Self.everything)
        let path = isShipped ? shippedPath(name) : "all.json"
        var validator = SchemaValidator(ScenarioSchema.node)
        var accepted = 0
        var refused = 0
        for seed in 0..<400 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let text = ScenarioMutation.mutate(original, using: &random).prettyText
            // Doubled keys are no JSON to begin with.
            guard let document = try? JSONReader.parse(text, file: "mutant.json") else { continue }
            let complaints = try validator.errors(document)
            do throws(InputError) {
                _ = try ScenarioFile(root: document, path: path).scenario()
                accepted += 1
                if !complaints.isEmpty { Issue.record("seed \(seed): only the schema refuses \(complaints)\n\(text)") }
            } catch {
                refused += 1
                if complaints.isEmpty, try !isForTheDecoderAlone(error) {
                    Issue.record("seed \(seed): only the decoder refuses: \(error)\n\(text)")
                }
            }
        }
        #expect(accepted > 30)
        #expect(refused > 100)
    }

    @Test(arguments: [
        (#"{"extends": "base.json"}"#, true),
        (#"{"extends": "base.json", "cluster": {"wireless": {"rate": "1 Mbit/s"}}, "sweep": null}"#, true),
        (#"{"extends": "base.json", "cluster": {"wireless": {"rates": "1 Mbit/s"}}}"#, false),
        (#"{"extends": 3}"#, false), (#"{"name": "x"}"#, false),
        (#"{"extends": "base.json", "cluster": {"workers": [{"count": 3}]}}"#, false),
    ])
    func aDocumentThatExtendsAnotherMayLeaveThingsOut(text: String, isValid: Bool) throws {
        var validator = SchemaValidator(ScenarioSchema.node)
        #expect(try validator.errors(try node(text)).isEmpty == isValid)
    }
}
