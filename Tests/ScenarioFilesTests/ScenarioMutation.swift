import TestSupport

@testable import ScenarioFiles

/// Random damage to documents.
enum ScenarioMutation {
    private static let literals = [
        "0", "-1", "1", "2", "0.5", "1e-300", "1e300", "999999999", "9223372036854775807", "9223372036854775808",
        "null",
        "true", "false", "[]", "{}", "[[]]", #"[{"device": "nexus-5", "count": 10000}, {"device": "nexus-5"}]"#,
        #""""#, #""x""#, #""a\nb""#, #""0 Mbit/s""#, #""-5 Mbit/s""#, #""1e300 bit/s""#, #""1e-300 bit/s""#,
        #""1e30 MAC/s""#, #""1 kMAC/s""#, #""1000000 h""#, #""3 ms""#, #""512 MiB""#, #""1e300 GiB""#, #""vgg16""#,
        #""nexus-5""#, #""ftp""#, #""single-device""#, #""group-owner""#, #""worker-1""#, #""10000x10000""#,
        #"{"scheme": "ftp", "grid": "100x100"}"#, #"{"profile": "nexus-5", "convolutionRate": "1e14 MAC/s"}"#,
        #"{"name": "n", "input": [1], "layers": [{"type": "relu"}]}"#,
        #"{"name": "n", "input": [1000, 1000, 1000], "layers": [{"type": "fullyConnected", "outputs": 100000000}]}"#,
        #"{"catalogue": "vgg16", "input": [3, 40000, 40000]}"#, #""1..4""#, #""8..1""#, #""0..0.5+0.1""#, #""1..64*2""#,
        #""5..40*2 Mbit/s""#, #""1..99999999999""#, #""modnn-vgg16.json""#, #""nowhere.json""#,
        #"{"cluster.devices": [1, 2], "seed": "1..2"}"#, #"{"cluster.devices": [1, 2], "seed": [1]}"#,
        #"[{"seed": [1, 2]}, {"repetitions": [1, 2], "computeVariation": [0, 0.1]}]"#,
    ]
    private static let keys = [
        "", "x", "devices", "device", "count", "computes", "capability", "source", "workers", "rate", "wakeUp",
        "scheme",
        "grid", "groupEvery", "sweep", "seed", "network", "layers", "input", "name", "a.b", "cluster.workers",
        "cluster.workers[0].count", "convolution.scheme", "title", "repetitions", "computeVariation",
        "applicationMemory", "zip", "extends", "cluster.devices", "cluster.wireless.rate",
    ]

    /// A few bytes deleted, doubled, inserted, replaced or copied from elsewhere, at one place to three.
    static func damage(_ text: String, using random: inout SeededGenerator) -> String {
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let start = Int.random(in: bytes.indices, using: &random)
            let length = [1, 1, 1, 2, 4, 16, 64].randomElement(using: &random)!
            let range = start..<min(start + length, bytes.count)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes.removeSubrange(range)
            case 1: bytes.insert(contentsOf: Array(bytes[range]), at: start)
            case 2:
                let inserted = (0..<length).map { _ in Self.bytes.randomElement(using: &random)! }
                bytes.insert(contentsOf: inserted, at: start)
            case 3: bytes[start] = UInt8.random(in: 0...255, using: &random)
            default: bytes.insert(contentsOf: Array(bytes[range]), at: Int.random(in: bytes.indices, using: &random))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What JSON consists of, and what it does not.
    private static let bytes = Array("{}[]\",:0123456789.eE-+ntf \\\n\t\0/*".utf8) + [0x80, 0xC3, 0xFF]

    /// One change at a random place of the document; as text, so that doubled keys are possible.
    static func mutate(_ node: JSONNode, using random: inout SeededGenerator) -> JSONNode {
        var node = node
        switch node.value {
        case .object(var members) where !members.isEmpty && Int.random(in: 0..<5, using: &random) > 0:
            let position = Int.random(in: members.indices, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0: members.remove(at: position)
            case 1: members.insert(members[position], at: 0)
            case 2: members[position].key = Self.keys.randomElement(using: &random)!
            case 3:
                let value = members.randomElement(using: &random)!.value
                members.append(JSONNode.Member(key: Self.keys.randomElement(using: &random)!, value: value))
            default: members[position].value = mutate(members[position].value, using: &random)
            }
            node.value = .object(members)
        case .array(var elements) where !elements.isEmpty && Int.random(in: 0..<3, using: &random) > 0:
            let position = Int.random(in: elements.indices, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: elements.remove(at: position)
            case 1: elements.insert(elements[position], at: 0)
            default: elements[position] = mutate(elements[position], using: &random)
            }
            node.value = .array(elements)
        default:
            // Literals are JSON that is known to be right.
            node = try! JSONReader.parse(Self.literals.randomElement(using: &random)!, file: "literal")
        }
        return node
    }
}
