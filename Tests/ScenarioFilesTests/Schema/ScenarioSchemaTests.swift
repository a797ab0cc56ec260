import Foundation
import Partitioning
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
            "everyDevice": {"convolutionRate": "2 GMAC/s", "memoryBandwidth": "2 GB/s", "applicationMemory": "1 GiB", "weightPreparationRate": "45 MB/s", "storageReadRate": "50 MB/s", "wirelessRate": "54 Mbit/s", "speed": 0.5},
            "groupOwner": {"device": {"profile": "nexus-5", "convolutionRate": "1 GMAC/s", "memoryBandwidth": "1 GB/s", "applicationMemory": "512 MiB", "weightPreparationRate": "40 MB/s", "storageReadRate": "50 MB/s", "wirelessRate": "40 Mbit/s", "speed": 2}, "capability": 3, "computes": true},
            "workers": [{"device": "nexus-5", "count": 2, "capability": 2, "radio": {"mcs": 5, "streams": 1, "guardInterval": "800 ns", "goodputFactor": 0.5, "cell": 0, "wired": false}}],
            "devices": 3, "source": {"device": "nexus-5", "capability": 1, "radio": {"mcs": 3}},
            "wireless": {
              "fidelity": "txop", "rate": "40 Mbit/s", "messageOverhead": "1 ms", "wakeUp": "3 ms", "wakeUpOccupiesChannel": false, "sharing": "fifo", "delivery": "relay",
              "standard": "802.11n", "band": "5 GHz", "channelWidth": "20 MHz", "mcs": 7, "streams": 1, "guardInterval": "400 ns", "topology": "groupOwner", "transport": "tcp", "aggregation": true, "rtsCts": false, "packetErrorRate": 0.01, "beaconInterval": "102.4 ms", "directLinks": "ready", "wifiLock": false, "keepAlive": "100 ms",
              "powerSave": {"tail": "200 ms", "listenInterval": 2}, "noticeOfAbsence": {"duration": "10 ms", "interval": "100 ms", "offset": "1 ms"}, "backbone": {"rate": "1 Gbit/s", "latency": "0.1 ms"}
            }
          },
          "convolution": {"scheme": "ftp", "cutRule": "floor", "groupEvery": 1, "grid": "2x2", "distribution": "work-stealing", "dataReuse": true},
          "fullyConnected": {"scheme": "mscc+fgcp", "density": [0.5]},
          "workload": {"device": "nexus-5", "network": "n", "input": [3, 8, 8], "source": "s", "machine": "m", "layers": [{"layer": "c", "time": "1 ms", "strips": [{"rows": 2, "time": "0.3 ms"}], "macs": 1}]},
          "computeVariation": 0.1, "taskOverhead": "250 ms", "repetitions": 2, "seed": 3,
          "load": {"sources": ["worker-1", "source"], "arrivals": {"process": "poisson", "rate": "0.5 /s"}, "requests": 9, "duration": "1 min", "warmUp": 2},
          "freeParameters": [{"path": "seed", "fixedBy": "nothing"}],
          "sensitivity": {"cluster.wireless.wakeUp": ["2 ms", "4 ms"]},
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

    /// The keys that the decoder knows beside one that it does not: it names them all.
    private func decodedKeys(at path: String, changes: [(path: String, value: String)] = []) throws -> Set<String> {
        var document = try node(Self.everything)
        for (path, value) in changes { try document.set(path, to: try node(value), file: nil) }
        try document.set(path.isEmpty ? "zzz" : "\(path).zzz", to: JSONNode(.bool(true)), file: nil)
        let failure = message { () throws(InputError) in
            _ = try ScenarioFile(root: document, path: "x.json").scenario()
        }
        let list = try #require(failure.split(separator: "unknown key, expected one of ").last)
        return Set(list.split(separator: ";")[0].split(separator: ", ").map(String.init))
    }

    /// The keys of all objects that the schema allows at a place of a whole document, and those that they require.
    private func schemaKeys(
        at path: String, where isMeant: (JSONNode) -> Bool = { _ in true }
    ) throws -> Set<String> {
        var schemas = [try #require(ScenarioSchema.node["else"])]
        func alternatives(_ schema: JSONNode) -> [JSONNode] {
            guard case .array(let schemas)? = schema["anyOf"]?.value, schema["properties"] == nil else {
                return [schema]
            }
            return schemas.flatMap(alternatives)
        }
        for step in JSONPath(path)?.steps ?? [] {
            schemas = schemas.flatMap(alternatives).compactMap { schema in
                switch step {
                case .key(let key): schema["properties"]?[key]
                case .index: schema["items"]
                }
            }
        }
        var keys: Set<String> = []
        for schema in schemas.flatMap(alternatives) where isMeant(schema) {
            guard case .object(let properties)? = schema["properties"]?.value else { continue }
            keys.formUnion(properties.map(\.key))
        }
        return keys
    }

    /// Whether the schema of an object allows this text under a key.
    private func allows(_ text: String, for key: String, in schema: JSONNode) -> Bool {
        guard case .array(let names)? = schema["properties"]?[key]?["enum"]?.value else { return false }
        return names.contains { $0.plainText == text }
    }

    /// An unknown key makes the decoder name those that it knows: they must be those of the schema.
    @Test(arguments: [
        "", "cluster", "cluster.everyDevice", "cluster.groupOwner", "cluster.groupOwner.device",
        "cluster.workers[0].radio", "cluster.source", "cluster.wireless", "cluster.wireless.powerSave",
        "cluster.wireless.noticeOfAbsence", "cluster.wireless.backbone", "load", "workload", "workload.layers[0]",
        "workload.layers[0].strips[0]",
    ])
    func theSchemaHasTheKeysOfTheDecoder(path: String) throws {
        #expect(try decodedKeys(at: path) == schemaKeys(at: path))
    }

    @Test func theSchemaHasTheKeysOfEveryVariant() throws {
        let own = try schemaKeys(at: "network") { $0["properties"]?["layers"] != nil }
        #expect(try decodedKeys(at: "network") == own)
        let varied = try schemaKeys(at: "network") { $0["properties"]?["catalogue"] != nil }
        #expect(try decodedKeys(at: "network", changes: [("network", #"{"catalogue": "lenet5"}"#)]) == varied)
        let lone = [("workload", #"{"layers": []}"#)]
        for scheme in ConvolutionScheme.all.map(\.scheme.name) {
            let keys = try schemaKeys(at: "convolution") { allows(scheme, for: "scheme", in: $0) }
            let change = ("convolution", #"{"scheme": "\#(scheme)"}"#)
            #expect(try decodedKeys(at: "convolution", changes: lone + [change]) == keys, "\(scheme)")
        }
        for (process, more) in [
            ("periodic", #""rate": "1 /s""#), ("poisson", #""rate": "1 /s""#), ("closed", #""thinkTime": "1 s""#),
            ("trace", #""times": ["1 s"]"#),
        ] {
            let keys = try schemaKeys(at: "load.arrivals") { allows(process, for: "process", in: $0) }
            let change = ("load.arrivals", #"{"process": "\#(process)", \#(more)}"#)
            #expect(try decodedKeys(at: "load.arrivals", changes: [change]) == keys, "\(process)")
        }
        #expect(try decodedKeys(at: "fullyConnected") == schemaKeys(at: "fullyConnected"))
        // A station of 802.11g has a rate in the place of a scheme.
        #expect(try schemaKeys(at: "cluster.workers.radio") == schemaKeys(at: "cluster.groupOwner.radio"))
    }

    /// Documents that are valid or not whatever else they say: the changes are to the one with every key.
    @Test(arguments: [
        ("fullyConnected", #"{"scheme": "rows", "density": 0.1}"#, true),
        ("fullyConnected", #"{"scheme": "rows", "matrices": ["a.mtx"]}"#, true),
        ("fullyConnected", #"{"scheme": "rows", "pruned": {"weights": ["a.npy"], "density": 0.1}}"#, true),
        ("fullyConnected", #"{"scheme": "rows", "matrices": [{"file": "a.mtx", "sha256": "0"}]}"#, false),
        ("fullyConnected", #"{"scheme": "rows"}"#, false),
        ("fullyConnected", #"{"scheme": "rows", "density": 0.1, "matrices": []}"#, false),
        ("cluster.wireless", #"{"rate": "1 Mbit/s"}"#, true),
        ("cluster.wireless", #"{"rate": "1 Mbit/s", "fidelity": "ideal"}"#, true),
        ("cluster.wireless", #"{"fidelity": "fluid", "standard": "802.11ac"}"#, true),
        ("cluster.wireless", #"{"fidelity": "fluid", "rate": "1 Mbit/s"}"#, false),
        ("cluster.wireless", #"{"rate": "1 Mbit/s", "mcs": 3}"#, false),
        ("cluster.wireless", #"{"standard": "802.11ac"}"#, false),
        ("load", #"{"arrivals": {"process": "closed"}}"#, false),
        ("load", #"{"arrivals": {"process": "trace", "times": ["1 s"]}}"#, true),
        ("load", #"{"arrivals": {"process": "trace", "times": {"worker-1": ["1 s"]}}, "sources": 1}"#, true),
        ("load", #"{"arrivals": {"process": "poisson", "rate": "1 /s", "interval": "1 s"}, "requests": 1}"#, false),
        ("convolution", #"{"scheme": "layer-outputs", "tiledLayers": 3}"#, true),
        ("convolution", #"{"scheme": "bodp", "tiledLayers": 3}"#, false),
        ("sensitivity", #"{"seed": [1]}"#, false),
    ])
    func whatGoesTogetherIsKnown(path: String, value: String, isValid: Bool) throws {
        var document = try node(Self.everything)
        try document.set(path, to: try node(value), file: nil)
        var validator = SchemaValidator(ScenarioSchema.node)
        #expect(try validator.errors(document).isEmpty == isValid)
    }

    /// What only the decoder can know: whether values go with each other, and how large a quantity is.
    private static let decoderAlone = [
        #"asks for"#, #"malformed path"#, #"no device computes"#, #"has no worker"#, #"is busy for"#,
        #"is swept twice"#,
        #"zipped axes advance together"#, #"too many runs"#, #"free parameter"#, #"the trace is of another"#,
        #"is given twice"#, #"no request would be counted"#, #"there are not as many workers"#,
        #"times must not go back"#,
        #"requests may take more than a year"#, #"data are reused between tiles"#,
        #"one for every fully connected layer"#,
        #"has no fully connected layers"#, #"divides among at most"#, #"the cluster has no worker"#,
        #"strips must grow"#, #"has no strips"#, #"\d+ workers, expected at most"#,
        #"found "-?[0-9.eE+-]+ ?[A-Za-zµ/]+", expected (a|an) (data rate|time|compute rate|amount|rate|channel width)"#,
        #"expected rows x columns"#, #"expected (a range upwards|a start above 0|a step above 0|at most \d+ values)"#,
    ]

    private func isForTheDecoderAlone(_ error: InputError, in document: String, _ text: String) throws -> Bool {
        let path = error.keyPath ?? ""
        // Shapes, names and references of layers are checked while the network is built.
        if path.hasPrefix("network") || path.hasPrefix("workload") { return true }
        // So is whether the figures of Wi-Fi go with each other, and which devices there are.
        if path == "cluster.wireless", error.found == nil, error.expected == nil { return true }
        if path.hasPrefix("load.sources[") || path.hasPrefix("load.arrivals.times.") { return true }
        // And what stands in another file.
        if path == "extends", error.problem == "no such file" { return true }
        // What takes a key away from another document may take one that is needed.
        if text.contains("\"extends\""), error.problem == "missing key" { return true }
        if let file = error.file, URL(fileURLWithPath: file).lastPathComponent != document { return true }
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
        for seed in 0..<200 as Range<UInt64> {
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
                if complaints.isEmpty,
                    try !isForTheDecoderAlone(error, in: URL(fileURLWithPath: path).lastPathComponent, text)
                {
                    Issue.record("seed \(seed): only the decoder refuses: \(error)\n\(text)")
                }
            }
        }
        #expect(accepted > 15)
        #expect(refused > 50)
    }

    @Test(arguments: [
        (#"{"extends": "base.json"}"#, true),
        (#"{"extends": "base.json", "cluster": {"wireless": {"rate": "1 Mbit/s"}}, "sweep": null}"#, true),
        (#"{"extends": "base.json", "cluster": {"wireless": {"rates": "1 Mbit/s"}}}"#, false),
        (#"{"extends": "base.json", "load": {"arrivals": {"process": "closed", "rate": null}}}"#, true),
        (#"{"extends": "base.json", "fullyConnected": {"scheme": "rows", "density": null}}"#, true),
        (#"{"extends": "base.json", "convolution": {"scheme": "bodp", "grid": null}}"#, true),
        (#"{"extends": "base.json", "convolution": {"scheme": "bopd"}}"#, false),
        (#"{"extends": 3}"#, false), (#"{"name": "x"}"#, false),
        (#"{"extends": "base.json", "cluster": {"workers": [{"count": 3}]}}"#, false),
    ])
    func aDocumentThatExtendsAnotherMayLeaveThingsOut(text: String, isValid: Bool) throws {
        var validator = SchemaValidator(ScenarioSchema.node)
        #expect(try validator.errors(try node(text)).isEmpty == isValid)
    }
}
