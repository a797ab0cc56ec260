import ScenarioFiles
import Testing

@Suite struct ObjectReaderTests {
    enum Delivery: String, CaseIterable {
        case direct, relay, mapReduce
    }

    struct Wireless: Equatable {
        var delivery: Delivery
        var wakeUp: Double

        init(delivery: Delivery, wakeUp: Double) {
            self.delivery = delivery
            self.wakeUp = wakeUp
        }

        init(reader: inout ObjectReader) throws(InputError) {
            delivery = try reader.choice("delivery")
            wakeUp = try reader.parsed("wakeUp", expected: "a duration such as \"3 ms\"", default: 0) { text in
                text.hasSuffix(" ms") ? Double(text.dropLast(3)) : nil
            }
        }
    }

    struct Scenario: Equatable {
        var name: String
        var network: String
        var workers: [String]
        var density: Double
        var wireless: Wireless
        var repetitions: Int
        var computes: Bool
        var seed: Int?

        init(_ text: String) throws(InputError) {
            self = try reader(text).object { reader throws(InputError) in
                reader.ignore("$schema")
                return try Scenario(reader: &reader)
            }
        }

        private init(reader: inout ObjectReader) throws(InputError) {
            name = try reader.string("name")
            network = try reader.choice("network", of: ["vgg16", "alexnet"], default: "vgg16")
            workers = try reader.array("workers") { worker throws(InputError) in
                try worker.object { reader throws(InputError) in try reader.string("device") }
            }
            density = try reader.double("density", in: 0...1, default: 1)
            wireless = try reader.object("wireless", as: Wireless.init)
            repetitions = try reader.int("repetitions", in: 1...1000, default: 1)
            computes = try reader.bool("computes", default: true)
            seed = try reader.optional("seed")?.int()
        }
    }

    static let sample = """
        {
          "$schema": "scenario.schema.json",
          "name": "modnn",
          "workers": [{"device": "pi"}, {"device": "nexus-5"}],
          "wireless": {"delivery": "relay", "wakeUp": "3 ms"},
          "density": 0.5, "repetitions": 20, "computes": false, "seed": 1
        }
        """

    /// The error of decoding the sample with one piece of its text replaced.
    private func failure(replacing old: String, with new: String) -> String {
        let parts = Self.sample.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        return message { () throws(InputError) in _ = try Scenario(parts.joined(separator: new)) }
    }

    @Test func aCompleteObjectIsDecoded() throws {
        let scenario = try Scenario(Self.sample)
        #expect(scenario.name == "modnn")
        #expect(scenario.network == "vgg16")
        #expect(scenario.workers == ["pi", "nexus-5"])
        #expect(scenario.wireless == Wireless(delivery: .relay, wakeUp: 3))
        #expect(scenario.density == 0.5)
        #expect(scenario.repetitions == 20)
        #expect(scenario.computes == false)
        #expect(scenario.seed == 1)
    }

    @Test func missingKeysTakeTheirDefaults() throws {
        let scenario = try Scenario(#"{"name": "x", "workers": [], "wireless": {"delivery": "direct"}}"#)
        #expect(scenario.wireless.wakeUp == 0)
        #expect(scenario.density == 1)
        #expect(scenario.repetitions == 1)
        #expect(scenario.computes)
        #expect(scenario.seed == nil)
    }

    @Test func aMissingKeyIsNamedWithWhatBelongsThere() {
        #expect(
            failure(replacing: #""name": "modnn","#, with: "") == "x.json:1:1: name: missing key, expected a string"
        )
        #expect(
            failure(replacing: #""delivery": "relay", "#, with: "")
                == "x.json:5:15: wireless.delivery: missing key, expected one of direct, relay, mapReduce"
        )
        #expect(
            failure(replacing: #"{"device": "nexus-5"}"#, with: "{}")
                == "x.json:4:33: workers[1].device: missing key, expected a string"
        )
    }

    @Test func anUnknownKeyIsNamedWithTheNearest() {
        #expect(
            failure(replacing: #""wakeUp""#, with: #""wakeup""#)
                == #"x.json:5:37: wireless.wakeup: unknown key, expected one of delivery, wakeUp; did you mean "wakeUp"?"#
        )
        #expect(
            failure(replacing: #""seed": 1"#, with: #""colour": 1"#)
                == "x.json:6:57: colour: unknown key, expected one of "
                + "$schema, name, network, workers, density, wireless, repetitions, computes, seed"
        )
        #expect(
            failure(replacing: #""nexus-5""#, with: #""nexus-5", "count": 3"#)
                == "x.json:4:55: workers[1].count: unknown key, expected device"
        )
    }

    @Test func aWrongTypeIsNamedWithTheRightOne() {
        #expect(
            failure(replacing: #""modnn""#, with: "3") == "x.json:3:11: name: found the number 3, expected a string"
        )
        #expect(
            failure(replacing: #""pi""#, with: "null")
                == "x.json:4:26: workers[0].device: found null, expected a string"
        )
        #expect(
            failure(replacing: "false", with: "\"no\"")
                == #"x.json:6:50: computes: found the string "no", expected true or false"#
        )
        #expect(
            failure(replacing: #"{"device": "pi"}"#, with: #""pi""#)
                == #"x.json:4:15: workers[0]: found the string "pi", expected an object"#
        )
    }

    @Test func nullIsNotMissing() {
        #expect(
            failure(replacing: "20", with: "null")
                == "x.json:6:34: repetitions: found null, expected an integer from 1 to 1000"
        )
    }

    @Test func aValueOutOfRangeIsNamedWithTheRange() {
        #expect(
            failure(replacing: "20", with: "0")
                == "x.json:6:34: repetitions: found 0, expected an integer from 1 to 1000"
        )
        #expect(failure(replacing: "0.5", with: "4") == "x.json:6:14: density: found 4, expected a number from 0 to 1")
    }

    @Test func aBadNameOrQuantityIsExplained() {
        #expect(
            failure(replacing: #""relay""#, with: #""reley""#)
                == #"x.json:5:28: wireless.delivery: found "reley", expected one of direct, relay, mapReduce; "#
                + #"did you mean "relay"?"#
        )
        #expect(
            failure(replacing: "3 ms", with: "3")
                == #"x.json:5:47: wireless.wakeUp: found "3", expected a duration such as "3 ms""#
        )
    }

    @Test func theFirstUnknownKeyInTheFileIsNamed() throws {
        var object = try ObjectReader(node(#"{"b": 1, "z": 2, "y": 3}"#), file: "x.json")
        _ = object.optional("b")
        do throws(InputError) {
            try object.finish()
            Issue.record("no error")
        } catch {
            #expect(error.keyPath == "z")
        }
    }

    @Test func anObjectWithoutKeysAllowsNone() throws {
        let error = message { () throws(InputError) in try ObjectReader(node(#"{"a": 1}"#), file: "x.json").finish() }
        #expect(error == "x.json:1:2: a: unknown key, expected nothing")
    }

    @Test func errorsOfSeveralKeysPointAtTheObject() throws {
        let object = try ObjectReader(node("\n {}"), file: "x.json", path: "cluster")
        #expect(object.value.error("no device computes").description == "x.json:2:2: cluster: no device computes")
    }
}
